//! Names of any kind: those that services have published, and those that nobody would.

use std::collections::BTreeSet;
use std::fmt::Write;

use odata_codegen::Builder;
use proptest::prelude::*;

use crate::corpora;
use crate::items::Items;
use crate::service::{SERVICE, entity, generate, schema};

/// Every document that stands for itself, all of it.
#[test]
fn the_names_of_published_services_are_distinct() {
    let Some(all) = corpora::metadata() else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let service = format!(
        "{SERVICE}types = [\"*\"]\nentity-sets = [\"*\"]\nsingletons = [\"*\"]\nfunctions = [\"*\"]\nnavigation-properties = [\"*\"]\n"
    );
    let (mut generated, mut clashes) = (0, BTreeSet::new());
    for path in all {
        let metadata = String::from_utf8_lossy(&corpora::bytes(&path)).into_owned();
        // A pattern must fit something.
        let lines = [
            ("entity-sets", "<EntitySet "),
            ("singletons", "<Singleton "),
            ("functions", "<Function "),
            ("navigation-properties", "<NavigationProperty "),
        ];
        let missing = lines
            .iter()
            .filter(|(_, element)| !metadata.contains(element));
        let missing: Vec<&str> = missing.map(|&(key, _)| key).collect();
        let lines = service
            .lines()
            .filter(|line| !missing.iter().any(|key| line.starts_with(key)));
        let lines: Vec<&str> = lines.collect();
        std::fs::write(folder.path().join("service.toml"), lines.join("\n")).expect("written");
        std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
        let Ok(one) = Builder::new("service.toml").root(folder.path()).generate() else {
            continue;
        };
        generated += 1;
        let distinct = Items::of(&one.text).are_distinct();
        assert_eq!(distinct, Ok(()), "{}", path.display());
        let said = one
            .diagnostics
            .iter()
            .filter(|said| said.code == "same-name");
        clashes.extend(said.map(|said| said.message.clone()));
    }
    assert!(
        clashes.len() < 20,
        "the rules make one of too many: {clashes:#?}"
    );
    assert!(generated > 100, "only {generated} documents give a client");
}

/// Names of CSDL, with many that differ only in what Rust drops.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[aAbB_]{1,4}",
        "[a-zA-Z_][a-zA-Z0-9_]{0,8}",
        "[ab][.\\-_ A][bB1]",
        "\\PC{1,6}".prop_map(|text| text.replace(['<', '>', '&', '"', '\''], "x")),
        "[eE]\u{301}?[\u{e9}\u{c9}]?[sS]?\u{df}?\u{1e9e}?",
        "[\u{130}\u{131}iI\u{2126}\u{3c9}\u{3a9}\u{3f4}\u{3b8}\u{212a}kK]{1,2}",
        Just("self".to_owned()),
        Just("Self".to_owned()),
        Just("type".to_owned()),
        Just("odata".to_owned()),
        Just("Option".to_owned()),
        Just("builder".to_owned()),
    ]
}

/// Names that are distinct, as the model demands.
fn names(many: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set(
        name().prop_filter("a name", |name| !name.trim().is_empty()),
        1..many,
    )
    .prop_map(|names| names.into_iter().collect::<Vec<_>>())
    .prop_shuffle()
}

fn any_service() -> impl Strategy<Value = String> {
    (names(8), names(6), names(5), names(6), names(5)).prop_map(
        |(properties, types, members, sets, others)| {
            let simple = |name: &String| name.replace(['.', '/', '(', ')', ' '], "_");
            let mut elements = String::new();
            let mut seen = BTreeSet::from([
                "Container".to_owned(),
                "Main".to_owned(),
                "Level".to_owned(),
            ]);
            let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
            elements += &entity("Main", &properties);
            elements += "<EnumType Name=\"Level\">";
            for member in &members {
                let _ = write!(elements, "<Member Name=\"{member}\"/>");
            }
            elements += "</EnumType>";
            for name in types
                .iter()
                .map(simple)
                .filter(|name| seen.insert(name.clone()))
            {
                let _ = write!(elements, "<ComplexType Name=\"{name}\"/>");
            }
            elements += "<EntityContainer Name=\"Container\">";
            for set in &sets {
                let _ = write!(
                    elements,
                    "<EntitySet Name=\"{set}\" EntityType=\"a.b.Main\"/>"
                );
            }
            elements += "</EntityContainer>";
            let mut second = String::new();
            for name in others
                .iter()
                .chain(&types)
                .map(simple)
                .collect::<BTreeSet<_>>()
            {
                let _ = write!(second, "<ComplexType Name=\"{name}\"/>");
            }
            [
                schema("a.b", &elements),
                schema("a.b.c", &second),
                schema("d", &second),
            ]
            .concat()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn any_names_give_identifiers_that_are_distinct_in_their_scope(schemas in any_service()) {
        let service = format!("{SERVICE}types = [\"*\"]\nentity-sets = [\"*\"]\n");
        // A name that the reader of CSDL refuses needs none in Rust.
        let generated = generate(&service, &schemas);
        prop_assume!(generated.is_ok());
        let text = generated.expect("generated").text;
        prop_assert_eq!(Items::of(&text).are_distinct(), Ok(()));
        prop_assert_eq!(generate(&service, &schemas).expect("generated").text, text);
    }
}
