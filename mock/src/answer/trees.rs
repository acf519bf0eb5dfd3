//! The options of a request as trees, their names looked up in what the path leads to.

use odata_core::expr::{parse, parse_apply, parse_compute, parse_order_by, parse_search};
use odata_core::url::{QueryOption, RelativeUrl, encode_query};
use odata_csdl::model::{Model, StructuredTypeId};

use crate::answer::found::{Found, Kind};
use crate::answer::query::names_of;
use crate::answer::{Asked, Fault, select, through};
use crate::eval::Names;

/// Reads the options that are more than text. Those that give names come first, for the others may use the names.
pub(super) fn read(
    asked: &Asked<'_>,
    model: &Model,
    found: &Found<'_>,
) -> Result<Vec<QueryOption>, Fault> {
    let options = &asked.options;
    let mut names = match &found.kind {
        Kind::CrossJoin(joined) => Names::joined(model, joined.clone()),
        _ => Names::of(model, found.declared),
    };
    let mut trees = Vec::new();
    let fault = |option: &'static str| move |error| Fault::expression(&error, option);
    if let Some(text) = options.get("$apply") {
        let apply = parse_apply(text, &names).map_err(fault("$apply"))?;
        names.add(names_of(&apply));
        trees.push(QueryOption::Apply(apply));
    }
    if let Some(text) = options.get("$compute") {
        let items = parse_compute(text, &names).map_err(fault("$compute"))?;
        names.add(items.iter().map(|item| item.alias.to_string()));
        trees.push(QueryOption::Compute(items));
    }
    if let Some(text) = options.get("$search") {
        let search = parse_search(text).map_err(fault("$search"))?;
        trees.push(QueryOption::Search(search));
    }
    if let Some(text) = options.get("$filter") {
        trees.push(QueryOption::Filter(
            parse(text, &names).map_err(fault("$filter"))?,
        ));
    }
    if let Some(text) = options.get("$orderby") {
        let items = parse_order_by(text, &names).map_err(fault("$orderby"))?;
        trees.push(QueryOption::OrderBy(items));
    }
    if options.flag("$count")? {
        trees.push(QueryOption::Count(true));
    }
    trees.extend(options.number("$skip")?.map(QueryOption::Skip));
    trees.extend(options.number("$top")?.map(QueryOption::Top));
    if let Some(text) = options.get("$select") {
        trees.push(match found.structured() {
            Some(ty) => selected(text, model, ty, &names)?,
            None => parsed("$select", text, &names)?,
        });
    }
    if let Some(text) = options.get("$expand") {
        trees.push(match found.structured() {
            Some(ty) => expanded(text, model, ty, &names)?,
            None => parsed("$expand", text, &names)?,
        });
    }
    Ok(trees)
}

/// Reads `$select` over entities of a type.
pub(super) fn selected(
    text: &str,
    model: &Model,
    ty: StructuredTypeId,
    names: &Names<'_>,
) -> Result<QueryOption, Fault> {
    select::check(text, model, ty, names)?;
    let option = parsed("$select", text, names)?;
    through::check(&option, model, ty).map(|()| option)
}

/// Reads `$expand` over entities of a type.
pub(super) fn expanded(
    text: &str,
    model: &Model,
    ty: StructuredTypeId,
    names: &Names<'_>,
) -> Result<QueryOption, Fault> {
    let option = parsed("$expand", text, names)?;
    through::check(&option, model, ty).map(|()| option)
}

/// Reads an option as the parser of whole URLs does, which alone knows `$select` and `$expand`.
fn parsed(option: &'static str, text: &str, names: &Names<'_>) -> Result<QueryOption, Fault> {
    // The name of the resource has no meaning: whatever stands there is an item of what the path led to.
    let url = format!("{HERE}?{option}={}", encode_query(text));
    let names = names.clone().at(HERE);
    let read =
        RelativeUrl::parse(&url, &names).map_err(|error| Fault::expression(&error, option))?;
    let found = match read {
        RelativeUrl::Resource { options, .. } => options.into_iter().next(),
        _ => None,
    };
    found.ok_or_else(|| Fault::bad_request(format!("`{option}` cannot be read")).target(option))
}

/// The name of the resource that options are about, for the parser.
const HERE: &str = "here";
