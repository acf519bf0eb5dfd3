//! XML and JSON are two notations of one model: XML -> tree -> JSON -> tree says the same, for every document there is.

mod corpora;
mod facts;

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model;
use odata_csdl::source::Sources;
use odata_csdl::syntax::Document;
use odata_csdl::write;

/// Documents of which JSON cannot say all, which the writer says; the number is that of the facts that are lost.
///
/// All of them have a name twice in one schema, of which an object can hold one: in Microsoft Graph a type and a function
/// `image`, of which the type stands; elsewhere a term and a qualifier twice on one element, which the model has once too,
/// or an annotation of a binding and `Nullable` of a type definition or of a collection of entities, which no fact is about.
const LOSSY: &[(&str, usize)] = &[
    ("azure-devops-analytics/v1.xml", 0),
    ("azure-devops-analytics/v2.xml", 0),
    ("azure-devops-analytics/v3.xml", 0),
    ("azure-devops-analytics/v4.xml", 0),
    ("msgraph/beta-USSec.csdl", 18),
    ("msgraph/clean-v1.0.xml.gz", 18),
    ("msgraph/davidmoten-msgraph-older.xml.gz", 18),
    ("msgraph/preprocess_csdl_test_input.xml", 0),
    ("msgraph/preprocess_csdl_test_output.xml", 0),
    ("msgraph/v1.0-Fairfax.csdl.gz", 18),
    ("msgraph/v1.0-Prod.csdl.gz", 18),
    ("odata.net/AdventureWorksPlus.csdl", 1),
    ("olingo/fromdoc4-metadata.xml", 0),
    ("sap-fiori/v4-edmjson.xml", 0),
    ("sap-fiori/v4-rap-c_salesordermanage_sd.xml", 4),
];

fn read(name: &str, text: &str) -> (Option<Document>, Diagnostics, Sources) {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add(name, text);
    let document = odata_csdl::read(source, &sources, &mut diagnostics);
    (document, diagnostics, sources)
}

fn facts(document: Document) -> facts::Facts {
    let documents = [document];
    let model = model::resolve(&documents, &Sources::new(), &mut Diagnostics::new());
    facts::of(&model, &documents[0])
}

#[test]
fn every_document_says_the_same_in_json() {
    let Some(folder) = corpora::metadata() else {
        return;
    };
    let (mut count, mut facts_of_all, mut lossy, mut wrong) = (0, 0, Vec::new(), Vec::new());
    for path in corpora::files(&folder) {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        let text = corpora::text(&path);
        let (Some(document), said, _) = read(&name, &text) else {
            continue;
        };
        if said.has_errors() {
            continue;
        }
        let mut lost = Diagnostics::new();
        let json = write::to_json(&document, &mut lost);
        let (again, said, sources) = read("written.json", &json);
        let again = again.unwrap_or_else(|| panic!("{name}: {}", said.render(&sources)));
        assert!(said.is_empty(), "{name}: {}", said.render(&sources));
        let ours = facts(document);
        let differences = facts::differences(&ours, &facts(again));
        count += 1;
        facts_of_all += ours.len();
        if std::env::var_os("SHOW_LOST").is_some() {
            println!("{name}: {differences:#?}");
        }
        if lost.iter().any(|one| one.code == "lost-in-json") {
            lossy.push((name, differences.len()));
        } else if !differences.is_empty() {
            let shown: Vec<_> = differences
                .iter()
                .take(5)
                .map(ToString::to_string)
                .collect();
            wrong.push(format!(
                "{name}: {}\n  {}",
                differences.len(),
                shown.join("\n  ")
            ));
        }
    }
    println!("{count} documents, {facts_of_all} facts; with losses that were said: {lossy:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let expected: Vec<_> = LOSSY
        .iter()
        .map(|&(name, count)| (name.to_owned(), count))
        .collect();
    assert_eq!(lossy, expected);
    assert!(count > 100, "{count} documents");
}

/// OASIS publishes its vocabularies in both notations, the JSON written by its own tools.
#[test]
fn the_vocabularies_of_oasis_say_the_same_in_both() {
    let Some(folder) = corpora::metadata() else {
        return;
    };
    let folder = folder.join("oasis-vocabularies/vocabularies");
    let (mut count, mut wrong) = (0, Vec::new());
    for path in corpora::files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let beside = path.with_extension("json");
        let (xml, _, _) = read(&name, &corpora::text(&path));
        let (json, said, sources) = read("vocabulary.json", &corpora::text(&beside));
        assert!(said.is_empty(), "{name}: {}", said.render(&sources));
        count += 1;
        let differences = facts::differences(&facts(xml.unwrap()), &facts(json.unwrap()));
        // Only the line breaks of the longest texts differ, the endings of addresses, and which of both is linked as `latest-version`.
        let alike = |text: &str| text.replace("\\n", "").replace([' ', '\n'], "");
        let differences = differences.into_iter().filter(|one| {
            let is_address = one.about.contains(" includes ")
                || one.about.ends_with("@Org.OData.Core.V1.Links#");
            !is_address && alike(&one.one) != alike(&one.other)
        });
        wrong.extend(differences.map(|one| format!("{name}: {one}")));
    }
    println!("{count} vocabularies");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 9, "{count} vocabularies");
}
