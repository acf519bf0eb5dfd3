//! The same expression, asked from further up: of items of a base type, of what a path leads from, of a range variable.

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
        let cast = Step {
            name: type_name,
            is_cast: true,
        };
        cast.before(&mut self, &mut Vec::new());
        self
    }

    /// The same expression, asked of what a path leads from: every path begins with it, and the item itself is what it
    /// leads to.
    ///
    /// ```
    /// use odata_core::expr::{AnyName, parse};
    /// let of_customers = parse("name eq 'A' and isof(Ns.Firm)", &AnyName)?;
    /// assert_eq!(
    ///     of_customers.under("customer").to_string(),
    ///     "customer/name eq 'A' and isof(customer,Ns.Firm)",
    /// );
    /// # Ok::<(), odata_core::expr::ExprError>(())
    /// ```
    #[must_use]
    pub fn under(mut self, path: &str) -> Expr {
        let step = Step {
            name: path,
            is_cast: false,
        };
        step.before(&mut self, &mut Vec::new());
        self
    }
}

/// What is put before each path that begins at the item.
struct Step<'a> {
    name: &'a str,
    /// The item stays the item.
    is_cast: bool,
}

impl Step<'_> {
    /// Variables stand for items of collections, which are of their own type.
    fn before<'e>(&self, expr: &'e mut Expr, variables: &mut Vec<&'e str>) {
        match expr {
            Expr::Literal(_) => {}
            Expr::IsOf(item @ None, _) | Expr::Cast(item @ None, _) => {
                if !self.is_cast {
                    *item = Some(Box::new(Expr::Path(self.name.to_owned().into())));
                }
            }
            Expr::Path(path) => {
                if let Some(longer) = self.before_path(path, variables) {
                    *path = longer.into();
                }
            }
            Expr::Segments(segments) => self.before_segments(segments, variables),
            Expr::Logic(_, all) | Expr::Call(_, all) | Expr::Array(all) => {
                for one in all {
                    self.before(one, variables);
                }
            }
            Expr::Not(one)
            | Expr::Negate(one)
            | Expr::IsOf(Some(one), _)
            | Expr::Cast(Some(one), _) => {
                self.before(one, variables);
            }
            Expr::Compare(_, left, right)
            | Expr::Arithmetic(_, left, right)
            | Expr::InCollection(left, right) => {
                self.before(left, variables);
                self.before(right, variables);
            }
            Expr::In(one, all) => {
                self.before(one, variables);
                for one in all {
                    self.before(one, variables);
                }
            }
            Expr::Case(cases) => {
                for (condition, value) in cases {
                    self.before(condition, variables);
                    self.before(value, variables);
                }
            }
            Expr::Object(members) => {
                for (_, value) in members {
                    self.before(value, variables);
                }
            }
            Expr::Lambda {
                over,
                variable,
                body,
                ..
            } => {
                if let Some(longer) = self.before_path(over, variables) {
                    *over = longer.into();
                }
                if let Some(body) = body {
                    variables.push(variable);
                    self.before(body, variables);
                    variables.pop();
                }
            }
        }
    }

    /// What stands in `$filter` and `$count` within a path is asked of the items of the path, and stays as it is.
    fn before_segments<'e>(&self, segments: &'e mut Vec<Segment>, variables: &mut Vec<&'e str>) {
        let place = match segments.first() {
            Some(Segment::Name(first)) if variables.contains(&&**first) => None,
            Some(Segment::Name(first)) if first == "$it" => Some(1),
            Some(Segment::Name(first)) if first.starts_with(['$', '@']) => None,
            Some(Segment::CrossJoin(_)) | None => None,
            Some(_) => Some(0),
        };
        if let Some(mut place) = place {
            if !self.is_cast && place == 1 {
                segments.remove(0);
                place = 0;
            }
            let names = self.name.split('/').map(str::to_owned);
            let names = names.map(|name| Segment::Name(Cow::Owned(name)));
            segments.splice(place..place, names);
        }
        for segment in segments {
            match segment {
                Segment::Call(_, arguments) | Segment::Key(arguments) => {
                    for Argument { value, .. } in arguments {
                        self.before(value, variables);
                    }
                }
                Segment::Lambda {
                    variable,
                    body: Some(body),
                    ..
                } => {
                    variables.push(variable);
                    self.before(body, variables);
                    variables.pop();
                }
                // There, names are those of the items of the path, and `$it` is the item outside.
                Segment::Filter(asked)
                | Segment::Count {
                    filter: Some(asked),
                    ..
                } if !self.is_cast => super::lambda::rename(asked, "$it", self.name),
                _ => {}
            }
        }
    }

    /// The longer path; nothing where it does not begin at the item.
    fn before_path(&self, path: &str, variables: &[&str]) -> Option<String> {
        let (first, rest) = match path.split_once('/') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        if variables.contains(&first) {
            return None;
        }
        match (first, rest) {
            ("$it", Some(rest)) if self.is_cast => Some(format!("$it/{}/{rest}", self.name)),
            ("$it" | "$this", Some(rest)) if !self.is_cast => Some(format!("{}/{rest}", self.name)),
            ("$it" | "$this", None) if !self.is_cast => Some(self.name.to_owned()),
            // The item itself, the roots of other paths, and aliases of parameters.
            _ if first.starts_with(['$', '@']) => None,
            _ => Some(format!("{}/{path}", self.name)),
        }
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

    #[test]
    fn what_is_asked_of_the_item_is_asked_of_what_the_path_leads_to() {
        for (asked, from_above) in [
            ("a eq 1 or $it ne null", "p/q/a eq 1 or p/q ne null"),
            ("$it/a eq 1", "p/q/a eq 1"),
            ("isof(N.D)", "isof(p/q,N.D)"),
            ("all/any(x:x/a eq a)", "p/q/all/any(x:x/a eq p/q/a)"),
            (
                "a/$count($filter=b eq 1) gt 2",
                "p/q/a/$count($filter=b eq 1) gt 2",
            ),
            ("@a eq $root/S(1)/b", "@a eq $root/S(1)/b"),
        ] {
            let read = parse(asked, &AnyName).unwrap();
            assert_eq!(read.under("p/q").to_string(), from_above);
        }
    }
}
