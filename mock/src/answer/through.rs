//! Paths of `$select` and `$expand` lead through complex values and end at the first navigation property (ABNF, `selectPath` and
//! `expandPath`). What would be passed over in silence is refused.

use odata_core::url::QueryOption;
use odata_csdl::model::{Model, StructuredTypeId};

use crate::answer::Fault;
use crate::answer::query::Query;
use crate::shape::{self, Member, Shape};

/// Checks the paths of an option, and those in its parentheses.
pub(super) fn check(
    option: &QueryOption,
    model: &Model,
    of: StructuredTypeId,
) -> Result<(), Fault> {
    match option {
        QueryOption::Select(items) => {
            for item in items {
                let end = end(&item.path, "$select", model, of)?;
                all(&item.options, model, end.ty)?;
            }
        }
        QueryOption::Expand(items) => {
            for item in items {
                let end = end(&item.path, "$expand", model, of)?;
                if end.is_one {
                    of_one(&item.path, &Query::of(&item.options))?;
                }
                all(&item.options, model, end.ty)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn all(options: &[QueryOption], model: &Model, of: Option<StructuredTypeId>) -> Result<(), Fault> {
    let Some(of) = of else { return Ok(()) };
    options
        .iter()
        .try_for_each(|option| check(option, model, of))
}

/// What is at the end of a path.
struct End {
    /// The type, where that has members.
    ty: Option<StructuredTypeId>,
    /// Whether a navigation property leads there to one entity.
    is_one: bool,
}

fn end(
    path: &str,
    option: &'static str,
    model: &Model,
    of: StructuredTypeId,
) -> Result<End, Fault> {
    let mut at = Some(of);
    let mut is_one = false;
    let mut end_of_navigation = None;
    let mut length = 0;
    for segment in path.split('/') {
        let start = length;
        length += segment.len() + 1;
        if segment.contains('.') {
            at = shape::find_structured(model, segment).or(at);
            if end_of_navigation.is_some() {
                end_of_navigation = Some(start + segment.len());
            }
            continue;
        }
        if let Some(end) = end_of_navigation {
            let (before, below) = path.split_at_checked(end).unwrap_or((path, ""));
            let below = below.trim_start_matches('/');
            let instead = match option {
                "$expand" => format!("{before}($expand={below})"),
                _ => format!("$expand={before}($select={below})"),
            };
            let message =
                format!("`{path}` leads on behind a navigation property: write `{instead}`");
            return Err(Fault::bad_request(message).target(option));
        }
        at = match at.and_then(|id| shape::member(model, id, segment)) {
            Some(Member::Navigation(declared)) => {
                is_one = !declared.collection;
                end_of_navigation = Some(start + segment.len());
                structured(declared.shape)
            }
            Some(Member::Property(declared)) => structured(declared.shape),
            Some(Member::Dynamic) | None => None,
        };
    }
    Ok(End { ty: at, is_one })
}

fn structured(shape: Shape) -> Option<StructuredTypeId> {
    match shape {
        Shape::Structured(id) => Some(id),
        _ => None,
    }
}

/// Refuses what can only be asked of several entities (URL conventions 4.01, 5.1.3).
fn of_one(name: &str, query: &Query<'_>) -> Result<(), Fault> {
    let asked = [
        ("$top", query.top.is_some()),
        ("$skip", query.skip.is_some()),
        ("$count", query.count),
        ("$search", query.search.is_some()),
        ("$orderby", !query.order_by.is_empty()),
    ];
    match asked.into_iter().find(|(_, is_asked)| *is_asked) {
        Some((option, _)) => {
            let message = format!("`{option}` is asked of several, and `{name}` leads to one");
            Err(Fault::bad_request(message).target(option))
        }
        None => Ok(()),
    }
}
