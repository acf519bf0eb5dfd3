//! Bytes that may be packed (gzip), unpacked little by little.

use std::io::Write;

use flate2::write::MultiGzDecoder;

/// How much is unpacked at once: gzip makes at most a thousand times as much of it.
const AT_ONCE: usize = 1024;

/// What is unpacked, and what waits to be taken.
pub(super) enum Unpack {
    /// Too little has come to tell.
    Unknown(Vec<u8>),
    Plain(Vec<u8>),
    Packed(Box<MultiGzDecoder<Vec<u8>>>),
}

impl Unpack {
    pub(super) fn new() -> Self {
        Unpack::Unknown(Vec::new())
    }

    /// Takes some of the bytes, says how many.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<usize, String> {
        let some = bytes.get(..AT_ONCE).unwrap_or(bytes);
        match self {
            Unpack::Unknown(head) => {
                head.extend_from_slice(some);
                let head = match head.as_slice() {
                    [_] | [] => return Ok(some.len()),
                    _ => std::mem::take(head),
                };
                match head.as_slice() {
                    [0x1f, 0x8b, ..] => {
                        let mut packed = Box::new(MultiGzDecoder::new(Vec::new()));
                        packed.write_all(&head).map_err(|error| fault(&error))?;
                        *self = Unpack::Packed(packed);
                    }
                    _ => *self = Unpack::Plain(head),
                }
            }
            Unpack::Plain(text) => text.extend_from_slice(some),
            Unpack::Packed(packed) => packed.write_all(some).map_err(|error| fault(&error))?,
        }
        Ok(some.len())
    }

    /// No more bytes come. What still waits can be taken afterwards.
    pub(super) fn end(&mut self) -> Result<(), String> {
        match self {
            Unpack::Packed(packed) => packed.try_finish().map_err(|error| fault(&error)),
            Unpack::Unknown(head) => {
                *self = Unpack::Plain(std::mem::take(head));
                Ok(())
            }
            Unpack::Plain(_) => Ok(()),
        }
    }

    /// What is unpacked and not taken yet.
    pub(super) fn text(&mut self) -> Option<&mut Vec<u8>> {
        match self {
            Unpack::Unknown(_) => None,
            Unpack::Plain(text) => Some(text),
            Unpack::Packed(packed) => Some(packed.get_mut()),
        }
    }
}

fn fault(error: &std::io::Error) -> String {
    format!("it is packed wrongly, or ends too early: {error}")
}
