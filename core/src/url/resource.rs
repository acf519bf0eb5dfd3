//! Resource paths as a tree.

use std::fmt::{self, Display, Formatter, Write};

use super::{encode_query, encode_segment};
use crate::expr::{Argument, Segment};

/// The path of a resource, relative to the service root (URL conventions 4).
///
/// Its `Display` is the path, percent-encoded.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourcePath(pub Vec<Segment>);

impl Display for ResourcePath {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            if at > 0 && !matches!(segment, Segment::Key(_)) {
                f.write_char('/')?;
            }
            match segment {
                Segment::Name(name) => f.write_str(&encode_segment(name))?,
                Segment::Call(name, arguments) => {
                    f.write_str(&encode_segment(name))?;
                    in_parentheses(f, arguments)?;
                }
                Segment::Key(properties) => in_parentheses(f, properties)?,
                other => f.write_str(&encode_expression(&other.to_string()))?,
            }
        }
        Ok(())
    }
}

fn in_parentheses(f: &mut Formatter<'_>, arguments: &[Argument]) -> fmt::Result {
    f.write_char('(')?;
    for (at, Argument { name, value }) in arguments.iter().enumerate() {
        if at > 0 {
            f.write_char(',')?;
        }
        if let Some(name) = name {
            write!(f, "{}=", encode_segment(name))?;
        }
        f.write_str(&encode_segment(&value.to_string()))?;
    }
    f.write_char(')')
}

/// Percent-encodes an expression within a path: the slashes of its own paths stay, those within texts do not.
fn encode_expression(text: &str) -> String {
    let mut encoded = String::new();
    let mut quote = None;
    let mut escaped = false;
    for c in text.chars() {
        let mut buffer = [0; 4];
        let one = &*c.encode_utf8(&mut buffer);
        let is_path_sign = quote.is_none() && c == '/';
        encoded += &if is_path_sign {
            encode_query(one)
        } else {
            encode_segment(one)
        };
        match quote {
            None if matches!(c, '\'' | '"') => quote = Some(c),
            Some('"') if escaped => escaped = false,
            Some('"') if c == '\\' => escaped = true,
            Some(open) if open == c => quote = None,
            _ => {}
        }
    }
    encoded
}
