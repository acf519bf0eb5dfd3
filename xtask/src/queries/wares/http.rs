//! Questions by plain HTTP, through no code of this project's client.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A service root.
#[derive(Clone, Debug)]
pub(crate) struct Root(pub(crate) String);

/// The status and the body of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);

impl Root {
    /// Asks for what is below the root, or posts text to it.
    pub(crate) fn ask(&self, path: &str, body: Option<&str>) -> io::Result<Answer> {
        let (host, root) = self
            .0
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
            .ok_or_else(|| io::Error::other("the URL has no host"))?;
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        // Of HTTP/1.0, since its answers are never chunked and end with the connection.
        let request = match body {
            None => format!("GET /{root}{path} HTTP/1.0\r\nHost: {host}\r\n\r\n"),
            Some(body) => format!(
                "POST /{root}{path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: text/plain\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            ),
        };
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .ok_or_else(|| io::Error::other("the answer has no end of its headers"))?;
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| io::Error::other("the answer has no status"))?;
        Ok(Answer {
            status,
            body: body.to_owned(),
        })
    }

    /// A link relative to the root.
    pub(crate) fn below(&self, link: &str) -> String {
        link.strip_prefix(&self.0).unwrap_or(link).to_owned()
    }
}

/// Percent-encodes a path and its query; what stands in quotes keeps no sign of its own.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    let mut quoted = false;
    for c in text.chars() {
        quoted ^= c == '\'';
        let is_sign = !quoted && "/()=$?&:;*@,!".contains(c);
        if c.is_ascii_alphanumeric() || "-_.~'".contains(c) || is_sign {
            encoded.push(c);
            continue;
        }
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
