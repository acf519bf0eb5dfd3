//! The parameters of functions and actions.

use odata_csdl::source::{Span, Spanned};
use odata_csdl::syntax::{Facets, Parameter as Written, TypeRef};

use super::catalog::Operation;
use super::expression::{annotation, boolean, string};
use super::names::{is_simple_identifier, letters};
use super::vocabulary::{DESCRIPTION, QUERY_OPTION, allowed_values};
use crate::pages::{BodyParameter, Page, Parameter, Primitive, RequestLine, SegmentKind};

const OPTIONAL: &str = "Org.OData.Core.V1.OptionalParameter";

/// A parameter that a URL shows: its name, what stands in its place, and where.
struct Shown {
    name: String,
    value: String,
    span: Span,
}

/// The parameters between the parentheses, then those of the query string.
pub(super) fn of_function(one: &Operation<'_>, page: Option<&Page>) -> Vec<Written> {
    let request = &one.facts.request;
    let inline = one.route.member().and_then(|member| {
        let arguments = member.arguments.as_ref()?;
        Some(split(arguments, ',', member.name.span))
    });
    let inline = inline.unwrap_or_default();
    let query = request
        .query
        .as_ref()
        .map(|query| split(&query.value, '&', query.span));
    let query = query
        .unwrap_or_default()
        .into_iter()
        .filter(|one| !one.name.starts_with('$'));
    let examples = page.map(|page| examples(page, request)).unwrap_or_default();
    let documented = |name: &str| {
        let mut all = one.facts.parameters.iter();
        all.find(|parameter| letters(&parameter.name.value) == letters(name))
    };
    let mut written: Vec<Written> = Vec::new();
    for shown in &inline {
        written.push(parameter(shown, documented(&shown.name), &examples, false));
    }
    for shown in query {
        written.push(parameter(&shown, documented(&shown.name), &examples, true));
    }
    for stated in &one.facts.parameters {
        let name = &stated.name.value;
        let in_path = request.path.iter().any(|segment| {
            segment
                .value
                .key()
                .is_some_and(|place| letters(place) == letters(name))
        });
        let is_new = !written
            .iter()
            .any(|known| letters(&known.name.value) == letters(name))
            && !inline
                .iter()
                .any(|known| letters(&known.value) == letters(name));
        if is_new && !in_path && is_simple_identifier(name) {
            let shown = Shown {
                name: name.clone(),
                value: String::new(),
                span: stated.name.span,
            };
            written.push(parameter(&shown, Some(stated), &examples, true));
        }
    }
    written.retain(|one| is_simple_identifier(&one.name.value));
    written
}

/// `ip='{IP}',timestamp={TimeStamp}`: a comma inside quotes is part of the value.
fn split(text: &str, separator: char, span: Span) -> Vec<Shown> {
    let mut quoted = false;
    let parts = text.split(|c: char| {
        quoted ^= c == '\'';
        c == separator && !quoted
    });
    let named = parts.filter_map(|part| part.split_once('='));
    named
        .map(|(name, value)| Shown {
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            span,
        })
        .collect()
}

/// What the examples of a page write for the parameters of this request.
fn examples(page: &Page, request: &RequestLine) -> Vec<Shown> {
    let call = |line: &RequestLine| match line.path.last().map(|last| &last.value) {
        Some(SegmentKind::Call(name, arguments)) => Some((name.to_lowercase(), arguments.clone())),
        Some(SegmentKind::Literal(name)) => Some((name.to_lowercase(), String::new())),
        _ => None,
    };
    let wanted = call(request).map(|(name, _)| name);
    let mut shown = Vec::new();
    for line in page.requests.iter().filter(|line| line.from_example) {
        if let Some((name, arguments)) = call(line)
            && Some(&name) == wanted.as_ref()
        {
            shown.extend(split(&arguments, ',', line.span()));
            let query = line.query.as_ref().map_or("", |query| query.value.as_str());
            shown.extend(split(query, '&', line.span()));
        }
    }
    shown
}

fn parameter(
    shown: &Shown,
    stated: Option<&Parameter>,
    examples: &[Shown],
    in_query: bool,
) -> Written {
    let example = examples
        .iter()
        .find(|one| one.name.eq_ignore_ascii_case(&shown.name));
    let ty = type_of(shown, stated, example);
    let mut annotations = Vec::new();
    let text = stated
        .map(|stated| &stated.description)
        .filter(|text| !text.value.is_empty());
    annotations.extend(
        text.map(|text| annotation(DESCRIPTION, None, string(text.value.clone(), text.span))),
    );
    if in_query {
        annotations.push(annotation(QUERY_OPTION, None, boolean(true, shown.span)));
        // What a query string has and no page requires may be left out, unless the request itself shows it.
        let required = stated
            .and_then(|stated| stated.required)
            .unwrap_or(!shown.value.is_empty());
        if !required {
            annotations.push(annotation(OPTIONAL, None, boolean(true, shown.span)));
        }
    }
    Written {
        name: Spanned::new(shown.name.clone(), shown.span),
        ty: TypeRef {
            collection: false,
            name: Spanned::new(ty.to_owned(), shown.span),
        },
        facets: Facets {
            nullable: Some(false),
            ..Facets::default()
        },
        annotations,
        span: shown.span,
    }
}

/// By its table; else `{true/false}`; else by its quotes; else by what an example has; else by its description,
/// which counts something, or its default, which is a number; else a string.
fn type_of(shown: &Shown, stated: Option<&Parameter>, example: Option<&Shown>) -> &'static str {
    let documented = stated.and_then(|stated| stated.documented.as_ref()?.kind);
    if let Some(primitive) = documented {
        return primitive.edm_name();
    }
    let is_quoted = |text: &str| text.starts_with('\'') && text.ends_with('\'');
    let value = shown.value.trim_matches(['{', '}']).to_lowercase();
    let literal = example.map_or("", |one| one.value.as_str());
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let is_count = stated.is_some_and(|stated| {
        let text = stated.description.value.to_lowercase();
        stated.default.is_some() || text.trim_start_matches("the ").starts_with("number of ")
    });
    let is_date = literal.len() >= 10 && literal.get(4..5) == Some("-") && literal.contains('T');
    match () {
        () if value == "true/false" || matches!(literal, "true" | "false") => {
            Primitive::Boolean.edm_name()
        }
        () if is_quoted(&shown.value) || is_quoted(literal) => Primitive::String.edm_name(),
        () if is_number(literal) || is_count => Primitive::Int64.edm_name(),
        () if is_date => Primitive::DateTimeOffset.edm_name(),
        () => Primitive::String.edm_name(),
    }
}

/// The members of the body of an action.
pub(super) fn of_action(one: &Operation<'_>) -> Vec<Written> {
    let members = one
        .facts
        .body
        .iter()
        .filter(|one| is_simple_identifier(&one.name.value));
    members.map(member).collect()
}

fn member(one: &BodyParameter) -> Written {
    let (name, text) = (&one.name, &one.description);
    let mut annotations = Vec::new();
    if !text.value.is_empty() {
        annotations.push(annotation(
            DESCRIPTION,
            None,
            string(text.value.clone(), text.span),
        ));
    }
    if one.required == Some(false) {
        annotations.push(annotation(OPTIONAL, None, boolean(true, text.span)));
    }
    // What is an object has parts of which these are some values.
    if one.documented.kind == Some(Primitive::String) {
        annotations.extend(allowed_values(&one.allowed));
    }
    let ty = match one.documented.kind {
        Some(primitive) => primitive.edm_name(),
        None => "Edm.Untyped",
    };
    Written {
        name: name.clone(),
        ty: TypeRef {
            collection: one.documented.collection,
            name: Spanned::new(ty.to_owned(), one.type_text.span),
        },
        facets: Facets {
            nullable: one
                .required
                .filter(|_| !one.documented.collection)
                .map(|required| !required),
            ..Facets::default()
        },
        annotations,
        span: name.span,
    }
}
