//! What stands behind an entity or a set in a path: navigation properties, functions and actions.

use odata_csdl::source::{Span, Spanned};
use odata_csdl::syntax::{
    Annotation, NavigationProperty, Operation as Written, OperationImport,
    OperationKind as WrittenKind, Parameter, ReturnType, TypeRef,
};

use super::answer::{Answer, TypeName};
use super::arguments;
use super::catalog::{Operation, OperationKind};
use super::expression::{annotation, boolean, property, record, string};
use super::restrictions::permissions;
use super::route::Route;
use super::vocabulary::{CALL, CALL_TYPE, PageNames, capability, of_operation};
use crate::pages::Page;

/// What an operation is called on.
pub(super) enum Binding<'a> {
    Entity(&'a TypeName),
    Set(&'a TypeName),
    /// The service itself.
    Nothing,
}

/// A navigation property, when the operation leads from one entity to others and takes nothing.
pub(super) fn navigation(
    one: &Operation<'_>,
    target: String,
    many: bool,
    names: &PageNames<'_>,
) -> Option<NavigationProperty> {
    let name = one.route.member()?.name.clone();
    Some(NavigationProperty {
        span: name.span,
        ty: TypeRef {
            collection: many,
            name: Spanned::new(target, name.span),
        },
        name,
        nullable: (!many).then_some(true),
        annotations: of_operation(one, names),
        ..NavigationProperty::default()
    })
}

/// The record of `NavigationRestrictions/RestrictedProperties` that has the permissions of a navigation property.
pub(super) fn navigation_restriction(
    one: &Operation<'_>,
) -> Option<odata_csdl::syntax::Expression> {
    let name = &one.route.member()?.name;
    let permissions = permissions(one.facts)?;
    let span = permissions.span();
    let read = record(
        &capability("ReadRestrictionsType"),
        span,
        vec![property("Permissions", permissions)],
    );
    let path = odata_csdl::syntax::Expression::NavigationPropertyPath(name.clone());
    Some(record(
        &capability("NavigationPropertyRestriction"),
        span,
        vec![
            property("NavigationProperty", path),
            property("ReadRestrictions", read),
        ],
    ))
}

/// A function or an action, and its import when it is called on nothing.
pub(super) fn operation(
    one: &Operation<'_>,
    binding: &Binding<'_>,
    answer: &Answer,
    page: Option<&Page>,
    namespace: &dyn Fn(&TypeName) -> String,
    names: &PageNames<'_>,
) -> Option<(Written, Option<OperationImport>)> {
    let member = one.route.member()?;
    let span = member.name.span;
    let kind = match one.kind {
        OperationKind::Action => WrittenKind::Action,
        _ => WrittenKind::Function,
    };
    let name = match (binding, &one.route) {
        (Binding::Nothing, Route::OfSet { set, member }) => {
            format!("{}_{}", set.value, member.name.value)
        }
        _ => member.name.value.clone(),
    };
    let segment = match binding {
        Binding::Nothing => format!("{}/{}", one.route.set().value, member.name.value),
        _ => member.name.value.clone(),
    };
    let bound_to = |ty: &TypeName, collection: bool| Parameter {
        name: Spanned::new("bindingParameter".to_owned(), span),
        ty: TypeRef {
            collection,
            name: Spanned::new(namespace(ty), span),
        },
        span,
        ..Parameter::default()
    };
    let mut parameters: Vec<Parameter> = match binding {
        Binding::Entity(ty) => vec![bound_to(ty, false)],
        Binding::Set(ty) => vec![bound_to(ty, true)],
        Binding::Nothing => Vec::new(),
    };
    parameters.extend(match kind {
        WrittenKind::Function => arguments::of_function(one, page),
        WrittenKind::Action => arguments::of_action(one),
    });
    let mut annotations = vec![call(segment, member.arguments.is_some(), span)];
    annotations.extend(of_operation(one, names));
    annotations.extend(permissions(one.facts).map(|permissions| {
        let ty = capability("OperationRestrictionsType");
        let place = permissions.span();
        let restrictions = record(&ty, place, vec![property("Permissions", permissions)]);
        annotation(&capability("OperationRestrictions"), None, restrictions)
    }));
    let import = matches!(binding, Binding::Nothing).then(|| OperationImport {
        kind,
        name: Spanned::new(name.clone(), span),
        operation: Spanned::new(
            namespace(&TypeName {
                namespace: None,
                name: name.clone(),
            }),
            span,
        ),
        span,
        ..OperationImport::default()
    });
    let written = Written {
        kind,
        name: Spanned::new(name, span),
        is_bound: import.is_none(),
        parameters,
        return_type: return_type(answer, namespace, span),
        annotations,
        span,
        ..Written::default()
    };
    Some((written, import))
}

fn return_type(
    answer: &Answer,
    namespace: &dyn Fn(&TypeName) -> String,
    span: Span,
) -> Option<ReturnType> {
    let (name, collection, span) = match answer {
        Answer::Nothing => return None,
        Answer::Primitive { edm, many } => (edm.clone(), *many, span),
        Answer::Structured { ty, many } => (namespace(&ty.value), *many, ty.span),
    };
    Some(ReturnType {
        ty: TypeRef {
            collection,
            name: Spanned::new(name, span),
        },
        span,
        ..ReturnType::default()
    })
}

/// How it is written in a URL.
fn call(segment: String, parentheses: bool, span: Span) -> Annotation {
    let properties = vec![
        property("Segment", string(segment, span)),
        property("Parentheses", boolean(parentheses, span)),
    ];
    annotation(CALL, None, record(CALL_TYPE, span, properties))
}
