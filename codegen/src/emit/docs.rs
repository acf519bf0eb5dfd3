//! What documents say, as doc comments.

use std::borrow::Cow;

use odata_csdl::model::Annotations;
use odata_csdl::syntax::Expression;

use crate::merge::DESCRIPTION;

/// Core.Description, and Core.LongDescription where there is one, made safe for rustdoc.
pub(super) fn description(annotations: &Annotations) -> Option<Cow<'_, str>> {
    if annotations.is_empty() {
        return None;
    }
    let short = annotations
        .str(DESCRIPTION)
        .map(safe)
        .filter(|text| !text.is_empty());
    let long = annotations
        .str("Org.OData.Core.V1.LongDescription")
        .map(safe)
        .filter(|text| !text.is_empty());
    match (short, long) {
        (Some(short), Some(long)) if short != long => Some(format!("{short}\n\n{long}").into()),
        (short, long) => short.or(long),
    }
}

/// Prose of others has brackets, tags and bare URLs, which rustdoc takes for links.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text.trim_matches(' '));
    }
    let lines: Vec<String> = text
        .replace("```", "'''")
        .replace("~~~", "'''")
        .replace(is_directional, "")
        .lines()
        .map(safe_line)
        .collect();
    Cow::Owned(lines.join("\n").trim().to_owned())
}

/// Whether there is nothing to make safe: one line of ASCII, without marks and URLs, one blank between words.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_odd = |odd: bool, byte: &u8| {
        let is_mark = matches!(byte, b'[' | b']' | b'<' | b'>' | b'`' | b'~');
        odd | is_mark | !matches!(byte, b' '..=b'~')
    };
    let is_doubled = |found: bool, (one, other): (&u8, &u8)| {
        found | ((one == other) & matches!(one, b' ' | b'/'))
    };
    // All bytes are looked at, so that the compiler can take many at a time.
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    !bytes.iter().fold(false, is_odd) && !pairs.fold(false, is_doubled)
}

/// rustc refuses source whose text runs another way than it is written.
pub(super) fn is_directional(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn safe_line(line: &str) -> String {
    line.split_whitespace()
        .map(safe_word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn safe_word(word: &str) -> String {
    let at = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| word.find(scheme))
        .min();
    let Some((before, rest)) = at.and_then(|at| word.split_at_checked(at)) else {
        return escaped(word);
    };
    if before.contains('`') {
        return escaped(word);
    }
    let end = rest.find(['<', '>', '"', '`']).unwrap_or(rest.len());
    let url = rest.get(..end).unwrap_or(rest);
    let url = url.trim_end_matches(['.', ',', ')', ';', ':', '\'', ']']);
    let after = rest.get(url.len()..).unwrap_or_default();
    match url.split_once("://") {
        Some((_, host)) if !host.is_empty() => {
            format!("{}<{url}>{}", escaped(before), escaped(after))
        }
        _ => escaped(word),
    }
}

fn escaped(word: &str) -> String {
    let mut safe = String::with_capacity(word.len());
    for c in word.chars() {
        if matches!(c, '[' | ']' | '<' | '>') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// The records of a collection annotation.
pub(super) fn records<'a>(
    annotations: &'a Annotations,
    term: &str,
    qualifier: Option<&str>,
) -> &'a [Expression] {
    annotations
        .get_qualified(term, qualifier)
        .and_then(|annotation| annotation.expression.as_ref())
        .map_or(&[], Expression::items)
}

/// `1500` as `1,500`.
pub(super) fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digit.is_ascii_digit() {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_made_safe_for_rustdoc() {
        assert_eq!(
            safe("See [here] <b>now</b>"),
            r"See \[here\] \<b\>now\</b\>"
        );
        assert_eq!(
            safe("at https://contoso.com/a_b."),
            "at <https://contoso.com/a_b>."
        );
        assert_eq!(
            safe("```rust\nfn main() {}\n```"),
            "'''rust\nfn main() {}\n'''"
        );
        assert_eq!(thousands(1_500), "1,500");
        assert_eq!(thousands(100), "100");
    }
}
