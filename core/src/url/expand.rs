//! `$expand` as a tree.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use super::option::{QueryOption, in_parentheses};

/// One item of `$expand` (URL conventions 5.1.3).
#[derive(Clone, Debug, PartialEq)]
pub struct ExpandItem {
    /// The path to what is expanded: names of properties, types and terms with slashes between, `*` at its end for all
    /// navigation properties, `$value` alone for the stream.
    pub path: Cow<'static, str>,
    /// What of it is asked for.
    pub as_what: Expanded,
    /// What is asked of it, in parentheses.
    pub options: Vec<QueryOption>,
}

/// What of an expanded property is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Expanded {
    /// The entities.
    #[default]
    Entities,
    /// `/$ref`: their references.
    References,
    /// `/$count`: how many there are.
    Count,
}

impl ExpandItem {
    /// The one at that path, of which no more is asked.
    pub fn new(path: impl Into<Cow<'static, str>>) -> Self {
        ExpandItem {
            path: path.into(),
            as_what: Expanded::Entities,
            options: Vec::new(),
        }
    }
}

impl Display for ExpandItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        f.write_str(match self.as_what {
            Expanded::Entities => "",
            Expanded::References => "/$ref",
            Expanded::Count => "/$count",
        })?;
        in_parentheses(f, &self.options)
    }
}
