//! `Core.Revisions`: what a service has deprecated is deprecated in Rust.

use std::collections::BTreeSet;

use odata_csdl::model::Annotations;
use odata_csdl::syntax::Expression;

use super::Context;
use super::member::{Declared, Member};
use super::writer::{Writer, string};
use crate::names::RustName;

const REVISIONS: &str = "Org.OData.Core.V1.Revisions";

/// Why an element is deprecated, if it is. What has no `Kind` is not: it may have been added or modified.
pub(super) fn note(annotations: &Annotations) -> Option<String> {
    let all = annotations.all(REVISIONS);
    let revisions = all.filter_map(|one| one.expression.as_ref());
    let revision = revisions.flat_map(Expression::items).find(is_deprecated)?;
    let said = |name| match revision.property(name)? {
        Expression::String(text) | Expression::Date(text) => Some(text.value.trim()),
        _ => None,
    };
    let said = |name| said(name).filter(|text| !text.is_empty());
    let why = said("Description").unwrap_or("the service has deprecated it");
    let when = [
        ("", "Date"),
        ("version ", "Version"),
        ("until ", "RemovalDate"),
    ];
    let when = when
        .iter()
        .filter_map(|(word, name)| Some(format!("{word}{}", said(name)?)));
    let when: Vec<String> = when.collect();
    let note = match when.is_empty() {
        true => why.to_owned(),
        false => format!("{why} ({})", when.join(", ")),
    };
    let safe = note.replace(
        |c: char| c.is_control() || super::docs::is_directional(c),
        " ",
    );
    Some(safe.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn is_deprecated(revision: &&Expression) -> bool {
    let kind = revision.property("Kind");
    kind.is_some_and(|kind| kind.enum_members().any(|member| member == "Deprecated"))
}

/// The attribute, where the element is deprecated.
pub(super) fn attribute(annotations: &Annotations, out: &mut Writer) {
    if let Some(note) = note(annotations) {
        out.attribute("deprecated", &format!("note = {}", string(&note)));
    }
}

/// The attribute of a field and of its constant.
pub(super) fn of_member(member: &Member<'_, '_>, out: &mut Writer) {
    match member.declared {
        Declared::Property(property) => attribute(&property.annotations, out),
        Declared::Navigation { property, .. } => attribute(&property.annotations, out),
    }
}

/// The types that are deprecated, and those of which a member is, by their names in Rust.
#[derive(Default)]
struct Deprecated {
    types: BTreeSet<String>,
    owners: BTreeSet<String>,
}

impl Deprecated {
    fn of(cx: &Context<'_, '_>) -> Self {
        let mut found = Deprecated::default();
        let model = cx.plan.model;
        for &id in &cx.plan.types {
            let ty = model.structured_type(id);
            let properties = model.properties(id).map(|one| &one.annotations);
            let links = cx
                .plan
                .links_of(id)
                .iter()
                .map(|one| &one.property.annotations);
            let mut members = properties.chain(links);
            let has = members.any(|one| note(one).is_some());
            found.add(cx.names.structured(id), &ty.annotations, has);
        }
        for &id in &cx.plan.enums {
            let ty = model.enum_type(id);
            let mut members = ty.members.iter();
            let has = members.any(|one| note(&one.annotations).is_some());
            found.add(cx.names.enumeration(id), &ty.annotations, has);
        }
        found
    }

    fn add(&mut self, name: Option<&RustName>, annotations: &Annotations, has: bool) {
        let Some(name) = name else {
            return;
        };
        if note(annotations).is_some() {
            self.types.insert(name.to_string());
        }
        if has {
            self.owners.insert(name.to_string());
        }
    }

    /// Whether an item of generated code uses something deprecated.
    fn is_used(&self, item: &str) -> bool {
        let code = || {
            item.lines()
                .filter(|line| !line.trim_start().starts_with("//"))
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut words = code().flat_map(|line| line.split(|c| !is_word(c)));
        let owner = code().find_map(|line| {
            let head = line.strip_prefix("impl ")?.strip_suffix(" {")?;
            head.split_once(" for ").map(|(_, owner)| owner)
        });
        owner.is_some_and(|owner| self.owners.contains(owner))
            || words.any(|word| self.types.contains(word))
    }
}

/// Generated code does not warn by itself of what it uses of its own.
pub(super) fn quiet(cx: &Context<'_, '_>, text: String) -> String {
    let deprecated = Deprecated::of(cx);
    if deprecated.types.is_empty() && deprecated.owners.is_empty() {
        return text;
    }
    let mut quiet = String::with_capacity(text.len());
    for item in items(&text) {
        let doc: usize = item
            .split_inclusive('\n')
            .take_while(|line| line.trim().is_empty() || line.starts_with("//"))
            .map(str::len)
            .sum();
        match item.split_at_checked(doc) {
            Some((doc, code)) if deprecated.is_used(item) => {
                quiet.push_str(doc);
                quiet.push_str("#[allow(deprecated)]\n");
                quiet.push_str(code);
            }
            _ => quiet.push_str(item),
        }
    }
    quiet
}

/// Items stand apart by a blank line; inside of one, what follows a blank line is indented.
fn items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut rest = text;
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|after| after.find("\n\n")) {
        let end = at + found + 2;
        let is_inside = rest.get(end..).is_none_or(|after| after.starts_with(' '));
        match rest.split_at_checked(end) {
            Some((item, after)) if !is_inside => {
                items.push(item);
                (rest, at) = (after, 0);
            }
            _ => at = end,
        }
    }
    items.push(rest);
    items
}
