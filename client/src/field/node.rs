//! What a [`Field`](super::Field) stands for: a property itself, the path to one, or what is computed from properties.
//!
//! They are types, and not variants of one, so that the constant of a property owns nothing: a constant whose type has to
//! be dropped costs the compiler twice as much.

use std::borrow::Cow;

use odata_core::expr::Expr;

/// A property itself, the path to one, or what is computed.
pub trait Node {
    /// What it is, asked from further up.
    type Longer: Node;

    /// The expression as a tree.
    fn into_expr(self) -> Expr;

    /// What is wrong with it, if something is: nothing with a property.
    #[doc(hidden)]
    fn wrong(&self) -> Option<Box<str>> {
        None
    }

    /// The same with something before its paths.
    #[doc(hidden)]
    fn longer(self, lengthen: &dyn Fn(Expr) -> Expr) -> Self::Longer;
}

/// A property, of the entity or of what a path leads to: it can be selected.
#[diagnostic::on_unimplemented(
    message = "only properties can be selected, not what is computed from them",
    label = "this is computed"
)]
pub trait Pathed: Node {
    /// The path on the wire: names with slashes between.
    fn path(&self) -> Cow<'static, str>;
}

/// A property itself, not computed from one: it can be set.
#[diagnostic::on_unimplemented(
    message = "only properties can be set, not what is computed from them or what a path leads to",
    label = "this is no property of its own"
)]
pub trait Stored: Pathed {
    /// Its name on the wire.
    fn name(&self) -> &str;
}

/// A property, by its name on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Name(pub(super) &'static str);

impl Node for Name {
    type Longer = Path;

    fn into_expr(self) -> Expr {
        Expr::Path(self.0.into())
    }

    fn longer(self, lengthen: &dyn Fn(Expr) -> Expr) -> Path {
        Path::of(lengthen(self.into_expr()))
    }
}

#[diagnostic::do_not_recommend]
impl Pathed for Name {
    fn path(&self) -> Cow<'static, str> {
        Cow::Borrowed(self.0)
    }
}

#[diagnostic::do_not_recommend]
impl Stored for Name {
    fn name(&self) -> &str {
        self.0
    }
}

/// A property of what a path leads to, or of a range variable.
#[derive(Clone, Debug)]
pub struct Path(Cow<'static, str>);

impl Path {
    pub(crate) fn new(path: impl Into<Cow<'static, str>>) -> Self {
        Path(path.into())
    }

    fn of(expr: Expr) -> Self {
        match expr {
            Expr::Path(path) => Path(path),
            other => Path(other.to_string().into()),
        }
    }
}

impl Node for Path {
    type Longer = Path;

    fn into_expr(self) -> Expr {
        Expr::Path(self.0)
    }

    fn longer(self, lengthen: &dyn Fn(Expr) -> Expr) -> Path {
        Path::of(lengthen(self.into_expr()))
    }
}

#[diagnostic::do_not_recommend]
impl Pathed for Path {
    fn path(&self) -> Cow<'static, str> {
        self.0.clone()
    }
}

/// Computed from properties: it can be compared and sorted by where they can, and not selected.
#[derive(Clone, Debug)]
pub struct Computed {
    expr: Box<Expr>,
    /// What is wrong with what it is computed from.
    wrong: Option<Box<str>>,
}

impl Computed {
    pub(super) fn new(expr: Expr, wrong: Option<Box<str>>) -> Self {
        let expr = Box::new(expr);
        Computed { expr, wrong }
    }
}

impl Node for Computed {
    type Longer = Computed;

    fn into_expr(self) -> Expr {
        *self.expr
    }

    fn wrong(&self) -> Option<Box<str>> {
        self.wrong.clone()
    }

    fn longer(self, lengthen: &dyn Fn(Expr) -> Expr) -> Computed {
        Computed::new(lengthen(*self.expr), self.wrong)
    }
}
