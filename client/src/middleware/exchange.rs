//! A request and what came of it, as a line of text.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use odata_core::edm::Binary;
use odata_core::transport::TransportError;
use serde_json::Value as Json;

/// A request and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Exchange {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) sent: Message,
    /// Nothing where no answer came.
    pub(super) status: Option<u16>,
    pub(super) answer: Message,
    pub(super) end: End,
}

/// What is alike in requests and answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Message {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

/// How it ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum End {
    /// Nobody waited for the answer, or for all of it.
    #[default]
    Dropped,
    Whole,
    Connect,
    Timeout,
    Body,
    Unprocessed,
    Unsent,
    Transport,
}

const ENDS: [(End, &str); 8] = [
    (End::Whole, "whole"),
    (End::Dropped, "dropped"),
    (End::Connect, "connect"),
    (End::Timeout, "timeout"),
    (End::Body, "body"),
    (End::Unprocessed, "unprocessed"),
    (End::Unsent, "unsent"),
    (End::Transport, "transport"),
];

impl End {
    pub(super) fn of(error: &TransportError) -> Self {
        match error {
            error if error.is_connect() => End::Connect,
            error if error.is_timeout() => End::Timeout,
            error if error.is_body() => End::Body,
            error if error.is_unprocessed() => End::Unprocessed,
            error if error.is_unsent() => End::Unsent,
            _ => End::Transport,
        }
    }

    /// The error that it ended with, once more.
    pub(super) fn error(self) -> Option<TransportError> {
        let recorded = "as it was recorded";
        match self {
            End::Whole => None,
            End::Dropped => Some(TransportError::body(
                "nobody waited for the rest when it was recorded",
            )),
            End::Connect => Some(TransportError::connect(recorded)),
            End::Timeout => Some(TransportError::timeout(recorded)),
            End::Body => Some(TransportError::body(recorded)),
            End::Unprocessed => Some(TransportError::unprocessed(recorded)),
            End::Unsent => Some(TransportError::unsent(recorded)),
            End::Transport => Some(TransportError::other(recorded)),
        }
    }
}

impl Exchange {
    /// What was asked, for showing.
    pub(super) fn asked(&self) -> String {
        format!("{} {}", self.method, self.url)
    }

    pub(super) fn to_line(&self) -> String {
        let mut line = format!(
            "{{\"method\":{},\"url\":{}",
            json(&self.method),
            json(&self.url)
        );
        self.sent.write(&mut line, SENT);
        if let Some(status) = self.status {
            line.push_str(&format!(",\"status\":{status}"));
            self.answer.write(&mut line, ANSWER);
        }
        if self.end != End::Whole {
            line.push_str(&format!(",\"end\":{}", json(self.end.word())));
        }
        line.push('}');
        line
    }

    pub(super) fn from_line(line: &str) -> Result<Self, String> {
        let json: Json = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = |name: &str| match json.get(name).map(Json::as_str) {
            Some(Some(text)) => Ok(text.to_owned()),
            _ => Err(format!("`{name}` is no text")),
        };
        let status = match json.get("status") {
            None => None,
            Some(status) => {
                let number = status
                    .as_u64()
                    .and_then(|number| u16::try_from(number).ok());
                let number = number.filter(|number| (100..1000).contains(number));
                Some(number.ok_or("`status` is no status")?)
            }
        };
        let end = match json.get("end") {
            None => End::Whole,
            Some(_) => {
                let word = text("end")?;
                let known = ENDS.iter().find(|(_, known)| *known == word);
                known.ok_or_else(|| format!("`{word}` is no end"))?.0
            }
        };
        if status.is_none() && end == End::Whole {
            return Err("there is neither a `status` nor an `end`".to_owned());
        }
        Ok(Exchange {
            method: text("method")?,
            url: text("url")?,
            sent: Message::read(&json, SENT)?,
            status,
            answer: Message::read(&json, ANSWER)?,
            end,
        })
    }
}

const SENT: [&str; 3] = ["headers", "body", "body-base64url"];
const ANSWER: [&str; 3] = ["answer-headers", "answer", "answer-base64url"];

impl End {
    fn word(self) -> &'static str {
        let known = ENDS.iter().find(|(end, _)| *end == self);
        known.map_or("whole", |(_, word)| word)
    }
}

impl Message {
    /// With names for headers, for a body that is text and for one that is not.
    fn write(&self, line: &mut String, [headers, text, bytes]: [&str; 3]) {
        if !self.headers.is_empty() {
            let all = self.headers.iter();
            let all = all.map(|(name, value)| json(&format!("{name}: {value}")));
            let all = all.collect::<Vec<_>>().join(",");
            line.push_str(&format!(",\"{headers}\":[{all}]"));
        }
        match std::str::from_utf8(&self.body) {
            Ok("") => {}
            Ok(body) => line.push_str(&format!(",\"{text}\":{}", json(body))),
            Err(_) => {
                let body = Binary::from(self.body.to_vec()).to_string();
                line.push_str(&format!(",\"{bytes}\":{}", json(&body)));
            }
        }
    }

    fn read(json: &Json, [headers, text, bytes]: [&str; 3]) -> Result<Self, String> {
        let mut message = Message::default();
        for header in json
            .get(headers)
            .and_then(Json::as_array)
            .into_iter()
            .flatten()
        {
            let pair = header.as_str().and_then(|header| header.split_once(": "));
            let (name, value) = pair.ok_or_else(|| format!("`{header}` is no header"))?;
            message.headers.push((name.to_owned(), value.to_owned()));
        }
        if let Some(body) = json.get(text) {
            let body = body
                .as_str()
                .ok_or_else(|| format!("`{text}` is no text"))?;
            message.body = Bytes::from(body.to_owned());
        } else if let Some(body) = json.get(bytes) {
            let body = body.as_str().and_then(|body| body.parse::<Binary>().ok());
            let body = body.ok_or_else(|| format!("`{bytes}` is not base64url"))?;
            message.body = Bytes::from(body.as_ref().to_vec());
        }
        Ok(message)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether all that was announced is there.
    pub(super) fn is_whole(&self) -> bool {
        let announced = self.header(CONTENT_LENGTH.as_str());
        announced.and_then(|length| length.parse().ok()) == Some(self.body.len())
    }

    /// Without what a form has at random: the line between its parts.
    pub(super) fn settled(mut self) -> Self {
        let boundary = self
            .header(CONTENT_TYPE.as_str())
            .and_then(|value| value.split_once("boundary="))
            .map(|(_, boundary)| boundary.trim_matches('"').to_owned());
        if let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) {
            self.body = replaced(&self.body, boundary.as_bytes(), b"boundary");
            for (_, value) in &mut self.headers {
                *value = value.replace(&boundary, "boundary");
            }
        }
        self
    }
}

/// With one text in place of another.
pub(super) fn replaced(bytes: &Bytes, from: &[u8], to: &[u8]) -> Bytes {
    if from.is_empty() || !bytes.windows(from.len()).any(|it| it == from) {
        return bytes.clone();
    }
    let mut all = Vec::with_capacity(bytes.len());
    let mut rest: &[u8] = bytes;
    while let Some(first) = rest.first() {
        match rest.strip_prefix(from) {
            Some(behind) => {
                all.extend_from_slice(to);
                rest = behind;
            }
            None => {
                all.push(*first);
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    all.into()
}

fn json(text: &str) -> String {
    Json::from(text).to_string()
}

/// Headers as text, those that are secrets left out.
pub(super) fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let shown = headers
        .iter()
        .filter(|(name, value)| !super::secrets::is_secret(name, value));
    let text = shown.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    text.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message() -> impl Strategy<Value = Message> {
        let headers = prop::collection::vec(("[a-z][a-z-]{0,8}", "[ -~\u{e9}]{0,12}"), 0..4);
        let body = prop_oneof![
            prop::collection::vec(any::<u8>(), 0..40),
            any::<String>().prop_map(String::into_bytes)
        ];
        (headers, body).prop_map(|(headers, body)| Message {
            headers,
            body: body.into(),
        })
    }

    proptest! {
        #[test]
        fn a_line_says_all(
            (method, url) in ("[A-Z]{3,6}", any::<String>()),
            (sent, answer) in (message(), message()),
            (status, end) in (prop::option::of(100_u16..1000), 0..ENDS.len()),
        ) {
            let end = if status.is_some() { ENDS[end].0 } else { End::Connect };
            let answer = if status.is_some() { answer } else { Message::default() };
            let exchange = Exchange { method, url, sent, status, answer, end };
            let line = exchange.to_line();
            prop_assert!(!line.contains(['\n', '\r']), "{line}");
            prop_assert_eq!(Exchange::from_line(&line), Ok(exchange));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), cut in 0_usize..200) {
            let line = r#"{"method":"GET","url":"u","headers":["a: b"],"body":"x","status":200,"answer-headers":["a: b"],"answer-base64url":"AA==","end":"body"}"#;
            let _ = Exchange::from_line(&text);
            let _ = Exchange::from_line(line.get(..cut).unwrap_or(line));
            let _ = Exchange::from_line(&line.replace(['b', 'A'], &text));
        }

        #[test]
        fn what_is_replaced_is_gone(bytes in "[ab]{0,20}", from in "[ab]{1,3}") {
            let expected = bytes.replace(&from, "...");
            prop_assert_eq!(replaced(&bytes.into(), from.as_bytes(), b"..."), expected);
        }
    }
}
