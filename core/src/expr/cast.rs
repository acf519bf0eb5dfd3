//! An expression over a derived type, asked of its base type.

use std::borrow::Cow;

use super::{Argument, Expr, Segment};

impl Expr {
    /// The same expression, asked of items of a base type: every path begins with a cast to that type (URL conventions
    /// 4.11). An item that is of another type has null there.
    ///
    /// ```
    /// use odata_core::expr::{AnyName, parse};
    /// let over_cars = parse("doors gt 2 and tags/any(t:t eq 'old')", &AnyName)?;
    /// assert_eq!(
    ///     over_cars.of_type("Ns.Car").to_string(),
    ///     "Ns.Car/doors gt 2 and Ns.Car/tags/any(t:t eq 'old')",
    /// );
    /// # Ok::<(), odata_core::expr::ExprError>(())
    /// ```
    #[must_use]
    pub fn of_type(mut self, type_name: &str) -> Expr {
        cast(&mut self, type_name, &mut Vec::new());
        self
    }
}

/// Variables stand for items of collections, which are of their own type.
fn cast<'e>(expr: &'e mut Expr, type_name: &str, variables: &mut Vec<&'e str>) {
    match expr {
        Expr::Literal(_) | Expr::IsOf(None, _) | Expr::Cast(None, _) => {}
        Expr::Path(path) => {
            if let Some(longer) = of_path(path, type_name, variables) {
                *path = longer.into();
            }
        }
        Expr::Segments(segments) => cast_segments(segments, type_name, variables),
        Expr::Logic(_, all) | Expr::Call(_, all) | Expr::Array(all) => {
            for one in all {
                cast(one, type_name, variables);
            }
        }
        Expr::Not(one)
        | Expr::Negate(one)
        | Expr::IsOf(Some(one), _)
        | Expr::Cast(Some(one), _) => {
            cast(one, type_name, variables);
        }
        Expr::Compare(_, left, right)
        | Expr::Arithmetic(_, left, right)
        | Expr::InCollection(left, right) => {
            cast(left, type_name, variables);
            cast(right, type_name, variables);
        }
        Expr::In(one, all) => {
            cast(one, type_name, variables);
            for one in all {
                cast(one, type_name, variables);
            }
        }
        Expr::Case(cases) => {
            for (condition, value) in cases {
                cast(condition, type_name, variables);
                cast(value, type_name, variables);
            }
        }
        Expr::Object(members) => {
            for (_, value) in members {
                cast(value, type_name, variables);
            }
        }
        Expr::Lambda {
            over,
            variable,
            body,
            ..
        } => {
            if let Some(longer) = of_path(over, type_name, variables) {
                *over = longer.into();
            }
            if let Some(body) = body {
                variables.push(variable);
                cast(body, type_name, variables);
                variables.pop();
            }
        }
    }
}

/// What stands in `$filter` and `$count` within a path is asked of the items of the path, and stays as it is.
fn cast_segments<'e>(
    segments: &'e mut Vec<Segment>,
    type_name: &str,
    variables: &mut Vec<&'e str>,
) {
    let place = match segments.first() {
        Some(Segment::Name(first)) if variables.contains(&&**first) => None,
        Some(Segment::Name(first)) if first == "$it" => Some(1),
        Some(Segment::Name(first)) if first.starts_with(['$', '@']) => None,
        Some(Segment::CrossJoin(_)) | None => None,
        Some(_) => Some(0),
    };
    if let Some(place) = place {
        let name = Cow::Owned(type_name.to_owned());
        segments.insert(place, Segment::Name(name));
    }
    for segment in segments {
        match segment {
            Segment::Call(_, arguments) | Segment::Key(arguments) => {
                for Argument { value, .. } in arguments {
                    cast(value, type_name, variables);
                }
            }
            Segment::Lambda {
                variable,
                body: Some(body),
                ..
            } => {
                variables.push(variable);
                cast(body, type_name, variables);
                variables.pop();
            }
            _ => {}
        }
    }
}

/// The path with the cast; nothing where it does not begin at the item.
fn of_path(path: &str, type_name: &str, variables: &[&str]) -> Option<String> {
    let (first, rest) = match path.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    };
    if variables.contains(&first) {
        return None;
    }
    match (first, rest) {
        ("$it", Some(rest)) => Some(format!("$it/{type_name}/{rest}")),
        // The item itself, the roots of other paths, and aliases of parameters.
        _ if first.starts_with(['$', '@']) => None,
        _ => Some(format!("{type_name}/{path}")),
    }
}

#[cfg(test)]
mod tests {
    use crate::expr::{AnyName, parse};

    #[test]
    fn only_paths_that_begin_at_the_item_are_cast() {
        for (of_derived, of_base) in [
            ("not a", "not N.D/a"),
            ("-(a add 1) lt b/c", "-(N.D/a add 1) lt N.D/b/c"),
            ("a in [b,1]", "N.D/a in [N.D/b,1]"),
            ("contains(a,'x') eq true", "contains(N.D/a,'x') eq true"),
            (
                "all/any(x:x/a eq a and x/b/all(a:a eq x/c))",
                "N.D/all/any(x:x/a eq N.D/a and x/b/all(a:a eq x/c))",
            ),
            (
                "$it/a eq 1 and $it ne null",
                "$it/N.D/a eq 1 and $it ne null",
            ),
            ("isof(N.E) or isof(a,N.F)", "isof(N.E) or isof(N.D/a,N.F)"),
            (
                "case(a:cast(b,Edm.String),true:c) in [d,1]",
                "case(N.D/a:cast(N.D/b,Edm.String),true:N.D/c) in [N.D/d,1]",
            ),
            (
                "a/$filter(b eq 1)/any(x:x/c eq d)",
                "N.D/a/$filter(b eq 1)/any(x:x/c eq N.D/d)",
            ),
            (
                "a/$count($filter=b eq 1) gt c",
                "N.D/a/$count($filter=b eq 1) gt N.D/c",
            ),
        ] {
            let read = parse(of_derived, &AnyName).unwrap();
            assert_eq!(read.of_type("N.D").to_string(), of_base);
        }
    }
}
