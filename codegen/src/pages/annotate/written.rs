//! The document: entity sets, singletons, types and what is bound to them.

use std::collections::BTreeSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Spanned;
use odata_csdl::syntax::{Document, EntityContainer, EntitySet, Expression, Schema, Singleton};

use super::answer::{Answer, Known, TypeName};
use super::bound::{self, Binding};
use super::catalog::{Operation, OperationKind, SetFacts};
use super::drafts::Drafts;
use super::expression::{annotation, boolean, collection, property, record};
use super::route::Route;
use super::vocabulary::{PageNames, capability};
use super::{Naming, covering, restrictions, structured_type, vocabulary};
use crate::pages::Page;

pub(super) struct Service<'a> {
    pub(super) pages: &'a [Page],
    pub(super) naming: &'a Naming,
    pub(super) names: PageNames<'a>,
    pub(super) known: &'a Known<'a>,
    pub(super) sets: &'a [SetFacts<'a>],
}

/// The permissions of navigation properties, by the set from which they lead.
type Restricted = Vec<(String, Expression)>;

impl Service<'_> {
    pub(super) fn document(
        &self,
        answered: &[(&Operation<'_>, Answer)],
        drafts: &mut Drafts,
        diagnostics: &mut Diagnostics,
    ) -> Document {
        let mut schema = Schema {
            namespace: self.naming.namespace.as_str().into(),
            ..Schema::default()
        };
        let mut container = EntityContainer {
            name: self.naming.container.as_str().into(),
            ..EntityContainer::default()
        };
        let mut restricted = Restricted::new();
        for (one, answer) in answered {
            self.bind(
                one,
                answer,
                drafts,
                &mut schema,
                &mut container,
                &mut restricted,
            );
        }
        for set in self.sets {
            self.offer(set, drafts, &restricted, &mut container, diagnostics);
        }
        let place = self
            .sets
            .first()
            .map(|set| set.name.span)
            .unwrap_or_default();
        if self.sets.iter().any(|set| !set.by_key.is_empty()) {
            let as_segment = boolean(true, place);
            container.annotations.push(annotation(
                &capability("KeyAsSegmentSupported"),
                None,
                as_segment,
            ));
        }
        container.span = place;
        schema.span = place;
        let mut schemas = vec![schema];
        for draft in &drafts.types {
            let namespace = draft
                .name
                .value
                .namespace
                .as_ref()
                .unwrap_or(&self.naming.namespace);
            let ty = structured_type::of(draft, namespace, &self.names);
            match schemas
                .iter_mut()
                .find(|schema| schema.namespace.value == *namespace)
            {
                Some(schema) => schema.structured_types.push(ty),
                None => schemas.push(Schema {
                    namespace: Spanned::new(namespace.clone(), draft.name.span),
                    structured_types: vec![ty],
                    span: draft.name.span,
                    ..Schema::default()
                }),
            }
        }
        if let Some(schema) = schemas.first_mut() {
            schema.entity_containers.push(container);
        }
        Document {
            version: "4.0".into(),
            references: vocabulary::references(),
            schemas,
            ..Document::default()
        }
    }

    fn qualified(&self, ty: &TypeName) -> String {
        let namespace = ty.namespace.as_ref().unwrap_or(&self.naming.namespace);
        format!("{namespace}.{}", ty.name)
    }

    fn set_named(&self, name: &str) -> Option<&SetFacts<'_>> {
        self.sets
            .iter()
            .find(|set| set.name.value.eq_ignore_ascii_case(name))
    }

    /// A navigation property, a function or an action, by what the operation is called on and what it gives.
    fn bind(
        &self,
        one: &Operation<'_>,
        answer: &Answer,
        drafts: &mut Drafts,
        schema: &mut Schema,
        container: &mut EntityContainer,
        restricted: &mut Restricted,
    ) {
        let Some(member) = one.route.member() else {
            return;
        };
        let set = self.set_named(&one.route.set().value);
        let owner = self.known.of_set(one.route.set());
        if let (OperationKind::Navigation, Answer::Structured { ty, many }) = (one.kind, answer)
            && let Some(target) = drafts.find(&ty.value).filter(|draft| draft.is_entity)
        {
            let target = self.qualified(&target.name.value);
            let is_free = drafts.find(&owner).is_some_and(|draft| {
                let mut names = draft.properties.iter().map(|property| &property.name.value);
                !names.any(|name| *name == member.name.value)
            });
            if is_free
                && let Some(property) = bound::navigation(one, target, *many, &self.names)
                && let Some(draft) = drafts.find_mut(&owner)
            {
                draft.navigation.push(property);
                let name = one.route.set().value.to_lowercase();
                restricted.extend(bound::navigation_restriction(one).map(|record| (name, record)));
                return;
            }
        }
        let binding = match (&one.route, set) {
            (Route::OfEntity { .. }, _) => Binding::Entity(&owner),
            (_, Some(set)) if set.is_singleton => Binding::Entity(&owner),
            (_, Some(_)) => Binding::Set(&owner),
            (_, None) => Binding::Nothing,
        };
        let page = self.pages.iter().find(|page| page.source == one.page);
        let qualified = |ty: &TypeName| self.qualified(ty);
        if let Some((operation, import)) =
            bound::operation(one, &binding, answer, page, &qualified, &self.names)
        {
            schema.operations.push(operation);
            container.operation_imports.extend(import);
        }
    }

    fn offer(
        &self,
        set: &SetFacts<'_>,
        drafts: &Drafts,
        restricted: &Restricted,
        container: &mut EntityContainer,
        diagnostics: &mut Diagnostics,
    ) {
        let name = self.known.of_set(&set.name);
        let Some(draft) = drafts.find(&name) else {
            return;
        };
        if draft.properties.is_empty() {
            diagnostics.push(
                Diagnostic::warning(
                    "no-sample",
                    format!("no sample shows what `{}` holds", set.name.value),
                )
                .at(set.name.span, "its type has no properties")
                .help("add a page with a sample, or declare the properties in metadata.xml"),
            );
        }
        let ty = Spanned::new(self.qualified(&name), draft.name.span);
        let mut annotations = restrictions::of(set, draft, diagnostics);
        annotations.extend(vocabulary::of(set, &self.names));
        let lower = set.name.value.to_lowercase();
        let mut seen = BTreeSet::new();
        let records: Vec<Expression> = restricted
            .iter()
            .filter(|(from, record)| *from == lower && seen.insert(record.span().range().start))
            .map(|(_, record)| record.clone())
            .collect();
        if !records.is_empty() {
            let span = covering(records.iter().map(Expression::span));
            let all = vec![property("RestrictedProperties", collection(records, span))];
            let restrictions = record(&capability("NavigationRestrictionsType"), span, all);
            annotations.push(annotation(
                &capability("NavigationRestrictions"),
                None,
                restrictions,
            ));
        }
        let span = set.name.span;
        match set.is_singleton {
            true => container.singletons.push(Singleton {
                name: set.name.clone(),
                ty,
                annotations,
                span,
                ..Singleton::default()
            }),
            false => container.entity_sets.push(EntitySet {
                name: set.name.clone(),
                entity_type: ty,
                annotations,
                span,
                ..EntitySet::default()
            }),
        }
    }
}
