//! What an entity set does not support of a query, where the type of the property cannot tell: another set of the same
//! type may support it.

mod paths;

use odata_core::descriptor::{EntitySetInfo, ProtocolVersion, TypeInfo, Usage};
use odata_core::expr::{Expr, OrderBy, Transformation};
use odata_core::url::{ExpandItem, QueryOption, QueryOptions};

use super::functions;
use crate::change::{Body, Changes, Deed};
use crate::error::{Error, Result};
use crate::field::{Asked, is_name, not_a_name};

/// Names of properties, each with why it cannot be used.
type Restricted = [(&'static str, &'static str)];

/// Of entities of the type that the set is cast to, if it is.
pub(super) fn of_filter(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    filter: &Expr,
) -> Option<String> {
    first(info, cast, info.not_filterable, filter).or_else(|| functions::unsupported(info, filter))
}

pub(super) fn of_order(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    item: &OrderBy,
    then: &[OrderBy],
) -> Option<String> {
    let refused = |item: &OrderBy| {
        let one_way = match item.descending {
            true => info.ascending_only,
            false => info.descending_only,
        };
        let mut lists = [info.not_sortable, one_way].into_iter();
        lists.find_map(|list| first(info, cast, list, &item.by))
    };
    refused(item).or_else(|| then.iter().find_map(refused))
}

/// Whose word it is, and what it says.
fn said(info: &EntitySetInfo, why: &str) -> String {
    let what = match info.is_singleton {
        true => "singleton",
        false => "entity set",
    };
    format!("{what} `{}`: {why}", info.name)
}

pub(super) fn of_select(info: &EntitySetInfo) -> Option<String> {
    let why = info.not_selectable?;
    Some(said(info, why))
}

/// What is wrong with a selection, and what the set does not support of it.
pub(super) fn of_selection(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    before: &QueryOptions,
    asked: &Asked,
) -> (Option<String>, Option<String>) {
    let names = asked.compute.iter().map(|computed| &*computed.alias);
    let mut names = names.filter_map(|name| of_name(info, cast, name));
    let lost = || before.expand.first().map(expanded_for_nothing);
    let wrong = asked.standing.why().or_else(|| names.next()).or_else(lost);
    if asked.standing.unchecked {
        return (wrong, None);
    }
    let selects = || of_select(info).filter(|_| !asked.select.is_empty());
    let mut items = asked.expand.iter();
    let refused = selects().or_else(|| items.find_map(|item| of_expand(info, cast, item)));
    (wrong, refused)
}

/// What is wrong with the name of a value: it is a simple identifier, and none of the type's own (URL conventions 5.1.3).
pub(super) fn of_name(info: &EntitySetInfo, cast: Option<&TypeInfo>, name: &str) -> Option<String> {
    if !is_name(name) {
        return Some(not_a_name(name));
    }
    let ty = cast.unwrap_or_else(|| (info.entity)());
    let is_own = ty.properties.contains(&name);
    is_own.then(|| {
        format!(
            "`{name}` is a property of {}: what is computed needs another name",
            ty.short_name()
        )
    })
}

/// Of what is expanded, and how deep.
pub(super) fn of_expand(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    item: &ExpandItem,
) -> Option<String> {
    if let Some(why) = why(info.not_expandable, cast, &item.path) {
        return Some(said(info, why));
    }
    let most = info.max_expand_levels?;
    (levels(item) > most.into()).then(|| of_usage(info, Usage::MoreExpandLevels))?
}

/// How many levels are expanded; `max` is as many as the service has.
fn levels(item: &ExpandItem) -> u64 {
    let of_option = |option: &QueryOption| match option {
        QueryOption::Levels(Some(levels)) => levels.saturating_sub(1),
        QueryOption::Expand(items) => items.iter().map(levels).max().unwrap_or(0),
        _ => 0,
    };
    1 + item.options.iter().map(of_option).max().unwrap_or(0)
}

/// Why the set does not take such a request.
pub(super) fn of_usage(info: &EntitySetInfo, usage: Usage) -> Option<String> {
    let found = info
        .not_supported
        .iter()
        .find(|(known, _)| *known == usage)?;
    Some(said(info, found.1))
}

/// Whether the set takes such a request, which changes something.
pub(super) fn change(info: &EntitySetInfo, usage: Usage) -> Result<()> {
    match of_usage(info, usage) {
        Some(why) => Err(Error::refused(why)),
        None => Ok(()),
    }
}

/// Whether the set lets an entity be inserted with what was set.
pub(super) fn insert<E>(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    changes: &Changes<E>,
    version: ProtocolVersion,
) -> Result<()> {
    change(info, Usage::Insert)?;
    let missing = info
        .required_on_insert
        .iter()
        .find(|(path, _)| required(path, cast).is_some_and(|name| !changes.sets(name)));
    if let Some((_, why)) = missing {
        return Err(Error::refused(said(info, why)));
    }
    set(info, cast, changes.body(), Deed::Insert)?;
    changes.check(Deed::Insert, version)
}

/// Whether the set lets an entity be updated with what was set, or inserted where it is not there.
pub(super) fn update<E>(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    changes: &Changes<E>,
    deed: Deed,
    version: ProtocolVersion,
) -> Result<()> {
    set(info, cast, changes.body(), deed)?;
    changes.check(deed, version)
}

/// Whether the navigation properties that were set may be.
fn set(info: &EntitySetInfo, cast: Option<&TypeInfo>, body: &Body, deed: Deed) -> Result<()> {
    let (restricted, deep) = match deed {
        Deed::Insert | Deed::Call => (info.not_insertable, Usage::DeepInsert),
        Deed::Update | Deed::Upsert => (info.not_updatable, Usage::DeepUpdate),
    };
    if !restricted.is_empty() {
        let set = body.navigation();
        let mut set = set.iter();
        if let Some(why) = set.find_map(|path| why(restricted, cast, path)) {
            return Err(Error::refused(said(info, why)));
        }
    }
    match body.is_deep() {
        true => change(info, deep),
        false => Ok(()),
    }
}

/// Why the set does not take one of the options, or the lack of one.
pub(super) fn of_options(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    options: &QueryOptions,
) -> Option<String> {
    let filter = options.filter.as_ref();
    if let Some(why) = filter.and_then(|filter| lacking(info, cast, filter)) {
        return Some(why);
    }
    if info.not_supported.is_empty() {
        return None;
    }
    // What was asked before entities became groups.
    let before = || options.apply.iter().flat_map(|apply| &apply.0);
    let filtered = before().any(|step| matches!(step, Transformation::Filter(_)));
    let searched = before().any(|step| matches!(step, Transformation::Search(_)));
    let used = [
        (options.top.is_some(), Usage::Top),
        (options.skip.is_some(), Usage::Skip),
        (options.count, Usage::Count),
        (options.search.is_some() || searched, Usage::Search),
        (options.filter.is_none() && !filtered, Usage::WithoutFilter),
    ];
    let mut used = used.into_iter().filter(|(is_used, _)| *is_used);
    used.find_map(|(_, usage)| of_usage(info, usage))
}

/// Why a filter is not enough, which has to have certain properties.
fn lacking(info: &EntitySetInfo, cast: Option<&TypeInfo>, filter: &Expr) -> Option<String> {
    let mut required = info.required_in_filter.iter();
    let lacks = |one: &&(&'static str, &'static str)| first(info, cast, &[**one], filter).is_none();
    required.find(lacks).map(|(_, why)| said(info, why))
}

/// Rows of what was selected have no place for what was expanded before, which would be sent for and thrown away.
pub(super) fn expanded_for_nothing(item: &ExpandItem) -> String {
    format!(
        "`expand` of `{}` has no place in rows of selected properties: put the navigation property into the selection",
        item.path
    )
}

/// The property that has to be set for a path to be; nothing where only another type has it.
fn required<'p>(path: &'p str, cast: Option<&TypeInfo>) -> Option<&'p str> {
    let mut segments = path.split('/');
    let first = segments.next().filter(|name| !name.is_empty())?;
    match first.contains('.') {
        true if cast.is_some_and(|ty| ty.name == first) => segments.next(),
        true => None,
        false => Some(first),
    }
}

/// The first path of the expression that is restricted.
fn first(
    info: &EntitySetInfo,
    cast: Option<&TypeInfo>,
    restricted: &Restricted,
    expr: &Expr,
) -> Option<String> {
    if restricted.is_empty() {
        return None;
    }
    let used = paths::used(expr);
    let mut used = used.iter();
    let why = used.find_map(|path| why(restricted, cast, path))?;
    Some(said(info, why))
}

/// A property is restricted with all that it leads to, and also where it is inherited and the path has a cast in it.
fn why(restricted: &Restricted, cast: Option<&TypeInfo>, path: &str) -> Option<&'static str> {
    let path = path.strip_prefix("$it/").unwrap_or(path);
    let cast = cast.into_iter().flat_map(|ty| [ty.name, "/"]);
    let full: String = cast.chain([path]).collect();
    let segments = full.split('/').filter(|segment| !segment.contains('.'));
    let plain = segments.collect::<Vec<_>>().join("/");
    let is_below = |path: &str, name: &str| {
        path.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let found = restricted
        .iter()
        .find(|(name, _)| is_below(&full, name) || is_below(&plain, name));
    found.map(|(_, why)| *why)
}
