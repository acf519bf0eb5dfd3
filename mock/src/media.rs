//! Contents too large to be kept: they are made by a rule when they are asked for, and counted when they come.

use bytes::Bytes;

/// The length and a hash of bytes, by which two contents can be told apart without keeping either.
///
/// The hash is that of this crate and of no standard; it does not depend on how the bytes come in pieces.
///
/// ```
/// use odata_mock::MediaSum;
/// let mut sum = MediaSum::default();
/// sum.add(b"a long ");
/// sum.add(b"content");
/// assert_eq!(sum, MediaSum::of(b"a long content"));
/// assert_eq!(sum.length(), 14);
/// assert_ne!(sum.hash(), MediaSum::of(b"a lomg content").hash());
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct MediaSum {
    length: u64,
    state: u64,
    /// The bytes behind the last whole word.
    rest: u64,
}

/// An odd number whose bits look like chance: the golden ratio in 64 bits.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

impl MediaSum {
    /// That of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let mut sum = MediaSum::default();
        sum.add(bytes);
        sum
    }

    /// Counts more bytes in.
    pub fn add(&mut self, mut bytes: &[u8]) {
        while !self.length.is_multiple_of(8) {
            let Some((first, rest)) = bytes.split_first() else {
                return;
            };
            self.byte(*first);
            bytes = rest;
        }
        let mut words = bytes.chunks_exact(8);
        for word in words.by_ref() {
            let word: [u8; 8] = word.try_into().unwrap_or_default();
            self.state = mixed(self.state, u64::from_le_bytes(word));
            self.length += 8;
        }
        for byte in words.remainder() {
            self.byte(*byte);
        }
    }

    fn byte(&mut self, byte: u8) {
        self.rest |= u64::from(byte) << (8 * (self.length % 8));
        self.length += 1;
        if self.length.is_multiple_of(8) {
            self.state = mixed(self.state, self.rest);
            self.rest = 0;
        }
    }

    /// How many bytes there were.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The hash of the bytes.
    pub fn hash(&self) -> u64 {
        mixed(mixed(self.state, self.rest), self.length)
    }
}

impl PartialEq for MediaSum {
    fn eq(&self, other: &Self) -> bool {
        (self.length, self.hash()) == (other.length, other.hash())
    }
}

impl Eq for MediaSum {}

fn mixed(state: u64, word: u64) -> u64 {
    let mixed = (state.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    mixed ^ (mixed >> 29)
}

/// Bytes made by a rule: no two blocks of them are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) length: u64,
}

/// How many bytes are made at once.
const BLOCK: u64 = 64 * 1024;

impl Pattern {
    /// The bytes from a place on, so many as are made at once; none behind the end.
    pub(crate) fn block(self, from: u64) -> Bytes {
        let length = BLOCK.min(self.length.saturating_sub(from));
        let mut block = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 8);
        let mut word = from / 8;
        while (block.len() as u64) < length {
            let made = word.wrapping_add(1).wrapping_mul(FACTOR);
            block.extend_from_slice(&(made ^ (made >> 31)).to_le_bytes());
            word += 1;
        }
        block.truncate(usize::try_from(length).unwrap_or_default());
        block.into()
    }

    /// The sum of all its bytes.
    pub(crate) fn sum(self) -> MediaSum {
        let mut sum = MediaSum::default();
        while sum.length() < self.length {
            sum.add(&self.block(sum.length()));
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_do_not_matter(
            bytes in proptest::collection::vec(any::<u8>(), 0..100),
            cuts in proptest::collection::vec(1_usize..20, 0..10),
        ) {
            let mut sum = MediaSum::default();
            let mut rest = &bytes[..];
            for cut in cuts {
                let (piece, behind) = rest.split_at(cut.min(rest.len()));
                sum.add(piece);
                rest = behind;
            }
            sum.add(rest);
            prop_assert_eq!(sum, MediaSum::of(&bytes));
        }
    }

    #[test]
    fn a_pattern_does_not_repeat() {
        let pattern = Pattern {
            length: 3 * BLOCK + 5,
        };
        let blocks = [0, BLOCK, 2 * BLOCK].map(|from| pattern.block(from));
        assert!(blocks[0] != blocks[1] && blocks[1] != blocks[2]);
        assert_eq!(pattern.block(3 * BLOCK).len(), 5);
        assert_eq!(pattern.block(4 * BLOCK).len(), 0);
        assert_eq!(pattern.sum().length(), pattern.length);
        let whole: Vec<u8> = (0..4).flat_map(|at| pattern.block(at * BLOCK)).collect();
        assert_eq!(pattern.sum(), MediaSum::of(&whole));
        assert_ne!(Pattern { length: 8 }.sum(), Pattern { length: 9 }.sum());
    }
}
