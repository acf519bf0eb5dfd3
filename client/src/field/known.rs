//! Whether a type has a property of that name, found out while the program is compiled.

use odata_core::descriptor::TypeInfo;

/// Stops the compilation where the type has no such property.
///
/// # Panics
/// Then; it is called in constants only.
#[doc(hidden)]
pub const fn has_property(info: &TypeInfo, name: &str, message: &str) {
    if info.open {
        return;
    }
    let mut index = 0;
    while index < info.properties.len() {
        if same(info.properties[index].as_bytes(), name.as_bytes()) {
            return;
        }
        index += 1;
    }
    let nearest = nearest(info, name);
    if nearest.is_empty() {
        panic!("{}", message);
    }
    let text = Text::new()
        .with(message)
        .with("; did you mean `")
        .with(nearest)
        .with("`?");
    panic!("{}", text.as_str());
}

/// The name that is meant, maybe; looked for only where there is an error anyhow, since constants are slow.
const fn nearest(info: &TypeInfo, name: &str) -> &'static str {
    let mut nearest = "";
    let mut least = name.len() / 3 + 1;
    let mut compared = 0;
    let mut index = 0;
    while index < info.properties.len() && compared < COMPARED {
        let known = info.properties[index];
        if known.len().abs_diff(name.len()) <= least {
            compared += 1;
            let far = distance(known.as_bytes(), name.as_bytes());
            if far <= least {
                least = far.saturating_sub(1);
                nearest = known;
            }
        }
        index += 1;
    }
    nearest
}

/// How many names are compared letter by letter: rustc gives up on constants that take long.
const COMPARED: usize = 100;

/// The longest name that is looked at.
const LONGEST: usize = 64;

/// How many letters have to be put in, left out or exchanged to make one of the other.
const fn distance(one: &[u8], other: &[u8]) -> usize {
    if one.len() > LONGEST || other.len() > LONGEST {
        return usize::MAX;
    }
    let mut row = [0; LONGEST + 1];
    let mut at = 0;
    while at <= other.len() {
        row[at] = at;
        at += 1;
    }
    let mut line = 0;
    while line < one.len() {
        let mut before = row[0];
        row[0] = line + 1;
        let mut at = 0;
        while at < other.len() {
            let exchanged = before + (one[line] != other[at]) as usize;
            before = row[at + 1];
            row[at + 1] = least(exchanged, least(before, row[at]) + 1);
            at += 1;
        }
        line += 1;
    }
    row[other.len()]
}

const fn least(one: usize, other: usize) -> usize {
    if one < other { one } else { other }
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// A text that is put together in a constant.
struct Text {
    bytes: [u8; 512],
    len: usize,
}

impl Text {
    const fn new() -> Self {
        Text {
            bytes: [0; 512],
            len: 0,
        }
    }

    const fn with(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut at = 0;
        while at < text.len() && self.len < self.bytes.len() {
            self.bytes[self.len] = text[at];
            self.len += 1;
            at += 1;
        }
        self
    }

    /// Nothing where it was cut within a letter.
    const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            Err(_) => "there is no such property",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Text, distance};

    #[test]
    fn names_and_how_far_they_are_from_each_other() {
        for (one, other, far) in [
            ("", "abc", 3),
            ("severity", "severity", 0),
            ("sevrity", "severity", 1),
            ("Budgt", "Budget", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(one.as_bytes(), other.as_bytes()), far, "{one}");
            assert_eq!(distance(other.as_bytes(), one.as_bytes()), far, "{other}");
        }
        assert_eq!(distance("n".repeat(70).as_bytes(), b"n"), usize::MAX);
    }

    #[test]
    fn a_text_has_room_for_a_message() {
        let text = Text::new()
            .with("no `a`; did you mean `")
            .with("\u{e9}")
            .with("`?");
        assert_eq!(text.as_str(), "no `a`; did you mean `\u{e9}`?");
        let cut = Text::new().with(&"x".repeat(511)).with("\u{e9}");
        assert_eq!(cut.as_str(), "there is no such property");
    }
}
