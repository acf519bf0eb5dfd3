//! Segments of paths: a name, and what stands in parentheses behind it (URL conventions 4.3 and 4.5).

use odata_core::url::decode;

use crate::answer::Fault;

/// The segments of a path, decoded.
pub(crate) fn segments(path: &str) -> Result<Vec<String>, Fault> {
    let mut segments = Vec::new();
    for segment in path.trim_end_matches('/').split('/') {
        let message = |_| Fault::bad_request(format!("`{segment}` is not UTF-8"));
        segments.push(decode(segment).map_err(message)?);
    }
    Ok(segments)
}

/// A segment's name, and what stands in parentheses behind it: parameters or a key, and a key behind parameters.
pub(super) struct Split<'t> {
    pub(super) name: &'t str,
    pub(super) predicate: Option<&'t str>,
    pub(super) key: Option<&'t str>,
}

pub(super) fn split(segment: &str) -> Result<Split<'_>, Fault> {
    let Some((name, rest)) = segment.split_once('(') else {
        return Ok(Split {
            name: segment,
            predicate: None,
            key: None,
        });
    };
    let not_closed =
        |open: &str| Fault::bad_request(format!("the key predicate `({open}` is not closed"));
    let mut quoted = false;
    let end = rest.char_indices().find(|(_, c)| {
        quoted ^= *c == '\'';
        *c == ')' && !quoted
    });
    let behind = end.and_then(|(at, _)| Some((rest.get(..at)?, rest.get(at + 1..)?)));
    let (predicate, key) = match behind {
        Some((predicate, behind)) if behind.starts_with('(') => {
            let key = behind.trim_start_matches('(');
            (
                predicate,
                Some(key.strip_suffix(')').ok_or_else(|| not_closed(key))?),
            )
        }
        _ => (
            rest.strip_suffix(')').ok_or_else(|| not_closed(rest))?,
            None,
        ),
    };
    Ok(Split {
        name,
        predicate: Some(predicate),
        key,
    })
}
