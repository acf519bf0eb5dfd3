//! A service on the loopback interface that takes as little time as it can, in a process of its own.

use std::convert::Infallible;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;

use crate::rows::{HEAD, page};
use crate::tally::DIGITS;

/// How many rows a page of the paged set has, and a small page.
pub const PAGED_ROWS: usize = 10_000;
pub const FEW_ROWS: usize = 5;

/// The server as another process; it ends when this is dropped.
pub struct Served {
    child: Child,
    pub address: String,
}

impl Served {
    pub fn start() -> Self {
        let own = std::env::current_exe().expect("this program");
        let mut command = Command::new(own);
        command.arg("serve").stdout(Stdio::piped());
        let mut child = command.spawn().expect("a process");
        let mut address = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("an address");
        Served {
            child,
            address: address.trim().to_owned(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is served.
struct Bodies {
    one: Bytes,
    few: Bytes,
    /// The rows of a page, without its envelope, and where in them the digits of each row's number stand.
    rows: Vec<u8>,
    digits: Vec<usize>,
}

impl Bodies {
    fn new(sample: &str) -> Self {
        let bare = |count| {
            let page = page(sample, count, false);
            page[HEAD.len()..page.len() - 1].to_owned()
        };
        let one = bare(1);
        let one = one.trim_start_matches("\"value\":[{").trim_end_matches(']');
        let rows = bare(PAGED_ROWS);
        let mark = "\"id\":\"";
        let digits: Vec<usize> = rows
            .match_indices(mark)
            .map(|(at, _)| at + mark.len())
            .collect();
        assert_eq!(digits.len(), PAGED_ROWS, "an id for each row");
        let entity = HEAD.replace("#Machines", "#Machines/$entity");
        Bodies {
            one: format!("{entity}{one}").into(),
            few: format!("{HEAD}{}}}", bare(FEW_ROWS)).into(),
            rows: rows.into_bytes(),
            digits,
        }
    }

    /// `/one/…` is a machine, `/few/…` a page of some, `/paged/LATENCY/PAGES/…?page=N` one of many.
    async fn answer(&self, target: &str) -> Bytes {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut parts = path.split('/').skip(1);
        let kind = parts.next();
        let mut number = || parts.next()?.parse::<usize>().ok();
        match kind {
            Some("one") => self.one.clone(),
            Some("few") => self.few.clone(),
            _ => {
                let (latency, pages) = (number().unwrap_or(0), number().unwrap_or(0));
                if latency > 0 {
                    tokio::time::sleep(Duration::from_millis(latency as u64)).await;
                }
                let asked = query
                    .strip_prefix("page=")
                    .and_then(|page| page.parse().ok());
                self.page(path, asked.unwrap_or(0), pages)
            }
        }
    }

    fn page(&self, path: &str, number: usize, pages: usize) -> Bytes {
        let mut page = Vec::with_capacity(HEAD.len() + self.rows.len() + 200);
        page.extend_from_slice(HEAD.as_bytes());
        page.extend_from_slice(&self.rows);
        for (at, digits) in self.digits.iter().enumerate() {
            let row = format!("{:0DIGITS$}", number * PAGED_ROWS + at);
            let digits = HEAD.len() + digits;
            page[digits..digits + DIGITS].copy_from_slice(row.as_bytes());
        }
        if number + 1 < pages {
            let link = format!(",\"@odata.nextLink\":\"{path}?page={}\"", number + 1);
            page.extend_from_slice(link.as_bytes());
        }
        page.push(b'}');
        page.into()
    }
}

/// Serves until the process is killed.
pub fn serve(sample: &str) {
    let bodies = Arc::new(Bodies::new(sample));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        println!("{}", listener.local_addr().expect("an address"));
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                continue;
            };
            let _ = stream.set_nodelay(true);
            let bodies = Arc::clone(&bodies);
            tokio::spawn(async move {
                let answer = service_fn(|request| respond(&bodies, request));
                let _ = http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), answer)
                    .await;
            });
        }
    });
}

async fn respond(
    bodies: &Bodies,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut answer = Response::new(Full::new(bodies.answer(target).await));
    let json = http::HeaderValue::from_static("application/json;odata.metadata=minimal");
    answer.headers_mut().insert("content-type", json);
    Ok(answer)
}
