//! URLs: key predicates, query options and their percent-encoding; whole URLs and what is in them as trees (URL
//! conventions, Part 2).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::edm::Literal;

mod context;
mod expand;
mod name;
mod option;
mod options;
pub(crate) mod parse;
mod request;
mod resource;
mod select;
#[cfg(test)]
mod tests;

pub use context::{ContextItem, ContextSuffix, ContextUrl};
pub use expand::{ExpandItem, Expanded};
pub use option::{QueryOption, Temporal};
pub use options::QueryOptions;
pub use request::{RelativeUrl, ServiceUrl};
pub use resource::ResourcePath;
pub use select::SelectItem;

/// Every option, for rules that stand alone.
pub(crate) fn every_option() -> &'static [name::OptionName] {
    name::OptionName::ALL
}

/// What stays as it is in a path segment: a slash does not, nor a question mark. `+` does not either: many servers read
/// it as a blank (OData 4.02, 12.3 item 10). Nor does `;`: to servers in Java a parameter of the segment begins there (RFC 3986, 3.3),
/// and they leave out what stands behind it.
const IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b':')
    .remove(b'=')
    .remove(b'@');

/// What stays as it is in the value of a query option.
const IN_QUERY: &AsciiSet = &IN_SEGMENT.remove(b'/').remove(b'?').remove(b';');

/// Percent-encodes the value of a query option.
///
/// ```
/// use odata_core::url::encode_query;
/// assert_eq!(encode_query("name eq 'C++ & more'"), "name%20eq%20'C%2B%2B%20%26%20more'");
/// ```
pub fn encode_query(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, IN_QUERY)).into_owned()
}

/// Percent-encodes a path segment.
pub fn encode_segment(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, IN_SEGMENT)).into_owned()
}

/// Undoes percent-encoding; `+` stays a plus.
///
/// # Errors
/// When what it gives is not UTF-8.
pub fn decode(text: &str) -> Result<String, std::str::Utf8Error> {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map(Cow::into_owned)
}

/// A key predicate (URL conventions 4.3.1), percent-encoded: `('x')` for one property, names for several.
///
/// ```
/// use odata_core::{edm::Literal, url::key_predicate};
/// let one = key_predicate(&[("fileName", Literal::String("50% 'off'/x.ps1".into()))]);
/// assert_eq!(one, "('50%25%20''off''%2Fx.ps1')");
/// let two = key_predicate(&[("vendor", Literal::String("a".into())), ("build", Literal::Int(7))]);
/// assert_eq!(two, "(vendor='a',build=7)");
/// ```
pub fn key_predicate(key: &[(&str, Literal)]) -> String {
    let encoded = |literal: &Literal| encode_segment(&literal.to_string());
    match key {
        [(_, only)] => format!("({})", encoded(only)),
        several => {
            let named: Vec<String> = several
                .iter()
                .map(|(name, value)| format!("{name}={}", encoded(value)))
                .collect();
            format!("({})", named.join(","))
        }
    }
}

/// A key as segments (URL conventions 4.3.6), percent-encoded; none where a value cannot be a segment: an empty one, one
/// that would be resolved as a relative path, one that begins like a system resource.
///
/// ```
/// use odata_core::{edm::Literal, url::key_segments};
/// assert_eq!(key_segments(&[Literal::String("a/b c".into())]).as_deref(), Some("a%2Fb%20c"));
/// assert_eq!(key_segments(&[Literal::String("..".into())]), None);
/// ```
pub fn key_segments(key: &[Literal]) -> Option<String> {
    let mut segments = String::new();
    for literal in key {
        let other;
        let text = match literal {
            Literal::String(text) => text.as_str(),
            literal => {
                other = raw(literal);
                other.as_str()
            }
        };
        if matches!(text, "" | "." | "..") || text.starts_with('$') {
            return None;
        }
        let encoded = Cow::from(utf8_percent_encode(text, IN_SEGMENT));
        if segments.is_empty() {
            segments = encoded.into_owned();
        } else {
            segments.push('/');
            segments.push_str(&encoded);
        }
    }
    (!key.is_empty()).then_some(segments)
}

/// A value as text without quotes or prefix: in a segment, or in an option of a service's own.
pub fn raw(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        Literal::Enum { members, .. } => members.to_string(),
        other => other.to_string(),
    }
}
