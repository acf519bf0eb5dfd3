//! A body in pieces, as HTTP/1.1 sends one of which the length is not known before (RFC 9112, 7.1).

use bytes::{BufMut, Bytes, BytesMut};

/// The body without the lengths between its pieces, and without what stands behind the last one; nothing where it is not in pieces at all: who
/// wrote the header may have copied it from an answer whose body was put together on its way.
///
/// # Errors
/// Where it breaks off, or has a piece that is none.
pub(super) fn joined(bytes: &Bytes) -> Option<Result<Bytes, &'static str>> {
    let first = size(bytes)?;
    Some(rest(bytes, first))
}

fn rest(bytes: &Bytes, first: (usize, usize)) -> Result<Bytes, &'static str> {
    let mut joined = BytesMut::new();
    let mut next = Some(first);
    let mut at = 0;
    loop {
        let (length, line) = next.ok_or("has a piece of its body whose length is none")?;
        at += line;
        if length == 0 {
            return Ok(joined.freeze());
        }
        let left = bytes.get(at..).unwrap_or_default();
        let (piece, left) = left.split_at_checked(length).ok_or(BREAKS_OFF)?;
        joined.put_slice(piece);
        let end = match left {
            [b'\r', b'\n', ..] => 2,
            [b'\n', ..] => 1,
            [] | [b'\r'] => return Err(BREAKS_OFF),
            _ => return Err("has a piece of its body that is longer than it says"),
        };
        at += length + end;
        let left = bytes.get(at..).unwrap_or_default();
        if !left.contains(&b'\n') {
            return Err(BREAKS_OFF);
        }
        next = size(left);
    }
}

const BREAKS_OFF: &str = "ends within a piece of its body";

/// The length of a piece, in hexadecimal digits with extensions behind them, and how many bytes say it.
fn size(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let digits = line.split(';').next()?.trim();
    // `from_str_radix` takes a sign.
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let length = usize::from_str_radix(digits, 16).ok();
    length.filter(|_| is_number).map(|length| (length, end + 1))
}
