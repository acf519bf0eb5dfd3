//! What a token endpoint answers (RFC 6749, 5.1 and 5.2).

use std::borrow::Cow;
use std::time::Duration;

use url::form_urlencoded::byte_serialize;

use crate::client::AccessToken;
use crate::json::{Fault, Reader};

/// How much of a description is shown.
const SHOWN: usize = 500;

/// An error as the endpoint words it.
#[derive(Debug, Default)]
pub(super) struct Refusal {
    /// One of the standard's words, such as `invalid_client`.
    pub(super) error: String,
    pub(super) description: String,
    /// Microsoft's: what its support asks for.
    correlation_id: Option<String>,
}

/// Why an answer of success has no token.
#[derive(Debug)]
pub(super) enum NoToken {
    Refused(Refusal),
    Unreadable(&'static str),
}

#[derive(Default)]
struct Members {
    token: Option<String>,
    token_type: Option<String>,
    lifetime: Option<Duration>,
    refusal: Refusal,
}

/// The token of an answer of success.
pub(super) fn token(body: &[u8]) -> Result<AccessToken, NoToken> {
    let unreadable = NoToken::Unreadable;
    let members = members(body).ok_or(unreadable("the answer is not an object in JSON"))?;
    let Some(text) = members.token else {
        return Err(match members.refusal.error.is_empty() {
            true => unreadable("the answer has no `access_token`"),
            false => NoToken::Refused(members.refusal),
        });
    };
    if members
        .token_type
        .is_some_and(|name| !name.eq_ignore_ascii_case("bearer"))
    {
        return Err(unreadable("the token is of another type than `Bearer`"));
    }
    let token = AccessToken::new(&text)
        .map_err(|_| unreadable("the `access_token` is none that can be sent"))?;
    Ok(match members.lifetime {
        Some(lifetime) => token.expires_in(lifetime),
        None => token,
    })
}

/// What an answer of failure says, if it says it as the standard has it.
pub(super) fn refusal(body: &[u8]) -> Option<Refusal> {
    let refusal = members(body)?.refusal;
    (!refusal.error.is_empty()).then_some(refusal)
}

fn members(body: &[u8]) -> Option<Members> {
    let text = std::str::from_utf8(body).ok()?;
    let mut members = Members::default();
    let mut reader = Reader::new(text);
    let read = reader.object(&mut |name, reader| {
        match name {
            "access_token" => members.token = string(reader)?,
            "token_type" => members.token_type = string(reader)?,
            "expires_in" => members.lifetime = seconds(reader)?,
            "error" => members.refusal.error = string(reader)?.unwrap_or_default(),
            "error_description" => {
                members.refusal.description = string(reader)?.unwrap_or_default();
            }
            "correlation_id" => members.refusal.correlation_id = string(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    });
    read.and_then(|()| reader.end()).ok()?;
    Some(members)
}

fn string(reader: &mut Reader<'_>) -> Result<Option<String>, Fault> {
    if reader.peek() == Some(b'"') {
        return reader.string().map(|text| Some(text.into_owned()));
    }
    reader.skip()?;
    Ok(None)
}

/// A number, which some endpoints write as a text.
fn seconds(reader: &mut Reader<'_>) -> Result<Option<Duration>, Fault> {
    let text = match reader.peek() {
        Some(b'"') => reader.string()?,
        Some(b'-' | b'0'..=b'9') => Cow::Borrowed(reader.number()?),
        _ => {
            reader.skip()?;
            return Ok(None);
        }
    };
    let seconds = text.trim().parse::<f64>().ok();
    Ok(seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).ok()))
}

impl Refusal {
    /// Whether the endpoint says that it may pass.
    pub(super) fn is_temporary(&self) -> bool {
        matches!(
            self.error.as_str(),
            "temporarily_unavailable" | "server_error"
        )
    }

    /// Error and description in one line.
    pub(super) fn text(&self, secret: Option<&str>) -> String {
        let mut text = line(&self.error, secret);
        let description = line(&self.description, secret);
        if !description.is_empty() {
            text = format!("{text}: {description}");
        }
        if let Some(id) = &self.correlation_id {
            text = format!("{text} (correlation id {})", line(id, secret));
        }
        text
    }
}

/// The first line of a text, without the secret and without what Microsoft appends for its own support.
fn line(text: &str, secret: Option<&str>) -> String {
    let mut text = Cow::Borrowed(text);
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        let encoded: String = byte_serialize(secret.as_bytes()).collect();
        text = Cow::Owned(text.replace(secret, "...").replace(&encoded, "..."));
    }
    let first = text.trim().lines().next().unwrap_or_default();
    let first = first.split(" Trace ID:").next().unwrap_or_default();
    let shown: String = first
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(SHOWN)
        .collect();
    match first.chars().nth(SHOWN) {
        Some(_) => format!("{shown}..."),
        None => shown.trim_end().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever is cut off or changed gives a token or an error, and no error repeats what was sent.
    #[test]
    fn any_bytes_are_read_or_refused() {
        let body = br#"{"access_token":"hush","token_type":"Bearer","expires_in":"3599","error":"e","x":[{"y":null}]}"#;
        let mut read = 0;
        for at in 0..=body.len() {
            let mut all = vec![body.get(..at).unwrap_or_default().to_vec()];
            for byte in [0, b'"', b'{', b'}', b'-', b'9', b'\\', 0xff] {
                let mut changed = body.to_vec();
                changed.splice(at..body.len().min(at + 1), [byte]);
                all.push(changed);
            }
            for body in all {
                let _ = refusal(&body);
                match token(&body) {
                    Ok(_) => read += 1,
                    Err(NoToken::Unreadable(reason)) => assert!(!reason.contains("hush")),
                    Err(NoToken::Refused(refusal)) => {
                        assert!(!refusal.text(None).contains("hush"));
                    }
                }
            }
        }
        assert!(read > 100, "{read}");
    }

    #[test]
    fn a_lifetime_is_a_number_or_a_text() {
        for (text, seconds) in [
            ("3599", Some(3599.0)),
            ("\"3599\"", Some(3599.0)),
            ("3599.5", Some(3599.5)),
            ("-1", Some(0.0)),
            ("1e400", None),
            ("\"NaN\"", Some(0.0)),
            ("\"soon\"", None),
            ("null", None),
            ("[1]", None),
        ] {
            let body = format!(r#"{{"access_token":"a","expires_in":{text}}}"#);
            let token = token(body.as_bytes()).expect("a token");
            let lifetime = token.lifetime().map(|lifetime| lifetime.as_secs_f64());
            assert_eq!(lifetime, seconds, "{text}");
        }
    }
}
