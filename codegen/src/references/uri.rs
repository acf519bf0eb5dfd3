//! URIs of `edmx:Reference` as paths of files.

use std::path::{Component, Path, PathBuf};

/// What a URI begins with, up to its last segment.
pub(super) fn folder(uri: &str) -> Option<&str> {
    let path = uri.split(['?', '#']).next()?;
    path.get(..=path.rfind('/')?)
}

/// The name that a document has on its host; nothing for a URI whose scheme is another one than that of the web.
pub(super) fn last_segment(uri: &str) -> Option<PathBuf> {
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    let (before, name) = path.rsplit_once('/')?;
    let scheme = before.split_once(':').map(|(scheme, _)| scheme);
    let of_web = scheme.is_none_or(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    });
    // The name of the host is none of a document.
    let is_host = before.ends_with('/') && !before.trim_end_matches('/').contains('/');
    let name = PathBuf::from(decoded(name).filter(|_| of_web && !is_host)?);
    let is_name = name.components().count() == 1 && stays_below(&name);
    is_name.then_some(name)
}

/// Whether a path leads nowhere but further down.
pub(super) fn stays_below(path: &Path) -> bool {
    let mut components = path.components();
    components.all(|one| matches!(one, Component::Normal(_)))
}

/// The path that a relative URI is, without query and fragment; nothing for one with a scheme, a host or a root.
pub(super) fn relative_path(uri: &str) -> Option<PathBuf> {
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    let first = path.split('/').next().unwrap_or_default();
    if path.is_empty() || path.starts_with(['/', '\\']) || first.contains(':') {
        return None;
    }
    let path = PathBuf::from(decoded(path)?);
    let is_absolute =
        path.has_root() || matches!(path.components().next(), Some(Component::Prefix(_)));
    (!is_absolute).then_some(path)
}

/// `%20` and the like.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::relative_path;

    #[test]
    fn a_relative_path_has_no_root_in_any_spelling() {
        for uri in ["/a/b.xml", "%2Fa%2Fb.xml", "\\a", "c:/a", "https://a/b", ""] {
            assert_eq!(relative_path(uri), None, "{uri}");
        }
        for uri in ["../a/b.xml", "a%2Fb.xml", "b%20c.xml?x#y"] {
            assert!(relative_path(uri).is_some(), "{uri}");
        }
    }
}
