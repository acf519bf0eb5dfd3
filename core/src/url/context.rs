//! Context URLs as a tree.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use super::encode_query;
use super::resource::ResourcePath;
use crate::expr::Segment;

/// The fragment of a context URL: what a payload is (Protocol 10).
#[derive(Clone, Debug, PartialEq)]
pub enum ContextUrl {
    /// `$ref` and `Collection($ref)`: references.
    References {
        /// Whether several.
        collection: bool,
    },
    /// Values of a type, which is named.
    Type {
        /// Its name, in `Collection(...)` for several.
        name: Cow<'static, str>,
        /// What is in them.
        select: Option<Vec<ContextItem>>,
    },
    /// What a path leads to.
    Path {
        /// The path.
        segments: Vec<Segment>,
        /// What is in it.
        select: Option<Vec<ContextItem>>,
        /// What of it the payload is.
        suffix: Option<ContextSuffix>,
    },
}

/// What a payload is of the set that its context URL names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContextSuffix {
    /// `$entity`: one of its entities.
    Entity,
    /// `$delta`: changes to it.
    Delta,
    /// `$deletedEntity`: an entity that is gone from it.
    DeletedEntity,
    /// `$link`: a link that was added.
    Link,
    /// `$deletedLink`: a link that is gone.
    DeletedLink,
}

impl ContextSuffix {
    /// Every one.
    pub const ALL: &'static [ContextSuffix] = &[
        ContextSuffix::Entity,
        ContextSuffix::Delta,
        ContextSuffix::DeletedEntity,
        ContextSuffix::Link,
        ContextSuffix::DeletedLink,
    ];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            ContextSuffix::Entity => "$entity",
            ContextSuffix::Delta => "$delta",
            ContextSuffix::DeletedEntity => "$deletedEntity",
            ContextSuffix::Link => "$link",
            ContextSuffix::DeletedLink => "$deletedLink",
        }
    }
}

/// What is in a payload (Protocol 10.7 and 10.9).
#[derive(Clone, Debug, PartialEq)]
pub struct ContextItem {
    /// The path to a property, `*` for all, `Namespace.*` for the operations of a namespace.
    pub path: Cow<'static, str>,
    /// `+`: expanded to any depth.
    pub recursive: bool,
    /// What is in what is expanded, or the parameters of a function.
    pub nested: Option<Vec<ContextItem>>,
}

impl Display for ContextUrl {
    /// Begins with the `#`; percent-encoded as far as a fragment needs it.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            ContextUrl::References { collection: true } => f.write_str("#Collection($ref)"),
            ContextUrl::References { collection: false } => f.write_str("#$ref"),
            ContextUrl::Type { name, select } => {
                write!(f, "#{}", encode_query(name))?;
                list(f, select.as_deref())
            }
            ContextUrl::Path {
                segments,
                select,
                suffix,
            } => {
                write!(f, "#{}", ResourcePath(segments.clone()))?;
                list(f, select.as_deref())?;
                match suffix {
                    Some(suffix) => write!(f, "/{}", suffix.name()),
                    None => Ok(()),
                }
            }
        }
    }
}

fn list(f: &mut Formatter<'_>, items: Option<&[ContextItem]>) -> fmt::Result {
    let Some(items) = items else {
        return Ok(());
    };
    f.write_str("(")?;
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(",")?;
        }
        // The sign before a qualifier stands for itself in a fragment.
        f.write_str(&encode_query(&item.path).replace("%23", "#"))?;
        f.write_str(if item.recursive { "+" } else { "" })?;
        list(f, item.nested.as_deref())?;
    }
    f.write_str(")")
}
