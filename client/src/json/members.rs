//! The members of an object, one by one.

use std::borrow::Cow;

use super::{Fault, Reader};

impl<'j> Reader<'j> {
    /// Reads the brace that an object begins with; says whether a member follows.
    pub(crate) fn begin_object(&mut self) -> Result<bool, Fault> {
        if self.peek() != Some(b'{') {
            return Err(self.expected("an object"));
        }
        self.enter()?;
        if self.peek() == Some(b'}') {
            self.leave();
            return Ok(false);
        }
        Ok(true)
    }

    /// Reads the name of a member and its colon, if it is this name and written in the plainest way. When it is not, nothing is read;
    /// [`name`](Self::name) reads it whatever it is.
    #[inline]
    pub(crate) fn name_is(&mut self, name: &str) -> bool {
        self.peek();
        let found = self.text.as_bytes().get(self.at..self.at + name.len() + 3);
        let Some([b'"', found @ .., b'"', b':']) = found else {
            return false;
        };
        let is_it = same(found, name.as_bytes());
        if is_it {
            self.at += name.len() + 3;
        }
        is_it
    }

    /// Reads the name of a member and its colon.
    pub(crate) fn name(&mut self) -> Result<Cow<'j, str>, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("the name of a member"));
        }
        let name = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.expected("a colon"));
        }
        self.at += 1;
        Ok(name)
    }

    /// Reads what stands behind a member: says whether another one follows.
    #[inline]
    pub(crate) fn goes_on(&mut self) -> Result<bool, Fault> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(b'}') => {
                self.leave();
                Ok(false)
            }
            _ => Err(self.expected("a comma or the end of the object")),
        }
    }
}

/// Whether two texts of one length are the same. Names are short: a call of `memcmp` takes longer than to compare them.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    match (one.split_last_chunk::<8>(), other.split_last_chunk::<8>()) {
        (Some((_, last)), Some((_, other_last))) => {
            // The last eight bytes may have been compared in part before.
            let (ones, _) = one.as_chunks::<8>();
            let (others, _) = other.as_chunks::<8>();
            let word = |word: &[u8; 8]| u64::from_ne_bytes(*word);
            word(last) == word(other_last)
                && ones
                    .iter()
                    .zip(others)
                    .all(|(one, other)| word(one) == word(other))
        }
        _ => match (one.split_last_chunk::<4>(), other.split_last_chunk::<4>()) {
            (Some((_, last)), Some((_, other_last))) => {
                let word = |word: &[u8; 4]| u32::from_ne_bytes(*word);
                word(last) == word(other_last)
                    && one.first_chunk().map(word) == other.first_chunk().map(word)
            }
            _ => one.iter().eq(other),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, same};

    #[test]
    fn names_of_any_length_are_compared() {
        let text = "abcdefghijklmnopqrstuvwxyz";
        for length in 0..text.len() {
            let one = &text.as_bytes()[..length];
            assert!(same(one, one));
            for at in 0..length {
                let mut other = one.to_vec();
                other[at] = b'_';
                assert!(!same(one, &other), "{length} {at}");
            }
        }
    }

    #[test]
    fn a_name_is_read_only_when_it_is_the_one() {
        for (json, is_it) in [
            ("\"name\":1", true),
            (" \n\"name\":1", true),
            ("\"name\" :1", false),
            ("\"names\":1", false),
            ("\"nam\":1", false),
            ("\"n\\u0061me\":1", false),
            ("\"name", false),
            ("", false),
        ] {
            let mut reader = Reader::new(json);
            assert_eq!(reader.name_is("name"), is_it, "{json}");
            assert_eq!(reader.number().is_ok(), is_it, "{json}");
        }
    }
}
