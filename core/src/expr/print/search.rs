//! `$search`.

use std::fmt::{self, Display, Formatter};

use crate::expr::Search;

impl Display for Search {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut Formatter<'_>, all: &[Search], by: &str| {
            for (at, one) in all.iter().enumerate() {
                if at > 0 {
                    f.write_str(by)?;
                }
                match one {
                    Search::Or(_) => write!(f, "({one})")?,
                    Search::And(_) if by == " AND " => write!(f, "({one})")?,
                    _ => Display::fmt(one, f)?,
                }
            }
            Ok(())
        };
        match self {
            Search::Term(term) if is_word(term) => f.write_str(term),
            Search::Term(phrase) => {
                write!(
                    f,
                    "\"{}\"",
                    phrase.replace('\\', "\\\\").replace('"', "\\\"")
                )
            }
            Search::Not(inner) => match **inner {
                Search::Term(_) => write!(f, "NOT {inner}"),
                _ => write!(f, "NOT ({inner})"),
            },
            Search::Incomplete(text) => write!(f, "'{}'", text.replace('\'', "''")),
            Search::And(all) => joined(f, all, " AND "),
            Search::Or(all) => joined(f, all, " OR "),
        }
    }
}

/// Whether a term can go without quotes: letters and digits, and none of the three keywords.
fn is_word(term: &str) -> bool {
    !term.is_empty()
        && term.chars().all(char::is_alphanumeric)
        && !matches!(term, "AND" | "OR" | "NOT")
}
