//! The paths and the functions that an expression uses.

use odata_core::expr::{Argument, Expr, Segment};

/// What an expression uses, as far as it begins at the item.
#[derive(Default)]
pub(super) struct Used {
    /// Paths without types in them; what a range variable stands for is put in its place.
    pub(super) paths: Vec<String>,
    pub(super) functions: Vec<&'static str>,
    variables: Vec<(String, String)>,
}

impl Used {
    pub(super) fn visit(&mut self, expr: &Expr) {
        match expr {
            Expr::Literal(_) => {}
            Expr::Path(path) => self.path(path),
            Expr::Segments(segments) => self.segments(segments),
            Expr::Logic(_, terms) | Expr::Array(terms) => {
                terms.iter().for_each(|term| self.visit(term));
            }
            Expr::Not(inner) | Expr::Negate(inner) => self.visit(inner),
            Expr::Compare(_, left, right)
            | Expr::Arithmetic(_, left, right)
            | Expr::InCollection(left, right) => {
                self.visit(left);
                self.visit(right);
            }
            Expr::In(left, list) => {
                self.visit(left);
                list.iter().for_each(|item| self.visit(item));
            }
            Expr::Call(function, arguments) => {
                self.functions.push(function.name());
                arguments.iter().for_each(|argument| self.visit(argument));
            }
            Expr::Case(cases) => {
                for (condition, value) in cases {
                    self.visit(condition);
                    self.visit(value);
                }
            }
            Expr::Cast(value, _) | Expr::IsOf(value, _) => {
                value.iter().for_each(|value| self.visit(value));
            }
            Expr::Object(members) => members.iter().for_each(|(_, value)| self.visit(value)),
            Expr::Lambda {
                over,
                variable,
                body,
                ..
            } => {
                self.path(over);
                self.within(over, variable, body.as_deref());
            }
        }
    }

    fn path(&mut self, path: &str) {
        let path = self.resolved(path);
        if !path.starts_with(['$', '@']) && !path.is_empty() {
            self.paths.push(path);
        }
    }

    /// The path from the item on.
    fn resolved(&self, path: &str) -> String {
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        let variable = self.variables.iter().rev().find(|(name, _)| name == first);
        let names = |text: &str| {
            let names = text
                .split('/')
                .filter(|name| !name.contains('.') && !name.is_empty());
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut all = match (variable, first) {
            (Some((_, over)), _) => names(over),
            (None, "$it") => Vec::new(),
            (None, first) => names(first),
        };
        all.extend(names(rest));
        all.join("/")
    }

    fn within(&mut self, over: &str, variable: &str, body: Option<&Expr>) {
        let over = self.resolved(over);
        self.variables.push((variable.to_owned(), over));
        body.iter().for_each(|body| self.visit(body));
        self.variables.pop();
    }

    fn segments(&mut self, segments: &[Segment]) {
        let mut path = String::new();
        for segment in segments {
            match segment {
                Segment::Name(name) => {
                    if !path.is_empty() {
                        path.push('/');
                    }
                    path.push_str(name);
                }
                Segment::Lambda { variable, body, .. } => {
                    self.within(&path, variable, body.as_deref());
                }
                Segment::Call(_, arguments) | Segment::Key(arguments) => {
                    let values = arguments.iter().map(|Argument { value, .. }| value);
                    values.for_each(|value| self.visit(value));
                }
                // What these ask is asked of what the path leads to.
                Segment::Filter(filter) => self.below(&path, filter),
                Segment::Count {
                    filter: Some(filter),
                    ..
                } => self.below(&path, filter),
                _ => {}
            }
        }
        let plain = path.trim_end_matches("/$count").to_owned();
        self.path(&plain);
    }

    fn below(&mut self, path: &str, filter: &Expr) {
        let mut inner = Used::default();
        inner.visit(filter);
        let prefix = self.resolved(path);
        let below = inner
            .paths
            .into_iter()
            .map(|path| format!("{prefix}/{path}"));
        self.paths.extend(below);
        self.functions.extend(inner.functions);
    }
}
