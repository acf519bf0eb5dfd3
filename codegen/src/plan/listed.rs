//! `Validation.AllowedValues`: values that a service lists for a property, a type definition or a parameter of an action.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{
    Annotations, Model, OperationId, Parameter, Property, StructuredTypeId, Type, TypeDefinitionId,
    TypeKind,
};
use odata_csdl::source::Span;
use odata_csdl::syntax::{Expression, Record};

use super::Function;
use crate::by_id::ById;

const ALLOWED_VALUES: &str = "Org.OData.Validation.V1.AllowedValues";
const DESCRIPTION: &str = "Org.OData.Core.V1.Description";
const SYMBOLIC_NAME: &str = "Org.OData.Core.V1.SymbolicName";

/// What lists values: a property, by the type that declares it, a type definition, or a parameter of an action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ListOwner {
    Property(StructuredTypeId, String),
    Definition(TypeDefinitionId),
    Parameter(OperationId, String),
}

/// One of the values.
pub(crate) struct ListedValue<'m> {
    /// As it stands in a payload, a text without its quotes.
    pub(crate) wire: Cow<'m, str>,
    /// What it is called.
    pub(crate) symbol: Option<&'m str>,
    pub(crate) description: Option<&'m str>,
    pub(crate) span: Span,
}

/// The values of one owner.
pub(crate) struct List<'m> {
    /// The type of the values: `Edm.String`, or a numeric one.
    pub(crate) base: PrimitiveType,
    pub(crate) values: Vec<ListedValue<'m>>,
}

impl List<'_> {
    /// Whether these are its values, in any order.
    fn has(&self, base: PrimitiveType, values: &[ListedValue<'_>]) -> bool {
        let own: BTreeSet<_> = self.values.iter().map(|one| &one.wire).collect();
        self.base == base
            && own.len() == values.len()
            && values.iter().all(|one| own.contains(&one.wire))
    }
}

/// The lists of the types of a plan, and of its actions.
#[derive(Default)]
pub(crate) struct Lists<'m> {
    lists: BTreeMap<ListOwner, List<'m>>,
    /// By the type that has a property, its own or an inherited one.
    owners: ById<StructuredTypeId, BTreeMap<&'m str, ListOwner>>,
    /// By the action and the name of its parameter.
    taken: BTreeMap<OperationId, BTreeMap<&'m str, ListOwner>>,
}

impl<'m> Lists<'m> {
    pub(super) fn of(
        model: &'m Model,
        types: &[StructuredTypeId],
        actions: &[Function<'m>],
    ) -> Self {
        let mut all = Lists::default();
        for &id in types {
            let mut of_type = BTreeMap::new();
            for property in model.properties(id) {
                // Keys stay what they are in URLs; few properties are listed, so that is asked first.
                if let Some((owner, base, annotations)) = owner(model, types, id, property)
                    && !is_key(model, id, property)
                    && (all.lists.contains_key(&owner) || all.add(owner.clone(), base, annotations))
                {
                    of_type.insert(property.name.as_str(), owner);
                }
            }
            if !of_type.is_empty() {
                all.owners.insert(id, of_type);
            }
        }
        for action in actions {
            for parameter in action.operation.own_parameters() {
                if let Some(owner) = all.of_parameter(model, action, parameter) {
                    let of_action = all.taken.entry(action.id).or_default();
                    of_action.insert(&parameter.name, owner);
                }
            }
        }
        all
    }

    /// Who lists the values of a parameter: what it is called on, where that has a property of its name and values.
    fn of_parameter(
        &mut self,
        model: &'m Model,
        action: &Function<'m>,
        parameter: &'m Parameter,
    ) -> Option<ListOwner> {
        let (base, definition) = base(model, &parameter.ty)?;
        if let Some(own) = values(&parameter.annotations, base) {
            let bound = action.binding.and_then(|(id, _)| self.owners.get(id));
            let mut bound = bound.into_iter().flatten();
            let same = bound.find(|(name, owner)| {
                name.eq_ignore_ascii_case(&parameter.name)
                    && self.get(owner).is_some_and(|list| list.has(base, &own))
            });
            let owner = same.map(|(_, owner)| owner.clone());
            return Some(owner.unwrap_or_else(|| {
                let owner = ListOwner::Parameter(action.id, parameter.name.clone());
                self.lists.insert(owner.clone(), List { base, values: own });
                owner
            }));
        }
        let owner = ListOwner::Definition(definition?);
        let said = &model.type_definition(definition?).annotations;
        (self.lists.contains_key(&owner) || self.add(owner.clone(), base, said)).then_some(owner)
    }

    fn add(&mut self, owner: ListOwner, base: PrimitiveType, said: &'m Annotations) -> bool {
        let values = values(said, base);
        let there = values.is_some();
        let list = values.map(|values| List { base, values });
        self.lists.extend(list.map(|list| (owner, list)));
        there
    }

    /// The list of a property, if it has one.
    pub(crate) fn owner(&self, id: StructuredTypeId, property: &str) -> Option<&ListOwner> {
        self.owners.get(id)?.get(property)
    }

    /// The list of a parameter of an action, if it has one.
    pub(crate) fn taken(&self, action: OperationId, parameter: &str) -> Option<&ListOwner> {
        self.taken.get(&action)?.get(parameter)
    }

    pub(crate) fn get(&self, owner: &ListOwner) -> Option<&List<'m>> {
        self.lists.get(owner)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&ListOwner, &List<'m>)> {
        self.lists.iter()
    }
}

/// Who lists the values of a property, if anybody does: a property's own list goes before that of its type.
fn owner<'m>(
    model: &'m Model,
    types: &[StructuredTypeId],
    id: StructuredTypeId,
    property: &'m Property,
) -> Option<(ListOwner, PrimitiveType, &'m Annotations)> {
    let (base, definition) = base(model, &property.ty)?;
    if property.annotations.unqualified(ALLOWED_VALUES).is_some()
        && values(&property.annotations, base).is_some()
    {
        let owner =
            ListOwner::Property(declaring(model, types, id, property), property.name.clone());
        return Some((owner, base, &property.annotations));
    }
    let definition = definition?;
    let said = &model.type_definition(definition).annotations;
    Some((ListOwner::Definition(definition), base, said))
}

fn is_key(model: &Model, id: StructuredTypeId, property: &Property) -> bool {
    let key = model.key(id);
    key.is_some_and(|key| key.properties.iter().any(|one| one.path == property.name))
}

/// The type of texts or of numbers that a type is, and by which definition.
fn base(model: &Model, ty: &Type) -> Option<(PrimitiveType, Option<TypeDefinitionId>)> {
    let (primitive, definition) = match ty.kind {
        TypeKind::Primitive(primitive) => (primitive, None),
        TypeKind::Definition(id) => (model.type_definition(id).underlying, Some(id)),
        _ => return None,
    };
    let can_be_listed = primitive == PrimitiveType::String || primitive.is_numeric();
    can_be_listed.then_some((primitive, definition))
}

/// The type that declares a property: itself, or one of its base types.
fn declaring(
    model: &Model,
    types: &[StructuredTypeId],
    id: StructuredTypeId,
    property: &Property,
) -> StructuredTypeId {
    let is_own = |id: StructuredTypeId| {
        let own = &model.structured_type(id).properties;
        own.iter().any(|one| std::ptr::eq(one, property))
    };
    let found = types.iter().copied().find(|&id| is_own(id));
    found.unwrap_or(id)
}

/// The values: nothing where one is not of the type, or stands there twice.
fn values<'m>(annotations: &'m Annotations, base: PrimitiveType) -> Option<Vec<ListedValue<'m>>> {
    let items = annotations.value(ALLOWED_VALUES)?.items();
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for item in items {
        let record = item.as_record()?;
        let wire = text(record.get("Value")?, base)?;
        if wire.is_empty() || !seen.insert(wire.clone()) {
            return None;
        }
        all.push(ListedValue {
            wire,
            symbol: said(record, SYMBOLIC_NAME),
            description: said(record, DESCRIPTION),
            span: record.span,
        });
    }
    (!all.is_empty()).then_some(all)
}

/// A value of that type as payloads have it.
fn text(value: &Expression, base: PrimitiveType) -> Option<Cow<'_, str>> {
    if base == PrimitiveType::String {
        return value.as_str().map(Cow::Borrowed);
    }
    match value {
        Expression::Int(number) => Some(number.value.to_string().into()),
        Expression::Decimal(number) if !base.is_integer() => {
            let text = number.value.trim();
            is_number(text).then_some(Cow::Borrowed(text))
        }
        Expression::Float(number) if !base.is_integer() && number.value.is_finite() => {
            Some(number.value.to_string().into())
        }
        _ => None,
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<odata_core::edm::Decimal>()
        .is_ok_and(|number| number.is_finite())
}

fn said<'r>(record: &'r Record, term: &str) -> Option<&'r str> {
    let found = record
        .annotations
        .iter()
        .find(|one| one.term.value == term)?;
    found.expression.as_ref()?.as_str()
}
