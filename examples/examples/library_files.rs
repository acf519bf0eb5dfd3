//! Lists the files of the live response library.
//!
//! Without arguments it starts a small OData service of its own on this machine and asks that one over HTTP. With
//! `--url` it asks the real service, with the token from the environment variable `DEFENDER_TOKEN`.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use odata_examples::{Defender, LibraryFile};
use odata_mock::MockService;

const HELP: &str = "\
Lists the files of the live response library of Microsoft Defender for Endpoint.

usage: library_files [--filter TEXT] [--top N] [--url URL]

  --filter TEXT   only the files that this OData filter is true for, such as
                  \"endswith(fileName,'.exe')\"
  --top N         no more than N files
  --url URL       the root of a real service, such as
                  https://api.security.microsoft.com/api/
                  (the token is read from DEFENDER_TOKEN)

Without --url, a service on this machine answers, with three files.
";

#[derive(Default)]
struct Options {
    filter: Option<String>,
    top: Option<u64>,
    url: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = match options() {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            eprintln!("{error}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match run(options).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    match &options.url {
        Some(url) => {
            let token = std::env::var("DEFENDER_TOKEN")
                .map_err(|_| "DEFENDER_TOKEN is not set: it holds the bearer token for --url")?;
            let defender = Defender::builder()
                .base_url(url)
                .bearer_token(&token)
                .build()?;
            list(&defender, &options).await
        }
        None => {
            let service =
                MockService::from_csdl(include_str!("../../specs/defender/metadata.xml"))?
                    .entity_set(
                        "libraryfiles",
                        serde_json::from_str(include_str!("../fixtures/libraryfiles.json"))?,
                    )?
                    .page_size(2);
            let server = service.serve().await?;
            let defender = Defender::builder().base_url(server.url()).build()?;
            list(&defender, &options).await
        }
    }
}

async fn list(defender: &Defender, options: &Options) -> Result<(), Box<dyn Error>> {
    let mut query = defender.library_files().query();
    if let Some(text) = &options.filter {
        query = query.filter_text(text)?;
    }
    if let Some(top) = options.top {
        query = query.top(top);
    }
    let mut files = Vec::new();
    let mut rows = query.stream();
    while let Some(file) = rows.next().await {
        files.push(file?);
    }
    match print_table(&files) {
        // `library_files | head` closes the pipe early.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

fn print_table(files: &[LibraryFile]) -> io::Result<()> {
    const HEADER: [&str; 6] = [
        "FILE NAME",
        "SHA-256",
        "UPDATED",
        "BY",
        "PARAMETERS",
        "DESCRIPTION",
    ];
    let rows: Vec<[String; 6]> = files.iter().map(row).collect();
    let mut widths = HEADER.map(str::len);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = io::stdout().lock();
    let mut line = |cells: [&str; 6]| {
        let cells: Vec<String> = cells
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())
    };
    line(HEADER)?;
    for row in &rows {
        line(row.each_ref().map(String::as_str))?;
    }
    Ok(())
}

fn row(file: &LibraryFile) -> [String; 6] {
    let parameters = match (file.has_parameters, &file.parameters_description) {
        (Some(true), Some(description)) => description.clone(),
        (Some(true), None) => "yes".to_owned(),
        (Some(false), _) => "none".to_owned(),
        (None, _) => String::new(),
    };
    let hash: String = file
        .sha256
        .iter()
        .flat_map(|hash| hash.chars().take(12))
        .collect();
    [
        file.file_name.clone(),
        hash,
        file.last_updated_time
            .map(|time| time.to_string())
            .unwrap_or_default(),
        file.created_by.clone().unwrap_or_default(),
        parameters,
        file.description.clone().unwrap_or_default(),
    ]
}

fn options() -> Result<Option<Options>, Box<dyn Error>> {
    use lexopt::prelude::*;
    let mut options = Options::default();
    let mut arguments = lexopt::Parser::from_env();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("filter") => options.filter = Some(arguments.value()?.string()?),
            Long("top") => options.top = Some(arguments.value()?.parse()?),
            Long("url") => options.url = Some(arguments.value()?.string()?),
            Short('h') | Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Some(options))
}
