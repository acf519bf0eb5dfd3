//! Every metadata document of the corpus is read, resolved, printed and read again; roxmltree counts along.

mod corpora;

use std::path::Path;
use std::process::Command;

use corpora::{bytes, files, metadata as corpus};
use odata_csdl::diagnostic::{Diagnostics, Severity};
use odata_csdl::source::Sources;
use odata_csdl::syntax::Document;
use odata_csdl::{model, write, xml};

const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";
const EDMX: &str = "http://docs.oasis-open.org/odata/ns/edmx";

#[derive(Debug, PartialEq)]
struct Counts {
    entity_types: usize,
    complex_types: usize,
    enum_types: usize,
    properties: usize,
    navigation_properties: usize,
    entity_sets: usize,
    operations: usize,
    annotations: usize,
}

impl Counts {
    fn by_roxmltree(document: &roxmltree::Document<'_>) -> Self {
        let count = |names: &[&str]| {
            let elements = document.descendants().filter(|node| node.is_element());
            elements
                .filter(|node| names.iter().any(|name| node.has_tag_name((EDM, *name))))
                .count()
        };
        Counts {
            entity_types: count(&["EntityType"]),
            complex_types: count(&["ComplexType"]),
            enum_types: count(&["EnumType"]),
            properties: count(&["Property"]),
            navigation_properties: count(&["NavigationProperty"]),
            entity_sets: count(&["EntitySet"]),
            operations: count(&["Action", "Function"]),
            annotations: count(&["Annotation"]),
        }
    }

    fn by_us(document: &Document) -> Self {
        let schemas = &document.schemas;
        let types = || schemas.iter().flat_map(|schema| &schema.structured_types);
        let containers = schemas.iter().flat_map(|schema| &schema.entity_containers);
        Counts {
            entity_types: schemas
                .iter()
                .map(|schema| schema.entity_types().count())
                .sum(),
            complex_types: schemas
                .iter()
                .map(|schema| schema.complex_types().count())
                .sum(),
            enum_types: schemas.iter().map(|schema| schema.enum_types.len()).sum(),
            properties: types().map(|ty| ty.properties.len()).sum(),
            navigation_properties: types().map(|ty| ty.navigation_properties.len()).sum(),
            entity_sets: containers
                .map(|container| container.entity_sets.len())
                .sum(),
            operations: schemas.iter().map(|schema| schema.operations.len()).sum(),
            annotations: format!("{document:?}")
                .matches("Annotation { term: ")
                .count(),
        }
    }
}

/// The tree as text without its places, for comparison.
fn without_places(document: &Document) -> String {
    let text = format!("{document:?}").replace(&format!("{:?}", document.source), "");
    let mut parts = text.split("Span {");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once('}').map_or(part, |(_, behind)| behind));
    }
    out
}

#[test]
fn every_document_reads() {
    let Some(folder) = corpus() else { return };
    let (mut clean, mut with_errors, mut refused) = (0, Vec::new(), 0);
    let (mut old, mut tolerated, mut warnings) =
        (0, 0, std::collections::BTreeMap::<&str, usize>::new());
    for path in files(&folder) {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        let mut sources = Sources::new();
        let Ok(source) = sources.add_bytes(&name, &bytes(&path)) else {
            refused += 1;
            continue;
        };
        let text = sources.get(source).unwrap().shared_text();
        let checked = roxmltree::Document::parse(&text);
        let mut diagnostics = Diagnostics::new();
        let document = xml::read(source, &sources, &mut diagnostics);
        let unbound = matches!(checked, Err(roxmltree::Error::UnknownNamespace(..)));
        let document = match document {
            Some(document) if unbound => {
                // An attribute such as `sap:label` whose prefix nobody bound: read, with a warning.
                assert!(
                    diagnostics
                        .iter()
                        .any(|one| one.code == "unknown-attribute"),
                    "{name}"
                );
                let _ = model::resolve(&[document], &sources, &mut diagnostics);
                tolerated += 1;
                continue;
            }
            document => document,
        };
        let Ok(checked) = checked else {
            assert!(
                document.is_none() && diagnostics.len() == 1,
                "{name}: roxmltree refuses it"
            );
            refused += 1;
            with_errors.push(diagnostics.iter().next().unwrap().headline(&sources));
            continue;
        };
        let root = checked.root_element();
        if !root.has_tag_name((EDMX, "Edmx")) && !root.has_tag_name((EDM, "Schema")) {
            assert!(document.is_none(), "{name}");
            assert_eq!(diagnostics.len(), 1, "{}", diagnostics.render(&sources));
            // One of them was drawn in the designer of Entity Framework: no service publishes it.
            let code = match name.ends_with("AdventureWorksModel.edmx") {
                true => "not-csdl",
                false => "old-odata",
            };
            assert_eq!(diagnostics.iter().next().unwrap().code, code, "{name}");
            old += 1;
            continue;
        }
        let document = document.unwrap_or_else(|| panic!("{}", diagnostics.render(&sources)));
        if !diagnostics.has_errors() {
            assert_eq!(
                Counts::by_us(&document),
                Counts::by_roxmltree(&checked),
                "{name}"
            );
            prints_and_reads_again(&name, &document);
        }
        let _ = model::resolve(&[document], &sources, &mut diagnostics);
        for one in diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Warning)
        {
            *warnings.entry(one.code).or_default() += 1;
        }
        if std::env::var_os("SHOW_WARNINGS").is_some() {
            for one in diagnostics
                .iter()
                .filter(|one| one.severity == Severity::Warning)
            {
                println!("{} {:?}", one.headline(&sources), one.help);
            }
        }
        match diagnostics
            .iter()
            .find(|one| one.severity == Severity::Error)
        {
            None => clean += 1,
            Some(first) => with_errors.push(first.headline(&sources)),
        }
    }
    println!(
        "{clean} clean, {} with errors, {refused} no XML, {tolerated} with unbound prefixes, {old} of an older OData",
        with_errors.len()
    );
    println!("warnings: {warnings:?}");
    for one in with_errors {
        println!("  {one}");
    }
}

fn prints_and_reads_again(name: &str, document: &Document) {
    let printed = write::to_xml(document);
    let mut sources = Sources::new();
    let source = sources.add("printed.xml", &printed);
    let mut diagnostics = Diagnostics::new();
    let again = xml::read(source, &sources, &mut diagnostics);
    let again = again.unwrap_or_else(|| panic!("{name}: {}", diagnostics.render(&sources)));
    assert_eq!(
        write::to_xml(&again),
        printed,
        "{name}: printed differently the second time"
    );
    assert!(
        without_places(document) == without_places(&again),
        "{name}: reads differently"
    );
}

#[test]
fn documents_that_belong_together_resolve_together() {
    let Some(folder) = corpus() else { return };
    let unpacked = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redfish");
    std::fs::create_dir_all(&unpacked).unwrap();
    let archive = folder.join("redfish/dmtf-csdl.tar.gz");
    let tar = Command::new("tar")
        .arg("-xzf")
        .arg(archive)
        .arg("-C")
        .arg(&unpacked)
        .status();
    assert!(tar.expect("tar is installed").success());
    for group in [folder.join("oasis-vocabularies"), unpacked] {
        let mut sources = Sources::new();
        let mut diagnostics = Diagnostics::new();
        let mut documents = Vec::new();
        for path in files(&group) {
            let name = path.strip_prefix(&group).unwrap().display().to_string();
            let Ok(source) = sources.add_bytes(&name, &bytes(&path)) else {
                continue;
            };
            documents.extend(xml::read(source, &sources, &mut diagnostics));
        }
        let model = model::resolve(&documents, &sources, &mut diagnostics);
        let errors: Vec<_> = diagnostics
            .iter()
            .filter(|one| one.severity == Severity::Error)
            .collect();
        println!(
            "{}: {} documents, {} types, {} errors",
            group.display(),
            documents.len(),
            model.structured_types().count(),
            errors.len()
        );
        for error in errors.iter().take(20) {
            println!("  {}", error.headline(&sources));
        }
    }
}
