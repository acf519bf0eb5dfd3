//! When two names are one: their keys are.

use odata_core::names::{pascal, screaming};
use unicode_normalization::UnicodeNormalization;

/// Two names with one key cannot be told apart in a scope.
pub(in crate::names) type Key = fn(&str) -> String;

/// Of fields, methods and what is called after them: in small letters, in capitals, and as rustc reads the two.
pub(in crate::names) fn member_key(stem: &str) -> String {
    fold(screaming(stem))
}

/// Of the members of an enumeration.
pub(in crate::names) fn variant_key(stem: &str) -> String {
    composed(pascal(stem))
}

/// Of types, after which statics and modules are called too.
pub(in crate::names) fn type_key(stem: &str) -> String {
    fold(screaming(&pascal(stem)))
}

/// Letters such as `ß` have no way back from the other case.
fn fold(mut text: String) -> String {
    if !text.is_ascii() {
        return composed(text.to_uppercase().to_lowercase().to_uppercase());
    }
    text.make_ascii_uppercase();
    text
}

fn composed(text: String) -> String {
    match text.is_ascii() {
        true => text,
        false => text.nfc().collect(),
    }
}
