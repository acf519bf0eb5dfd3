//! What a login is answered with: the token, and what is ended later.

use http::header::{AUTHORIZATION, HeaderValue, LOCATION};
use url::Url;

use super::terms::TokenIn;
use crate::client::errand::Reply;
use crate::json::{Fault, Reader};
use crate::middleware::cookies;

/// The token as it is sent.
///
/// # Errors
/// Why there is none, without anything of the answer.
pub(super) fn token(reply: &Reply, token: &TokenIn) -> Result<HeaderValue, String> {
    let found = match token {
        TokenIn::Header(name) => reply
            .headers
            .get(name)
            .filter(|value| !value.is_empty())
            .cloned()
            .ok_or_else(|| format!("the answer has no header `{name}`"))?,
        TokenIn::Member { member, header } => {
            let text = text_at(&reply.body, &[member])
                .ok_or_else(|| format!("the answer has no text as member `{member}`"))?;
            let text = match *header == AUTHORIZATION {
                true => format!("Bearer {text}"),
                false => text,
            };
            HeaderValue::from_str(&text)
                .map_err(|_| format!("what the member `{member}` says fits no header"))?
        }
        TokenIn::Cookies => cookies(&reply.headers).ok_or("the answer has no cookie")?,
    };
    let mut found = found;
    found.set_sensitive(true);
    Ok(found)
}

/// What the login made, if it made something.
pub(super) fn made(reply: &Reply, asked: &Url) -> Option<Url> {
    let location = reply.headers.get(LOCATION);
    let location = location.and_then(|location| location.to_str().ok());
    let id = || text_at(&reply.body, &["@odata.id"]);
    let place = location.map(str::to_owned).or_else(id)?;
    asked.join(&place).ok()
}

/// Where the root of Redfish says that sessions are.
pub(super) fn link(root: &[u8]) -> Option<String> {
    text_at(root, &["Links", "Sessions", "@odata.id"])
}

/// The text to which these members lead, each of the one before.
fn text_at(json: &[u8], members: &[&str]) -> Option<String> {
    let mut found = None;
    walk(
        &mut Reader::new(std::str::from_utf8(json).ok()?),
        members,
        &mut found,
    )
    .ok()?;
    found.filter(|text: &String| !text.is_empty())
}

fn walk(
    reader: &mut Reader<'_>,
    members: &[&str],
    found: &mut Option<String>,
) -> Result<(), Fault> {
    let Some((first, rest)) = members.split_first() else {
        if reader.peek() == Some(b'"') {
            *found = Some(reader.string()?.into_owned());
            return Ok(());
        }
        return reader.skip();
    };
    if reader.peek() != Some(b'{') {
        return reader.skip();
    }
    reader.object(&mut |name, reader| match name == *first {
        true => walk(reader, rest, found),
        false => reader.skip(),
    })
}
