//! The document: entity sets, singletons, types and what is bound to them.

use std::collections::BTreeSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Spanned;
use odata_csdl::syntax::{
    Annotation, Document, EntityContainer, EntitySet, Expression, Operation as Written,
    OperationImport, Schema, Singleton,
};

use super::answer::{Answer, TypeName};
use super::bound::{self, Binding};
use super::catalog::{self, Operation, OperationKind, SetFacts};
use super::drafts::Drafts;
use super::expression::{annotation, boolean, collection, property, record};
use super::known::Known;
use super::names::singular;
use super::route::Route;
use super::vocabulary::{PageNames, capability};
use super::{Naming, covering, relations, restrictions, structured_type, vocabulary};
use crate::pages::{Method, Page, SegmentKind};

pub(super) struct Service<'a> {
    pub(super) pages: &'a [Page],
    pub(super) naming: &'a Naming,
    pub(super) names: PageNames<'a>,
    pub(super) known: &'a Known<'a>,
    pub(super) sets: &'a [SetFacts<'a>],
}

/// The permissions of navigation properties, by the set from which they lead.
type Restricted = Vec<(String, Expression)>;

/// What operations become, as far as it is no property of a type.
#[derive(Default)]
struct Bound {
    operations: Vec<Written>,
    imports: Vec<OperationImport>,
    restricted: Restricted,
    /// Where paths go on behind a navigation property.
    inside: Vec<Option<String>>,
}

impl Service<'_> {
    pub(super) fn document(
        &self,
        answered: &[(&Operation<'_>, Answer)],
        drafts: &mut Drafts,
        diagnostics: &mut Diagnostics,
    ) -> Document {
        let qualified = |ty: &TypeName| self.known.qualified(ty);
        relations::apply(self.pages, self.known, drafts, &qualified, diagnostics);
        let is_inside = |one: &Operation<'_>| matches!(one.route, Route::Inside { .. });
        let inside = answered.iter().filter(|(one, _)| is_inside(one));
        let mut bound = Bound {
            inside: inside.map(|(one, _)| one.route.inside()).collect(),
            ..Bound::default()
        };
        for (one, answer) in answered.iter().filter(|(one, _)| !is_inside(one)) {
            self.bind(one, answer, drafts, &mut bound);
        }
        for (one, answer) in answered.iter().filter(|(one, _)| is_inside(one)) {
            diagnostics.extend(self.lead(one, answer, drafts));
        }
        let mut schema = Schema {
            namespace: self.naming.namespace.as_str().into(),
            operations: bound.operations,
            ..Schema::default()
        };
        let mut container = EntityContainer {
            name: self.naming.container.as_str().into(),
            operation_imports: bound.imports,
            ..EntityContainer::default()
        };
        for set in self.sets {
            self.offer(set, drafts, &bound.restricted, &mut container, diagnostics);
        }
        let place = self
            .sets
            .first()
            .map(|set| set.name.span)
            .unwrap_or_default();
        let in_parentheses = answered.iter().any(|(one, _)| {
            let mut path = one.facts.request.path.iter();
            path.any(|segment| matches!(segment.value, SegmentKind::Key(_)))
        });
        if !in_parentheses && self.sets.iter().any(|set| !set.by_key.is_empty()) {
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
        self.known.qualified(ty)
    }

    fn is_in_set(&self, ty: &TypeName) -> bool {
        let mut sets = self.sets.iter();
        sets.any(|set| !set.is_singleton && self.known.of_set(&set.name) == *ty)
    }

    /// The navigation property through which an operation on one of several others goes, if no table and no other operation
    /// has told of it.
    fn lead(
        &self,
        one: &Operation<'_>,
        answer: &Answer,
        drafts: &mut Drafts,
    ) -> Option<Diagnostic> {
        let member = one.route.member()?;
        let owner = self.known.of_set(one.route.set());
        if !drafts.find(&owner)?.is_free(&member.name.value) {
            return None;
        }
        let by_answer = match answer {
            Answer::Structured { ty, .. } => drafts.find(&ty.value),
            _ => None,
        };
        let target = by_answer.or_else(|| drafts.named(&singular(&member.name.value)));
        let Some(target) = target.filter(|draft| draft.is_entity) else {
            return Some(catalog::left_out(one.facts));
        };
        let name = &target.name.value;
        let is_inside = !self.is_in_set(name);
        let mut property = bound::navigation(one, self.qualified(name), true, &self.names)?;
        property.contains_target = is_inside;
        drafts.find_mut(&owner)?.navigation.push(property);
        None
    }

    fn set_named(&self, name: &str) -> Option<&SetFacts<'_>> {
        self.sets
            .iter()
            .find(|set| set.name.value.eq_ignore_ascii_case(name))
    }

    /// A navigation property, a function or an action, by what the operation is called on and what it gives.
    fn bind(&self, one: &Operation<'_>, answer: &Answer, drafts: &mut Drafts, bound: &mut Bound) {
        let Some(member) = one.route.member() else {
            return;
        };
        let set = self.set_named(&one.route.set().value);
        let owner = self.known.of_set(one.route.set());
        let told = drafts
            .find_mut(&owner)
            .filter(|_| binds_to_one(&one.route, set))
            .and_then(|draft| {
                draft
                    .navigation
                    .iter_mut()
                    .find(|known| known.name.value == member.name.value)
            });
        if let Some(property) = told {
            if one.kind == OperationKind::Navigation && one.facts.request.method == Method::Get {
                let words = |one: &Annotation| one.term.value == vocabulary::DESCRIPTION;
                let own = vocabulary::of_operation(one, &self.names);
                if own.iter().any(words) {
                    property.annotations.retain(|one| !words(one));
                }
                property.annotations.extend(own);
                let name = one.route.set().value.to_lowercase();
                bound
                    .restricted
                    .extend(bound::navigation_restriction(one).map(|record| (name, record)));
            }
            return;
        }
        if let (OperationKind::Navigation, Answer::Structured { ty, many }) = (one.kind, answer)
            && let Some(target) = drafts.find(&ty.value).filter(|draft| draft.is_entity)
        {
            // What a path goes on behind is there, and in no set.
            let is_inside = *many
                && bound.inside.contains(&one.route.leads())
                && !self.is_in_set(&target.name.value);
            let target = self.qualified(&target.name.value);
            let is_free = drafts
                .find(&owner)
                .is_some_and(|draft| draft.is_free(&member.name.value));
            if is_free
                && let Some(mut property) = bound::navigation(one, target, *many, &self.names)
                && let Some(draft) = drafts.find_mut(&owner)
            {
                property.contains_target = is_inside;
                draft.navigation.push(property);
                let name = one.route.set().value.to_lowercase();
                bound
                    .restricted
                    .extend(bound::navigation_restriction(one).map(|record| (name, record)));
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
            bound.operations.push(operation);
            bound.imports.extend(import);
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
        if draft.properties.is_empty() && draft.navigation.is_empty() {
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

/// Whether the operation is called on one entity, not on a set of them.
fn binds_to_one(route: &Route, set: Option<&SetFacts<'_>>) -> bool {
    match route {
        Route::OfEntity { .. } => true,
        _ => set.is_some_and(|set| set.is_singleton),
    }
}
