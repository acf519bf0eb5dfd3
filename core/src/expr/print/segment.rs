//! Paths with more in them than names.

use std::fmt::{self, Display, Formatter, Write};

use crate::expr::{Argument, Segment};

pub(super) fn path(f: &mut Formatter<'_>, segments: &[Segment]) -> fmt::Result {
    for (at, segment) in segments.iter().enumerate() {
        if at > 0 && !matches!(segment, Segment::Key(_)) {
            f.write_char('/')?;
        }
        Display::fmt(segment, f)?;
    }
    Ok(())
}

impl Display for Segment {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Segment::Name(name) => f.write_str(name),
            Segment::Call(name, arguments) => {
                f.write_str(name)?;
                in_parentheses(f, arguments)
            }
            Segment::Key(properties) => in_parentheses(f, properties),
            Segment::Filter(asked) => write!(f, "$filter({asked})"),
            Segment::Count { filter, search } => {
                f.write_str("$count")?;
                match (filter, search) {
                    (Some(filter), Some(search)) => {
                        write!(f, "($filter={filter};$search={search})")
                    }
                    (Some(filter), None) => write!(f, "($filter={filter})"),
                    (None, Some(search)) => write!(f, "($search={search})"),
                    (None, None) => Ok(()),
                }
            }
            Segment::Lambda {
                kind,
                variable,
                body,
            } => match body {
                Some(body) => write!(f, "{}({variable}:{body})", kind.name()),
                None => write!(f, "{}()", kind.name()),
            },
            Segment::Aggregate(aggregate) => write!(f, "aggregate({aggregate})"),
            Segment::CrossJoin(sets) => write!(f, "$crossjoin({})", sets.join(",")),
        }
    }
}

impl Display for Argument {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            write!(f, "{name}=")?;
        }
        Display::fmt(&self.value, f)
    }
}

pub(super) fn in_parentheses(f: &mut Formatter<'_>, arguments: &[Argument]) -> fmt::Result {
    f.write_char('(')?;
    super::apply::listed(f, arguments)?;
    f.write_char(')')
}
