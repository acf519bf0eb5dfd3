//! `Core.Revisions`: what a service has deprecated is deprecated in Rust.

use foldhash::HashSet;
use odata_csdl::model::{Annotations, EnumTypeId, StructuredTypeId, Type, TypeKind};
use odata_csdl::syntax::Expression;

use super::declaring::Declaring;
use super::member::{Declared, Member};
use super::writer::{Writer, string};
use crate::by_id::ById;
use crate::names::{Names, RustName};
use crate::plan::{Function, Plan};

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
pub(super) fn attribute(annotations: &Annotations, out: &mut Writer<'_>) {
    if let Some(note) = note(annotations) {
        out.attribute("deprecated", &format!("note = {}", string(&note)));
    }
}

/// The attribute of a field and of its constant.
pub(super) fn of_member(member: &Member<'_, '_>, out: &mut Writer<'_>) {
    match member.declared {
        Declared::Property(property) => attribute(&property.annotations, out),
        Declared::Navigation { property, .. } => attribute(&property.annotations, out),
    }
}

/// What is deprecated of the generated types.
#[derive(Default)]
pub(super) struct Deprecated {
    types: ById<StructuredTypeId, ()>,
    enums: ById<EnumTypeId, ()>,
    /// Types of which a member is deprecated.
    owners: ById<StructuredTypeId, ()>,
    enum_owners: ById<EnumTypeId, ()>,
    /// Types that declare a property of a deprecated type themselves.
    users: Declaring,
    /// The names in Rust of the deprecated types, and of those of which a member is.
    names: HashSet<String>,
    owner_names: HashSet<String>,
    /// The bytes of ASCII that names of deprecated types begin with, a bit each.
    beginnings: u128,
    /// Their lengths, a bit each; the last one is that of all that are longer.
    lengths: u128,
}

impl Deprecated {
    pub(super) fn of(plan: &Plan<'_>, names: &Names<'_>) -> Self {
        let mut found = Deprecated::default();
        let model = plan.model;
        let is_deprecated = |annotations: &Annotations| revision(annotations).is_some();
        let declares = Declaring::of(model, |ty| {
            let mut properties = ty.properties.iter();
            properties.any(|one| is_deprecated(&one.annotations))
        });
        let leads = Declaring::of(model, |ty| {
            let mut properties = ty.navigation_properties.iter();
            properties.any(|one| is_deprecated(&one.annotations))
        });
        for &id in &plan.types {
            let mut links = plan.links_of(id).iter();
            if declares.has(model, id)
                || leads.has(model, id) && links.any(|one| is_deprecated(&one.property.annotations))
            {
                found.owners.insert(id, ());
                found
                    .owner_names
                    .extend(names.structured(id).map(RustName::to_string));
            }
            if revision(&model.structured_type(id).annotations).is_some() {
                found.types.insert(id, ());
                found.add_name(names.structured(id));
            }
        }
        for &id in &plan.enums {
            let ty = model.enum_type(id);
            let mut members = ty.members.iter();
            if members.any(|one| revision(&one.annotations).is_some()) {
                found.enum_owners.insert(id, ());
                found
                    .owner_names
                    .extend(names.enumeration(id).map(RustName::to_string));
            }
            if revision(&ty.annotations).is_some() {
                found.enums.insert(id, ());
                found.add_name(names.enumeration(id));
            }
        }
        found.users = Declaring::of(model, |ty| {
            let mut properties = ty.properties.iter();
            properties.any(|one| found.is_kind(&one.ty))
        });
        found
    }

    fn is_kind(&self, ty: &Type) -> bool {
        match ty.kind {
            TypeKind::Structured(id) => self.types.has(id),
            TypeKind::Enum(id) => self.enums.has(id),
            _ => false,
        }
    }

    fn add_name(&mut self, name: Option<&RustName>) {
        let Some(name) = name.map(RustName::to_string) else {
            return;
        };
        let first = name.bytes().next().filter(u8::is_ascii);
        self.beginnings |= first.map_or(0, |byte| 1 << byte);
        self.lengths |= length_bit(&name);
        self.names.insert(name);
    }

    /// Whether the code of a type can use something deprecated: most of it cannot, and need not be looked through.
    pub(super) fn is_near(&self, plan: &Plan<'_>, id: StructuredTypeId) -> bool {
        let is_in_function = |one: &Function<'_>| {
            let answer = one.operation.return_type.iter().map(|answer| &answer.ty);
            let taken = one.operation.parameters.iter().map(|one| &one.ty);
            answer.chain(taken).any(|ty| self.is_kind(ty))
        };
        let mut links = plan.links_of(id).iter();
        self.types.has(id)
            || self.owners.has(id)
            || self.users.has(plan.model, id)
            || links.any(|one| self.types.has(one.target))
            || plan.derived(id).any(|one| self.types.has(one))
            || {
                let operations = plan.functions_of(Some(id)).iter();
                let mut operations = operations.chain(plan.actions_of(Some(id)));
                operations.any(is_in_function)
            }
    }

    /// The same of an enumeration, whose code names itself and its members.
    pub(super) fn is_near_enum(&self, names: &Names<'_>, id: EnumTypeId) -> bool {
        let mut variants = names.variants(id).iter();
        self.enums.has(id)
            || self.enum_owners.has(id)
            || variants.any(|name| self.is_name(name.as_str()))
    }

    fn is_name(&self, word: &str) -> bool {
        let may_be = self.begins(word.as_bytes()) && self.lengths & length_bit(word) != 0;
        may_be && self.names.contains(word)
    }

    /// Whether any name begins as a word does.
    fn begins(&self, word: &[u8]) -> bool {
        let may_be = |&byte: &u8| !byte.is_ascii() || self.beginnings >> byte & 1 == 1;
        word.first().is_some_and(may_be)
    }

    /// Where the attribute has to stand in an item of generated code that uses something deprecated: behind its
    /// documentation. Generated code does not warn by itself of what it uses of its own.
    pub(super) fn used_at(&self, item: &str) -> Option<usize> {
        if self.names.is_empty() && self.owner_names.is_empty() {
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
        owner.is_some_and(|(_, owner)| self.owner_names.contains(owner))
    }

    fn is_named(&self, line: &str) -> bool {
        // Nearly all lines are ASCII, and looked at by their bytes.
        if !line.is_ascii() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            let mut words = line.split(|c| !is_word(c));
            return words.any(|word| self.names.contains(word));
        }
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let mut words = line.as_bytes().split(|byte| !is_word(byte));
        words.any(|word| {
            self.begins(word) && std::str::from_utf8(word).is_ok_and(|word| self.is_name(word))
        })
    }
}

fn length_bit(name: &str) -> u128 {
    1 << name.len().min(127)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}
