//! What a set allows, in the terms of `Org.OData.Capabilities.V1`.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{Span, Spanned};
use odata_csdl::syntax::{Annotation, Expression, PropertyValue};

use super::catalog::{Documented, SetFacts};
use super::covering;
use super::entity::EntityDraft;
use super::expression::{annotation, boolean, collection, property, record, string};
use super::vocabulary::{DESCRIPTION, capability};
use crate::pages::{Method, OperationFacts};

pub(super) fn of(
    set: &SetFacts<'_>,
    draft: &EntityDraft,
    diagnostics: &mut Diagnostics,
) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    if let Some(text) = &set.list.facts.description {
        annotations.push(annotation(
            DESCRIPTION,
            None,
            string(text.value.clone(), text.span),
        ));
    }
    annotations.push(read(set));
    annotations.extend(
        set.insert
            .map(|one| restriction("InsertRestrictions", "Insertable", one.facts)),
    );
    annotations.extend(by_method(set, &[Method::Patch, Method::Put]).map(update));
    annotations.extend(
        by_method(set, &[Method::Delete])
            .map(|one| restriction("DeleteRestrictions", "Deletable", one.facts)),
    );
    annotations.extend(filter(set, draft, diagnostics));
    if let Some(top) = &set.list.facts.limits.max_top {
        annotations.push(annotation(
            &capability("TopSupported"),
            None,
            boolean(true, top.span),
        ));
    }
    annotations
}

/// The first operation on one entity with one of those methods.
pub(super) fn by_method<'a>(set: &SetFacts<'a>, methods: &[Method]) -> Option<Documented<'a>> {
    let mut found = set
        .by_key
        .iter()
        .filter(|(_, one)| methods.contains(&one.facts.request.method));
    found.next().map(|(_, one)| *one)
}

fn read(set: &SetFacts<'_>) -> Annotation {
    let facts = set.list.facts;
    let mut properties = common("Readable", facts);
    if let Some(one) = by_method(set, &[Method::Get]) {
        let span = one.facts.request.span();
        let by_key = record(
            &capability("ReadByKeyRestrictionsType"),
            span,
            common("Readable", one.facts),
        );
        properties.push(property("ReadByKeyRestrictions", by_key));
    }
    let span = facts.request.span();
    annotation(
        &capability("ReadRestrictions"),
        None,
        record(&capability("ReadRestrictionsType"), span, properties),
    )
}

fn update(one: Documented<'_>) -> Annotation {
    let span = one.facts.request.span();
    let mut properties = common("Updatable", one.facts);
    let method = capability(&format!("HttpMethod/{}", one.facts.request.method));
    properties.push(property(
        "UpdateMethod",
        Expression::EnumMember(Spanned::new(method, span)),
    ));
    annotation(
        &capability("UpdateRestrictions"),
        None,
        record(&capability("UpdateRestrictionsType"), span, properties),
    )
}

fn restriction(term: &str, allows: &str, facts: &OperationFacts) -> Annotation {
    let ty = capability(&format!("{term}Type"));
    annotation(
        &capability(term),
        None,
        record(&ty, facts.request.span(), common(allows, facts)),
    )
}

/// What all restrictions have in common: whether it can be done, the permissions, a description, the headers.
fn common(allows: &str, facts: &OperationFacts) -> Vec<PropertyValue> {
    let mut properties = vec![property(allows, boolean(true, facts.request.span()))];
    properties.extend(permissions(facts).map(|permissions| property("Permissions", permissions)));
    properties.extend(
        facts
            .description
            .as_ref()
            .map(|text| property("Description", string(text.value.clone(), text.span))),
    );
    properties.extend(headers(facts).map(|headers| property("CustomHeaders", headers)));
    properties
}

/// One record for each kind of permission; each scope in it suffices.
fn permissions(facts: &OperationFacts) -> Option<Expression> {
    let mut schemes: Vec<(&str, Vec<&Spanned<String>>)> = Vec::new();
    for permission in &facts.permissions {
        let scheme = permission.kind.as_str();
        match schemes.iter_mut().find(|(known, _)| *known == scheme) {
            Some((_, names)) => names.push(&permission.name),
            None => schemes.push((scheme, vec![&permission.name])),
        }
    }
    let span = covering(
        facts
            .permissions
            .iter()
            .map(|permission| permission.name.span),
    );
    let records = schemes.into_iter().map(|(scheme, names)| {
        let span = covering(names.iter().map(|name| name.span));
        let scopes = names.iter().map(|name| {
            let scope = property("Scope", string(name.value.clone(), name.span));
            record(&capability("ScopeType"), name.span, vec![scope])
        });
        let properties = vec![
            property("SchemeName", string(scheme, span)),
            property("Scopes", collection(scopes.collect(), span)),
        ];
        record(&capability("PermissionType"), span, properties)
    });
    (!facts.permissions.is_empty()).then(|| collection(records.collect(), span))
}

/// Headers other than those that every request has.
fn headers(facts: &OperationFacts) -> Option<Expression> {
    let own = facts.headers.iter().filter(|header| {
        !["authorization", "content-type"]
            .contains(&header.name.value.to_ascii_lowercase().as_str())
    });
    let records: Vec<Expression> = own
        .map(|header| {
            let mut properties = vec![
                property("Name", string(header.name.value.clone(), header.name.span)),
                property(
                    "Description",
                    string(header.description.value.clone(), header.description.span),
                ),
            ];
            properties.extend(
                header.required.map(|required| {
                    property("Required", boolean(required, header.description.span))
                }),
            );
            record(&capability("CustomParameter"), header.name.span, properties)
        })
        .collect();
    let span = covering(records.iter().map(Expression::span));
    (!records.is_empty()).then(|| collection(records, span))
}

/// Where a page lists the properties that `$filter` takes, the others cannot be filtered.
fn filter(
    set: &SetFacts<'_>,
    draft: &EntityDraft,
    diagnostics: &mut Diagnostics,
) -> Option<Annotation> {
    let listed = set.list.facts.limits.filterable.as_ref()?;
    let known = || {
        draft
            .properties
            .iter()
            .map(|property| property.name.value.as_str())
    };
    let mut filterable: Vec<&str> = Vec::new();
    for name in listed {
        match draft.find(&name.value) {
            Some(property) => filterable.push(&property.name.value),
            None => diagnostics
                .push(unknown_filter(name, &draft.name.value).suggest(&name.value, known())),
        }
    }
    let span: Span = covering(listed.iter().map(|name| name.span));
    let others = known().filter(|name| !filterable.contains(name));
    let others = others.map(|name| Expression::PropertyPath(Spanned::new(name.to_owned(), span)));
    let properties = vec![
        property("Filterable", boolean(true, span)),
        property(
            "NonFilterableProperties",
            collection(others.collect(), span),
        ),
    ];
    let restrictions = record(&capability("FilterRestrictionsType"), span, properties);
    (!filterable.is_empty())
        .then(|| annotation(&capability("FilterRestrictions"), None, restrictions))
}

fn unknown_filter(name: &Spanned<String>, ty: &str) -> Diagnostic {
    Diagnostic::warning(
        "unknown-filter-property",
        format!("`{}` has no property `{}`", ty, name.value),
    )
    .at(name.span, "listed as filterable here; it restricts nothing")
}
