//! Our pages of Microsoft Defender and the vendor's say the same: operations, URLs, permissions, limits, types and their
//! properties. Every deliberate difference is listed here, with its reason, and one that has vanished is an error.

mod corpora;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use odata_codegen::pages::{SurveyedOperation, survey};
use odata_codegen::{Description, describe};

const COPIED: &str =
    "copied from the page on vulnerabilities: a permission has none of these properties";

/// Two of the vendor's pages have the call.
const ELSEWHERE: &str =
    "the page of the antivirus reports has the call, too, with the limits of its own one";
const OF_ITS_OWN: &str =
    "the page of the call itself says so, and its limits are the narrower ones";

/// What the vendor's pages state and ours do not, and the other way round.
const DIFFERENCES: &[(&str, &str)] = &[
    (
        "vendor: property Machine/onboardingstatus: Edm.String",
        "no sample has it; lists of `$filter` and users spell it onboardingStatus, as the other names are spelt",
    ),
    (
        "ours: property Machine/onboardingStatus: Edm.String",
        "the same property in the spelling of the service",
    ),
    (
        "vendor: GET machines/infogatheringexport: 1000 calls per hour",
        ELSEWHERE,
    ),
    (
        "vendor: GET machines/infogatheringexport: 30 calls per minute",
        ELSEWHERE,
    ),
    (
        "ours: GET machines/infogatheringexport: 20 calls per hour",
        OF_ITS_OWN,
    ),
    (
        "ours: GET machines/infogatheringexport: 5 calls per minute",
        OF_ITS_OWN,
    ),
    (
        "vendor: GET browserextensions/permissionsinfo: filter cvssv3",
        COPIED,
    ),
    (
        "vendor: GET browserextensions/permissionsinfo: filter description",
        COPIED,
    ),
    (
        "vendor: GET browserextensions/permissionsinfo: filter id",
        COPIED,
    ),
    (
        "vendor: GET browserextensions/permissionsinfo: filter name",
        COPIED,
    ),
    (
        "vendor: GET browserextensions/permissionsinfo: filter publishedon",
        COPIED,
    ),
    (
        "vendor: GET browserextensions/permissionsinfo: filter severity",
        COPIED,
    ),
    (
        "vendor: GET browserextensions/permissionsinfo: filter updatedon",
        COPIED,
    ),
    (
        "vendor: GET alerts: filter asssignedto",
        "a slip of the pen: assignedTo, which is a property of an alert",
    ),
    (
        "ours: GET alerts: filter assignedto",
        "the same in the spelling of the service",
    ),
    (
        "ours: property Alert/comment: Edm.String",
        "no answer has it, but the call that changes an alert takes it, as its sample shows",
    ),
    (
        "ours: POST deviceauthenticatedscandefinitions/batchdelete: body ScanDefinitionIds",
        "the page has no table for this call, only a request with this member",
    ),
    (
        "ours: parameter microsoft.windowsDefenderATP.api.DeviceAuthenticatedScanDefinition/batchdelete(ScanDefinitionIds: Edm.String*)",
        "the same",
    ),
    (
        "vendor: GET indicators: filter createdbydisplayname",
        "an indicator has no such property, in no table and in no sample",
    ),
];

fn specs() -> PathBuf {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/defender");
    std::fs::canonicalize(specs).expect("the service's folder")
}

/// The vendor's pages with our configuration and our corrections.
fn of_vendor(folder: &Path) -> Description {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| std::fs::canonicalize(entry.expect("an entry").path()).expect("a page"))
        .collect();
    pages.sort();
    let ours = std::fs::read_to_string(specs().join("service.toml")).expect("service.toml");
    let mut text = String::new();
    for line in ours.lines().filter(|line| {
        ["name =", "namespace =", "base-url =", "scope ="]
            .iter()
            .any(|key| line.starts_with(key))
    }) {
        writeln!(text, "{line}").expect("a string");
    }
    writeln!(
        text,
        "docs = {pages:?}\noverlay = {:?}",
        specs().join("overlay.toml")
    )
    .expect("a string");
    let folder = tempfile::tempdir().expect("a folder");
    let service = folder.path().join("service.toml");
    std::fs::write(&service, text).expect("written");
    match describe(Path::new(""), &service) {
        Ok(description) => description,
        Err(error) => panic!("{error}"),
    }
}

fn of_ours() -> Description {
    match describe(&specs(), Path::new("service.toml")) {
        Ok(description) => description,
        Err(error) => panic!("{error}"),
    }
}

/// What a set of pages states, one fact a line.
fn facts(description: &Description) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for one in survey(
        &description.pages,
        &description.naming,
        &description.sources,
    ) {
        of_operation(&one, &mut facts);
    }
    for schema in description
        .documents
        .iter()
        .flat_map(|document| &document.schemas)
    {
        for ty in &schema.structured_types {
            let name = &ty.name.value;
            let key: Vec<&str> = ty
                .key
                .iter()
                .flat_map(|key| &key.properties)
                .map(|one| one.name.value.as_str())
                .collect();
            facts.insert(format!(
                "type {}.{name} key {}",
                schema.namespace.value,
                key.join(",")
            ));
            for one in &ty.properties {
                let many = if one.ty.collection { "*" } else { "" };
                facts.insert(format!(
                    "property {name}/{}: {}{many}",
                    one.name.value, one.ty.name.value
                ));
            }
            for one in &ty.navigation_properties {
                facts.insert(format!(
                    "navigation {name}/{}: {} {}",
                    one.name.value, one.ty.collection, one.ty.name.value
                ));
            }
        }
        for one in &schema.operations {
            let binding = one.parameters.first().filter(|_| one.is_bound);
            let on = binding.map_or("", |binding| binding.ty.name.value.as_str());
            for parameter in &one.parameters {
                let ty = &parameter.ty;
                let many = if ty.collection { "*" } else { "" };
                facts.insert(format!(
                    "parameter {on}/{}({}: {}{many})",
                    one.name.value.to_lowercase(),
                    parameter.name.value,
                    ty.name.value
                ));
            }
        }
        for container in &schema.entity_containers {
            facts.extend(container.entity_sets.iter().map(|set| {
                format!(
                    "set {}: {}",
                    set.name.value.to_lowercase(),
                    set.entity_type.value
                )
            }));
            facts.extend(container.singletons.iter().map(|one| {
                format!(
                    "singleton {}: {}",
                    one.name.value.to_lowercase(),
                    one.ty.value
                )
            }));
        }
    }
    facts
}

fn of_operation(one: &SurveyedOperation<'_>, facts: &mut BTreeSet<String>) {
    let name = format!("{} {}", one.method, one.path);
    facts.insert(format!("{name}: {} {}", one.kind.as_str(), one.answer));
    for permission in &one.facts.permissions {
        facts.insert(format!(
            "{name}: {} {}",
            permission.kind.as_str(),
            permission.name.value
        ));
    }
    let limits = &one.facts.limits;
    for rate in &limits.rates {
        facts.insert(format!(
            "{name}: {} calls per {}",
            rate.value.calls,
            rate.value.per.as_str()
        ));
    }
    for property in limits.filterable.iter().flatten() {
        facts.insert(format!("{name}: filter {}", property.value.to_lowercase()));
    }
    let numbers = [
        ("top", &limits.max_top),
        ("page size", &limits.max_page_size),
        ("file", &limits.max_file_size),
    ];
    for (what, limit) in numbers {
        facts.extend(
            limit
                .as_ref()
                .map(|limit| format!("{name}: {what} {}", limit.value)),
        );
    }
    for parameter in &one.facts.body {
        facts.insert(format!("{name}: body {}", parameter.name.value));
    }
}

#[test]
fn our_pages_and_the_vendors_agree() {
    let Some(docs) = corpora::defender_docs() else {
        return;
    };
    let folder = docs.join("api");
    let (vendor, ours) = (facts(&of_vendor(&folder)), facts(&of_ours()));
    let mut found: BTreeSet<String> = vendor
        .difference(&ours)
        .map(|fact| format!("vendor: {fact}"))
        .collect();
    found.extend(ours.difference(&vendor).map(|fact| format!("ours: {fact}")));
    let listed: BTreeMap<&str, &str> = DIFFERENCES.iter().copied().collect();
    let unlisted: Vec<&String> = found
        .iter()
        .filter(|fact| !listed.contains_key(fact.as_str()))
        .collect();
    let vanished: Vec<&&str> = listed
        .keys()
        .filter(|fact| !found.contains(**fact))
        .collect();
    assert!(
        unlisted.is_empty() && vanished.is_empty(),
        "{} differences that are not listed:\n{unlisted:#?}\nlisted, and no longer there:\n{vanished:#?}",
        unlisted.len()
    );
    let operations = ours
        .iter()
        .filter(|fact| fact.starts_with("GET ") || fact.starts_with("POST "))
        .count();
    assert!(operations > 100, "{operations}");
}
