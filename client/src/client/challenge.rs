//! What a service asks for that does not know who is asking (RFC 9110, 11.6.1, and RFC 6750, 3).

use std::borrow::Cow;
use std::fmt;

use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue, StatusCode};
use url::form_urlencoded::byte_serialize;

use crate::middleware::wants_token;

/// How much of a header is looked at, of how many challenges, and how much of a text is shown.
const READ: usize = 8 * 1024;
const CHALLENGES: usize = 4;
const SHOWN: usize = 200;
/// Words that are longer may be tokens, and are not shown.
const WORD: usize = 40;
/// How long a token is at the least, where it is looked for in what may be any text.
const SHORTEST: usize = 8;

/// Why a service let nobody in, as far as it and this client can tell.
#[derive(Debug)]
pub(crate) struct Access {
    /// It wants a token with each change, and was sent none that is good.
    wants_csrf: bool,
    asks_for: Vec<Challenge>,
    proof: Proof,
}

/// What went along to prove who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Proof {
    Sent,
    /// There is one, but it is not for the host that answered.
    Kept,
    None,
}

#[derive(Debug, Default)]
struct Challenge {
    scheme: String,
    error: Option<String>,
    description: Option<String>,
}

impl Access {
    /// What is told of an answer that lets nobody in; nothing of other answers.
    pub(super) fn of(
        status: StatusCode,
        headers: &HeaderMap,
        sent: Option<&HeaderValue>,
        has_credential: bool,
    ) -> Option<Box<Access>> {
        if !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
            return None;
        }
        let proof = match (sent, has_credential) {
            (Some(_), _) => Proof::Sent,
            (None, true) => Proof::Kept,
            (None, false) => Proof::None,
        };
        let secrets = secrets(sent);
        let mut asks_for = Vec::new();
        for header in headers.get_all(WWW_AUTHENTICATE) {
            let text = String::from_utf8_lossy(header.as_bytes());
            read(
                &text.chars().take(READ).collect::<String>(),
                &secrets,
                &mut asks_for,
            );
        }
        Some(Box::new(Access {
            wants_csrf: status == StatusCode::FORBIDDEN && wants_token(headers),
            asks_for,
            proof,
        }))
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, challenge) in self.asks_for.iter().enumerate() {
            f.write_str(if index == 0 { "; it asks for " } else { " or " })?;
            f.write_str(&challenge.scheme)?;
            match (&challenge.error, &challenge.description) {
                (None, None) => {}
                (Some(one), None) | (None, Some(one)) => write!(f, " ({one})")?,
                (Some(error), Some(description)) => write!(f, " ({error}: {description})")?,
            }
        }
        if self.wants_csrf {
            return f.write_str("; it takes changes only with a token of a session: `csrf_tokens` of the client's builder gets one");
        }
        f.write_str(match self.proof {
            Proof::Sent => "; a credential was sent",
            Proof::Kept => "; the credential was not sent to this host",
            Proof::None => "; this client has no credential",
        })
    }
}

/// What of a proof is secret: what stands behind a scheme (RFC 9110, 11.4), the values of cookies, or all of it.
fn secrets(sent: Option<&HeaderValue>) -> Vec<&str> {
    let Some(sent) = sent.and_then(|value| value.to_str().ok()) else {
        return Vec::new();
    };
    let secrets: Vec<&str> = match sent.split_once(' ') {
        Some((scheme, secret)) if !scheme.contains(['=', ';']) => vec![secret],
        None if !sent.contains('=') => vec![sent],
        _ => {
            let cookies = sent.split(';').map(str::trim);
            let values = cookies.filter_map(|cookie| Some(cookie.split_once('=')?.1));
            std::iter::once(sent).chain(values).collect()
        }
    };
    let is_one = |secret: &&str| !secret.is_empty();
    secrets.into_iter().filter(is_one).collect()
}

/// The body of an error without the proof that it repeats: some services word it, as in "no session for this token". What is shorter than any token is left.
pub(super) fn without_proof<'b>(body: &'b [u8], sent: Option<&HeaderValue>) -> Cow<'b, [u8]> {
    let mut body = Cow::Borrowed(body);
    for secret in secrets(sent)
        .iter()
        .filter(|secret| secret.len() >= SHORTEST)
    {
        let forms = [
            (*secret).to_owned(),
            secret.replace('/', "\\/"),
            byte_serialize(secret.as_bytes()).collect(),
        ];
        if let Some(hidden) = hidden(&body, &forms) {
            body = Cow::Owned(hidden);
        }
    }
    body
}

/// The same of what is said of an answer.
#[cold]
pub(crate) fn hide_proof(text: &mut String, sent: &HeaderValue) {
    if let Cow::Owned(hidden) = without_proof(text.as_bytes(), Some(sent)) {
        *text = String::from_utf8_lossy(&hidden).into_owned();
    }
}

/// The bytes without a secret that has these forms, and without the beginning of it where they have no more; nothing where it is not in them.
fn hidden(bytes: &[u8], forms: &[String]) -> Option<Vec<u8>> {
    let same = |bytes: &[u8], form: &String| {
        let same = bytes.iter().zip(form.as_bytes());
        same.take_while(|(one, other)| one == other).count()
    };
    let longest = |bytes: &[u8]| forms.iter().map(|form| same(bytes, form)).max();
    let first: Vec<Option<&u8>> = forms.iter().map(|form| form.as_bytes().first()).collect();
    let mut hidden: Option<Vec<u8>> = None;
    let (mut shown, mut at) = (0, 0);
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = match first.contains(&rest.first()) {
            true => longest(rest).filter(|length| *length >= SHORTEST),
            false => None,
        };
        let Some(length) = length else {
            at += 1;
            continue;
        };
        let hidden = hidden.get_or_insert_default();
        hidden.extend_from_slice(bytes.get(shown..at).unwrap_or_default());
        hidden.extend_from_slice(b"...");
        at += length;
        shown = at;
    }
    if let Some(hidden) = &mut hidden {
        hidden.extend_from_slice(bytes.get(shown..).unwrap_or_default());
    }
    hidden
}

/// Reads the challenges of one header; what is not understood is passed over.
fn read(header: &str, secrets: &[&str], challenges: &mut Vec<Challenge>) {
    let mut rest = header;
    let mut is_known = false;
    // A scheme stands at the beginning or behind a comma; what else has no value is a stray word.
    let mut may_begin = true;
    while challenges.len() <= CHALLENGES {
        let next = rest.trim_start_matches([' ', '\t', ',']);
        let passed = rest.get(..rest.len() - next.len()).unwrap_or_default();
        may_begin |= passed.contains(',');
        rest = next;
        let (name, behind) = token(rest);
        if name.is_empty() {
            let mut chars = rest.chars();
            if chars.next().is_none() {
                return;
            }
            rest = chars.as_str();
            continue;
        }
        let behind = behind.trim_start();
        if let Some(behind) = behind.strip_prefix('=') {
            let (value, behind) = value(behind.trim_start());
            (rest, may_begin) = (behind, false);
            let Some(challenge) = challenges.last_mut().filter(|_| is_known) else {
                continue;
            };
            let slot = match name.to_ascii_lowercase().as_str() {
                "error" => &mut challenge.error,
                "error_description" => &mut challenge.description,
                _ => continue,
            };
            let shown = shown(&value, secrets);
            *slot = slot
                .take()
                .or(Some(shown).filter(|shown| !shown.is_empty()));
            continue;
        }
        if !std::mem::take(&mut may_begin) {
            rest = behind;
            continue;
        }
        rest = behind_token68(behind);
        is_known = challenges.len() < CHALLENGES && is_scheme(name);
        if is_known {
            challenges.push(Challenge {
                scheme: name.to_owned(),
                ..Challenge::default()
            });
        }
    }
}

fn is_scheme(name: &str) -> bool {
    name.len() <= 20
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
}

/// A token, and what is behind it.
fn token(text: &str) -> (&str, &str) {
    let is_in = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    text.split_at(text.find(|c| !is_in(c)).unwrap_or(text.len()))
}

/// What is behind the one word that some schemes have in place of parameters, which may be a secret.
fn behind_token68(text: &str) -> &str {
    let is_in = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
    let end = text.find(|c| !is_in(c)).unwrap_or(text.len());
    let behind = text.get(end..).unwrap_or_default().trim_start_matches('=');
    let behind = behind.trim_start();
    let is_alone = behind.is_empty() || behind.starts_with(',');
    if end > 0 && is_alone { behind } else { text }
}

/// The value of a parameter, in quotes or not, and what is behind it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        // Services write URLs without quotes, though a comma would end them.
        let end = text.find(|c: char| c == ',' || c.is_whitespace());
        let (value, behind) = text.split_at(end.unwrap_or(text.len()));
        return (value.to_owned(), behind);
    };
    let (mut value, mut chars) = (String::new(), quoted.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => value.extend(chars.next()),
            other => value.push(other),
        }
    }
    (value, chars.as_str())
}

/// A text of the service for showing: no secret stands in it.
fn shown(text: &str, secrets: &[&str]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        text = text.replace(secret, "...");
    }
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    let words = words.filter(|word| !word.is_empty());
    let words = words.map(|word| {
        if word.chars().count() > WORD {
            "..."
        } else {
            word
        }
    });
    let all = words.collect::<Vec<_>>().join(" ");
    match all.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", all.get(..end).unwrap_or_default()),
        None => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(headers: &[&str], sent: Option<&str>) -> String {
        let mut map = HeaderMap::new();
        for header in headers {
            let value = HeaderValue::from_bytes(header.as_bytes()).unwrap();
            map.append(WWW_AUTHENTICATE, value);
        }
        let sent = sent.map(|sent| HeaderValue::from_str(sent).unwrap());
        let access = Access::of(StatusCode::UNAUTHORIZED, &map, sent.as_ref(), false);
        access.unwrap().to_string()
    }

    #[test]
    fn what_the_service_asks_for_is_told() {
        let none = "; this client has no credential";
        for (headers, expected) in [
            (&[][..], ""),
            (&["Bearer"], "; it asks for Bearer"),
            (
                &[
                    r#"Bearer realm="x", error="invalid_token", error_description="The \"token\" has ended""#,
                ],
                r#"; it asks for Bearer (invalid_token: The "token" has ended)"#,
            ),
            (
                &["Bearer error=invalid_token"],
                "; it asks for Bearer (invalid_token)",
            ),
            (
                &[
                    r#"Negotiate abcDEF==, Basic realm="a, Digest", charset="UTF-8""#,
                    "Bearer",
                ],
                "; it asks for Negotiate or Basic or Bearer",
            ),
            (
                &["Basic, Bearer , ,Digest qop=auth"],
                "; it asks for Basic or Bearer or Digest",
            ),
            (&["error=\"lost\""], ""),
            (
                &[
                    "Bearer authorization_uri=https://login.example.com/t/authorize, error=invalid_token, resource_id=https://x/",
                ],
                "; it asks for Bearer (invalid_token)",
            ),
            (&["Bearer realm=https://localhost/"], "; it asks for Bearer"),
            (
                &["Bearer error_description=token expired, Basic"],
                "; it asks for Bearer (token) or Basic",
            ),
            (
                &["Bearer error=\"not closed"],
                "; it asks for Bearer (not closed)",
            ),
            (
                &["Bearer error=\"a\", error=\"b\""],
                "; it asks for Bearer (a)",
            ),
            (&["é\"=,;Bearer"], "; it asks for Bearer"),
            (&["A, B, C, D, E, F"], "; it asks for A or B or C or D"),
        ] {
            assert_eq!(
                said(headers, None),
                format!("{expected}{none}"),
                "{headers:?}"
            );
        }
    }

    #[test]
    fn no_token_is_told() {
        let long = format!(
            "Bearer error_description=\"no {} here\"",
            "x".repeat(WORD + 1)
        );
        assert!(said(&[&long], None).contains("(no ... here)"));
        let echo = "Bearer error_description=\"hush7 is no token\"";
        let told = said(&[echo], Some("Bearer hush7"));
        assert_eq!(
            told,
            "; it asks for Bearer (... is no token); a credential was sent"
        );
        let many = format!("Bearer error_description=\"{}\"", "ab ".repeat(READ));
        let told = said(&[&many], None);
        assert!(told.len() < SHOWN + 80, "{told}");
        // One word behind a scheme is what some prove with.
        assert!(!said(&["Negotiate hush7"], None).contains("hush7"));
    }

    #[test]
    fn no_proof_is_told_that_a_body_repeats() {
        let repeated = |sent: &'static str, body: &'static str| {
            let sent = HeaderValue::from_static(sent);
            let told = without_proof(body.as_bytes(), Some(&sent));
            String::from_utf8(told.into_owned()).unwrap()
        };
        for sent in [
            "HUSH-0001",
            "Bearer HUSH-0001",
            "A=HUSH-0001; ROUTE=.node1",
            "A=HUSH-0001",
        ] {
            let told = repeated(sent, "no session for HUSH-0001, HUSH-0001");
            assert_eq!(told, "no session for ..., ...", "{sent}");
        }
        assert_eq!(repeated("Bearer no", "no session"), "no session");
        let long = "Bearer eyJ0eXAiOiJKV1QiLCJhbGci/w==";
        for body in [
            "a eyJ0eXAiOiJKV1QiLCJhbGci/w==",
            "a eyJ0eXAiOiJKV1QiLCJhbGci\\/w==",
            "a eyJ0eXAiOiJKV1QiLCJhbGci%2Fw%3D%3D",
            "a eyJ0eXAiOiJKV1QiLCJ",
        ] {
            assert_eq!(repeated(long, body), "a ...", "{body}");
        }
        assert_eq!(without_proof(b"any", None), &b"any"[..]);
    }
}
