//! `Validation.AllowedValues` of texts: an enum of the values that a service lists. On the wire they stay texts.

use std::collections::{BTreeMap, BTreeSet};

use odata_core::edm::PrimitiveType;
use odata_core::names::pascal;
use odata_csdl::model::{
    Annotations, Property, StructuredTypeId, Type, TypeDefinitionId, TypeKind,
};
use odata_csdl::syntax::{Expression, Record};

use super::docs::safe;
use super::enumeration::{self, Shown, Variant};
use super::writer::Writer;
use crate::names::{Names, Scope};
use crate::plan::Plan;

const ALLOWED_VALUES: &str = "Org.OData.Validation.V1.AllowedValues";
const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
const SYMBOLIC_NAME: &str = "Org.OData.Core.V1.SymbolicName";

/// What lists values: a property, by the type that declares it, or a type definition.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Property(StructuredTypeId, String),
    Definition(TypeDefinitionId),
}

struct List<'m> {
    name: String,
    /// Of what the values are, for documentation.
    of: String,
    values: Vec<&'m Record>,
}

/// The lists of all types of a plan.
pub(super) struct Lists<'m> {
    lists: BTreeMap<Owner, List<'m>>,
    /// By the type that has a property, its own or an inherited one.
    owners: BTreeMap<(StructuredTypeId, &'m str), Owner>,
}

impl<'m> Lists<'m> {
    pub(super) fn of(plan: &Plan<'m>, names: &Names<'_>) -> Self {
        let mut all = Lists {
            lists: BTreeMap::new(),
            owners: BTreeMap::new(),
        };
        let mut used = BTreeSet::new();
        for &id in &plan.types {
            for property in plan.model.properties(id) {
                let Some((owner, list)) = all.list(plan, names, id, property) else {
                    continue;
                };
                if is_key(plan, id, property) {
                    continue;
                }
                all.owners.insert((id, &property.name), owner.clone());
                if let Some(mut list) = list {
                    while names.is_taken(&list.name) || !used.insert(list.name.clone()) {
                        list.name.push('_');
                    }
                    all.lists.insert(owner, list);
                }
            }
        }
        all
    }

    /// What lists the values of a property; the list too, where it is a new one.
    fn list(
        &self,
        plan: &Plan<'m>,
        names: &Names<'_>,
        id: StructuredTypeId,
        property: &'m Property,
    ) -> Option<(Owner, Option<List<'m>>)> {
        let definition = text(plan, &property.ty)?;
        if let Some(values) = values(&property.annotations) {
            let declared = declaring(plan, id, property);
            let owner = Owner::Property(declared, property.name.clone());
            let ty = names
                .structured(declared)
                .or_else(|| names.structured(id))?;
            let list = (!self.lists.contains_key(&owner)).then(|| List {
                name: format!("{ty}{}", pascal(&property.name)),
                of: format!("property `{}` of [`{ty}`]", property.name),
                values,
            });
            return Some((owner, list));
        }
        let definition = definition?;
        let ty = plan.model.type_definition(definition);
        let owner = Owner::Definition(definition);
        let values = values(&ty.annotations)?;
        let list = (!self.lists.contains_key(&owner)).then(|| List {
            name: pascal(&ty.name.name),
            of: format!("type definition `{}`", ty.name),
            values,
        });
        Some((owner, list))
    }

    /// The enum of a property, if it has one.
    pub(super) fn name(&self, id: StructuredTypeId, property: &str) -> Option<&str> {
        let owner = self.owners.get(&(id, property))?;
        Some(self.lists.get(owner)?.name.as_str())
    }

    pub(super) fn emit(&self, out: &mut Writer<'_>) {
        for list in self.lists.values() {
            let mut scope = Scope::variants();
            let variants = list.values.iter().filter_map(|record| {
                let wire = value(record)?;
                let name = said(record, SYMBOLIC_NAME).unwrap_or(wire);
                let doc = said(record, DESCRIPTION)
                    .map(safe)
                    .filter(|doc| !doc.is_empty());
                Some(Variant {
                    name: scope.name(name).to_string().into(),
                    wire,
                    doc: doc.unwrap_or_else(|| format!("`{}`.", safe(wire)).into()),
                    deprecated: None,
                })
            });
            enumeration::write(
                &Shown {
                    name: &list.name,
                    wire: None,
                    doc: format!("The values of {} that the service lists.", list.of).into(),
                    deprecated: None,
                    other: "A value that the service does not list.",
                },
                &variants.collect::<Vec<_>>(),
                out,
            );
        }
    }
}

/// Keys stay what they are in URLs.
fn is_key(plan: &Plan<'_>, id: StructuredTypeId, property: &Property) -> bool {
    let key = plan.model.key(id);
    key.is_some_and(|key| key.properties.iter().any(|one| one.path == property.name))
}

/// Whether a type is that of texts, and by which definition.
fn text(plan: &Plan<'_>, ty: &Type) -> Option<Option<TypeDefinitionId>> {
    match ty.kind {
        TypeKind::Primitive(PrimitiveType::String) => Some(None),
        TypeKind::Definition(id) => {
            let underlying = plan.model.type_definition(id).underlying;
            (underlying == PrimitiveType::String).then_some(Some(id))
        }
        _ => None,
    }
}

/// The type that declares a property: itself, or one of its base types.
fn declaring(plan: &Plan<'_>, id: StructuredTypeId, property: &Property) -> StructuredTypeId {
    let is_own = |id: StructuredTypeId| {
        let own = &plan.model.structured_type(id).properties;
        own.iter().any(|one| std::ptr::eq(one, property))
    };
    let found = plan.types.iter().copied().find(|&id| is_own(id));
    found.unwrap_or(id)
}

/// The records of the list: nothing where one is no text, or stands there twice.
fn values(annotations: &Annotations) -> Option<Vec<&Record>> {
    let items = annotations.value(ALLOWED_VALUES)?.items();
    let records: Option<Vec<&Record>> = items.iter().map(Expression::as_record).collect();
    let records = records.filter(|records| !records.is_empty())?;
    let mut seen = BTreeSet::new();
    let are_texts = records
        .iter()
        .all(|record| value(record).is_some_and(|text| !text.is_empty() && seen.insert(text)));
    are_texts.then_some(records)
}

fn value(record: &Record) -> Option<&str> {
    record.get("Value")?.as_str()
}

fn said<'r>(record: &'r Record, term: &str) -> Option<&'r str> {
    let found = record
        .annotations
        .iter()
        .find(|one| one.term.value == term)?;
    found.expression.as_ref()?.as_str()
}
