//! The requests as one body (Protocol 4.01, 11.7.3).

use bytes::{BufMut, Bytes, BytesMut};
use http::header::{CONTENT_LENGTH, HOST, HeaderMap};

use odata_core::descriptor::ProtocolVersion;

use super::boundary::fresh;
use crate::batch::ids::RequestId;
use crate::batch::layout::{Layout, Step};
use crate::batch::part::{Part, PartUrls};
use crate::client::Client;
use crate::error::{Error, Result};

/// A body, and what says of it what it is.
pub(in crate::batch) struct Written {
    pub(in crate::batch) content_type: String,
    pub(in crate::batch) body: Bytes,
}

/// # Errors
/// When a request cannot be in a batch.
pub(in crate::batch) fn write(
    client: &Client,
    parts: &[Part],
    layout: &Layout,
    urls: PartUrls,
) -> Result<Written> {
    let boundary = fresh("batch");
    let mut body = BytesMut::new();
    let mut writer = Writer {
        client,
        parts,
        urls,
        body: &mut body,
    };
    for step in layout.steps() {
        writer.line(&format!("--{boundary}"));
        match step {
            Step::One(request) => writer.request(*request, false)?,
            Step::Group(_, members) => {
                let inner = fresh("changeset");
                writer.line(&format!("Content-Type: multipart/mixed; boundary={inner}"));
                writer.line("");
                for request in members.each() {
                    writer.line(&format!("--{inner}"));
                    writer.request(request, true)?;
                }
                writer.line(&format!("--{inner}--"));
                writer.line("");
            }
        }
    }
    writer.line(&format!("--{boundary}--"));
    Ok(Written {
        content_type: format!("multipart/mixed; boundary={boundary}"),
        body: body.freeze(),
    })
}

struct Writer<'w> {
    client: &'w Client,
    parts: &'w [Part],
    urls: PartUrls,
    body: &'w mut BytesMut,
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.body.put_slice(text.as_bytes());
        self.body.put_slice(b"\r\n");
    }

    fn request(&mut self, request: RequestId, in_change_set: bool) -> Result<()> {
        let Some(part) = self.parts.get(request.index()) else {
            return Ok(());
        };
        let target = part.target(self.client.root(), self.urls)?;
        let Some(content) = part.outgoing.body.as_bytes() else {
            return Err(Error::refused(
                "a body that is streamed cannot be in a batch: it is sent by itself",
            ));
        };
        self.line("Content-Type: application/http");
        self.line("Content-Transfer-Encoding: binary");
        if in_change_set || self.client.version() != ProtocolVersion::V4_0 {
            self.line(&format!("Content-ID: {request}"));
        }
        self.line("");
        let method = &part.outgoing.method;
        self.line(&format!("{method} {} HTTP/1.1", target.text));
        if let Some(host) = &target.host {
            self.header(HOST.as_str(), host.as_bytes());
        }
        self.headers(&part.headers(self.client)?);
        if !content.is_empty() {
            self.header(
                CONTENT_LENGTH.as_str(),
                content.len().to_string().as_bytes(),
            );
        }
        self.line("");
        self.body.put_slice(content);
        self.line("");
        Ok(())
    }

    fn headers(&mut self, headers: &HeaderMap) {
        for (name, value) in headers {
            self.header(name.as_str(), value.as_bytes());
        }
    }

    /// As people write them: there are services that look for them letter by letter.
    fn header(&mut self, name: &str, value: &[u8]) {
        let words = name.split('-').map(capital);
        let name = words.collect::<Vec<_>>().join("-");
        self.body.put_slice(name.as_bytes());
        self.body.put_slice(b": ");
        self.body.put_slice(value);
        self.body.put_slice(b"\r\n");
    }
}

fn capital(word: &str) -> String {
    match word {
        "odata" => "OData".to_owned(),
        "maxversion" => "MaxVersion".to_owned(),
        "entityid" => "EntityId".to_owned(),
        _ => {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect()
        }
    }
}
