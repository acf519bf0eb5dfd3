//! The entity container and what is in it (CSDL JSON 4.01, 13).

use crate::json::Reader;
use crate::json::annotated::{Annotated, split};
use crate::json::value::{Member, find};
use crate::source::Spanned;
use crate::syntax::{
    EntityContainer, EntitySet, NavigationPropertyBinding, OperationImport, OperationKind,
    Singleton,
};

const CHILD: &[&str] = &[
    "$Collection",
    "$Type",
    "$Nullable",
    "$IncludeInServiceDocument",
    "$NavigationPropertyBinding",
];

const IMPORT: &[&str] = &[
    "$Action",
    "$Function",
    "$EntitySet",
    "$IncludeInServiceDocument",
];

impl Reader<'_> {
    pub(super) fn entity_container(
        &mut self,
        member: &Member<'_>,
        members: &[Member<'_>],
    ) -> EntityContainer {
        let mut all = Annotated::of(members);
        let mut container = EntityContainer {
            name: member.spanned_name(),
            span: member.span(),
            ..EntityContainer::default()
        };
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$Extends" => container.extends = self.text(one),
                name if name.starts_with('$') => {
                    self.unknown_member("an entity container", one, &["$Kind", "$Extends"]);
                }
                _ => self.child(&mut container, one),
            }
        }
        container.annotations = self.annotations(&mut all, "");
        self.left_over(all);
        container
    }

    /// An import names its operation, an entity set says that it is a collection; what is left is a singleton.
    fn child(&mut self, container: &mut EntityContainer, member: &Member<'_>) {
        let Some(members) = self.object(member) else {
            return;
        };
        let imports = &mut container.operation_imports;
        if let Some(action) = find(members, "$Action") {
            imports.extend(self.operation_import(member, members, action, OperationKind::Action));
        } else if let Some(function) = find(members, "$Function") {
            let kind = OperationKind::Function;
            imports.extend(self.operation_import(member, members, function, kind));
        } else {
            self.set_or_singleton(container, member, members);
        }
    }

    fn set_or_singleton(
        &mut self,
        container: &mut EntityContainer,
        member: &Member<'_>,
        members: &[Member<'_>],
    ) {
        let (mut ty, mut is_set, mut nullable) = (None, false, None);
        let mut include_in_service_document = None;
        let mut navigation_property_bindings = Vec::new();
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$Type" => ty = Some(self.text(one)),
                "$Collection" => is_set = self.flag(one).unwrap_or(false),
                "$Nullable" => nullable = self.flag(one),
                "$IncludeInServiceDocument" => include_in_service_document = self.flag(one),
                "$NavigationPropertyBinding" => navigation_property_bindings = self.bindings(one),
                _ => self.unknown_member("an entity set or a singleton", one, CHILD),
            }
        }
        let was_there = ty.is_some();
        let what = format!("`{}`", member.name);
        let owner = (what.as_str(), member.name_span);
        let ty: Option<Spanned<String>> = self.required(ty.flatten(), was_there, "$Type", owner);
        let annotations = self.only_annotations(members);
        let Some(ty) = ty else { return };
        match is_set {
            true => container.entity_sets.push(EntitySet {
                name: member.spanned_name(),
                entity_type: ty,
                include_in_service_document,
                navigation_property_bindings,
                annotations,
                span: member.span(),
            }),
            false => container.singletons.push(Singleton {
                name: member.spanned_name(),
                ty,
                nullable,
                navigation_property_bindings,
                annotations,
                span: member.span(),
            }),
        }
    }

    fn bindings(&mut self, member: &Member<'_>) -> Vec<NavigationPropertyBinding> {
        let mut bindings = Vec::new();
        for one in self.object(member).unwrap_or_default() {
            let Some(target) = self.text(one) else {
                continue;
            };
            bindings.push(NavigationPropertyBinding {
                path: one.spanned_name(),
                target,
                annotations: Vec::new(),
                span: one.span(),
            });
        }
        bindings
    }

    fn operation_import(
        &mut self,
        member: &Member<'_>,
        members: &[Member<'_>],
        operation: &Member<'_>,
        kind: OperationKind,
    ) -> Option<OperationImport> {
        let (mut entity_set, mut include_in_service_document) = (None, None);
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() || one.name == operation.name => {}
                "$Kind" => {}
                "$EntitySet" => entity_set = self.text(one),
                "$IncludeInServiceDocument" => include_in_service_document = self.flag(one),
                _ => self.unknown_member("an action import or function import", one, IMPORT),
            }
        }
        Some(OperationImport {
            kind,
            name: member.spanned_name(),
            operation: self.text(operation)?,
            entity_set,
            include_in_service_document,
            annotations: self.only_annotations(members),
            span: member.span(),
        })
    }
}
