//! Names that are looked for among the words of generated code.

use foldhash::HashSet;

/// Some names. Nearly no word of nearly no line is one of them, so that most are told by how they begin and how long they are.
#[derive(Default)]
pub(super) struct Words {
    all: HashSet<String>,
    /// The bytes of ASCII that they begin with, a bit each.
    beginnings: u128,
    /// Their lengths, a bit each; the last one is that of all that are longer.
    lengths: u128,
}

impl Words {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn insert(&mut self, name: &str) {
        let first = name.bytes().next().filter(u8::is_ascii);
        self.beginnings |= first.map_or(0, |byte| 1 << byte);
        self.lengths |= length_bit(name);
        self.all.insert(name.to_owned());
    }

    pub(super) fn contains(&self, word: &str) -> bool {
        let may_be = self.begins(word.as_bytes()) && self.lengths & length_bit(word) != 0;
        may_be && self.all.contains(word)
    }

    /// Whether one of them is a word of the line.
    pub(super) fn are_in(&self, line: &str) -> bool {
        // Nearly all lines are ASCII, and looked at by their bytes.
        if !line.is_ascii() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let mut words = line.split(|c| !is_word(c));
            return words.any(|word| self.all.contains(word));
        }
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let mut words = line.as_bytes().split(|byte| !is_word(byte));
        words.any(|word| {
            self.begins(word) && std::str::from_utf8(word).is_ok_and(|word| self.contains(word))
        })
    }

    /// Whether any of them begins as a word does.
    fn begins(&self, word: &[u8]) -> bool {
        let may_be = |&byte: &u8| !byte.is_ascii() || self.beginnings >> byte & 1 == 1;
        word.first().is_some_and(may_be)
    }
}

fn length_bit(name: &str) -> u128 {
    1 << name.len().min(127)
}
