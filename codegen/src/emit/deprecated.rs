//! `Core.Revisions`: what a service has deprecated is deprecated in Rust.

use foldhash::HashSet;
use odata_csdl::model::Annotations;
use odata_csdl::syntax::Expression;

use super::member::{Declared, Member};
use super::writer::{Writer, string};
use crate::names::{Names, RustName};
use crate::plan::Plan;

const REVISIONS: &str = "Org.OData.Core.V1.Revisions";

/// Why an element is deprecated, if it is. What has no `Kind` is not: it may have been added or modified.
pub(super) fn note(annotations: &Annotations) -> Option<String> {
    let revision = revision(annotations)?;
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

/// What says that an element is deprecated.
fn revision(annotations: &Annotations) -> Option<&Expression> {
    let all = annotations.all(REVISIONS);
    let revisions = all.filter_map(|one| one.expression.as_ref());
    revisions.flat_map(Expression::items).find(is_deprecated)
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
pub(super) struct Deprecated {
    types: HashSet<String>,
    owners: HashSet<String>,
    /// The bytes of ASCII that deprecated types begin with, a bit each.
    beginnings: u128,
}

impl Deprecated {
    pub(super) fn of(plan: &Plan<'_>, names: &Names<'_>) -> Self {
        let mut found = Deprecated::default();
        let model = plan.model;
        for &id in &plan.types {
            let ty = model.structured_type(id);
            let properties = model.properties(id).map(|one| &one.annotations);
            let links = plan.links_of(id).iter();
            let links = links.map(|one| &one.property.annotations);
            let mut members = properties.chain(links);
            let has = members.any(|one| revision(one).is_some());
            found.add(names.structured(id), &ty.annotations, has);
        }
        for &id in &plan.enums {
            let ty = model.enum_type(id);
            let mut members = ty.members.iter();
            let has = members.any(|one| revision(&one.annotations).is_some());
            found.add(names.enumeration(id), &ty.annotations, has);
        }
        found
    }

    fn add(&mut self, name: Option<&RustName>, annotations: &Annotations, has: bool) {
        let Some(name) = name.map(RustName::as_str) else {
            return;
        };
        if revision(annotations).is_some() {
            self.types.insert(name.to_owned());
            let first = name.bytes().next().filter(u8::is_ascii);
            self.beginnings |= first.map_or(0, |byte| 1 << byte);
        }
        if has {
            self.owners.insert(name.to_owned());
        }
    }

    /// Where the attribute has to stand in an item of generated code that uses something deprecated: behind its
    /// documentation. Generated code does not warn by itself of what it uses of its own.
    pub(super) fn used_at(&self, item: &str) -> Option<usize> {
        if self.types.is_empty() && self.owners.is_empty() {
            return None;
        }
        let mut code = item.lines().filter(|line| !is_comment(line));
        if !code.any(|line| self.is_owner(line) || self.is_named(line)) {
            return None;
        }
        let lines = item.split_inclusive('\n');
        let above = lines.take_while(|line| line.trim().is_empty() || line.starts_with("//"));
        Some(above.map(str::len).sum())
    }

    /// Whether a line begins what a type with a deprecated member implements.
    fn is_owner(&self, line: &str) -> bool {
        let head = line
            .strip_prefix("impl ")
            .and_then(|head| head.strip_suffix(" {"));
        let owner = head.and_then(|head| head.split_once(" for "));
        owner.is_some_and(|(_, owner)| self.owners.contains(owner))
    }

    fn is_named(&self, line: &str) -> bool {
        // Nearly all lines are ASCII, and looked at by their bytes.
        if !line.is_ascii() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let mut words = line.split(|c| !is_word(c));
            return words.any(|word| self.types.contains(word));
        }
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let mut words = line.as_bytes().split(|byte| !is_word(byte));
        words.any(|word| {
            let may_be = word
                .first()
                .is_some_and(|&byte| self.beginnings >> byte & 1 == 1);
            let word = Some(word).filter(|_| may_be);
            let word = word.and_then(|word| std::str::from_utf8(word).ok());
            word.is_some_and(|word| self.types.contains(word))
        })
    }
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}
