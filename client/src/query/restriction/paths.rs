//! The paths that an expression uses, as far as they begin at the item.

use odata_core::expr::{Expr, Segment};

/// Range variables that are known, and the path of what each stands for.
type Known<'e> = Vec<(&'e str, String)>;

/// Each path from the item on: what a range variable stands for is put in its place, and so is what `$filter(..)` and `$count(..)` of a path are
/// asked of.
pub(super) fn used(expr: &Expr) -> Vec<String> {
    let mut used = Vec::new();
    let mut open = vec![(expr, Known::new(), String::new())];
    while let Some((expr, known, below)) = open.pop() {
        let resolved = |path: &str| resolved(path, &known, &below);
        match expr {
            Expr::Path(path) => used.extend(resolved(path)),
            Expr::Lambda {
                over,
                variable,
                body,
                ..
            } => {
                let over = resolved(over);
                used.extend(over.clone());
                let known = with(&known, variable, over);
                open.extend(body.as_deref().map(|body| (body, known, below)));
            }
            Expr::Segments(segments) => {
                let mut path = String::new();
                for segment in segments {
                    match segment {
                        Segment::Name(name) => {
                            let slash = if path.is_empty() { "" } else { "/" };
                            path.push_str(slash);
                            path.push_str(name);
                        }
                        Segment::Call(_, arguments) | Segment::Key(arguments) => {
                            let values = arguments.iter().map(|argument| &argument.value);
                            open.extend(values.map(|value| (value, known.clone(), below.clone())));
                            if matches!(segment, Segment::Call(..)) {
                                // What follows is asked of what comes of it.
                                used.extend(resolved(&path));
                                "$".clone_into(&mut path);
                            }
                        }
                        Segment::Lambda { variable, body, .. } => {
                            let known = with(&known, variable, resolved(&path));
                            open.extend(body.as_deref().map(|body| (body, known, below.clone())));
                        }
                        Segment::Filter(filter)
                        | Segment::Count {
                            filter: Some(filter),
                            ..
                        } => {
                            let items = resolved(&path);
                            open.extend(items.map(|items| (&**filter, known.clone(), items)));
                        }
                        _ => {}
                    }
                }
                used.extend(resolved(&path));
            }
            other => {
                let children = other.children().into_iter();
                open.extend(children.map(|one| (one, known.clone(), below.clone())));
            }
        }
    }
    used
}

fn with<'e>(known: &Known<'e>, variable: &'e str, over: Option<String>) -> Known<'e> {
    let mut known = known.clone();
    // What begins elsewhere hides what has its name all the same.
    known.push((variable, over.unwrap_or_else(|| "$".to_owned())));
    known
}

/// The path from the item on; nothing where it begins elsewhere.
fn resolved(path: &str, known: &Known<'_>, below: &str) -> Option<String> {
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    let mut variables = known.iter().rev();
    let full = match variables.find(|(name, _)| *name == first) {
        Some((_, over)) => joined(over, rest),
        None if first == "$it" => rest.to_owned(),
        None if first == "$this" => joined(below, rest),
        None => joined(below, path),
    };
    let begins_there = !full.is_empty() && !full.starts_with(['$', '@']);
    begins_there.then_some(full)
}

fn joined(path: &str, rest: &str) -> String {
    match (path.is_empty(), rest.is_empty()) {
        (true, _) => rest.to_owned(),
        (_, true) => path.to_owned(),
        _ => format!("{path}/{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use odata_core::expr::{AnyName, parse};

    use super::used;

    #[test]
    fn paths_are_those_from_the_item_on() {
        for (text, paths) in [
            ("a/b eq 1 and $it/c", "a/b c"),
            ("tags/any(t:t eq owner)", "tags tags owner"),
            (
                "as/any(a:a/bs/all(b:b/x eq a/y and z))",
                "as as/bs as/bs/x as/y z",
            ),
            ("as/any(a:a/bs/any(a:a/x))", "as as/bs as/bs/x"),
            ("as/$count($filter=x gt 1 and $it/o eq 2) gt 1", "as/x o as"),
            ("$root/sets/any(a:a/x)", ""),
            ("as/any()", "as"),
            ("as/Ns.near(to=b)/x eq 1", "as b"),
        ] {
            let mut found = used(&parse(text, &AnyName).unwrap());
            let mut wanted: Vec<_> = paths.split_whitespace().collect();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
