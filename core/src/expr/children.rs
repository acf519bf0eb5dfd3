//! What an expression is made of.

use crate::expr::{Aggregate, Aggregated, Expr, Segment};

impl Expr {
    /// The expressions right within this one, those in the segments of its path included.
    ///
    /// ```
    /// use odata_core::expr::{parse, AnyName};
    /// let both = parse("a eq 1 and tags/any(t:t eq b)", &AnyName)?;
    /// let parts: Vec<String> = both.children().iter().map(|part| part.to_string()).collect();
    /// assert_eq!(parts, ["a eq 1", "tags/any(t:t eq b)"]);
    /// # Ok::<(), odata_core::expr::ExprError>(())
    /// ```
    pub fn children(&self) -> Vec<&Expr> {
        match self {
            Expr::Literal(_) | Expr::Path(_) => Vec::new(),
            Expr::Logic(_, all) | Expr::Call(_, all) | Expr::Array(all) => all.iter().collect(),
            Expr::Not(one) | Expr::Negate(one) => vec![one],
            Expr::Compare(_, left, right)
            | Expr::Arithmetic(_, left, right)
            | Expr::InCollection(left, right) => vec![left, right],
            Expr::In(one, values) => std::iter::once(&**one).chain(values).collect(),
            Expr::Case(cases) => cases
                .iter()
                .flat_map(|(condition, value)| [condition, value])
                .collect(),
            Expr::Cast(value, _) | Expr::IsOf(value, _) => value.as_deref().into_iter().collect(),
            Expr::Object(members) => members.iter().map(|(_, value)| value).collect(),
            Expr::Lambda { body, .. } => body.as_deref().into_iter().collect(),
            Expr::Segments(segments) => segments.iter().flat_map(Segment::children).collect(),
        }
    }
}

impl Segment {
    /// The expressions right within this segment.
    fn children(&self) -> Vec<&Expr> {
        match self {
            Segment::Name(_) | Segment::CrossJoin(_) => Vec::new(),
            Segment::Call(_, arguments) | Segment::Key(arguments) => {
                arguments.iter().map(|argument| &argument.value).collect()
            }
            Segment::Filter(asked) => vec![asked],
            Segment::Count { filter, .. } => filter.as_deref().into_iter().collect(),
            Segment::Lambda { body, .. } => body.as_deref().into_iter().collect(),
            Segment::Aggregate(aggregate) => match &**aggregate {
                Aggregate {
                    of: Aggregated::Expr(value),
                    ..
                } => vec![value],
                _ => Vec::new(),
            },
        }
    }
}
