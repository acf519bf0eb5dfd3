//! Property tables held against the samples: the samples have the names, the tables have the words.
//!
//! A table belongs to the type that its heading names; else to the answer of the operation in whose part of the page it
//! stands, if it has a name in common with it; else to the type that its page is about; else to the type inside another
//! whose property links to the heading; else to the type most of whose names it has, at least half of its own.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};

use std::collections::{HashMap, HashSet};

use super::answer::TypeName;
use super::drafts::{Drafts, PropertyDraft, TypeDraft};
use super::named::{Meaning, Named};
use super::names::{is_simple_identifier, letters};
use super::settle::settle;
use crate::pages::{DocumentedProperty, Kind, Page, PropertyTable};

/// A table, and the type that its place on the page suggests.
pub(super) struct Placed<'a> {
    pub(super) table: &'a PropertyTable,
    /// What the operation around it answers with.
    pub(super) answer: Option<TypeName>,
    /// What its page is about.
    pub(super) about: Option<TypeName>,
}

/// Gives each table to its type. Names that no sample shows are reported.
pub(super) fn apply(
    pages: &[Page],
    placed: &[Placed<'_>],
    named: &Named<'_>,
    drafts: &mut Drafts,
    diagnostics: &mut Diagnostics,
) {
    let all: Vec<&PropertyTable> = pages.iter().flat_map(|page| &page.properties).collect();
    for one in placed {
        match owner(one, &all, drafts) {
            Some(owner) => join(one.table, owner, named, drafts, diagnostics),
            None => diagnostics.extend(one.table.rows.iter().map(belongs_nowhere)),
        }
    }
    // What one table leaves open, another one may say.
    for draft in &mut drafts.types {
        let owner = &draft.name.value.name;
        let properties = draft.properties.iter_mut();
        for property in properties.filter(|one| *item(&one.kind) == Kind::Untyped) {
            let is_open = !named.is_corrected(owner, &property.name.value);
            let open = property.open.take().filter(|_| is_open);
            diagnostics.extend(open.map(|one| *one));
        }
    }
}

fn owner(one: &Placed<'_>, all: &[&PropertyTable], drafts: &Drafts) -> Option<usize> {
    let at = |found: &TypeDraft| {
        drafts
            .types
            .iter()
            .position(|draft| std::ptr::eq(draft, found))
    };
    let rows: Vec<String> = one
        .table
        .rows
        .iter()
        .map(|row| letters(&row.name.value))
        .collect();
    let hits = |draft: &TypeDraft| {
        let properties = draft.properties.iter();
        let known: HashSet<String> = properties.map(|one| letters(&one.name.value)).collect();
        rows.iter().filter(|row| known.contains(*row)).count()
    };
    let titled = letters(one.table.heading.trim_end_matches("properties").trim_end());
    let by_heading = drafts
        .types
        .iter()
        .find(|draft| letters(&draft.name.value.name) == titled);
    let answer = one.answer.as_ref().and_then(|name| drafts.find(name));
    let by_answer = answer.filter(|draft| hits(draft) > 0 || draft.properties.is_empty());
    let about = one.about.as_ref().and_then(|name| drafts.find(name));
    let by_page = about.filter(|draft| hits(draft) > 0 || draft.properties.is_empty());
    let best = drafts.types.iter().max_by_key(|draft| hits(draft));
    let by_names = best.filter(|draft| hits(draft) * 2 >= one.table.rows.len() && hits(draft) > 0);
    by_heading
        .or(by_answer)
        .or(by_page)
        .or_else(|| linked(one.table, all, drafts))
        .or(by_names)
        .and_then(at)
}

/// `authenticationParameters`, described as `see [Authentication parameters](#authentication-parameters)`.
fn linked<'d>(
    table: &PropertyTable,
    all: &[&PropertyTable],
    drafts: &'d Drafts,
) -> Option<&'d TypeDraft> {
    let heading = letters(&table.heading);
    let mut rows = all.iter().flat_map(|table| &table.rows);
    let row = rows.find(|row| row.links.iter().any(|link| letters(link) == heading))?;
    let kinds = drafts
        .types
        .iter()
        .filter_map(|draft| Some((draft, draft.find(&row.name.value)?)));
    kinds
        .filter_map(|(draft, property)| {
            let Kind::Named(name) = item(&property.kind) else {
                return None;
            };
            drafts.find(&TypeName {
                namespace: draft.name.value.namespace.clone(),
                name: name.clone(),
            })
        })
        .next()
}

fn item(kind: &Kind) -> &Kind {
    match kind {
        Kind::Collection(item) => item,
        single => single,
    }
}

fn join(
    table: &PropertyTable,
    owner: usize,
    named: &Named<'_>,
    drafts: &mut Drafts,
    diagnostics: &mut Diagnostics,
) {
    let mut places = Places::default();
    if let Some(draft) = drafts.types.get(owner) {
        draft
            .properties
            .iter()
            .for_each(|one| places.add(&one.name.value));
    }
    for row in table
        .rows
        .iter()
        .filter(|row| !row.name.value.starts_with('@'))
    {
        let namespace = drafts
            .types
            .get(owner)
            .and_then(|draft| draft.name.value.namespace.clone());
        let object = named.meaning(row, namespace.as_deref(), drafts);
        let Some(draft) = drafts.types.get_mut(owner) else {
            return;
        };
        let found = places.find(&row.name.value);
        match found.and_then(|at| draft.properties.get_mut(at)) {
            Some(property) => describe(row, object, property, diagnostics),
            None => {
                let added = undemonstrated(row, object, diagnostics);
                added.iter().for_each(|one| places.add(&one.name.value));
                draft.properties.extend(added);
            }
        }
    }
}

/// Where the properties of a type are, by their names: as written, else by their letters and digits alone.
#[derive(Default)]
struct Places {
    exact: HashMap<String, usize>,
    letters: HashMap<String, usize>,
    count: usize,
}

impl Places {
    fn add(&mut self, name: &str) {
        self.exact.entry(name.to_owned()).or_insert(self.count);
        self.letters.entry(letters(name)).or_insert(self.count);
        self.count += 1;
    }

    fn find(&self, name: &str) -> Option<usize> {
        let exact = self.exact.get(name);
        exact.or_else(|| self.letters.get(&letters(name))).copied()
    }
}

fn describe(
    row: &DocumentedProperty,
    object: Meaning,
    property: &mut PropertyDraft,
    diagnostics: &mut Diagnostics,
) {
    property.kind = settle(row, property, diagnostics);
    let is_object = matches!(item(&property.kind), Kind::Named(_));
    let values = match object {
        Meaning::Linked(name) if is_object => {
            property.kind = row.documented.wrapped(Kind::Named(name));
            Vec::new()
        }
        Meaning::Values(values) => values,
        _ => Vec::new(),
    };
    property.is_documented |= row.documented.kind.is_some() || row.documented.object.is_some();
    property
        .description
        .get_or_insert_with(|| row.description.clone());
    if property.allowed.is_empty() && *item(&property.kind) == Kind::String {
        property.allowed = match row.allowed.is_empty() {
            true => values,
            false => row.allowed.clone(),
        };
    }
}

/// What no sample shows is taken as it is documented, and that is said.
fn undemonstrated(
    row: &DocumentedProperty,
    object: Meaning,
    diagnostics: &mut Diagnostics,
) -> Option<PropertyDraft> {
    let message = format!(
        "documented property `{}` occurs in no sample",
        row.name.value
    );
    if !is_simple_identifier(&row.name.value) {
        diagnostics.push(Diagnostic::warning("undemonstrated-property", message).at(
            row.name.span,
            "this is no name of a property; it was left out",
        ));
        return None;
    }
    diagnostics.push(
        Diagnostic::note("undemonstrated-property", message)
            .at(
                row.name.span,
                "its name and its type are taken as they stand here",
            )
            .help("`[[ignore]]` in the overlay drops the row"),
    );
    let mut allowed = row.allowed.clone();
    let mut open = None;
    let one = match (object, row.documented.kind) {
        (Meaning::Linked(name) | Meaning::Type(name), _) => Kind::Named(name),
        (Meaning::Values(values), _) => {
            allowed = values;
            Kind::String
        }
        (Meaning::Unknown(name), _) => {
            open = Some(undescribed(row, &name));
            Kind::Untyped
        }
        (Meaning::None, Some(primitive)) => primitive.kind(),
        (Meaning::None, None) => {
            open = (!row.documented.understood).then(|| untyped(row));
            Kind::Untyped
        }
    };
    if one != Kind::String {
        allowed.clear();
    }
    Some(PropertyDraft {
        name: row.name.clone(),
        kind: row.documented.wrapped(one),
        only_null: false,
        is_shown: false,
        is_documented: true,
        description: Some(row.description.clone()),
        allowed,
        open: open.map(Box::new),
    })
}

fn untyped(row: &DocumentedProperty) -> Diagnostic {
    let message = format!(
        "nothing says of which type `{}` is, which reads as any JSON value",
        row.name.value
    );
    Diagnostic::warning("undescribed-type", message)
        .at(
            row.name.span,
            "no type stands beside it, and no sample shows it",
        )
        .help("add a page with a sample, or say its type with `[[set]]` in the overlay")
}

fn undescribed(row: &DocumentedProperty, name: &str) -> Diagnostic {
    let message = format!(
        "no page tells of the type `{name}` of `{}`, which reads as any JSON value",
        row.name.value
    );
    Diagnostic::warning("undescribed-type", message)
        .at(row.type_text.span, "named here")
        .help("add the page of that type to `docs`, or say with `[[set]]` in the overlay which type it is")
}

fn belongs_nowhere(row: &DocumentedProperty) -> Diagnostic {
    Diagnostic::warning(
        "undemonstrated-property",
        format!("documented property `{}` occurs in no sample", row.name.value),
    )
    .at(row.name.span, "its table belongs to no type that an operation answers with; it was left out")
    .help("if the service has it, declare it in metadata.xml; `[[ignore]]` in the overlay drops the row")
}
