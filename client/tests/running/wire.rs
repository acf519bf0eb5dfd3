//! A server that answers with the bytes it is told to, whatever HTTP says of them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use odata::ClientBuilder;
use odata::doc_example::Defender;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What is done for an answer.
#[derive(Clone)]
pub(crate) enum Step {
    Send(Vec<u8>),
    Wait(Duration),
    /// The connection is closed; without it the next request may come over it.
    Close,
    /// The same bytes without end, so long between them.
    Drip(&'static str, Duration),
}

/// The answer with that status line and these headers and this body, and a `Content-Length`.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Vec<Step> {
    let length = body.len();
    raw(&format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    ))
}

pub(crate) fn json(body: &str) -> Vec<Step> {
    answer("200 OK", JSON, body)
}

pub(crate) fn raw(bytes: &str) -> Vec<Step> {
    vec![Step::Send(bytes.as_bytes().to_vec())]
}

pub(crate) const JSON: &str = "content-type: application/json\r\n";

pub(crate) fn late(time: Duration, mut steps: Vec<Step>) -> Vec<Step> {
    steps.insert(0, Step::Wait(time));
    steps
}

pub(crate) fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

pub(crate) const PAGE: &str = r#"{"value":[{"fileName":"a"}]}"#;

pub(crate) struct Wire {
    pub(crate) root: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Wire {
    /// A server that does this for each request, of which the number (from 0 on) and the whole text are given.
    pub(crate) async fn of(
        script: impl Fn(usize, &str) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}/", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (script, seen) = (Arc::new(script), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, seen) = (script.clone(), seen.clone());
                tokio::spawn(async move {
                    let _ = serve(stream, &*script, &seen).await;
                });
            }
        });
        Wire { root, asked }
    }

    pub(crate) fn builder(&self) -> ClientBuilder<Defender> {
        Defender::builder().base_url(&self.root)
    }

    pub(crate) fn client(&self) -> Defender {
        self.builder().build().unwrap()
    }

    /// The whole text of each request.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The first line of each request.
    pub(crate) fn lines(&self) -> Vec<String> {
        let asked = self.asked();
        let lines = asked.iter().map(|text| text.lines().next().unwrap());
        lines
            .map(|line| line.trim_end_matches(" HTTP/1.1").to_owned())
            .collect()
    }
}

async fn serve(
    mut stream: TcpStream,
    script: &(impl Fn(usize, &str) -> Vec<Step> + Send + Sync),
    asked: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut come = Vec::new();
    loop {
        let Some(request) = request(&mut stream, &mut come).await? else {
            return Ok(());
        };
        let number = {
            let mut asked = asked.lock().unwrap();
            asked.push(request.clone());
            asked.len() - 1
        };
        for step in script(number, &request) {
            match step {
                Step::Send(bytes) => stream.write_all(&bytes).await?,
                Step::Wait(time) => tokio::time::sleep(time).await,
                Step::Close => return stream.shutdown().await,
                Step::Drip(text, time) => loop {
                    stream.write_all(text.as_bytes()).await?;
                    tokio::time::sleep(time).await;
                },
            }
        }
    }
}

/// The next request, with its body as far as `Content-Length` says.
async fn request(stream: &mut TcpStream, come: &mut Vec<u8>) -> std::io::Result<Option<String>> {
    loop {
        let text = String::from_utf8_lossy(come).into_owned();
        if let Some(end) = text.find("\r\n\r\n") {
            let head = text[..end].to_ascii_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.trim().parse().ok());
            let whole = end + 4 + length.unwrap_or(0);
            if come.len() >= whole {
                let rest = come.split_off(whole);
                let request = std::mem::replace(come, rest);
                return Ok(Some(String::from_utf8_lossy(&request).into_owned()));
            }
        }
        let mut some = [0; 4096];
        match stream.read(&mut some).await? {
            0 => return Ok(None),
            read => come.extend_from_slice(&some[..read]),
        }
    }
}
