//! What a set allows, in the terms of `Org.OData.Capabilities.V1`.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{Span, Spanned};
use odata_csdl::syntax::{Annotation, Expression, PropertyValue};

use super::catalog::{Operation, OperationKind, SetFacts};
use super::covering;
use super::drafts::TypeDraft;
use super::expression::{annotation, boolean, collection, property, record, string};
use super::vocabulary::{DESCRIPTION, capability};
use crate::pages::OperationFacts;

pub(super) fn of(
    set: &SetFacts<'_>,
    draft: &TypeDraft,
    diagnostics: &mut Diagnostics,
) -> Vec<Annotation> {
    let mut annotations = Vec::new();
    let described = set.list.and_then(|list| list.facts.description.as_ref());
    if let Some(text) = described.filter(|text| !text.value.is_empty()) {
        annotations.push(annotation(
            DESCRIPTION,
            None,
            string(text.value.clone(), text.span),
        ));
    }
    annotations.extend(read(set));
    annotations.extend(
        set.insert
            .map(|one| restriction("InsertRestrictions", "Insertable", one.facts)),
    );
    annotations.extend(set.on_entity(OperationKind::Update).map(update));
    annotations.extend(
        set.on_entity(OperationKind::Delete)
            .map(|one| restriction("DeleteRestrictions", "Deletable", one.facts)),
    );
    annotations.extend(filter(set, draft, diagnostics));
    if let Some(top) = set.list.and_then(|list| list.facts.limits.max_top.as_ref()) {
        annotations.push(annotation(
            &capability("TopSupported"),
            None,
            boolean(true, top.span),
        ));
    }
    annotations
}

fn read(set: &SetFacts<'_>) -> Option<Annotation> {
    let facts = set.list.map(|list| list.facts);
    let one = set.on_entity(OperationKind::Get);
    let span = facts.or(one.map(|one| one.facts))?.request.span();
    let mut properties = facts
        .map(|facts| common("Readable", facts))
        .unwrap_or_default();
    if let Some(one) = one {
        let span = one.facts.request.span();
        let by_key = record(
            &capability("ReadByKeyRestrictionsType"),
            span,
            common("Readable", one.facts),
        );
        properties.push(property("ReadByKeyRestrictions", by_key));
    }
    Some(annotation(
        &capability("ReadRestrictions"),
        None,
        record(&capability("ReadRestrictionsType"), span, properties),
    ))
}

fn update(one: &Operation<'_>) -> Annotation {
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
    properties.extend(query_options(facts).map(|options| property("CustomQueryOptions", options)));
    properties
}

/// Parameters of the query string that are the service's own.
fn query_options(facts: &OperationFacts) -> Option<Expression> {
    let own = facts
        .parameters
        .iter()
        .filter(|one| !one.name.value.starts_with('$'));
    let records: Vec<Expression> = own
        .map(|one| {
            let (name, text) = (&one.name, &one.description);
            let mut properties = vec![
                property("Name", string(name.value.clone(), name.span)),
                property("Description", string(text.value.clone(), text.span)),
            ];
            properties.extend(
                one.required
                    .map(|required| property("Required", boolean(required, text.span))),
            );
            record(&capability("CustomParameter"), name.span, properties)
        })
        .collect();
    let span = covering(records.iter().map(Expression::span));
    (!records.is_empty()).then(|| collection(records, span))
}

/// One record for each kind of permission; each scope in it suffices.
pub(super) fn permissions(facts: &OperationFacts) -> Option<Expression> {
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
    draft: &TypeDraft,
    diagnostics: &mut Diagnostics,
) -> Option<Annotation> {
    let listed = set.list?.facts.limits.filterable.as_ref()?;
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
                .push(unknown_filter(name, &draft.name.value.name).suggest(&name.value, known())),
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
