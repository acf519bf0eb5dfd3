//! Actions and functions (CSDL XML 4.01, 12).

use crate::source::{Span, Spanned};
use crate::syntax::{Annotation, Facets, TypeRef};

/// Action or function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// `Action`: it may have side effects.
    #[default]
    Action,
    /// `Function`: it has none.
    Function,
}

/// One overload of an action or a function (CSDL XML 4.01, 12.1 and 12.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Operation {
    /// Which of the two.
    pub kind: OperationKind,
    /// Its simple name.
    pub name: Spanned<String>,
    /// The first parameter is what it is called on.
    pub is_bound: bool,
    /// Its result may be addressed further; functions only.
    pub is_composable: bool,
    /// The path from the binding parameter to the set of the result.
    pub entity_set_path: Option<Spanned<String>>,
    /// Its parameters, the binding one first.
    pub parameters: Vec<Parameter>,
    /// What it returns.
    pub return_type: Option<ReturnType>,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// A parameter (CSDL XML 4.01, 12.9).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Spanned<String>,
    /// Its type.
    pub ty: TypeRef,
    /// What narrows the type.
    pub facets: Facets,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}

/// What an operation returns (CSDL XML 4.01, 12.8).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReturnType {
    /// The type.
    pub ty: TypeRef,
    /// What narrows the type.
    pub facets: Facets,
    /// What is said about it.
    pub annotations: Vec<Annotation>,
    /// The element.
    pub span: Span,
}
