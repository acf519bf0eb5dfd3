//! The segments of a path.

use odata_csdl::source::Spanned;

use super::outline::Outline;
use super::request::{Segment, SegmentKind};
use super::text::plain;

pub(super) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            out.push(c);
        }
    }
    out
}

pub(super) fn segments(outline: &Outline<'_>, address: &str, start: usize) -> Vec<Segment> {
    let host = address.find("://").map_or(0, |at| {
        let rest = address.get(at + 3..).unwrap_or_default();
        at + 3 + rest.find('/').unwrap_or(rest.len())
    });
    let mut at = start + host;
    let mut segments = Vec::new();
    for raw in split_path(address.get(host..).unwrap_or_default()) {
        let range = at..at + raw.len();
        at += raw.len() + 1;
        if raw.is_empty() {
            continue;
        }
        match keyed(raw) {
            Some((name, key)) => {
                let middle = range.start + name.len();
                let set = SegmentKind::Literal(unescape(name));
                let key = SegmentKind::Key(plain(key));
                segments.push(Spanned::new(set, outline.span(range.start..middle)));
                segments.push(Spanned::new(key, outline.span(middle..range.end)));
            }
            None => segments.push(Spanned::new(segment(raw), outline.span(range))),
        }
    }
    segments
}

/// At every `/` that is not inside braces or parentheses.
fn split_path(path: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    path.split(|c| {
        match c {
            '{' | '(' => depth += 1,
            '}' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0
    })
    .collect()
}

/// `customers({id})` is a set and the key of an entity of it: no argument has a name.
fn keyed(raw: &str) -> Option<(&str, &str)> {
    let (name, behind) = raw.split_once('(')?;
    let inside = behind.strip_suffix(')')?;
    let key = inside.strip_prefix('{')?.strip_suffix('}')?;
    let is_key = !name.is_empty() && !name.starts_with('{') && !key.contains(['{', '}', '=', ',']);
    is_key.then_some((name, key))
}

fn segment(raw: &str) -> SegmentKind {
    let text = unescape(raw);
    let between = |open: char, close: char| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
    };
    if let Some(name) = between('{', '}').or_else(|| between('<', '>')) {
        return SegmentKind::Placeholder(plain(name));
    }
    match text.split_once('(') {
        Some((name, arguments)) if !name.is_empty() => {
            SegmentKind::Call(name.to_owned(), arguments.trim_end_matches(')').to_owned())
        }
        _ => SegmentKind::Literal(text),
    }
}
