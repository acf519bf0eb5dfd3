//! What a line is made of.

/// A text, or several that follow each other: what formats its arguments would take most of the time of all the emitter.
pub(in crate::emit) trait Parts {
    fn push_to(&self, text: &mut String);
    /// How many bytes they are: never less than columns, and told faster.
    fn bytes(&self) -> usize;
    /// How wide they are on a line.
    fn columns(&self) -> usize;
}

impl Parts for &str {
    fn bytes(&self) -> usize {
        self.len()
    }

    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }

    fn columns(&self) -> usize {
        columns(self)
    }
}

impl Parts for &String {
    fn bytes(&self) -> usize {
        self.len()
    }

    fn push_to(&self, text: &mut String) {
        text.push_str(self);
    }

    fn columns(&self) -> usize {
        columns(self)
    }
}

impl<const N: usize> Parts for [&str; N] {
    fn bytes(&self) -> usize {
        self.iter().map(|part| part.len()).sum()
    }

    fn push_to(&self, text: &mut String) {
        for part in self {
            text.push_str(part);
        }
    }

    fn columns(&self) -> usize {
        self.iter().map(|part| columns(part)).sum()
    }
}

/// The width of a text: most of it is ASCII, whose bytes need not be counted one by one.
pub(super) fn columns(text: &str) -> usize {
    match text.is_ascii() {
        true => text.len(),
        false => text.chars().count(),
    }
}
