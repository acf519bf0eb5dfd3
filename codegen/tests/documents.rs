//! Documents as they should not be: each gives one clear error with its place.

mod corpora;

use odata_codegen::{Builder, Error, Generated};

const SERVICE: &str = r#"
name = "Shop"
namespace = "shop"
base-url = "https://shop.contoso.com/api/"
metadata = ["metadata.xml"]
"#;

const METADATA: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="Book">
        <Key><PropertyRef Name="isbn"/></Key>
        <Property Name="isbn" Type="Edm.String" Nullable="false"/>
        <Property Name="stock" Type="Edm.Int32"/>
      </EntityType>
      <EntityContainer Name="Container">
        <EntitySet Name="books" EntityType="shop.Book"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"#;

fn generate(files: &[(&str, &[u8])]) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("written");
    }
    Builder::new("service.toml").root(folder.path()).generate()
}

fn with(service: &str, metadata: &[u8]) -> Result<Generated, Error> {
    generate(&[
        ("service.toml", service.as_bytes()),
        ("metadata.xml", metadata),
    ])
}

/// One error, which says this.
fn fails(result: Result<Generated, Error>, says: &[&str]) {
    let error = result.map(|generated| generated.text).expect_err(says[0]);
    let text = error.to_string();
    for part in says {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
    let errors = text
        .lines()
        .filter(|line| line.starts_with("error"))
        .count();
    assert_eq!(errors, 1, "one error, not {errors}\n{text}");
    assert!(!text.contains("/tmp"), "no path of this machine\n{text}");
}

#[test]
fn the_plain_documents_are_fine() {
    let text = with(SERVICE, METADATA.as_bytes()).expect("generated").text;
    assert!(
        text.contains("pub fn books(&self) -> odata::EntitySet<Book>"),
        "{text}"
    );
}

#[test]
fn documents_that_cannot_be_read() {
    fails(generate(&[]), &["cannot read service.toml"]);
    fails(
        generate(&[("service.toml", SERVICE.as_bytes())]),
        &[
            "cannot read metadata.xml",
            "service.toml:5:13",
            "metadata = [\"metadata.xml\"]",
            "named here",
        ],
    );
    fails(with("", METADATA.as_bytes()), &["service.toml is empty"]);
    fails(
        with(SERVICE, b""),
        &["metadata.xml is empty", "service.toml:5:13"],
    );
    fails(with(SERVICE, b" \n\t"), &["metadata.xml is empty"]);
    fails(
        with(SERVICE, b"<a>\n  \xff</a>"),
        &["metadata.xml:2:3: not UTF-8"],
    );
    fails(
        with(SERVICE, b"\x1f\x8b\x08\x00\x00"),
        &[
            "metadata.xml is packed with gzip",
            "unpack it",
            "service.toml:5:13",
        ],
    );
    fails(with(SERVICE, b"PK\x03\x04\x14\x00"), &["packed with zip"]);
    let truncated = &METADATA.as_bytes()[..400];
    fails(with(SERVICE, truncated), &["metadata.xml:"]);
    let cut_word = METADATA.replace("</Schema>", "</Schem");
    fails(with(SERVICE, cut_word.as_bytes()), &["metadata.xml:"]);
}

#[test]
fn what_a_build_script_ends_with_begins_with_words() {
    let cut_word = METADATA.replace("</Schema>", "</Schem");
    let error = with(SERVICE, cut_word.as_bytes()).map(|generated| generated.text);
    let shown = format!("Error: {:?}", error.expect_err("an error"));
    assert!(
        shown.starts_with("Error: nothing was generated\nerror["),
        "{shown}"
    );
}

#[test]
fn an_enormous_document_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("service.toml"), SERVICE).expect("written");
    let file = std::fs::File::create(folder.path().join("metadata.xml")).expect("created");
    file.set_len(5 << 30).expect("a sparse file");
    fails(
        Builder::new("service.toml").root(folder.path()).generate(),
        &["metadata.xml is 5368709120 bytes long"],
    );
}

#[test]
fn hostile_xml_is_refused() {
    let bomb = METADATA.replace(
        "<edmx:Edmx",
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<edmx:Edmx",
    );
    fails(with(SERVICE, bomb.as_bytes()), &["metadata.xml:2:1", "DTD"]);
    let entity = METADATA.replace("Edm.Int32", "&bomb;");
    fails(with(SERVICE, entity.as_bytes()), &["metadata.xml:8:"]);
    let deep = format!("{METADATA}{}", "<a>".repeat(100_000)).replacen("</edmx:Edmx>", "", 1);
    fails(with(SERVICE, deep.as_bytes()), &["metadata.xml:"]);
    fails(
        with(SERVICE, b"<html><body>Sign in</body></html>"),
        &["metadata.xml:1:"],
    );
    fails(
        with(SERVICE, b"{\"error\":\"unauthorized\"}"),
        &["metadata.xml:1:"],
    );
}

#[test]
fn a_binding_of_a_set_that_is_not_generated_is_not_worth_a_word() {
    let metadata = METADATA.replace(
        "<EntitySet Name=\"books\" EntityType=\"shop.Book\"/>",
        "<EntitySet Name=\"books\" EntityType=\"shop.Book\"/>
         <EntitySet EntityType=\"shop.Book\" Name=\"lent\"><NavigationPropertyBinding Path=\"by\" Target=\"people\"/></EntitySet>
         <Singleton Name=\"best\" Type=\"shop.Book\"><NavigationPropertyBinding Path=\"of\" Target=\"people\"/></Singleton>",
    );
    let said = |more: &str| {
        let generated = with(&format!("{SERVICE}{more}"), metadata.as_bytes());
        let mut lines = generated.expect("generated").warnings();
        lines.retain(|line| line.contains("unresolved-binding"));
        lines
    };
    assert_eq!(said("").len(), 2);
    assert_eq!(said("entity-sets = [\"books\"]"), Vec::<String>::new());
    let of_lent = said("entity-sets = [\"books\", \"lent\"]");
    assert!(
        of_lent.len() == 1 && of_lent[0].contains("binding of `lent`"),
        "{of_lent:?}"
    );
    let of_best = said("singletons = [\"best\"]");
    assert!(
        of_best.len() == 1 && of_best[0].contains("binding of `best`"),
        "{of_best:?}"
    );
    // Where the service wants an error of it, too.
    let strict = "entity-sets = [\"SET\"]\n[defects]\nunresolved-binding = \"error\"";
    assert_eq!(said(&strict.replace("SET", "books")), Vec::<String>::new());
    fails(
        with(
            &format!("{SERVICE}{}", strict.replace("SET", "lent")),
            metadata.as_bytes(),
        ),
        &["error[unresolved-binding]", "binding of `lent`"],
    );
}

#[test]
fn faults_of_the_service_description() {
    for (service, says) in [
        (
            SERVICE.replace("name =", "nam ="),
            &[
                "service.toml:2:1",
                "unknown field `nam`",
                "did you mean `name`?",
            ][..],
        ),
        (
            format!("{SERVICE}key-as-segments = true"),
            &["service.toml:6:1", "did you mean `key-as-segment`?"],
        ),
        (
            format!("{SERVICE}qwerty = true"),
            &["unknown field `qwerty`", "there are extends, name, "],
        ),
        (
            format!("{SERVICE}entity-sets = \"books\""),
            &["service.toml:6:15", "write `[\"books\"]`: it is a list"],
        ),
        (
            format!("{SERVICE}types = 'Book'"),
            &["service.toml:6:9", "write `['Book']`"],
        ),
        (
            format!("{SERVICE}[defects]\nunresolvd = \"warn\""),
            &[
                "no defect is called `unresolvd`",
                "did you mean `unresolved-binding`?",
            ],
        ),
        (
            format!("{SERVICE}[defects]\nmissing-doc = \"warn\""),
            &["did you mean `missing-document`?"],
        ),
        (
            format!("{SERVICE}[defects]\nwrng = \"warn\""),
            &["did you mean `wrong-kind` or `wrong-case`?"],
        ),
        (
            format!("{SERVICE}[rename]\n\"Book/stok\" = \"left\""),
            &[
                "no `Book/stok` to rename",
                "did you mean `shop.Book/stock`?",
            ],
        ),
        (
            format!("{SERVICE}[rename]\n\"Ns.Book/stok\" = \"left\""),
            &["did you mean `shop.Book/stock`?"],
        ),
        (
            format!("{SERVICE}[rename]\n\"shop.Book/stok\" = \"left\""),
            &["did you mean `shop.Book/stock`?"],
        ),
        (
            format!("{SERVICE}[rename]\n\"Contoso.Inventory.Bok\" = \"Volume\""),
            &["did you mean `shop.Book`?"],
        ),
        (
            format!("{SERVICE}singletons = [\"Mee\"]"),
            &["service.toml:6:15", "`Mee` asks for no singleton"],
        ),
        (
            format!("{SERVICE}singletons = []"),
            &["no entity set and no singleton of Shop is asked for"],
        ),
        (
            METADATA.to_owned(),
            &[
                "service.toml:1:1",
                "this is metadata of a service, and no TOML",
                "`metadata = [\"service.toml\"]`",
            ],
        ),
        ("{\"a\": 1}".to_owned(), &["this is JSON, and no TOML"]),
        (SERVICE.replace("base-url", "#"), &["`base-url` is missing"]),
        (
            SERVICE.replace("https://", ""),
            &["service.toml:4:12", "is no root of a service"],
        ),
        (
            SERVICE.replace("\"Shop\"", "\"5\""),
            &["service.toml:2:8", "begins with a letter"],
        ),
        (
            SERVICE.replace("metadata =", "docs ="),
            &["cannot read metadata.xml"],
        ),
        (SERVICE.replace("\"Shop\"", "Shop"), &["service.toml:2:8"]),
        (
            format!("{SERVICE}entity-sets = [\"boks\"]"),
            &[
                "service.toml:6:16",
                "no entity set `boks`",
                "did you mean `books`?",
            ],
        ),
        (
            format!("{SERVICE}entity-sets = []"),
            &["service.toml:6:15", "names none", "leave it out"],
        ),
        (
            SERVICE.replace("metadata = [\"metadata.xml\"]", ""),
            &["neither `metadata` nor `docs`"],
        ),
    ] {
        let metadata: &[u8] = if says[0].contains("cannot read metadata") {
            b""
        } else {
            METADATA.as_bytes()
        };
        if says[0].contains("cannot read metadata") {
            fails(generate(&[("service.toml", service.as_bytes())]), says);
        } else {
            fails(with(&service, metadata), says);
        }
    }
}

#[test]
fn faults_of_the_model() {
    for (metadata, says) in [
        (
            METADATA.replace("Edm.Int32", "Edm.Int23"),
            &[
                "metadata.xml:8:38",
                "Edm.Int23",
                "did you mean `Edm.Int32`?",
            ][..],
        ),
        (
            METADATA.replace("shop.Book\"", "shop.Bok\""),
            &["metadata.xml:11:", "shop.Bok", "did you mean `shop.Book`?"],
        ),
        (
            METADATA.replace("PropertyRef Name=\"isbn\"", "PropertyRef Name=\"isb\""),
            &["metadata.xml:6:", "isb"],
        ),
        (
            METADATA.replace("\"stock\"", "\"isbn\""),
            &["metadata.xml:8:", "isbn"],
        ),
    ] {
        fails(with(SERVICE, metadata.as_bytes()), says);
    }
}

#[test]
fn several_faults_of_a_phase_are_all_told() {
    let metadata = METADATA
        .replace("Edm.Int32", "Edm.Int23")
        .replace("\"Edm.String\"", "\"Edm.Sting\"");
    let error = with(SERVICE, metadata.as_bytes())
        .map(|generated| generated.text)
        .expect_err("two faults")
        .to_string();
    assert!(
        error.contains("Edm.Int23") && error.contains("Edm.Sting"),
        "{error}"
    );
}

#[test]
fn a_page_that_documents_nothing() {
    let service = format!("{SERVICE}docs = [\"page.md\"]");
    let files: [(&str, &[u8]); 3] = [
        ("service.toml", service.as_bytes()),
        ("metadata.xml", METADATA.as_bytes()),
        ("page.md", b"# About\n\nNothing of use, and no table.\n"),
    ];
    let generated = generate(&files).expect("the rest is fine");
    let said: Vec<String> = generated
        .diagnostics
        .iter()
        .map(|one| one.headline(&generated.sources))
        .collect();
    assert_eq!(
        said,
        ["page.md:1:1: warning: this page defines no operation and describes no type"]
    );
}

#[test]
fn a_service_of_pages_that_document_nothing() {
    let service = SERVICE.replace("metadata = [\"metadata.xml\"]", "docs = [\"page.md\"]");
    fails(
        generate(&[
            ("service.toml", service.as_bytes()),
            ("page.md", b"# About\n\nNothing of use.\n"),
        ]),
        &["no document of Shop has an entity set", "service.toml:2:8"],
    );
}

#[test]
fn an_overlay_needs_reasons_and_targets() {
    let service = format!("{SERVICE}overlay = \"overlay.toml\"");
    let with_overlay = |overlay: &str| {
        let files: [(&str, &[u8]); 3] = [
            ("service.toml", service.as_bytes()),
            ("metadata.xml", METADATA.as_bytes()),
            ("overlay.toml", overlay.as_bytes()),
        ];
        generate(&files)
    };
    let text = with_overlay(
        "[[set]]\ntarget = \"Book/stock\"\nnullable = false\nreason = \"the service always sends it\"\n",
    );
    assert!(text.expect("generated").text.contains("pub stock: i32,"));
    fails(
        with_overlay("[[set]]\ntarget = \"Book/stock\"\nnullable = false\n"),
        &["overlay.toml:1:1", "missing field `reason`"],
    );
    fails(
        with_overlay("[[set]]\ntarget = \"Book/stock\"\nnullable = false\nreason = \" \"\n"),
        &["overlay.toml:4:10", "needs its reason"],
    );
    fails(
        with_overlay("[[set]]\ntarget = \"Book/stok\"\nnullable = false\nreason = \"x\"\n"),
        &[
            "overlay.toml:2:10",
            "Book/stok",
            "did you mean `Book/stock`?",
        ],
    );
}

/// Pages whose cells and texts say less than their samples: the type of a parameter, that several come back, that a value is of a
/// type which has no page.
/// As Microsoft Graph has `Json`, whose values are lists of lists.
#[test]
fn an_overlay_puts_a_type_in_the_place_of_a_complex_type() {
    let metadata = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
  <Schema Namespace="contoso.sheets" Alias="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
    <ComplexType Name="Json" />
    <EntityType Name="row"><Key><PropertyRef Name="id" /></Key>
      <Property Name="id" Type="Edm.Int32" Nullable="false" />
      <Property Name="cells" Type="s.Json" />
      <Property Name="notes" Type="Collection(contoso.sheets.Json)" Nullable="false" />
    </EntityType>
    <Action Name="add" IsBound="true"><Parameter Name="rows" Type="Collection(s.row)" /><Parameter Name="cells" Type="s.Json" />
      <ReturnType Type="s.row" /></Action>
    <Function Name="whole" IsBound="true"><Parameter Name="row" Type="s.row" /><ReturnType Type="s.Json" /></Function>
    <EntityContainer Name="C"><EntitySet Name="rows" EntityType="s.row" /></EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;
    let with_overlay = |overlay: &str| {
        let service = "name = \"Sheets\"\nbase-url = \"https://sheets.contoso.com/\"\nmetadata = [\"metadata.xml\"]\noverlay = \"overlay.toml\"\n";
        generate(&[
            ("service.toml", service.as_bytes()),
            ("metadata.xml", metadata.as_bytes()),
            ("overlay.toml", overlay.as_bytes()),
        ])
    };
    let set = |target: &str, fact: &str| {
        format!("[[set]]\ntarget = \"{target}\"\n{fact}\nreason = \"x\"\n")
    };
    for target in ["Json", "s.Json", "contoso.sheets.Json"] {
        let text = with_overlay(&set(target, "type = \"Edm.Untyped\""))
            .unwrap()
            .text;
        assert!(text.contains("pub cells: Option<odata::Json>"), "{text}");
        assert!(text.contains("pub notes: Vec<odata::Json>"), "{text}");
        assert!(text.contains("odata::Just<Option<odata::Json>>"), "{text}");
        assert!(!text.contains("struct Json"), "{text}");
    }
    for (target, fact, expected) in [
        ("row", "type = \"Edm.Untyped\"", "`row` is no complex type"),
        (
            "rows",
            "type = \"Edm.Untyped\"",
            "`rows` is no complex type",
        ),
        ("Jsn", "type = \"Edm.Untyped\"", "did you mean `Json`?"),
        (
            "Json",
            "type = \"Collection(Edm.Untyped)\"",
            "a collection does not stand for a type",
        ),
        (
            "Json",
            "nullable = false",
            "`Json` is no property: it has no nullability",
        ),
    ] {
        fails(
            with_overlay(&set(target, fact)),
            &["overlay.toml:2:10", expected],
        );
    }
}

#[test]
fn an_overlay_says_of_calls_and_types_what_pages_do_not() {
    let page = "\
# Run scans

## HTTP request

```http
POST https://example.org/api/machines/{id}/runScans
```

## Request body

| Parameter | Type | Description |
|---|---|---|
| Scans | Array | The scans. Required. |

## Response

`200 OK`, with a [Machine](machine.md) in the body.
";
    let machine = "\
# Machine resource type

## Properties

| Property | Type | Description |
|---|---|---|
| id | String | What identifies it. |
| scan | MachineScan | The last one. |

## MachineScan properties

| Property | Type | Description |
|---|---|---|
| name | String | Its name. |
";
    let get = "\
# Get a machine

## HTTP request

```http
GET https://example.org/api/machines/{id}
```

## Response

`200 OK`, with one [Machine](machine.md) in the body.

```json
{ \"id\": \"1\", \"scan\": { \"name\": \"full\" } }
```
";
    let service = r#"
name = "Scans"
namespace = "scans"
base-url = "https://example.org/api/"
docs = ["page.md", "get.md", "machine.md"]
overlay = "overlay.toml"
entity-sets = ["machines"]
actions = ["Machine/*"]
types = ["scans.QuickScan"]
"#;
    let with_overlay = |overlay: &str| {
        let files: [(&str, &[u8]); 5] = [
            ("service.toml", service.as_bytes()),
            ("page.md", page.as_bytes()),
            ("get.md", get.as_bytes()),
            ("machine.md", machine.as_bytes()),
            ("overlay.toml", overlay.as_bytes()),
        ];
        generate(&files)
    };
    let overlay = r#"
[[set]]
target = "runScans/Scans"
type = "Collection(scans.MachineScan)"
nullable = false
reason = "the sample has the members of a scan"

[[answer]]
path = "machines/{}/runscans"
type = "Collection(Machine)"
reason = "every machine of its group comes back"

[[derived]]
type = "QuickScan"
base = "MachineScan"
description = "A short one."
reason = "samples say so in @odata.type"
"#;
    let text = with_overlay(overlay).expect("generated").text;
    for code in [
        "scans: impl odata::Argument<Vec<MachineScan>>",
        "odata::ActionCall<odata::OnEntity<Self>, odata::Many<Machine>>",
        "/// A short one.",
        "pub struct QuickScan {",
        "impl odata::DerivedFrom<MachineScan> for QuickScan",
    ] {
        assert!(text.contains(code), "{code}\n{text}");
    }
    fails(
        with_overlay(&overlay.replace("runScans/Scans", "runScans/Scan")),
        &["runScans/Scan", "did you mean `runScans/Scans`?"],
    );
    fails(
        with_overlay(&overlay.replace("\"MachineScan\"", "\"MachineScans\"")),
        &[
            "overlay.toml:15:8",
            "derives a type from `MachineScans`",
            "did you mean `MachineScan`?",
        ],
    );
}

/// The vendor's own pages and nothing else: the whole client comes from them.
#[test]
fn the_vendors_pages_alone_give_a_client() {
    let Some(pages) = corpora::defender_docs() else {
        return;
    };
    let service = r#"
name = "Defender"
namespace = "microsoft.windowsDefenderATP.api"
base-url = "https://api.security.microsoft.com/api/"
docs = ["list.md", "delete.md", "upload.md", "resource.md"]
"#;
    let read = |path: &str| std::fs::read(pages.join(path)).expect("a page");
    for list in ["seed/list-library-files.md", "api/list-library-files.md"] {
        let files = [
            ("service.toml", service.as_bytes().to_vec()),
            ("list.md", read(list)),
            ("delete.md", read("api/delete-library.md")),
            ("upload.md", read("api/upload-library.md")),
            ("resource.md", read("api/live-response-library-methods.md")),
        ];
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (*name, bytes.as_slice()))
            .collect();
        let generated = generate(&files).expect("generated");
        for line in [
            "    pub fn library_files(&self) -> odata::EntitySet<LibraryFile> {",
            "    /// - Permission: `Library.Manage` (Application, Delegated).",
            "    /// - Limits: 100 calls per minute, 1,500 calls per hour.",
            "        odata::RateLimit::per_hour(1500),",
            "    pub file_name: String,",
            "    pub sha256: Option<String>,",
            "    pub description: Option<String>,",
            "    pub creation_time: Option<odata::DateTimeOffset>,",
            "    pub last_updated_time: Option<odata::DateTimeOffset>,",
            "    pub created_by: Option<String>,",
            "    pub has_parameters: Option<bool>,",
            "    pub parameters_description: Option<String>,",
            "        key: &[\"fileName\"],",
            "    type Key = String;",
        ] {
            assert!(
                generated.text.lines().any(|one| one == line),
                "{list}: `{line}` is not in\n{}",
                generated.text
            );
        }
        let said: Vec<String> = generated
            .diagnostics
            .iter()
            .map(|one| one.headline(&generated.sources))
            .collect();
        let repairs = said
            .iter()
            .filter(|one| one.starts_with("list.md:"))
            .count();
        assert!(repairs >= 4, "the repairs are told: {said:#?}");
    }
}
