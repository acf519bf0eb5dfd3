//! `overlay.toml`: corrections to what the documents say, each with its reason.

use std::collections::BTreeMap;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Sources, Span, Spanned};
use odata_csdl::syntax::{
    Annotation, Document, Expression, Facets, MaxLength, StructuredType, TypeRef,
};
use serde::Deserialize;

use crate::pages::Page;
use crate::service::toml_error;

mod stand_ins;
mod targets;
mod unmet;

/// The corrections of one overlay.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overlay {
    source: Option<SourceId>,
    set: Vec<SetFact>,
    ignore: Vec<IgnoreRow>,
    answer: Vec<StateAnswer>,
    key: Vec<StateKey>,
    derived: Vec<StateDerived>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    set: Vec<SetFact>,
    #[serde(default)]
    ignore: Vec<IgnoreRow>,
    #[serde(default)]
    answer: Vec<StateAnswer>,
    #[serde(default)]
    key: Vec<StateKey>,
    #[serde(default)]
    derived: Vec<StateDerived>,
}

/// States a fact about a type, a property (`Type/property`) or an entity set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SetFact {
    target: toml::Spanned<String>,
    r#type: Option<toml::Spanned<String>>,
    nullable: Option<bool>,
    max_length: Option<u64>,
    description: Option<toml::Spanned<String>>,
    reason: toml::Spanned<String>,
}

/// Drops a row of a page's property table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct IgnoreRow {
    page: toml::Spanned<String>,
    property: toml::Spanned<String>,
    /// Whether the page is one of another copy of the documents, which the overlay serves too.
    #[serde(default)]
    may_be_absent: bool,
    reason: toml::Spanned<String>,
}

/// Says what an operation answers with, where its page does not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateAnswer {
    path: toml::Spanned<String>,
    /// Absent when nothing comes back.
    #[serde(default)]
    r#type: String,
    reason: toml::Spanned<String>,
}

/// Says which property is the key of a type, where no path does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateKey {
    r#type: toml::Spanned<String>,
    property: String,
    reason: toml::Spanned<String>,
}

/// Names a type that values say they are of, and that has no page: it has what its base type has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateDerived {
    r#type: toml::Spanned<String>,
    base: toml::Spanned<String>,
    description: Option<toml::Spanned<String>>,
    reason: toml::Spanned<String>,
}

impl Overlay {
    pub(crate) fn read(source: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Self {
        let text = sources
            .get(source)
            .map(|text| text.text())
            .unwrap_or_default();
        let written: Written = match toml::from_str(text) {
            Ok(written) => written,
            Err(error) => {
                diagnostics.push(toml_error(source, sources, &error));
                return Overlay::default();
            }
        };
        let reasons = written
            .set
            .iter()
            .map(|fact| &fact.reason)
            .chain(written.ignore.iter().map(|row| &row.reason))
            .chain(written.answer.iter().map(|one| &one.reason))
            .chain(written.key.iter().map(|one| &one.reason))
            .chain(written.derived.iter().map(|one| &one.reason));
        for reason in reasons.filter(|reason| reason.get_ref().trim().is_empty()) {
            diagnostics.push(
                Diagnostic::error("no-reason", "a correction needs its reason")
                    .at(at(source, reason), "say why the documents are wrong"),
            );
        }
        for fact in &written.set {
            let stated =
                fact.r#type.is_some() || fact.nullable.is_some() || fact.max_length.is_some();
            if !stated && fact.description.is_none() {
                diagnostics.push(
                    Diagnostic::error("no-fact", "this correction states nothing")
                        .at(at(source, &fact.target), "nothing is said of it")
                        .help("add `type`, `nullable`, `max-length` or `description`"),
                );
            }
        }
        Overlay {
            source: Some(source),
            set: written.set,
            ignore: written.ignore,
            answer: written.answer,
            key: written.key,
            derived: written.derived,
        }
    }

    /// The types that operations answer with, by path in lower case.
    pub(crate) fn answers(&self) -> BTreeMap<String, String> {
        let of = |one: &StateAnswer| (one.path.get_ref().to_lowercase(), one.r#type.clone());
        self.answer.iter().map(of).collect()
    }

    /// The properties that are keys, by type.
    pub(crate) fn keys(&self) -> BTreeMap<String, String> {
        let of = |one: &StateKey| (one.r#type.get_ref().clone(), one.property.clone());
        self.key.iter().map(of).collect()
    }

    /// Drops the rows that are to be ignored.
    pub(crate) fn ignore_rows(&self, pages: &mut [Page], sources: &Sources) {
        for page in pages {
            let name = file_name(page, sources);
            let of_page = |row: &&IgnoreRow| row.page.get_ref() == name;
            for ignored in self.ignore.iter().filter(of_page) {
                for table in &mut page.properties {
                    let rows = &mut table.rows;
                    rows.retain(|row| row.name.value != *ignored.property.get_ref());
                }
            }
        }
    }

    /// Whether the overlay says which type a property has, so that documents may disagree about it.
    pub(crate) fn settles_type(&self, type_name: &str, property: &str) -> bool {
        let target = format!("{type_name}/{property}");
        self.typed().any(|typed| typed == target)
    }

    /// The properties whose types it says, as `Type/property`.
    pub(crate) fn typed(&self) -> impl Iterator<Item = String> {
        let typed = self.set.iter().filter(|fact| fact.r#type.is_some());
        typed.map(|fact| targets::without_namespace(fact.target.get_ref()).to_owned())
    }

    /// Writes the facts into the documents, over what they say.
    pub(crate) fn apply(&self, documents: &mut [Document], diagnostics: &mut Diagnostics) {
        let Some(source) = self.source else { return };
        for one in &self.derived {
            if add_derived(documents, one, source).is_none() {
                let (target, base) = (one.base.get_ref(), &one.base);
                diagnostics.push(
                    Diagnostic::error(
                        "unknown-target",
                        format!(
                            "the overlay derives a type from `{target}`, and there is no such type"
                        ),
                    )
                    .at(at(source, base), "no type is called so")
                    .suggest(target, targets::all(documents).iter().map(String::as_str)),
                );
            }
        }
        for fact in &self.set {
            let target = fact.target.get_ref();
            let is_of_type = !target.contains('/');
            let narrows = fact.nullable.is_some() || fact.max_length.is_some();
            if is_of_type && narrows {
                diagnostics.push(
                    Diagnostic::error(
                        "wrong-target",
                        format!("`{target}` is no property: it has no nullability and no length"),
                    )
                    .at(at(source, &fact.target), "a property is named here")
                    .help(
                        "a property is written `Type/property`, a parameter `operation/parameter`",
                    ),
                );
                continue;
            }
            let owners = targets::owners(documents, target);
            if let [_, _, ..] = owners.as_slice() {
                diagnostics.push(
                    Diagnostic::error(
                        "ambiguous-target",
                        format!("the overlay corrects `{target}`, and several are called so"),
                    )
                    .at(at(source, &fact.target), "which one is meant is not said")
                    .help(format!("they are {}", owners.join(" and "))),
                );
                continue;
            }
            if let Some(ty) = fact.r#type.as_ref().filter(|_| is_of_type) {
                stand_in(documents, fact, ty, source, diagnostics);
            }
            let mut set = |one: targets::Target<'_>| {
                if let Some((ty, facets)) = one.typed {
                    set_type(ty, facets, fact, source);
                }
                explain(one.annotations, fact, source);
            };
            let found = targets::each(documents, target, &mut set);
            if !found {
                diagnostics.push(
                    Diagnostic::error(
                        "unknown-target",
                        format!("the overlay corrects `{target}`, and there is no such thing"),
                    )
                    .at(
                        at(source, &fact.target),
                        "no type, property, parameter or entity set is called so",
                    )
                    .suggest(target, targets::all(documents).iter().map(String::as_str)),
                );
            }
        }
    }
}

/// What a page is called in its folder.
fn file_name<'s>(page: &Page, sources: &'s Sources) -> &'s str {
    let path = sources.get(page.source).map_or("", |source| source.name());
    path.rsplit('/').next().unwrap_or(path)
}

fn at<T>(source: SourceId, value: &toml::Spanned<T>) -> Span {
    Span::new(source, value.span().start, value.span().end)
}

/// Adds the type beside its base type; None when there is no such base type.
fn add_derived(documents: &mut [Document], one: &StateDerived, source: SourceId) -> Option<()> {
    let mut schemas = documents
        .iter_mut()
        .flat_map(|document| &mut document.schemas);
    let base = one.base.get_ref();
    let schema = schemas.find(|schema| {
        let mut types = schema.structured_types.iter();
        types.any(|ty| ty.name.value == *base)
    })?;
    let full = format!("{}.{base}", schema.namespace.value);
    let known = schema
        .structured_types
        .iter()
        .find(|ty| ty.name.value == *base)?;
    let span = at(source, &one.r#type);
    let mut derived = StructuredType {
        kind: known.kind,
        name: Spanned::new(one.r#type.get_ref().clone(), span),
        base_type: Some(Spanned::new(full, at(source, &one.base))),
        span,
        ..StructuredType::default()
    };
    if let Some(text) = &one.description {
        describe(&mut derived.annotations, text, source);
    }
    schema.structured_types.push(derived);
    Some(())
}

/// Puts a type in the place of another one, which has to be a complex type.
fn stand_in(
    documents: &mut [Document],
    fact: &SetFact,
    ty: &toml::Spanned<String>,
    source: SourceId,
    diagnostics: &mut Diagnostics,
) {
    let target = fact.target.get_ref();
    let error = |message: String| {
        Diagnostic::error("wrong-target", message)
            .at(
                at(source, &fact.target),
                "a property is named here, or a complex type",
            )
            .help("a property is written `Type/property`, a parameter `operation/parameter`")
    };
    if ty.get_ref().starts_with("Collection(") {
        let message = format!("a collection does not stand for a type, as it would for `{target}`");
        diagnostics.push(error(message));
        return;
    }
    // What is not there at all is told with what was meant.
    if stand_ins::put(documents, target, ty, source) == stand_ins::Stood::NoComplexType
        && targets::each(documents, target, &mut |_| {})
    {
        let message = format!("`{target}` is no complex type: no other type stands in its place");
        diagnostics.push(error(message));
    }
}

fn set_type(type_ref: &mut TypeRef, facets: &mut Facets, fact: &SetFact, source: SourceId) {
    if let Some(ty) = &fact.r#type {
        let written = ty.get_ref();
        let item = written
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'));
        type_ref.collection = item.is_some();
        type_ref.name = Spanned::new(item.unwrap_or(written).to_owned(), at(source, ty));
    }
    facets.nullable = fact.nullable.or(facets.nullable);
    if let Some(length) = fact.max_length {
        facets.max_length = Some(MaxLength::Limit(length));
    }
}

fn explain(annotations: &mut Vec<Annotation>, fact: &SetFact, source: SourceId) {
    if let Some(text) = &fact.description {
        describe(annotations, text, source);
    }
}

fn describe(annotations: &mut Vec<Annotation>, text: &toml::Spanned<String>, source: SourceId) {
    let span = at(source, text);
    annotations
        .retain(|annotation| annotation.term.value.rsplit('.').next() != Some("Description"));
    annotations.push(Annotation {
        term: Spanned::new(crate::merge::DESCRIPTION.to_owned(), span),
        qualifier: None,
        expression: Some(Expression::String(Spanned::new(
            text.get_ref().clone(),
            span,
        ))),
        annotations: Vec::new(),
        span,
    });
}
