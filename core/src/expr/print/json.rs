//! Arrays and objects of the JSON format.

use std::fmt::{self, Display, Formatter, Write};

use crate::edm::Literal;
use crate::expr::Expr;

pub(super) fn array(f: &mut Formatter<'_>, items: &[Expr]) -> fmt::Result {
    f.write_char('[')?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_char(',')?;
        }
        value(f, item)?;
    }
    f.write_char(']')
}

pub(super) fn object(f: &mut Formatter<'_>, members: &[(Box<str>, Expr)]) -> fmt::Result {
    f.write_char('{')?;
    for (at, (name, member)) in members.iter().enumerate() {
        if at > 0 {
            f.write_char(',')?;
        }
        string(f, name)?;
        f.write_char(':')?;
        value(f, member)?;
    }
    f.write_char('}')
}

/// Texts stand in double quotes here, as in JSON; OData 4.01 takes single quotes as well, JSON readers do not.
fn value(f: &mut Formatter<'_>, value: &Expr) -> fmt::Result {
    match value {
        Expr::Literal(Literal::String(text)) => string(f, text),
        other => Display::fmt(other, f),
    }
}

fn string(f: &mut Formatter<'_>, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}
