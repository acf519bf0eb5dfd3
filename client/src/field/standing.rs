//! What goes along with an expression, besides what it asks.

use odata_core::expr::Expr;

use super::{Computed, Field, Node};

/// Whether an expression is sent although the service says that it does not support it, and why it is not sent at all, if so. It goes along as one
/// with whatever is made of the expression, so that none of it is lost on the way.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The restrictions of an entity set are not held against it.
    pub(crate) unchecked: bool,
    /// What is wrong with it, whatever the service supports.
    pub(crate) wrong: Option<Box<str>>,
}

impl Standing {
    /// That of something with nothing wrong in it.
    pub(crate) fn of(unchecked: bool) -> Standing {
        let wrong = None;
        Standing { unchecked, wrong }
    }

    /// That of what is made of both.
    pub(crate) fn and(self, other: Standing) -> Standing {
        Standing {
            unchecked: self.unchecked || other.unchecked,
            wrong: self.wrong.or(other.wrong),
        }
    }

    /// It is not sent, if there is a reason. The first one is told.
    pub(crate) fn is_wrong(&mut self, why: Option<String>) {
        self.wrong = self.wrong.take().or(why.map(Into::into));
    }

    /// What is wrong, if something is.
    pub(crate) fn why(&self) -> Option<String> {
        self.wrong.as_deref().map(str::to_owned)
    }
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    pub(crate) fn standing(&self) -> Standing {
        Standing {
            unchecked: self.unchecked,
            wrong: self.node.wrong(),
        }
    }
}

/// What is made of others, which have that standing together.
pub(super) fn computed<E, T, R>(expr: Expr, standing: Standing) -> Field<E, T, R, Computed> {
    Field {
        node: Computed::new(expr, standing.wrong),
        unchecked: standing.unchecked,
        types: std::marker::PhantomData,
    }
}
