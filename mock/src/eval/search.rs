//! `$search`: what is searched is the service's choice (URL conventions 5.1.7); here it is every text.

use odata_core::edm::PrimitiveType;
use odata_core::expr::Search;
use odata_csdl::model::Model;

use crate::eval::{Value, read};
use crate::shape::{self, Declared, Member, Shape};

/// Whether the search finds the row: a term is found where a text contains it, whatever the case.
pub(crate) fn matches(model: &Model, row: &Value<'_>, search: &Search) -> bool {
    let mut texts = Vec::new();
    collect(model, row, &mut texts);
    holds(&texts, search)
}

fn holds(texts: &[String], search: &Search) -> bool {
    match search {
        Search::Term(term) | Search::Incomplete(term) => {
            let term = term.to_lowercase();
            texts.iter().any(|text| text.contains(&term))
        }
        Search::Not(inner) => !holds(texts, inner),
        Search::And(all) => all.iter().all(|one| holds(texts, one)),
        Search::Or(all) => all.iter().any(|one| holds(texts, one)),
    }
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
