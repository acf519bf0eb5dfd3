//! `any` and `all`, made from what is asked of an item (URL conventions 5.1.1.13).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Argument, Expr, LambdaKind, Segment};

impl Expr {
    /// `any` or `all` over the collection at a path, by what is asked of one of its items. The range variable gets a name
    /// that nothing in it has.
    ///
    /// ```
    /// use odata_core::expr::{AnyName, Expr, LambdaKind, parse};
    /// let of_alert = parse("severity eq 'High'", &AnyName)?;
    /// let any = Expr::over_items(LambdaKind::Any, "alerts".into(), of_alert);
    /// assert_eq!(any.to_string(), "alerts/any(a:a/severity eq 'High')");
    /// # Ok::<(), odata_core::expr::ExprError>(())
    /// ```
    pub fn over_items(kind: LambdaKind, over: Cow<'static, str>, asked: Expr) -> Expr {
        let variable = free_name(&over, &variables(&asked));
        let body = asked.under(&variable);
        lambda(kind, over, variable, body)
    }

    /// `any` or `all` over the collection at a path, by what is asked in terms of the range variable, whose name is given to
    /// `ask`. The name stands for another one until then, so that no two are alike.
    ///
    /// ```
    /// use odata_core::expr::{CompareOp, Expr, LambdaKind};
    /// let all = Expr::over_variable(LambdaKind::All, "tags".into(), |tag| {
    ///     Expr::compare(CompareOp::Ne, Expr::Path(tag.into()), Expr::Path("name".into()))
    /// });
    /// assert_eq!(all.to_string(), "tags/all(t:t ne name)");
    /// ```
    pub fn over_variable(
        kind: LambdaKind,
        over: Cow<'static, str>,
        ask: impl FnOnce(String) -> Expr,
    ) -> Expr {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let stand_in = format!("$var{}", NEXT.fetch_add(1, Ordering::Relaxed));
        let mut body = ask(stand_in.clone());
        let variable = free_name(&over, &heads(&body));
        rename(&mut body, &stand_in, &variable);
        lambda(kind, over, variable, body)
    }
}

impl Expr {
    /// The same, asked of the items of a collection within a path or an expansion: what was the item itself is `$this` there, since
    /// `$it` is the item outside (URL conventions 5.1.1.14.4 and 5.1.1.14.6).
    #[must_use]
    pub fn of_items(mut self) -> Expr {
        rename(&mut self, "$it", "$this");
        self
    }
}

fn lambda(kind: LambdaKind, over: Cow<'static, str>, variable: String, body: Expr) -> Expr {
    Expr::Lambda {
        over,
        kind,
        variable: variable.into(),
        body: Some(Box::new(body)),
    }
}

/// The first letter of the collection's name, or the first one that is not taken, or one with a number.
fn free_name(over: &str, taken: &BTreeSet<String>) -> String {
    let last = over.rsplit('/').next().unwrap_or(over);
    let own = last.chars().next().map(|first| first.to_ascii_lowercase());
    let own = own.filter(char::is_ascii_lowercase);
    let letters = own.into_iter().chain('a'..='z').map(String::from);
    let numbered = (1_u64..).map(|number| format!("x{number}"));
    let mut names = letters.chain(numbered);
    names
        .find(|name| !taken.contains(name))
        .unwrap_or_else(|| "x".to_owned())
}

/// The names of the range variables within.
fn variables(expr: &Expr) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    each(expr, &mut |one| {
        match one {
            Expr::Lambda { variable, .. } => _ = found.insert(variable.clone().into_owned()),
            Expr::Segments(segments) => {
                for segment in segments {
                    if let Segment::Lambda { variable, .. } = segment {
                        found.insert(variable.clone().into_owned());
                    }
                }
            }
            _ => {}
        };
    });
    found
}

/// The names that paths within begin with, and those of the range variables.
fn heads(expr: &Expr) -> BTreeSet<String> {
    let mut found = variables(expr);
    each(expr, &mut |one| {
        let path = match one {
            Expr::Path(path) | Expr::Lambda { over: path, .. } => Some(path),
            Expr::Segments(segments) => match segments.first() {
                Some(Segment::Name(first) | Segment::Call(first, _)) => Some(first),
                _ => None,
            },
            _ => None,
        };
        let head = path.map(|path| path.split('/').next().unwrap_or(path));
        found.extend(head.map(str::to_owned));
    });
    found
}

fn each<'e>(expr: &'e Expr, look: &mut impl FnMut(&'e Expr)) {
    let mut open = vec![expr];
    while let Some(one) = open.pop() {
        look(one);
        open.extend(one.children());
    }
}

pub(super) fn rename(expr: &mut Expr, from: &str, to: &str) {
    let rename_path = |path: &mut Cow<'static, str>| {
        let rest = path.strip_prefix(from);
        if let Some(rest) = rest.filter(|rest| rest.is_empty() || rest.starts_with('/')) {
            *path = format!("{to}{rest}").into();
        }
    };
    match expr {
        Expr::Literal(_) => {}
        Expr::Path(path) => rename_path(path),
        Expr::Segments(segments) => {
            for segment in segments {
                rename_in_segment(segment, from, to);
            }
        }
        Expr::Logic(_, all) | Expr::Call(_, all) | Expr::Array(all) => {
            all.iter_mut().for_each(|one| rename(one, from, to));
        }
        Expr::Not(one) | Expr::Negate(one) => rename(one, from, to),
        Expr::IsOf(one, _) | Expr::Cast(one, _) => {
            one.iter_mut().for_each(|one| rename(one, from, to));
        }
        Expr::Compare(_, left, right)
        | Expr::Arithmetic(_, left, right)
        | Expr::InCollection(left, right) => {
            rename(left, from, to);
            rename(right, from, to);
        }
        Expr::In(one, all) => {
            rename(one, from, to);
            all.iter_mut().for_each(|one| rename(one, from, to));
        }
        Expr::Case(cases) => {
            for (condition, value) in cases {
                rename(condition, from, to);
                rename(value, from, to);
            }
        }
        Expr::Object(members) => {
            for (_, value) in members {
                rename(value, from, to);
            }
        }
        Expr::Lambda { over, body, .. } => {
            rename_path(over);
            body.iter_mut().for_each(|body| rename(body, from, to));
        }
    }
}

fn rename_in_segment(segment: &mut Segment, from: &str, to: &str) {
    match segment {
        Segment::Name(name) if name == from => *name = to.to_owned().into(),
        Segment::Call(_, arguments) | Segment::Key(arguments) => {
            for Argument { value, .. } in arguments {
                rename(value, from, to);
            }
        }
        Segment::Filter(asked) => rename(asked, from, to),
        Segment::Count { filter: body, .. } | Segment::Lambda { body, .. } => {
            body.iter_mut().for_each(|body| rename(body, from, to));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expr::{AnyName, parse};

    fn read(text: &str) -> Expr {
        parse(text, &AnyName).unwrap()
    }

    #[test]
    fn no_variable_is_called_like_another() {
        let inner = Expr::over_items(LambdaKind::Any, "actions".into(), read("a eq 1"));
        let outer = Expr::over_items(LambdaKind::All, "owner/alerts".into(), inner);
        assert_eq!(
            outer.to_string(),
            "owner/alerts/all(b:b/actions/any(a:a/a eq 1))"
        );
    }

    #[test]
    fn no_variable_hides_a_property_of_the_item_outside() {
        let any = Expr::over_variable(LambdaKind::Any, "alerts".into(), |alert| {
            Expr::over_variable(
                LambdaKind::Any,
                format!("{alert}/actions").into(),
                |action| {
                    let mut asked = read("X/n eq a and Y/n eq b");
                    rename(&mut asked, "X", &alert);
                    rename(&mut asked, "Y", &action);
                    asked
                },
            )
        });
        assert_eq!(
            any.to_string(),
            "alerts/any(d:d/actions/any(c:d/n eq a and c/n eq b))"
        );
        assert_eq!(parse(&any.to_string(), &AnyName).unwrap(), any);
    }
}
