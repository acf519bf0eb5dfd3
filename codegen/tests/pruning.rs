//! What is left of Microsoft Graph when little is asked for, and that the rest of the document does not show in it.

mod corpora;

use std::collections::BTreeSet;

use odata_codegen::{Builder, Error, Generated};

const SERVICE: &str = r#"
name = "Graph"
base-url = "https://graph.microsoft.com/v1.0/"
metadata = ["metadata.xml"]
"#;

const USERS: &str = r#"
entity-sets = ["users"]
navigation-properties = ["user/messages", "user/manager", "user/directReports", "message/att*"]
"#;

/// Version 1.0, as it was published.
fn graph() -> Option<String> {
    let all = corpora::metadata()?;
    let path = all
        .iter()
        .find(|path| path.ends_with("msgraph/v1.0-Prod.csdl.gz"));
    let bytes = corpora::bytes(path.expect("Graph in the corpus"));
    Some(String::from_utf8(bytes).expect("UTF-8"))
}

fn generate(lines: &str, metadata: &str) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let service = format!("{SERVICE}{lines}");
    std::fs::write(folder.path().join("service.toml"), service).expect("written");
    std::fs::write(folder.path().join("metadata.xml"), metadata).expect("written");
    Builder::new("service.toml").root(folder.path()).generate()
}

fn text(lines: &str, metadata: &str) -> String {
    generate(lines, metadata).expect("generated").text
}

/// A schema or a container, cut where its elements begin: Graph's document is laid out in lines.
struct Cut<'t> {
    head: &'t str,
    elements: Vec<&'t str>,
    tail: &'t str,
}

impl<'t> Cut<'t> {
    /// The elements that stand this deep.
    fn of(text: &'t str, indent: &str) -> Self {
        let is_begin = |line: &str| {
            let rest = line.strip_prefix(indent);
            rest.is_some_and(|rest| rest.starts_with('<') && !rest.starts_with("</"))
        };
        let mut begins = Vec::new();
        let mut end = 0;
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if is_begin(line) {
                begins.push(at);
            }
            at += line.len();
            if line.starts_with(indent) {
                end = at;
            }
        }
        let first = *begins.first().expect("an element");
        begins.push(end);
        Cut {
            head: &text[..first],
            elements: begins.windows(2).map(|two| &text[two[0]..two[1]]).collect(),
            tail: &text[end..],
        }
    }

    fn join(&self) -> String {
        format!("{}{}{}", self.head, self.elements.concat(), self.tail)
    }
}

fn attribute<'t>(element: &'t str, name: &str) -> Option<&'t str> {
    let tag = element.split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// The schemas of the document, each with its namespace and its elements.
fn schemas(metadata: &str) -> Vec<(&str, Cut<'_>)> {
    let document = Cut::of(metadata, "    ");
    let schemas = document.elements.into_iter();
    schemas
        .map(|schema| {
            (
                attribute(schema, "Namespace").expect("a namespace"),
                Cut::of(schema, "      "),
            )
        })
        .collect()
}

fn put_together(metadata: &str, schemas: &[(&str, Cut<'_>)]) -> String {
    let document = Cut::of(metadata, "    ");
    let all: String = schemas.iter().map(|(_, schema)| schema.join()).collect();
    format!("{}{all}{}", document.head, document.tail)
}

/// The full names of the types in generated code.
fn generated_types(text: &str) -> BTreeSet<String> {
    let named = |line: &str| {
        let line = line.trim();
        let name = line.strip_prefix("name: \"microsoft.graph.");
        // Stubs stand in the order of the document, too.
        let name = name.or_else(|| line.strip_prefix("/// The entity type `microsoft.graph."))?;
        Some(format!(
            "microsoft.graph.{}",
            name.split(['"', '`']).next()?
        ))
    };
    text.lines().filter_map(named).collect()
}

#[test]
fn a_small_part_of_a_large_service() {
    let Some(metadata) = graph() else { return };
    let text = text(USERS, &metadata);
    assert!(syn::parse_file(&text).is_ok());
    let types = generated_types(&text);
    for inside in [
        "user",
        "directoryObject",
        "entity",
        "message",
        "outlookItem",
        "attachment",
        "passwordProfile",
    ] {
        assert!(
            types.contains(&format!("microsoft.graph.{inside}")),
            "{inside} in {types:?}"
        );
    }
    // Where no navigation was asked for, and what extends what is reached.
    for outside in ["group", "calendar", "fileAttachment", "device"] {
        let stub = format!("type `microsoft.graph.{outside}`, which is not generated");
        assert!(
            !types.contains(&format!("microsoft.graph.{outside}")) || text.contains(&stub),
            "{outside}"
        );
    }
    assert!(types.len() < 120, "{} types", types.len());
    assert!(
        text.contains("pub const MANAGER: odata::Navigation<Self, odata::One<DirectoryObject>>")
    );
    // Not asked for: it leads to a stub.
    assert!(text.contains("type `microsoft.graph.calendar`, which is not generated"));
}

#[test]
fn the_rest_of_the_document_does_not_show() {
    let Some(metadata) = graph() else { return };
    let expected = text(USERS, &metadata);
    let inside = generated_types(&expected);
    for (what, changed) in [
        ("added", added(&metadata)),
        ("left out and renamed", left_out(&metadata, &inside)),
        ("turned round", turned_round(&metadata, &inside)),
    ] {
        assert_ne!(changed, metadata, "{what}");
        let text = text(USERS, &changed);
        assert!(text == expected, "{what}: other code");
    }
    let inner = metadata.replace("Name=\"jobTitle\"", "Name=\"jobName\"");
    assert!(text(USERS, &inner) != expected, "what is inside shows");
}

/// More of everything, none of it where the subset is.
fn added(metadata: &str) -> String {
    let before = "      <EnumType Name=\"aaaNew\"><Member Name=\"x\"/></EnumType>
      <EntityType Name=\"alert2\" BaseType=\"microsoft.graph.entity\"><Property Name=\"User\" Type=\"microsoft.graph.aaaNew\"/>
        <NavigationProperty Name=\"user\" Type=\"microsoft.graph.user\"/></EntityType>
      <ComplexType Name=\"PasswordProfileNew\"/>
      <Function Name=\"fresh\" IsBound=\"true\"><Parameter Name=\"on\" Type=\"microsoft.graph.alert2\"/><ReturnType Type=\"microsoft.graph.user\"/></Function>
";
    let schema = "    <Schema Namespace=\"microsoft.graph.aaa\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">
      <EntityType Name=\"user\" BaseType=\"microsoft.graph.entity\"/>
    </Schema>
";
    let set = "        <EntitySet Name=\"aaaUsers\" EntityType=\"microsoft.graph.user\"/>
        <Singleton Name=\"aaaUser\" Type=\"microsoft.graph.aaa.user\"/>
";
    let at = metadata.find("    <Schema ").expect("a schema");
    let (head, rest) = metadata.split_at(at);
    let (first, rest) = rest.split_once('\n').expect("a line");
    let (middle, rest) = rest.split_once("        <EntitySet ").expect("a set");
    format!("{head}{schema}{first}\n{before}{middle}{set}        <EntitySet {rest}")
        .replace("<EntityType Name=\"calendar\" BaseType=\"microsoft.graph.entity\">", "<EntityType Name=\"calendar\" BaseType=\"microsoft.graph.entity\"><Property Name=\"freshOne\" Type=\"Edm.String\"/>")
}

/// Without the types outside the subset that nothing mentions, and with another name for some that something does.
fn left_out(metadata: &str, inside: &BTreeSet<String>) -> String {
    let mut all = schemas(metadata);
    let mut gone = Vec::new();
    for (namespace, schema) in &mut all {
        schema.elements.retain(|element| {
            let Some(name) = attribute(element, "Name").filter(|_| element.contains("Type Name="))
            else {
                return true;
            };
            let full = format!("{namespace}.{name}");
            // By its namespace or an alias of it.
            let mentions = |text: &str| {
                let ends = ["\"", ")", "/"];
                ends.iter()
                    .any(|end| text.contains(&format!(".{name}{end}")))
            };
            let keep = inside.contains(&full) || gone.len() >= 25 || mentions(metadata);
            if !keep {
                gone.push(full);
            }
            keep
        });
    }
    assert!(gone.len() >= 20, "only {gone:?} can be left out");
    let mut text = put_together(metadata, &all);
    for end in ["\"", ")", "/"] {
        text = text.replace(
            &format!("raph.workbookTableSort{end}"),
            &format!("raph.workbookTableSorting{end}"),
        );
    }
    text.replace(
        "Name=\"workbookTableSort\"",
        "Name=\"workbookTableSorting\"",
    )
}

/// What is outside the subset stands in another order, before what is inside.
fn turned_round(metadata: &str, inside: &BTreeSet<String>) -> String {
    let mut all = schemas(metadata);
    for (namespace, schema) in &mut all {
        let is_inside = |element: &&str| {
            let name = attribute(element, "Name").unwrap_or_default();
            inside.contains(&format!("{namespace}.{name}"))
        };
        let (inner, mut outer): (Vec<&str>, Vec<&str>) = schema
            .elements
            .iter()
            .partition(|element| is_inside(element) || !element.contains("Type Name="));
        outer.reverse();
        schema.elements = outer.into_iter().chain(inner).collect();
    }
    put_together(metadata, &all)
}

#[test]
fn a_path_leads_to_what_is_contained() {
    let Some(metadata) = graph() else { return };
    let text = text("entity-sets = [\"security/alerts_v2\"]\n", &metadata);
    for part in [
        "    pub fn security(&self) -> odata::EntityQuery<Security> {",
        "    pub const ALERTS_V2: odata::Navigation<Self, odata::Many<SecurityAlert>> =",
        "        name: \"microsoft.graph.security.alert\",",
    ] {
        assert!(
            text.lines().any(|line| line == part),
            "`{part}` is not in\n{text}"
        );
    }
    assert!(!text.contains("odata::EntitySet<"), "a set");
    assert_eq!(text.matches("odata::Many<SecurityAlert>>").count(), 1);
    // What else is contained is a stub.
    assert!(text.contains("type `microsoft.graph.alert`, which is not generated"));
    // The types of both namespaces, one beside the other.
    let both = "entity-sets = [\"security/alerts_v2\", \"security/alerts\"]\n";
    let types = "types = [\"microsoft.graph.security.*Evidence\"]\n";
    let text = self::text(&format!("{both}{types}"), &metadata);
    for part in [
        "pub struct Alert {",
        "pub struct SecurityAlert {",
        "pub struct SecurityUserEvidence {",
    ] {
        assert!(text.lines().any(|line| line == part), "`{part}`");
    }
}

#[test]
fn what_is_not_there_is_told_with_the_near_name() {
    let metadata = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="Order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32"/>
<NavigationProperty Name="lines" Type="Collection(shop.Order)"/></EntityType>
<Action Name="pay" IsBound="true"><Parameter Name="on" Type="shop.Order"/></Action>
<EntityContainer Name="Container"><EntitySet Name="orders" EntityType="shop.Order"/><Singleton Name="last" Type="shop.Order"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;
    for (line, says) in [
        (
            "entity-sets = [\"order*s\", \"invoice*\"]",
            &[
                "error[unmet-pattern]: `invoice*` asks for no entity set",
                "service.toml:5:27",
                "its entity sets are orders",
            ][..],
        ),
        (
            "entity-sets = [\"last\"]",
            &[
                "error[unknown-entity-set]: Graph has no entity set `last`",
                "service.toml:5:16",
                "write it into the list `singletons`",
            ],
        ),
        (
            "entity-sets = [\"orders/line\"]",
            &[
                "error[unknown-navigation-property]: `shop.Order` has no navigation property `line`",
                "service.toml:5:16",
                "did you mean `lines`?",
            ],
        ),
        (
            "entity-sets = [\"lst/lines\"]",
            &[
                "error[unknown-entity-set]: Graph has no entity set or singleton `lst`",
                "did you mean `last`?",
            ],
        ),
        (
            "types = [\"shop.Ordr\"]",
            &[
                "error[unmet-pattern]: `shop.Ordr` asks for no type",
                "service.toml:5:10",
                "did you mean `shop.Order`?",
            ],
        ),
        (
            "types = [\"Ordr\"]",
            &["error[unmet-pattern]", "did you mean `Order`?"],
        ),
        (
            "actions = [\"Order/pai\"]",
            &[
                "error[unmet-pattern]: `Order/pai` asks for no action",
                "service.toml:5:12",
                "did you mean `Order/pay`?",
            ],
        ),
        (
            "navigation-properties = [\"Order/line\"]",
            &["error[unmet-pattern]", "did you mean `Order/lines`?"],
        ),
    ] {
        let error = generate(line, metadata)
            .map(|_| ())
            .expect_err(line)
            .to_string();
        for part in says {
            assert!(error.contains(part), "`{part}` is not in\n{error}");
        }
    }
    let generated = generate("actions = [\"Order/*\"]", metadata).expect("generated");
    assert!(generated.text.contains("pub fn pay("), "{}", generated.text);
    assert!(generated.diagnostics.is_empty());
    let without = generate("actions = []", metadata).expect("generated");
    assert!(!without.text.contains("fn pay"), "{}", without.text);
}
