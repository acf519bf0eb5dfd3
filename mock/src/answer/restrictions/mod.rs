//! What the model says that a set does not take (the vocabulary `Org.OData.Capabilities.V1`).

mod paths;
mod said;

use odata_core::expr::Expr;
use odata_core::url::{ExpandItem, Expanded, QueryOption};
use odata_csdl::model::{Model, StructuredTypeId};

use crate::answer::Fault;
use crate::answer::found::{Found, Kind, Tail};
use crate::answer::query::Query;
use crate::eval::{Home, Object, Source};
use crate::shape;
use crate::store::{self, related};
use paths::Used;
pub(super) use said::Said;

/// Refuses what the model says that the set or the singleton does not take.
///
/// # Errors
/// 501 for an option that is not taken at all, 400 for what is not taken of a property.
pub(super) fn check(model: &Model, found: &Found<'_>, trees: &[QueryOption]) -> Result<(), Fault> {
    let (Some(source), Kind::Entity) = (found.source, &found.kind) else {
        return Ok(());
    };
    let said = Said::of(model, source);
    let query = Query::of(trees);
    if found.tail == Tail::Count || query.count {
        countable(&said)?;
    }
    if let (Some(owner), Some(property), true) = (
        &found.owner,
        found.property,
        found.tail == Tail::Count || query.count,
    ) && let Some(home) = &owner.home
    {
        let path = format!("{}{property}", home.within);
        let said = Said::of(model, home.source);
        let list = "NonCountableNavigationProperties";
        if said.lists("CountRestrictions", list, &path) {
            return Err(refused(said.name(), &path, "counted", "$count"));
        }
    }
    let is_collection = found.declared.collection && found.owner.is_none();
    if is_collection
        && query.filter.is_none()
        && said.flag("FilterRestrictions", "RequiresFilter") == Some(true)
    {
        let message = format!("`{}` needs a `$filter`", source.name());
        return Err(Fault::bad_request(message).target("$filter"));
    }
    let ty = found.structured().unwrap_or_else(|| source.entity_type());
    options(model, &said, source, ty, &query, true)
}

/// Checks the options of a collection or of an entity of the source.
fn options(
    model: &Model,
    said: &Said<'_>,
    source: Source<'_>,
    ty: StructuredTypeId,
    query: &Query<'_>,
    is_outer: bool,
) -> Result<(), Fault> {
    let name = source.name();
    let unsupported = |option: &str| {
        Fault::not_implemented(format!("`{name}` does not take `{option}`")).target(option)
    };
    if let Some(filter) = query.filter {
        if said.flag("FilterRestrictions", "Filterable") == Some(false) {
            return Err(unsupported("$filter"));
        }
        filtered(said, name, filter)?;
    }
    if !query.order_by.is_empty() && said.flag("SortRestrictions", "Sortable") == Some(false) {
        return Err(unsupported("$orderby"));
    }
    for item in query.order_by {
        let mut used = Used::default();
        used.visit(&item.by);
        let one_way = if item.descending {
            ("AscendingOnlyProperties", "sorted descending")
        } else {
            ("DescendingOnlyProperties", "sorted ascending")
        };
        for (list, done) in [("NonSortableProperties", "sorted"), one_way] {
            for path in &used.paths {
                if said.lists("SortRestrictions", list, path) {
                    return Err(refused(name, path, done, "$orderby"));
                }
            }
        }
    }
    if query.search.is_some() && said.flag("SearchRestrictions", "Searchable") == Some(false) {
        return Err(unsupported("$search"));
    }
    for (option, term, is_asked) in [
        ("$top", "TopSupported", query.top.is_some()),
        ("$skip", "SkipSupported", query.skip.is_some()),
        ("$compute", "ComputeSupported", !query.compute.is_empty()),
    ] {
        if is_asked && said.tag(term) == Some(false) {
            return Err(unsupported(option));
        }
    }
    if query.select.is_some() && said.flag("SelectSupport", "Supported") == Some(false) {
        return Err(unsupported("$select"));
    }
    if query.count && !is_outer {
        countable(said)?;
    }
    if !query.expand.is_empty() && said.flag("ExpandRestrictions", "Expandable") == Some(false) {
        return Err(unsupported("$expand"));
    }
    query
        .expand
        .iter()
        .try_for_each(|item| expanded(model, said, source, ty, item))
}

fn countable(said: &Said<'_>) -> Result<(), Fault> {
    if said.flag("CountRestrictions", "Countable") == Some(false) {
        let message = format!("`{}` does not take `$count`", said.name());
        return Err(Fault::not_implemented(message).target("$count"));
    }
    Ok(())
}

fn filtered(said: &Said<'_>, name: &str, filter: &Expr) -> Result<(), Fault> {
    let mut used = Used::default();
    used.visit(filter);
    for path in &used.paths {
        if said.lists("FilterRestrictions", "NonFilterableProperties", path) {
            return Err(refused(name, path, "filtered", "$filter"));
        }
    }
    if let Some(functions) = said.texts("FilterFunctions") {
        let functions: Vec<&str> = functions;
        for function in &used.functions {
            if !functions
                .iter()
                .any(|known| known.eq_ignore_ascii_case(function))
            {
                let message = format!("`{name}` does not take `{function}` in `$filter`");
                return Err(Fault::not_implemented(message).target("$filter"));
            }
        }
    }
    for required in said.paths("FilterRestrictions", "RequiredProperties") {
        if !used.paths.iter().any(|path| path == required) {
            let message = format!("a filter of `{name}` needs `{required}`");
            return Err(Fault::bad_request(message).target(required));
        }
    }
    Ok(())
}

/// Checks what is expanded, and what is asked of it.
fn expanded(
    model: &Model,
    said: &Said<'_>,
    source: Source<'_>,
    ty: StructuredTypeId,
    item: &ExpandItem,
) -> Result<(), Fault> {
    let names: Vec<&str> = item
        .path
        .split('/')
        .filter(|name| !name.contains('.'))
        .collect();
    let path = names.join("/");
    if said.lists("ExpandRestrictions", "NonExpandableProperties", &path) {
        return Err(refused(source.name(), &path, "expanded", "$expand"));
    }
    let query = Query::of(&item.options);
    if let (Some(levels), Some(most)) =
        (query.levels, said.number("ExpandRestrictions", "MaxLevels"))
        && most >= 0
        && levels.is_none_or(|levels| i64::try_from(levels).map_or(true, |levels| levels > most))
    {
        let message = format!("`{}` is expanded at most {most} levels deep", source.name());
        return Err(Fault::bad_request(message).target("$levels"));
    }
    if (item.as_what == Expanded::Count || query.count)
        && said.lists(
            "CountRestrictions",
            "NonCountableNavigationProperties",
            &path,
        )
    {
        return Err(refused(source.name(), &path, "counted", "$count"));
    }
    let Some((target, to)) = target(model, source, ty, &item.path) else {
        return Ok(());
    };
    let said = Said::of(model, target);
    options(model, &said, target, to, &query, false)
}

/// The set that a path of an expansion leads to, and the type of what is in it.
fn target<'m>(
    model: &'m Model,
    source: Source<'m>,
    ty: StructuredTypeId,
    path: &str,
) -> Option<(Source<'m>, StructuredTypeId)> {
    let (mut at, mut within, mut found) = (ty, String::new(), None);
    for name in path.split('/') {
        if name.contains('.') {
            at = shape::find_structured(model, name)?;
            continue;
        }
        if let Some(property) = model.navigation_property(at, name) {
            let home = Home {
                path: String::new(),
                is_only: false,
                source,
                within: within.clone(),
            };
            let owner = Object {
                home: Some(home.into()),
                ..Object::new(store::no_row(), Some(at))
            };
            let target = related::target(model, &owner, property)?;
            at = match property.ty.kind {
                odata_csdl::model::TypeKind::Structured(id) => id,
                _ => return None,
            };
            found = Some(target);
        } else {
            at = match model.property(at, name)?.ty.kind {
                odata_csdl::model::TypeKind::Structured(id) => id,
                _ => return None,
            };
            within.push_str(name);
            within.push('/');
        }
    }
    found.map(|target| (target, at))
}

/// What is not taken of a property.
fn refused(set: &str, path: &str, done: &str, option: &str) -> Fault {
    let message = format!("`{path}` of `{set}` cannot be {done}: `{option}` is refused");
    Fault::bad_request(message).target(path)
}
