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
        if self.peek() != Some(b'"') {
            return false;
        }
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        let Some((found, [b'"', b':', ..])) = rest.split_at_checked(name.len()) else {
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
#[inline]
fn same(one: &[u8], other: &[u8]) -> bool {
    let (ones, one_rest) = one.as_chunks::<8>();
    let (others, other_rest) = other.as_chunks::<8>();
    let word =
        |(one, other): (&[u8; 8], &[u8; 8])| u64::from_ne_bytes(*one) == u64::from_ne_bytes(*other);
    let rest = |(one, other): (&u8, &u8)| one == other;
    ones.iter().zip(others).all(word) && one_rest.iter().zip(other_rest).all(rest)
}
