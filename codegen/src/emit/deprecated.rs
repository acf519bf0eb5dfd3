//! `Core.Revisions`: what a service has deprecated is deprecated in Rust.

mod words;

use odata_csdl::model::{Annotations, EnumTypeId, StructuredTypeId, Type, TypeKind};
use odata_csdl::syntax::Expression;

use super::declaring::Declaring;
use super::member::{Declared, Member};
use super::writer::{Writer, string};
use crate::by_id::ById;
use crate::names::{Names, RustName};
use crate::plan::{Function, Plan};
use words::Words;

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
    names: Words,
    owner_names: Words,
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
                add(&mut found.owner_names, names.structured(id));
            }
            if revision(&model.structured_type(id).annotations).is_some() {
                found.types.insert(id, ());
                add(&mut found.names, names.structured(id));
            }
        }
        for &id in &plan.enums {
            let ty = model.enum_type(id);
            let mut members = ty.members.iter();
            if members.any(|one| revision(&one.annotations).is_some()) {
                found.enum_owners.insert(id, ());
                add(&mut found.owner_names, names.enumeration(id));
            }
            if revision(&ty.annotations).is_some() {
                found.enums.insert(id, ());
                add(&mut found.names, names.enumeration(id));
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
            || variants.any(|name| self.names.contains(name.as_str()))
    }

    /// Where `#[allow(deprecated)]` has to stand in an item of generated code, if anywhere: generated code does not warn by itself of
    /// what it uses of its own.
    pub(super) fn used_at(&self, item: &str) -> Option<usize> {
        let has_any = !self.names.is_empty() || !self.owner_names.is_empty();
        (has_any && self.is_used_in(item)).then(|| behind_documentation(item))
    }

    /// Whether the code of the item names a deprecated type, or implements something for a type with a deprecated member, which
    /// names that.
    fn is_used_in(&self, item: &str) -> bool {
        let mut code = item.lines().filter(|line| !is_comment(line));
        code.any(|line| {
            let owner = implemented_for(line);
            owner.is_some_and(|owner| self.owner_names.contains(owner)) || self.names.are_in(line)
        })
    }
}

fn add(names: &mut Words, name: Option<&RustName>) {
    if let Some(name) = name {
        names.insert(name.as_str());
    }
}

/// The type for which a line begins an implementation of a trait: `impl Clone for Book {`.
fn implemented_for(line: &str) -> Option<&str> {
    let head = line.strip_prefix("impl ")?.strip_suffix(" {")?;
    let (_, owner) = head.split_once(" for ")?;
    Some(owner)
}

/// Where the first line begins that is neither blank nor documentation.
fn behind_documentation(item: &str) -> usize {
    let lines = item.split_inclusive('\n');
    let above = lines.take_while(|line| line.trim().is_empty() || line.starts_with("//"));
    above.map(str::len).sum()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}
