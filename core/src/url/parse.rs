//! Whole URLs, and how they fall into parts: what stands between signs that cannot be percent-encoded.

use super::name::OptionName;
use super::request::{RelativeUrl, ServiceUrl};
use crate::expr::escapes::Decoded;
use crate::expr::parser::Parser;
use crate::expr::{ExprError, Scope, Type};

mod context;
mod expand;
mod given;
mod nested;
mod option;
mod resource;
mod resource_head;
mod root;
mod select;
mod value;

pub(crate) use context::context;
pub(crate) use option::{one, options};

/// Where options stand, and what they are about.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) allowed: &'static [OptionName],
    pub(crate) what: &'static str,
    pub(crate) here: Type,
}

/// Reads the rest of a text as a URL that is relative to the service root.
pub(super) fn relative(
    whole: &str,
    start: usize,
    scope: &dyn Scope,
) -> Result<RelativeUrl, ExprError> {
    let rest = whole.get(start..).unwrap_or_default();
    let hash = rest.find('#').map(|at| start + at);
    let end = hash.unwrap_or(whole.len());
    let before = whole.get(start..end).unwrap_or_default();
    let question = before.find('?').map(|at| start + at);
    let path_end = question.unwrap_or(end);
    let path = whole.get(start..path_end).unwrap_or_default();
    let read_options = |about: About| match question {
        Some(question) => options(whole, question + 1..end, &about, scope),
        None => Ok(Vec::new()),
    };
    let about = |allowed, what| About {
        allowed,
        what,
        here: scope.root(),
    };
    if let (Some(hash), true) = (hash, path != "$metadata") {
        let message = "`#` stands only behind `$metadata`";
        return Err(ExprError::new(whole, hash..hash + 1, message));
    }
    if path == "$metadata" {
        let options = read_options(about(OptionName::OF_SERVICE, "$metadata"))?;
        let context = match hash {
            Some(hash) => Some(context(whole, hash, scope)?),
            None => None,
        };
        return Ok(RelativeUrl::Metadata { options, context });
    }
    if path == "$batch" {
        return read_options(about(OptionName::OF_SERVICE, "$batch")).map(RelativeUrl::Batch);
    }
    if path == "$entity" || path.starts_with("$entity/") {
        return entity(whole, start..path_end, end, read_options, scope);
    }
    let decoded = Decoded::new(whole, start..path_end)?;
    let (path, here) = Parser::over_path(&decoded, scope)
        .whole(Parser::resource_path)
        .map_err(|error| decoded.shown(error))?;
    let options = read_options(About {
        allowed: OptionName::OF_RESOURCE,
        what: "a resource",
        here,
    })?;
    Ok(RelativeUrl::Resource { path, options })
}

/// `$entity`, with a type or without; `$id` must be among the options.
fn entity(
    whole: &str,
    path: std::ops::Range<usize>,
    end: usize,
    read_options: impl Fn(About) -> Result<Vec<super::QueryOption>, ExprError>,
    scope: &dyn Scope,
) -> Result<RelativeUrl, ExprError> {
    let cast_at = path.start + "$entity/".len();
    let (cast, allowed) = if path.end < cast_at {
        (None, OptionName::OF_ENTITY)
    } else {
        let decoded = Decoded::new(whole, cast_at..path.end)?;
        let name = Parser::over_path(&decoded, scope)
            .whole(|parser| parser.type_name().map(str::to_owned))
            .map_err(|error| decoded.shown(error))?;
        (Some(name), OptionName::OF_CAST_ENTITY)
    };
    let here = match &cast {
        Some(name) => scope.cast(&Type::Unchecked, name),
        None => None,
    };
    let options = read_options(About {
        allowed,
        what: "$entity",
        here: here.unwrap_or(Type::Unchecked),
    })?;
    if !options.iter().any(|option| option.name() == "$id") {
        let message = "`$entity` needs `$id`";
        return Err(ExprError::new(whole, path.end..end, message));
    }
    Ok(RelativeUrl::Entity {
        cast: cast.map(Into::into),
        options,
    })
}

/// How many places are tried as the end of the service root.
const ROOTS: usize = 64;

/// Reads a whole URL: the shortest service root behind which the rest is a relative URL.
pub(super) fn service_url(text: &str, scope: &dyn Scope) -> Result<ServiceUrl, ExprError> {
    let shortest = root::shortest(text)?;
    let path_end = text.find(['?', '#']).unwrap_or(text.len());
    let path = text.get(shortest..path_end).unwrap_or_default();
    let ends = path.match_indices('/').map(|(at, _)| shortest + at + 1);
    let mut fault: Option<ExprError> = None;
    for end in std::iter::once(shortest).chain(ends).take(ROOTS) {
        let root = text.get(..end).unwrap_or_default();
        if end == text.len() {
            return Ok(ServiceUrl {
                root: root.into(),
                relative: None,
            });
        }
        match relative(text, end, scope) {
            Ok(relative) => {
                return Ok(ServiceUrl {
                    root: root.into(),
                    relative: Some(relative),
                });
            }
            Err(error) => {
                let further = fault
                    .as_ref()
                    .is_none_or(|fault| fault.range().start <= error.range().start);
                if further {
                    fault = Some(error);
                }
            }
        }
    }
    let missing = ExprError::new(text, shortest..text.len(), "a resource is missing here");
    Err(fault.unwrap_or(missing))
}
