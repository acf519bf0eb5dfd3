//! Answers as `multipart/mixed` (Protocol 4.01, 11.7.4).

use bytes::{BufMut, BytesMut};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use super::BatchQuirk;
use super::part::{Done, Part};
use crate::Canned;

/// The answer to a batch, one part for each request that was answered, and for each change set.
pub(super) fn write(parts: &[Part], mut done: Vec<Done>, quirks: &[BatchQuirk]) -> Canned {
    let mut own = None;
    for quirk in quirks {
        match quirk {
            BatchQuirk::Fewer(many) => done.truncate(*many),
            BatchQuirk::Boundary(text) => own = Some(text.as_str()),
            _ => {}
        }
    }
    let boundary = own.unwrap_or("batchresponse_4c6f6e67");
    let mut writer = Writer {
        parts,
        body: BytesMut::new(),
        line_end: match quirks.contains(&BatchQuirk::LineFeeds) {
            true => b"\n",
            false => b"\r\n",
        },
        reasons: !quirks.contains(&BatchQuirk::NoReasons),
        lengths: !quirks.contains(&BatchQuirk::NoLengths),
    };
    for (number, one) in done.iter().enumerate() {
        writer.line(&format!("--{boundary}"));
        match one {
            Done::One(part, answer) => writer.answer(*part, answer),
            Done::Failed { failed, answer, .. } => writer.answer(*failed, answer),
            Done::Group(answers) => {
                let inner = format!("changesetresponse_{number}");
                writer.line(&format!("Content-Type: multipart/mixed; boundary={inner}"));
                writer.line("");
                for (part, answer) in answers {
                    writer.line(&format!("--{inner}"));
                    writer.answer(*part, answer);
                }
                writer.line(&format!("--{inner}--"));
                writer.line("");
            }
        }
    }
    if !quirks.contains(&BatchQuirk::NoEnd) {
        writer.line(&format!("--{boundary}--"));
    }
    let quoted = boundary.replace('\\', "\\\\").replace('"', "\\\"");
    let content_type = format!("multipart/mixed; boundary=\"{quoted}\"");
    let mut canned = Canned::status(200).body(writer.body.freeze());
    if let Ok(content_type) = HeaderValue::from_str(&content_type) {
        canned.headers.insert(CONTENT_TYPE, content_type);
    }
    canned
}

struct Writer<'w> {
    parts: &'w [Part],
    body: BytesMut,
    line_end: &'static [u8],
    reasons: bool,
    lengths: bool,
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.body.put_slice(text.as_bytes());
        self.body.put_slice(self.line_end);
    }

    fn answer(&mut self, part: usize, answer: &Canned) {
        self.line("Content-Type: application/http");
        self.line("Content-Transfer-Encoding: binary");
        let id = self.parts.get(part).and_then(|part| part.id.clone());
        if let Some(id) = id {
            self.line(&format!("Content-ID: {id}"));
        }
        self.line("");
        let status = answer.status;
        let reason = status.canonical_reason().filter(|_| self.reasons);
        match reason {
            Some(reason) => self.line(&format!("HTTP/1.1 {} {reason}", status.as_u16())),
            None => self.line(&format!("HTTP/1.1 {}", status.as_u16())),
        }
        for (name, value) in &answer.headers {
            if *name != CONTENT_LENGTH {
                self.line(&format!("{name}: {}", value.to_str().unwrap_or_default()));
            }
        }
        if self.lengths && status.as_u16() != 204 {
            self.line(&format!("content-length: {}", answer.body.len()));
        }
        self.line("");
        self.body.put_slice(&answer.body);
        self.line("");
    }
}
