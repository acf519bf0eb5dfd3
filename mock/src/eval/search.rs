//! `$search`: what is searched is the service's choice (URL conventions 5.1.7); here it is every text.

use odata_core::edm::PrimitiveType;
use odata_core::expr::Search;
use odata_csdl::model::Model;

use crate::eval::{EvalError, Value, World, read};
use crate::shape::{self, Declared, Member, Shape};

/// Whether the search finds the row: a term is found where a text contains it, whatever the case.
///
/// # Errors
/// When the request has no steps left to read the texts of the row for another term.
pub(crate) fn matches(
    world: World<'_>,
    row: &Value<'_>,
    search: &Search,
) -> Result<bool, EvalError> {
    let mut texts = Vec::new();
    collect(world.model, row, &mut texts);
    let cost = 1 + texts.iter().map(|text| 1 + text.len() / 16).sum::<usize>();
    world.budget.charge(cost)?;
    let charge = || world.budget.charge(cost);
    holds(&texts, search, &charge)
}

fn holds(
    texts: &[String],
    search: &Search,
    charge: &dyn Fn() -> Result<(), EvalError>,
) -> Result<bool, EvalError> {
    let (all, decides) = match search {
        Search::Term(term) | Search::Incomplete(term) => {
            charge()?;
            let term = term.to_lowercase();
            return Ok(texts.iter().any(|text| text.contains(&term)));
        }
        Search::Not(inner) => return Ok(!holds(texts, inner, charge)?),
        Search::And(all) => (all, false),
        Search::Or(all) => (all, true),
    };
    for one in all {
        if holds(texts, one, charge)? == decides {
            return Ok(decides);
        }
    }
    Ok(!decides)
}

/// Collects every text of the row in lower case; what navigation leads to is not part of it.
fn collect(model: &Model, value: &Value<'_>, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.to_lowercase()),
        Value::Collection {
            items,
            item: item @ (Shape::Structured(_) | Shape::Unknown),
        }
        | Value::Collection {
            items,
            item: item @ Shape::Primitive(PrimitiveType::String),
        } => {
            for json in *items {
                if let Ok(value) = read::item(model, json, *item) {
                    collect(model, &value, texts);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(model, item, texts)),
        Value::Object(object) => {
            for (_, value) in object.added.iter().flat_map(|added| added.iter()) {
                collect(model, value, texts);
            }
            for (name, json) in object.members {
                let declared = match object.ty.and_then(|ty| shape::member(model, ty, name)) {
                    Some(Member::Property(declared)) => declared,
                    Some(Member::Navigation(_)) => continue,
                    Some(Member::Dynamic) | None => Declared::UNKNOWN,
                };
                if name.contains('@') {
                    continue;
                }
                if let Ok(value) = read::json(model, json, declared) {
                    collect(model, &value, texts);
                }
            }
        }
        _ => {}
    }
}
