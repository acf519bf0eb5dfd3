//! What is said of documents as people have them at hand: saved by a shell, written by hand, of another version.

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::model::{self, Model};
use odata_csdl::source::{LoadError, Sources};
use odata_csdl::syntax::Document;

const EDMX: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Shop">
<EntityType Name="Größe"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32"/></EntityType>
<EntityContainer Name="All"><EntitySet Name="Größen" EntityType="Shop.Größe"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = format!("\u{feff}{text}");
    marked.encode_utf16().flat_map(bytes).collect()
}

fn read_bytes(bytes: &[u8]) -> Result<(Option<Document>, String), LoadError> {
    let mut sources = Sources::new();
    let source = sources.add_bytes("test.xml", bytes)?;
    let mut diagnostics = Diagnostics::new();
    let document = odata_csdl::read(source, &sources, &mut diagnostics);
    Ok((document, diagnostics.render(&sources)))
}

/// What is said of a text.
fn said(text: &str) -> String {
    read_bytes(text.as_bytes()).unwrap().1
}

fn resolved(text: &str) -> (Model, String) {
    let mut sources = Sources::new();
    let source = sources.add("test.xml", text);
    let mut diagnostics = Diagnostics::new();
    let document = odata_csdl::read(source, &sources, &mut diagnostics).unwrap();
    let model = model::resolve(&[document], &sources, &mut diagnostics);
    (model, diagnostics.render(&sources))
}

#[track_caller]
fn says(rendered: &str, parts: &[&str]) {
    for part in parts {
        assert!(rendered.contains(part), "no `{part}` in:\n{rendered}");
    }
}

#[test]
fn utf_16_is_read_as_powershell_saves_it() {
    for text in [
        EDMX,
        r#"{"$Version": "4.01", "Shop": {"Größe": {"$Kind": "ComplexType"}}}"#,
    ] {
        for bytes in [utf16(text, u16::to_le_bytes), utf16(text, u16::to_be_bytes)] {
            let (document, said) = read_bytes(&bytes).unwrap();
            assert_eq!(said, "");
            let schema = &document.unwrap().schemas[0];
            assert_eq!(schema.structured_types[0].name.value, "Größe");
        }
    }
}

#[test]
fn utf_16_that_is_cut_or_broken_is_not_read() {
    let whole = utf16("<a>\n𝄞</a>", u16::to_le_bytes);
    let mut halved = whole.clone();
    // The first half of the clef is gone.
    halved.drain(10..12);
    for bytes in [&whole[..whole.len() - 1], &halved[..]] {
        let error = read_bytes(bytes).unwrap_err();
        says(&error.to_string(), &["test.xml:2:", "not UTF-8"]);
    }
    says(
        &read_bytes(&halved).unwrap_err().to_string(),
        &["2:1:", "(byte 10)"],
    );
    let error = read_bytes(b"\xff\xfe \0\n\0").unwrap_err();
    assert_eq!(error.to_string(), "test.xml is empty");
}

#[test]
fn data_services_that_are_misspelt_are_shown() {
    let text = EDMX.replace("edmx:DataServices", "edmx:DataService");
    says(
        &said(&text),
        &[
            "error[missing-element]: `edmx:Edmx` has no `edmx:DataServices`",
            "test.xml:1:81",
            "^^^^^^^^^^^^^^^^",
            "is this meant to be `edmx:DataServices`, which holds the schemas?",
        ],
    );
    let other = EDMX.replace("edmx:DataServices", "edmx:Runtime");
    says(&said(&other), &["test.xml:1:2", "it holds the schemas"]);
}

#[test]
fn an_unbound_prefix_of_the_root_is_told_what_it_stands_for() {
    says(
        &said("<edmx:Edmx Version=\"4.0\"/>"),
        &[
            "the prefix `edmx` is bound to no namespace",
            "the root has to say `xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"`",
        ],
    );
}

#[test]
fn a_model_of_entity_framework_is_no_metadata() {
    let text = r#"<edmx:Edmx Version="3.0" xmlns:edmx="http://schemas.microsoft.com/ado/2009/11/edmx">
  <edmx:Runtime><edmx:StorageModels/><edmx:ConceptualModels/></edmx:Runtime>
</edmx:Edmx>"#;
    says(
        &said(text),
        &[
            "error[not-csdl]: this is a model of Entity Framework, not the metadata of a service",
            "test.xml:2:4",
            "save what the service answers at `$metadata`",
        ],
    );
}

#[test]
fn types_of_older_versions_are_told_what_stands_in_their_place() {
    for (old, now) in [
        ("DateTime", "`Edm.DateTimeOffset` and `Edm.Date`"),
        ("Time", "`Edm.TimeOfDay` and `Edm.Duration`"),
        ("Float", "`Edm.Single` and `Edm.Double`"),
    ] {
        let (_, said) = resolved(&EDMX.replace("Edm.Int32", &format!("Edm.{old}")));
        says(
            &said,
            &[
                &format!("error[unknown-type]: there is no type `Edm.{old}`"),
                "a type of OData V2 and V3",
                &format!("OData V4 has {now} in its place"),
            ],
        );
        assert!(!said.contains("did you mean"), "{said}");
    }
}

#[test]
fn a_name_with_a_blank_is_found_wherever_it_stands() {
    let blank = EDMX.replace("Größe\"", "Work Order\"").replace(
        "</EntityType>",
        r#"<NavigationProperty Name="Next" Type="Collection(Shop.Work Order)"/></EntityType>"#,
    );
    let (model, said) = resolved(&blank);
    assert_eq!(said, "");
    let id = model.entity_set("Größen").unwrap().entity_type;
    assert_eq!(model.structured_type(id).navigation_properties.len(), 1);
}
