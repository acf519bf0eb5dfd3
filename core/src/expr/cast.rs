//! An expression over a derived type, asked of its base type.

use super::Expr;

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
        Expr::Literal(_) | Expr::IsOf(None, _) => {}
        Expr::Path(path) => {
            if let Some(longer) = of_path(path, type_name, variables) {
                *path = longer.into();
            }
        }
        Expr::Logic(_, all) | Expr::Call(_, all) => {
            for one in all {
                cast(one, type_name, variables);
            }
        }
        Expr::Not(one) | Expr::Negate(one) | Expr::IsOf(Some(one), _) => {
            cast(one, type_name, variables);
        }
        Expr::Compare(_, left, right) | Expr::Arithmetic(_, left, right) => {
            cast(left, type_name, variables);
            cast(right, type_name, variables);
        }
        Expr::In(one, all) => {
            cast(one, type_name, variables);
            for one in all {
                cast(one, type_name, variables);
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
            ("a in (b,1)", "N.D/a in (N.D/b,1)"),
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
        ] {
            let read = parse(of_derived, &AnyName).unwrap();
            assert_eq!(read.of_type("N.D").to_string(), of_base);
        }
    }
}
