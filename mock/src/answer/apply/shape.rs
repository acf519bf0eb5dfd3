//! What the result of `$apply` is made of, for its context URL (Data Aggregation 3.1, Protocol 10.15).

use odata_core::expr::{Apply, Grouping, Transformation};

use crate::answer::apply::name_of;

/// A property of the result, with what is in it.
#[derive(Debug, Default, PartialEq)]
struct Property {
    name: String,
    parts: Vec<Property>,
}

/// The properties of the result in parentheses; nothing where it has the type of what was put in.
pub(crate) fn context(apply: &Apply) -> Option<String> {
    let properties = properties(apply, None)?;
    Some(format!("({})", listed(&properties)))
}

fn listed(properties: &[Property]) -> String {
    let texts: Vec<String> = properties
        .iter()
        .map(|property| match &property.parts[..] {
            [] => property.name.clone(),
            parts => format!("{}({})", property.name, listed(parts)),
        })
        .collect();
    texts.join(",")
}

fn properties(apply: &Apply, before: Option<Vec<Property>>) -> Option<Vec<Property>> {
    let mut known = before;
    for transformation in &apply.0 {
        match transformation {
            Transformation::Aggregate(all) => {
                let named = all.iter().map(|one| plain(&name_of(one)));
                known = Some(named.collect());
            }
            Transformation::GroupBy { by, then } => {
                let mut made = Vec::new();
                for grouping in by {
                    match grouping {
                        Grouping::Property(path) => insert(&mut made, path),
                        Grouping::Rollup(levels) => {
                            levels.iter().for_each(|level| insert(&mut made, level));
                        }
                        Grouping::RollupRecursive { .. } => {}
                    }
                }
                if let Some(then) = then {
                    // Transformations that keep the items of a group keep their type too.
                    match properties(then, None) {
                        Some(more) => made.extend(more),
                        None => continue,
                    }
                }
                known = Some(made);
            }
            Transformation::Compute(items) => {
                if let Some(known) = &mut known {
                    known.extend(items.iter().map(|item| plain(&item.alias)));
                }
            }
            Transformation::Concat(all) => {
                let mut made: Vec<Property> = Vec::new();
                for apply in all {
                    let more = properties(apply, None)?;
                    let is_new = |one: &Property| made.iter().all(|own| own.name != one.name);
                    let more: Vec<Property> = more.into_iter().filter(is_new).collect();
                    made.extend(more);
                }
                known = Some(made);
            }
            Transformation::Nest { path: None, nested } => {
                known = Some(nested.iter().map(|(_, alias)| plain(alias)).collect());
            }
            _ => {}
        }
    }
    known
}

fn plain(name: &str) -> Property {
    Property {
        name: name.to_owned(),
        parts: Vec::new(),
    }
}

fn insert(properties: &mut Vec<Property>, path: &str) {
    let (first, rest) = path
        .split_once('/')
        .map_or((path, None), |(first, rest)| (first, Some(rest)));
    let at = properties
        .iter()
        .position(|property| property.name == first);
    let at = at.unwrap_or_else(|| {
        properties.push(plain(first));
        properties.len() - 1
    });
    if let (Some(rest), Some(property)) = (rest, properties.get_mut(at)) {
        insert(&mut property.parts, rest);
    }
}
