//! Asking, and counting what came and what was sent.

use std::error::Error;
use std::time::Duration;

use odata::transport::{RequestBody, Transport as _};
use odata::{Changes, ReqwestTransport, Retry};
use odata_mock::{MockService, SeenRequest};
use odata_tests::library::{Library, LibraryFile};
use serde_json::json;

use super::case::{Ask, Case, PAGE, ROWS};
use super::cases::PATIENCE;

const METADATA: &str = include_str!("../../../specs/defender/metadata.xml");
pub(super) const TOKEN: &str = "sesame";

/// What came of a case.
pub(super) struct Outcome {
    /// What identifies each row that came.
    pub(super) rows: Vec<String>,
    pub(super) error: Option<String>,
    pub(super) requests: usize,
    pub(super) elsewhere: usize,
    /// Whether the other service saw the token.
    pub(super) is_told: bool,
    /// How many rows the service has afterwards.
    pub(super) left: usize,
}

fn service() -> Result<MockService, Box<dyn Error>> {
    let rows = (0..ROWS).map(|number| json!({"fileName": name(number)}));
    Ok(MockService::from_csdl(METADATA)?
        .entity_set("libraryfiles", rows.collect())?
        .page_size(PAGE))
}

fn name(number: usize) -> String {
    format!("{number}.ps1")
}

pub(super) async fn ask(case: &Case) -> Result<Outcome, Box<dyn Error>> {
    let other = service()?;
    let elsewhere = other.serve().await?;
    let origin = format!("http://{}", elsewhere.address());
    let whole = service()?.require_token(TOKEN);
    let broken = (case.spoil)(whole.clone(), &origin);
    let server = broken.serve().await?;
    let transport = ReqwestTransport::new()?.read_timeout(PATIENCE);
    let quick = Retry::default().waits(Duration::from_millis(5), Duration::from_millis(20));
    let client = Library::builder()
        .base_url(server.url())
        .bearer_token(TOKEN)
        .transport(transport)
        .retry(quick);
    let client = (case.set_up)(client).build()?;
    let (rows, error) = rows(&client, case.ask).await;
    let requests = broken.requests().len();
    // What is there is asked past the client, and past what goes wrong.
    let left = left(&whole).await?;
    let is_told = |request: &SeenRequest| request.header("authorization").is_some();
    let origins = [server.url(), format!("{origin}/api/")];
    Ok(Outcome {
        rows,
        error: error.map(|error| shown(&error, &origins)),
        requests,
        elsewhere: other.requests().len(),
        is_told: other.requests().iter().any(is_told),
        left,
    })
}

async fn rows(client: &Library, ask: Ask) -> (Vec<String>, Option<odata::Error>) {
    let files = client.library_files();
    let one = |file: LibraryFile| vec![file.file_name];
    let got = match ask {
        Ask::Rows => {
            let (mut rows, mut names) = (files.stream(), Vec::new());
            while let Some(row) = rows.next().await {
                match row {
                    Ok(file) => names.push(file.file_name),
                    Err(error) => return (names, Some(error)),
                }
            }
            Ok(names)
        }
        Ask::Page => files
            .query()
            .send()
            .await
            .map(|page| page.items.into_iter().map(|file| file.file_name).collect()),
        Ask::Entity => files.by_key(name(0)).send().await.map(one),
        Ask::Insert => {
            let changes = Changes::new().set(LibraryFile::FILE_NAME, name(ROWS));
            files.insert(&changes).send().await.map(one)
        }
        Ask::Delete => files
            .by_key(name(0))
            .delete()
            .send()
            .await
            .map(|()| Vec::new()),
    };
    match got {
        Ok(names) => (names, None),
        Err(error) => (Vec::new(), Some(error)),
    }
}

async fn left(service: &MockService) -> Result<usize, Box<dyn Error>> {
    let request = http::Request::get(format!("{}libraryfiles/$count", service.url()))
        .header("authorization", format!("Bearer {TOKEN}"))
        .body(RequestBody::empty())?;
    let mut body = service.transport().send(request).await?.into_body();
    let mut text = String::new();
    while let Some(piece) = futures_util::StreamExt::next(&mut body).await {
        text += std::str::from_utf8(&piece?)?;
    }
    Ok(text.trim_start_matches('\u{feff}').parse()?)
}

/// An error without what differs from run to run.
fn shown(error: &odata::Error, origins: &[String]) -> String {
    let mut text = error.to_string();
    for origin in origins {
        text = text.replace(origin.trim_end_matches("api/"), "/");
    }
    without_times(&text)
}

/// How long was waited is half chance.
pub(super) fn without_times(text: &str) -> String {
    let parts: Vec<&str> = text.split(" s later again").collect();
    let Some((last, before)) = parts.split_last() else {
        return text.to_owned();
    };
    let mut shown = String::new();
    for part in before {
        let (said, _) = part.rsplit_once(", ").unwrap_or((part, ""));
        shown += said;
    }
    shown + last
}
