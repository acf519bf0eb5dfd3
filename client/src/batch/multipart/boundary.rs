//! What divides the parts of a body.

use http::HeaderValue;

use crate::random;

/// One that no body has in it: 128 random bits.
pub(super) fn fresh(kind: &str) -> String {
    format!("{kind}_{}", random::boundary())
}

/// The boundary that a content type of `multipart/mixed` names; `Err` where it is another type.
///
/// # Errors
/// Says what is wrong with the content type.
pub(in crate::batch) fn boundary_of(content_type: &HeaderValue) -> Result<String, String> {
    let text = String::from_utf8_lossy(content_type.as_bytes());
    let (media, parameters) = text.split_once(';').unwrap_or((&text, ""));
    if !media.trim().eq_ignore_ascii_case("multipart/mixed") {
        return Err(format!("it is `{}`", media.trim()));
    }
    let boundary = parameter(parameters, "boundary");
    boundary
        .filter(|boundary| !boundary.is_empty())
        .ok_or_else(|| "its content type names no boundary".to_owned())
}

/// The value of a parameter, in quotes or not (RFC 2045, 5.1).
fn parameter(text: &str, wanted: &str) -> Option<String> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([';', ' ', '\t']);
        let (name, behind) = rest.split_once('=')?;
        let is_wanted = name.trim().eq_ignore_ascii_case(wanted);
        let behind = behind.trim_start();
        let value;
        (value, rest) = match behind.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (value, rest) = behind.split_once(';').unwrap_or((behind, ""));
                (value.trim().to_owned(), rest)
            }
        };
        if is_wanted {
            return Some(value);
        }
    }
}

/// What stands before the closing quote, and what behind it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, text.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::boundary_of;

    #[test]
    fn the_boundary_is_found() {
        for (text, found) in [
            ("multipart/mixed; boundary=b", Ok("b")),
            (
                "Multipart/Mixed;charset=utf-8;Boundary=\"a;b=c\"",
                Ok("a;b=c"),
            ),
            (
                "multipart/mixed; x=\"boundary=no\"; boundary=batch(36)'+_,-./:=? ",
                Ok("batch(36)'+_,-./:=?"),
            ),
            (r#"multipart/mixed; boundary="a\"b""#, Ok("a\"b")),
            ("multipart/mixed", Err("its content type names no boundary")),
            (
                "multipart/mixed; boundary=",
                Err("its content type names no boundary"),
            ),
            ("text/html; boundary=b", Err("it is `text/html`")),
        ] {
            let value = HeaderValue::from_static(text);
            let boundary = boundary_of(&value);
            assert_eq!(
                boundary.as_deref().map_err(|error| &**error),
                found,
                "{text}"
            );
        }
    }
}
