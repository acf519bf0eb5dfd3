//! A server process that lives as long as its handle.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

/// How long a server may take to listen; on a loaded machine CAP has taken ten seconds.
const PATIENCE: Duration = Duration::from_secs(90);

/// A server that listens. It is stopped when this is dropped, and stops by itself when this process dies, since its
/// standard input closes then.
#[derive(Debug)]
pub struct Running {
    child: Child,
    url: String,
}

impl Running {
    /// The service root, with its slash: `http://127.0.0.1:40123/api/`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Asks by plain HTTP, through no code of this project's client: the status and the body.
    ///
    /// # Errors
    /// When the server cannot be reached or its answer has no status or is not UTF-8.
    pub fn get(&self, path: &str) -> io::Result<(u16, String)> {
        self.ask("GET", path)
    }

    /// The same by any method, without a body.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn ask(&self, method: &str, path: &str) -> io::Result<(u16, String)> {
        let (host, root) = self
            .url
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(|| io::Error::other("the URL has no host"))?;
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        // Of HTTP/1.0, since its answers are never chunked and end with the connection.
        write!(
            stream,
            "{method} /{root}{path} HTTP/1.0\r\nHost: {host}\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .ok_or_else(|| io::Error::other("the answer has no end of its headers"))?;
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| io::Error::other("the answer has no status"))?;
        Ok((status, body.to_owned()))
    }

    /// Starts it and waits for its line `LISTENING url`.
    pub(super) fn start(mut command: Command) -> Result<Self, String> {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        // Both pipes are read to their end, so that the server never waits for somebody to read what it says.
        let listening = child.stdout.take().map(first_url);
        let complaint = child.stderr.take().map(all_text);
        let mut running = Running {
            child,
            url: String::new(),
        };
        match listening.and_then(|url| url.recv_timeout(PATIENCE).ok()) {
            Some(url) => {
                running.url = format!("{}/", url.trim_end_matches('/'));
                Ok(running)
            }
            None => {
                drop(running);
                let text = complaint.and_then(|text| text.recv_timeout(PATIENCE).ok());
                Err(format!(
                    "it does not listen. It says: {}",
                    text.unwrap_or_default()
                ))
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The URL that the process says it listens on.
fn first_url(output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if let Some(url) = line.strip_prefix("LISTENING ") {
                // The receiver is gone after the first; the rest is read and dropped.
                let _ = sender.send(url.trim().to_owned());
            }
        }
    });
    receiver
}

/// The first of what the process complains about, once it has ended.
fn all_text(mut output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut kept = Vec::new();
        let _ = output.by_ref().take(4000).read_to_end(&mut kept);
        let _ = std::io::copy(&mut output, &mut std::io::sink());
        let _ = sender.send(String::from_utf8_lossy(&kept).into_owned());
    });
    receiver
}
