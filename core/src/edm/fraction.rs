use super::cursor::{Cursor, Reason};
use std::fmt::{self, Write};

/// The unit of every fraction of a second here: the ABNF allows twelve digits (`fractionalSeconds`).
pub(super) const PICOSECONDS_PER_SECOND: u64 = 1_000_000_000_000;

const DIGITS: usize = 12;

/// Reads the digits after the point of a number of seconds, in picoseconds.
pub(super) fn read_fraction(cursor: &mut Cursor<'_>) -> Result<u64, Reason> {
    let digits = cursor.digits();
    if digits.is_empty() {
        return Err("the decimal point of the seconds needs a digit after it");
    }
    let (kept, beyond) = digits.split_at_checked(DIGITS).unwrap_or((digits, ""));
    if beyond.bytes().any(|digit| digit != b'0') {
        return Err("the seconds are finer than a picosecond");
    }
    format!("{kept:0<DIGITS$}")
        .parse()
        .map_err(|_| "the fraction of the seconds is not a number")
}

/// Prints the point and the digits of a fraction without its trailing zeros, nothing for zero.
pub(super) fn write_fraction(f: &mut fmt::Formatter<'_>, picoseconds: u64) -> fmt::Result {
    if picoseconds == 0 {
        return Ok(());
    }
    f.write_char('.')?;
    f.write_str(format!("{picoseconds:0DIGITS$}").trim_end_matches('0'))
}
