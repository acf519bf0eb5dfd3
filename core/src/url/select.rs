//! `$select` as a tree.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use super::option::{QueryOption, in_parentheses};

/// One item of `$select` (URL conventions 5.1.4).
#[derive(Clone, Debug, PartialEq)]
pub struct SelectItem {
    /// The path to what is selected: names of properties, types, terms and operations with slashes between, `*` for all
    /// structural properties, `Namespace.*` for all operations of a namespace.
    pub path: Cow<'static, str>,
    /// The names of the parameters that tell an overload of a function from the others.
    pub parameters: Option<Vec<Cow<'static, str>>>,
    /// What is asked of it, in parentheses.
    pub options: Vec<QueryOption>,
}

impl SelectItem {
    /// The one at that path, of which no more is asked.
    pub fn new(path: impl Into<Cow<'static, str>>) -> Self {
        SelectItem {
            path: path.into(),
            parameters: None,
            options: Vec::new(),
        }
    }
}

impl Display for SelectItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(parameters) = &self.parameters {
            write!(f, "({})", parameters.join(","))?;
        }
        in_parentheses(f, &self.options)
    }
}
