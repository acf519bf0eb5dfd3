//! `nullable-items` of service.toml: collections whose items may be null though the document does not say so.
//!
//! For a collection `Nullable` speaks of its items, and where it is absent a client cannot assume any default (CSDL 4.0, 6.2.1; CSDL XML
//! 4.01, 7.2.1; of what operations return 12.8). Nearly all services mean that none is null.

use std::collections::BTreeSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::model::{
    Model, Operation, OperationId, Property, QualifiedName, StructuredTypeId, Type, TypeKind,
};
use odata_csdl::source::Spanned;
use odata_csdl::syntax::Facets;

use crate::service::Service;
use crate::wanted::{fits_member, unmet};

/// What the patterns fit.
#[derive(Default)]
pub(super) struct NullItems<'m> {
    /// Properties, by the types that declare them.
    properties: BTreeSet<(StructuredTypeId, &'m str)>,
    /// Operations, of what they return.
    operations: BTreeSet<OperationId>,
}

impl<'m> NullItems<'m> {
    /// Finds it in all of the model, whichever part is generated; a pattern that nothing fits is an error.
    pub(super) fn of(service: &Service, model: &'m Model, diagnostics: &mut Diagnostics) -> Self {
        let mut all = NullItems::default();
        if service.nullable_items.is_empty() {
            return all;
        }
        let (unsaid, said): (Vec<_>, Vec<_>) = collections(model)
            .into_iter()
            .partition(|one| one.said.is_none());
        for pattern in &service.nullable_items {
            let fits = |one: &&Collection<'_>| fits_member(&pattern.value, one.owner, one.name);
            let mut is_met = false;
            for one in unsaid.iter().filter(fits) {
                is_met = true;
                match one.what {
                    What::Property(owner) => drop(all.properties.insert((owner, one.name))),
                    What::Answer(id) => drop(all.operations.insert(id)),
                }
            }
            if !is_met {
                diagnostics.push(report(pattern, &unsaid, said.iter().find(fits)));
            }
        }
        all
    }

    pub(super) fn has_property(&self, declared_by: StructuredTypeId, name: &str) -> bool {
        !self.properties.is_empty() && self.properties.contains(&(declared_by, name))
    }

    pub(super) fn has_answer(&self, operation: OperationId) -> bool {
        self.operations.contains(&operation)
    }
}

fn report(
    pattern: &Spanned<String>,
    unsaid: &[Collection<'_>],
    said: Option<&Collection<'_>>,
) -> Diagnostic {
    let message = format!(
        "`{}` fits no collection of which the documents leave open whether its items may be null",
        pattern.value
    );
    let names: Vec<String> = unsaid.iter().map(Collection::pattern).collect();
    let unmet = unmet(message, pattern, &names);
    match said {
        Some(one) if one.said == Some(true) => unmet.help(format!(
            "items of `{}` may be null anyway: the document says so",
            one.pattern()
        )),
        Some(one) => unmet.help(format!(
            "the document says that items of `{}` are never null; where that is wrong, an overlay corrects it: `[[set]]` with \
             `nullable = true`",
            one.pattern()
        )),
        None => unmet.help(
            "`Type/property`, `Type/function`, the name of an import, `Type/*` or `*` is expected; the type is the one that declares it",
        ),
    }
}

/// A collection of values: a property, or what an operation returns.
struct Collection<'m> {
    what: What,
    /// The type that it belongs to; nothing for an import.
    owner: Option<&'m QualifiedName>,
    name: &'m str,
    /// What the document says of its items.
    said: Option<bool>,
}

enum What {
    Property(StructuredTypeId),
    Answer(OperationId),
}

impl Collection<'_> {
    fn pattern(&self) -> String {
        match self.owner {
            None => self.name.to_owned(),
            Some(owner) => format!("{}/{}", owner.name, self.name),
        }
    }
}

fn collections(model: &Model) -> Vec<Collection<'_>> {
    let mut all = Vec::new();
    for (id, ty) in model.structured_types() {
        let of_values = ty.properties.iter().filter(|one| one.ty.collection);
        all.extend(of_values.map(|one: &Property| Collection {
            what: What::Property(id),
            owner: Some(&ty.name),
            name: &one.name,
            said: one.facets.nullable,
        }));
    }
    for (id, operation) in model.operations() {
        if let (Some(facets), Some(owner)) =
            (items_of_answer(operation), bound_to(model, operation))
        {
            all.push(Collection {
                what: What::Answer(id),
                owner: Some(owner),
                name: &operation.name.name,
                said: facets.nullable,
            });
        }
    }
    let containers = model.service_containers();
    for import in containers.flat_map(|container| &container.operation_imports) {
        for &id in &import.operations {
            if let Some(facets) = items_of_answer(model.operation(id)) {
                all.push(Collection {
                    what: What::Answer(id),
                    owner: None,
                    name: &import.name,
                    said: facets.nullable,
                });
            }
        }
    }
    all
}

/// What is said of the items that an operation returns, where these are values; entities and complex values come in pages.
fn items_of_answer(operation: &Operation) -> Option<&Facets> {
    let answer = operation.return_type.as_ref()?;
    let is_record = matches!(answer.ty.kind, TypeKind::Structured(_));
    (answer.ty.collection && !is_record).then_some(&answer.facets)
}

fn bound_to<'m>(model: &'m Model, operation: &Operation) -> Option<&'m QualifiedName> {
    let Type { kind, .. } = &operation.binding_parameter()?.ty;
    match kind {
        TypeKind::Structured(id) => Some(&model.structured_type(*id).name),
        _ => None,
    }
}
