//! Short ways to write annotation expressions.

use odata_csdl::source::{Span, Spanned};
use odata_csdl::syntax::{Annotation, Collection, Expression, PropertyValue, Record};

pub(super) fn annotation(
    term: &str,
    qualifier: Option<&str>,
    expression: Expression,
) -> Annotation {
    let span = expression.span();
    Annotation {
        term: Spanned::new(term.to_owned(), span),
        qualifier: qualifier.map(|qualifier| Spanned::new(qualifier.to_owned(), span)),
        expression: Some(expression),
        span,
        ..Annotation::default()
    }
}

pub(super) fn string(text: impl Into<String>, span: Span) -> Expression {
    Expression::String(Spanned::new(text.into(), span))
}

pub(super) fn boolean(value: bool, span: Span) -> Expression {
    Expression::Bool(Spanned::new(value, span))
}

pub(super) fn integer(value: u64, span: Span) -> Expression {
    Expression::Int(Spanned::new(i64::try_from(value).unwrap_or(i64::MAX), span))
}

pub(super) fn collection(items: Vec<Expression>, span: Span) -> Expression {
    Expression::Collection(Collection { items, span })
}

pub(super) fn record(ty: &str, span: Span, properties: Vec<PropertyValue>) -> Expression {
    let ty = Some(Spanned::new(ty.to_owned(), span));
    Expression::Record(Record {
        ty,
        properties,
        span,
        ..Record::default()
    })
}

pub(super) fn property(name: &str, expression: Expression) -> PropertyValue {
    let span = expression.span();
    PropertyValue {
        property: Spanned::new(name.to_owned(), span),
        expression: Some(expression),
        span,
        ..PropertyValue::default()
    }
}
