//! What a [`Field`](super::Field) stands for: a property itself, or what is computed from properties.
//!
//! They are types, and not variants of one, so that the constant of a property owns nothing: a constant whose type has to
//! be dropped costs the compiler twice as much.

use odata_core::expr::Expr;

/// A property itself, or what is computed.
pub trait Node {
    /// The expression as a tree.
    fn into_expr(self) -> Expr;
}

/// A property itself, not computed from one: it can be selected and set.
#[diagnostic::on_unimplemented(
    message = "only properties can be selected or set, not what is computed from them",
    label = "this is computed"
)]
pub trait Stored: Node {
    /// Its name on the wire.
    fn name(&self) -> &str;
}

/// A property, by its name on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub(super) &'static str);

impl Node for Name {
    fn into_expr(self) -> Expr {
        Expr::Path(self.0.into())
    }
}

#[diagnostic::do_not_recommend]
impl Stored for Name {
    fn name(&self) -> &str {
        self.0
    }
}

/// Computed from properties: it can be compared and sorted by where they can, and not selected.
#[derive(Clone, Debug)]
pub struct Computed(Box<Expr>);

impl Computed {
    pub(super) fn new(expr: Expr) -> Self {
        Computed(Box::new(expr))
    }
}

impl Node for Computed {
    fn into_expr(self) -> Expr {
        *self.0
    }
}
