//! Reference pages, real and damaged, to facts and to annotated CSDL.

mod corpora;

use std::path::{Path, PathBuf};

use odata_codegen::pages::{self, Method, Naming, Page, Per, PermissionType, RepairKind};
use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::{Sources, Span};
use odata_csdl::syntax::{Annotation, Document, EntitySet, Expression, StructuredType};
use proptest::prelude::*;

struct Reading {
    sources: Sources,
    pages: Vec<Page>,
    document: Document,
    diagnostics: Diagnostics,
}

fn naming() -> Naming {
    Naming {
        namespace: "microsoft.windowsDefenderATP.api".to_owned(),
        container: "Container".to_owned(),
        base_url_path: "/api/".to_owned(),
        ..Naming::default()
    }
}

fn read_files(paths: &[PathBuf]) -> Reading {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let ids: Vec<_> = paths
        .iter()
        .map(|path| sources.load(path).expect("readable"))
        .collect();
    let pages: Vec<Page> = ids
        .into_iter()
        .map(|id| pages::read(id, &pages::MICROSOFT, &sources, &mut diagnostics))
        .collect();
    let document = pages::to_csdl(&pages, &naming(), &sources, &mut diagnostics);
    Reading {
        sources,
        pages,
        document,
        diagnostics,
    }
}

fn read_text(text: &str) -> Reading {
    let mut sources = Sources::new();
    let mut diagnostics = Diagnostics::new();
    let id = sources.add("page.md", text);
    let pages = vec![pages::read(
        id,
        &pages::MICROSOFT,
        &sources,
        &mut diagnostics,
    )];
    let document = pages::to_csdl(&pages, &naming(), &sources, &mut diagnostics);
    Reading {
        sources,
        pages,
        document,
        diagnostics,
    }
}

impl Reading {
    fn entity(&self, name: &str) -> &StructuredType {
        let mut types = self
            .document
            .schemas
            .iter()
            .flat_map(|schema| &schema.structured_types);
        types.find(|ty| ty.name.value == name).expect("the type")
    }

    fn set(&self, name: &str) -> &EntitySet {
        let containers = self
            .document
            .schemas
            .iter()
            .flat_map(|schema| &schema.entity_containers);
        let mut sets = containers.flat_map(|container| &container.entity_sets);
        sets.find(|set| set.name.value == name).expect("the set")
    }

    fn properties(&self, name: &str) -> Vec<String> {
        let of = |ty: &StructuredType| {
            ty.properties
                .iter()
                .map(|property| {
                    let key = if property.facets.nullable == Some(false) {
                        " key"
                    } else {
                        ""
                    };
                    let many = if property.ty.collection { "*" } else { "" };
                    format!(
                        "{}: {}{many}{key}",
                        property.name.value, property.ty.name.value
                    )
                })
                .collect()
        };
        of(self.entity(name))
    }

    fn headlines(&self) -> Vec<String> {
        let trim = |text: String| {
            self.sources.iter().fold(text, |text, source| {
                let name = source.name();
                text.replace(name, name.rsplit('/').next().unwrap_or(name))
            })
        };
        self.diagnostics
            .iter()
            .map(|one| trim(one.headline(&self.sources)))
            .collect()
    }

    fn place(&self, span: Span) -> String {
        let place = self.sources.place(span);
        place.rsplit('/').next().unwrap_or(&place).to_owned()
    }
}

/// The expression as a short text.
fn show(expression: &Expression) -> String {
    match expression {
        Expression::String(text) => text.value.clone(),
        Expression::Bool(value) => value.value.to_string(),
        Expression::Int(value) => value.value.to_string(),
        Expression::PropertyPath(path) | Expression::EnumMember(path) => path.value.clone(),
        Expression::Collection(all) => {
            format!(
                "[{}]",
                all.items.iter().map(show).collect::<Vec<_>>().join(", ")
            )
        }
        Expression::Record(record) => {
            let values = record.properties.iter().map(|property| {
                let value = property.expression.as_ref().map(show).unwrap_or_default();
                format!("{}={value}", property.property.value)
            });
            format!("{{{}}}", values.collect::<Vec<_>>().join(" "))
        }
        other => format!("{other:?}"),
    }
}

fn annotation<'a>(
    annotations: &'a [Annotation],
    term: &str,
    qualifier: Option<&str>,
) -> &'a Expression {
    let mut found = annotations.iter().filter(|one| {
        one.term.value.ends_with(term)
            && one.qualifier.as_ref().map(|text| text.as_str()) == qualifier
    });
    found
        .next()
        .and_then(|one| one.expression.as_ref())
        .expect("the annotation")
}

const LIBRARY_FILE: [&str; 8] = [
    "fileName: Edm.String key",
    "sha256: Edm.String",
    "description: Edm.String",
    "creationTime: Edm.DateTimeOffset",
    "lastUpdatedTime: Edm.DateTimeOffset",
    "createdBy: Edm.String",
    "hasParameters: Edm.Boolean",
    "parametersDescription: Edm.String",
];

fn assert_library(reading: &Reading) {
    assert_eq!(reading.properties("LibraryFile"), LIBRARY_FILE);
    let key = reading.entity("LibraryFile").key.as_ref().expect("a key");
    assert_eq!(key.properties[0].name.value, "fileName");
    assert_eq!(reading.sources.slice(key.span), "{fileName}");

    let set = reading.set("libraryfiles");
    assert_eq!(
        set.entity_type.value,
        "microsoft.windowsDefenderATP.api.LibraryFile"
    );
    assert_eq!(reading.sources.slice(set.span), "libraryfiles");
    for term in [
        "ReadRestrictions",
        "InsertRestrictions",
        "DeleteRestrictions",
    ] {
        let permissions = annotation(&set.annotations, term, None)
            .property("Permissions")
            .expect("permissions");
        assert_eq!(
            show(permissions),
            "[{SchemeName=Application Scopes=[{Scope=Library.Manage}]}, \
             {SchemeName=Delegated Scopes=[{Scope=Library.Manage}]}]"
        );
    }
    for qualifier in ["Read", "Insert", "Delete"] {
        let rates = annotation(&set.annotations, "RateLimit", Some(qualifier));
        assert_eq!(
            show(rates),
            "[{Calls=100 Per=minute}, {Calls=1500 Per=hour}]"
        );
    }
    assert_eq!(
        show(annotation(&set.annotations, "ContextName", None)),
        "LibraryFiles"
    );

    let form = annotation(&set.annotations, "Form", None);
    assert_eq!(
        show(form.property("MaxFileSize").expect("a size")),
        "20971520"
    );
    let parameters: Vec<(String, String, Option<bool>)> = form
        .property("Parameters")
        .expect("parameters")
        .items()
        .iter()
        .map(|one| {
            let text = |name: &str| one.property(name).map(show).unwrap_or_default();
            (
                text("Name"),
                text("Type"),
                one.property("Required").and_then(Expression::as_bool),
            )
        })
        .collect();
    let expected = [
        ("File", "Edm.Stream", Some(true)),
        ("Description", "Edm.String", None),
        ("ParametersDescription", "Edm.String", Some(false)),
        ("OverrideIfExists", "Edm.Boolean", Some(false)),
    ];
    let expected = expected.map(|(name, ty, required)| (name.to_owned(), ty.to_owned(), required));
    assert_eq!(parameters, expected);
}

fn library_pages(docs: &Path, list: &str) -> Reading {
    let api = |name: &str| docs.join("api").join(name);
    read_files(&[
        docs.join(list),
        api("upload-library.md"),
        api("delete-library.md"),
        api("live-response-library-methods.md"),
    ])
}

#[test]
fn pages_library_of_2025() {
    let Some(docs) = corpora::defender_docs() else {
        return;
    };
    let reading = library_pages(&docs, "api/list-library-files.md");
    assert_library(&reading);
    assert_eq!(
        reading.headlines(),
        [
            "list-library-files.md:97:2: note: the sample is not JSON here: `\\@` is no escape; the backslash was dropped",
            "list-library-files.md:97:55: note: the sample is not JSON here: a line ends inside a string; the line break was removed",
            "list-library-files.md:98:6: note: the sample is not JSON here: `\\$` is no escape; the backslash was dropped",
            "list-library-files.md:98:16: note: the sample is not JSON here: `\\#` is no escape; the backslash was dropped",
            "live-response-library-methods.md:49:3: warning: documented property `Commands` occurs in no sample",
        ]
    );
}

#[test]
fn pages_library_of_2021() {
    let Some(docs) = corpora::defender_docs() else {
        return;
    };
    let reading = library_pages(&docs, "seed/list-library-files.md");
    assert_library(&reading);
    let sample = &reading.pages[0].samples[0];
    let repairs: Vec<(String, RepairKind)> = sample
        .repairs
        .iter()
        .map(|repair| (reading.place(repair.span), repair.what))
        .collect();
    let expected = [
        ("list-library-files.md:93:2", RepairKind::UnknownEscape('@')),
        ("list-library-files.md:93:61", RepairKind::LineBreak),
        ("list-library-files.md:94:6", RepairKind::UnknownEscape('$')),
        (
            "list-library-files.md:94:16",
            RepairKind::UnknownEscape('#'),
        ),
        ("list-library-files.md:101:54", RepairKind::DoubledQuote),
    ];
    assert_eq!(
        repairs,
        expected.map(|(place, what)| (place.to_owned(), what))
    );
    assert_eq!(sample.status, Some(200));
    assert!(sample.complete);
    let context = sample
        .root
        .as_ref()
        .and_then(|root| root.value.get("@odata.context"))
        .expect("a context");
    assert_eq!(
        context.value.as_str(),
        Some("https://api.securitycenter.microsoft.com/api/$metadata#LibraryFiles")
    );
}

#[test]
fn pages_facts_point_at_the_text() {
    let Some(docs) = corpora::defender_docs() else {
        return;
    };
    let reading = library_pages(&docs, "api/list-library-files.md");
    let operation = &reading.pages[0].operations[0];
    assert_eq!(operation.request.method, Method::Get);
    assert_eq!(
        reading.place(operation.request.span()),
        "list-library-files.md:63:5"
    );
    let [minute, hour] = operation.limits.rates.as_slice() else {
        panic!("two limits")
    };
    assert_eq!((minute.value.per, hour.value.per), (Per::Minute, Per::Hour));
    assert_eq!(reading.place(hour.span), "list-library-files.md:46:64");
    assert_eq!(
        reading.sources.slice(hour.span),
        "1,500 calls per\n    hour"
    );
    assert_eq!(operation.permissions[0].kind, PermissionType::Application);
    assert_eq!(
        reading.sources.slice(operation.permissions[0].name.span),
        "Library.Manage"
    );
    assert_eq!(operation.response.statuses[0].code.value, 200);
    assert!(operation.returns_collection());
}

#[test]
fn pages_of_our_own() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/defender/docs");
    let names = [
        "list-library-files.md",
        "upload-library.md",
        "delete-library.md",
        "live-response-library.md",
    ];
    let reading = read_files(&names.map(|name| docs.join(name)));
    assert_library(&reading);
    assert_eq!(reading.headlines(), Vec::<String>::new());
    let described = &reading.entity("LibraryFile").properties[0].annotations;
    assert!(show(annotation(described, "Description", None)).starts_with("Name of the file"));
}

#[test]
fn pages_machines_filter_and_top() {
    let Some(docs) = corpora::defender_docs() else {
        return;
    };
    let names = [
        "get-machines.md",
        "get-machine-by-id.md",
        "machine.md",
        "update-machine-method.md",
    ];
    let reading = read_files(&names.map(|name| docs.join("api").join(name)));
    let set = reading.set("machines");
    assert_eq!(show(annotation(&set.annotations, "MaxTop", None)), "10000");
    assert_eq!(
        show(annotation(&set.annotations, "MaxPageSize", None)),
        "10000"
    );
    let update = annotation(&set.annotations, "UpdateRestrictions", None);
    let method = update.property("UpdateMethod").expect("a method");
    assert_eq!(show(method), "Org.OData.Capabilities.V1.HttpMethod/PATCH");
    let filter = annotation(&set.annotations, "FilterRestrictions", None);
    let closed = show(filter.property("NonFilterableProperties").expect("a list"));
    assert!(
        closed.contains("firstSeen") && !closed.contains("lastSeen"),
        "{closed}"
    );
    let headlines = reading.headlines();
    assert!(
        headlines
            .iter()
            .any(|line| line.contains("documented property `onboardingstatus` occurs in no sample"))
    );
    assert!(headlines.iter().any(|line| {
        line.contains("`rbacGroupId` is documented as String, but the sample shows Edm.Int64")
    }));
    assert!(
        reading
            .properties("Machine")
            .contains(&"id: Edm.String key".to_owned())
    );
}

#[test]
fn pages_every_page_of_both_years() {
    let Some(docs) = corpora::defender_docs() else {
        return;
    };
    for (folder, least, operations) in [("api", 138, 110), ("api-2021-07", 113, 60)] {
        let entries = std::fs::read_dir(docs.join(folder)).expect("a folder");
        let mut paths: Vec<PathBuf> = entries
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
        paths.sort();
        assert!(paths.len() >= least, "{folder}: {}", paths.len());
        let reading = read_files(&paths);
        let found: usize = reading.pages.iter().map(|page| page.operations.len()).sum();
        assert!(found >= operations, "{folder}: {found} operations");
        assert!(!reading.diagnostics.render(&reading.sources).is_empty());
    }
}

#[test]
fn pages_without_an_operation() {
    let mut reading = read_text("# About\n\nNothing to call here.\n");
    assert!(reading.pages[0].is_empty());
    assert!(reading.diagnostics.is_empty());
    reading.pages[0].expect_operation(&mut reading.diagnostics);
    assert_eq!(
        reading.headlines(),
        ["page.md:1:1: warning: this page defines no operation and describes no type"]
    );
    assert!(read_text("").pages[0].is_empty());
    assert!(read_text("---\ntitle: x").pages[0].is_empty());
}

#[test]
fn pages_tables_of_every_shape() {
    for table in [
        "| Property | Type | Description |\n|---|---|---|\n| id | Long | The *id*. |\n",
        "Property|Type|Description\n:---|:---|:---\nid|Long|The *id*.\n",
        "Property|Type|Description\n:---|:---|:---\n|id|Long|The *id*.\n",
        "|**Property**|**Data type**|**Description**\n|---|---|---|---|\n|\n|id|Long|The `id`.|   \n",
        "Property (ID)|Data type|Description|\n---|---|---\nid | Nullable Long | The<br>id\\. |\ntext\n",
    ] {
        let reading = read_text(&format!("## Properties\n\n{table}"));
        let [row] = reading.pages[0].properties[0].rows.as_slice() else {
            panic!("{table}")
        };
        assert_eq!(
            (row.name.value.as_str(), row.description.value.as_str()),
            ("id", "The id."),
            "{table}"
        );
        assert_eq!(reading.sources.slice(row.name.span), "id");
        assert!(row.documented.kind.is_some());
    }
}

#[test]
fn pages_request_lines_of_every_shape() {
    for (text, method, last) in [
        (
            "```http\nGET https://host/api/things/{id}\n```",
            Method::Get,
            "Placeholder(\"id\")",
        ),
        (
            "Delete https://host/api/things/<thing id>",
            Method::Delete,
            "Placeholder(\"thing id\")",
        ),
        (
            "**URL:** GET: /api/things/\\{id\\}",
            Method::Get,
            "Placeholder(\"id\")",
        ),
        (
            "```\nGET:/api/things\n```",
            Method::Get,
            "Literal(\"things\")",
        ),
        (
            "```\nPOST api/things?x=1\n```",
            Method::Post,
            "Literal(\"things\")",
        ),
        (
            "```\nGET https://host/api/things/{thing\nid}\n```",
            Method::Get,
            "Placeholder(\"thing id\")",
        ),
        (
            "```\nGET /api/v1.0/things/find(at={t},key={a/b})\n```",
            Method::Get,
            "Call(\"find\", \"at={t},key={a/b}\")",
        ),
    ] {
        let reading = read_text(&format!("## HTTP request\n\n{text}\n"));
        let [operation] = reading.pages[0].operations.as_slice() else {
            panic!("{text}")
        };
        assert_eq!(operation.request.method, method, "{text}");
        let path = operation.request.below("/api/").expect("below the root");
        assert_eq!(
            format!("{:?}", path.last().expect("a segment").value),
            last,
            "{text}"
        );
    }
}

#[test]
fn pages_repairs_are_the_listed_ones() {
    use RepairKind::*;
    for (json, expected) in [
        (r#"{"a": 1, "b": [1, 2]}"#, vec![]),
        (r#"{"a": "x\@y"}"#, vec![UnknownEscape('@')]),
        ("{\"a\": \"x\n  y\"}", vec![LineBreak]),
        (r#"{"a": "x"", "b": ""}"#, vec![DoubledQuote]),
        (r#"{"a": [1,],}"#, vec![TrailingComma, TrailingComma]),
        (r#"{"a": [{} ... ], ...}"#, vec![Elision, Elision]),
        (r#"{"a": [{}, ..., {}]}"#, vec![Elision]),
        ("{\"a\": 1\n\"b\": 2}", vec![MissingComma]),
        (r#"{"a": [{} {}]}"#, vec![MissingComma]),
        (r#"{a: some text}"#, vec![UnquotedWord, UnquotedWord]),
        (r#"{"a": "x" "y", "b": 1}"#, vec![SecondValue]),
        ("{\"a\": 1}\nend", vec![TrailingText]),
        (r#"{"a": 1"#, vec![MissingBracket]),
        ("{\"a\": \"x\n}", vec![MissingQuote]),
        (r#"{"a": {"b": 1}, {"b": 2}}"#, vec![ListWithoutBrackets]),
    ] {
        let reading = read_text(&format!("## Response\n\n```json\n{json}\n```\n"));
        let sample = &reading.pages[0].samples[0];
        let repairs: Vec<RepairKind> = sample.repairs.iter().map(|repair| repair.what).collect();
        assert_eq!(repairs, expected, "{json}");
        assert!(sample.complete, "{json}");
    }
    for json in [
        r#"{"a" 1}"#,
        r#"{"a": "\x"}"#,
        r#"{"a": }"#,
        r#"{"a": "#,
        &"[".repeat(100_000),
    ] {
        let reading = read_text(&format!("## Response\n\n```json\n{json}\n```\n"));
        assert!(!reading.pages[0].samples[0].complete);
        assert_eq!(
            reading.diagnostics.iter().last().map(|one| one.code),
            Some("sample-unreadable")
        );
    }
}

#[test]
fn pages_conflicting_samples_are_shown_side_by_side() {
    let text = "## HTTP request\n\nGET /api/things\n\n## Response\n\n```json\n\
        {\"value\": [{\"a\": 1, \"b\": null, \"c\": 1}, {\"a\": true, \"c\": 1.5, \"d\": [\"x\"], \"e\": {\"f\": \"2019-10-24T10:54:23.2Z\"}}]}\n```\n";
    let reading = read_text(text);
    assert_eq!(
        reading.properties("Thing"),
        [
            "a: Edm.Untyped",
            "b: Edm.String",
            "c: Edm.Double",
            "d: Edm.String*",
            "e: microsoft.windowsDefenderATP.api.ThingE"
        ]
    );
    assert_eq!(reading.properties("ThingE"), ["f: Edm.DateTimeOffset"]);
    let conflict = reading
        .diagnostics
        .iter()
        .find(|one| one.code == "conflicting-samples")
        .expect("a warning");
    let shown: Vec<&str> = conflict
        .labels
        .iter()
        .map(|label| reading.sources.slice(label.span))
        .collect();
    assert_eq!(shown, ["1", "true"]);
    let headlines = reading.headlines();
    for expected in [
        "page.md:3:10: warning: `Thing` gets no key",
        "page.md:8:21: note: `b` is null in every sample; it is taken for a string",
    ] {
        assert!(
            headlines.iter().any(|line| line == expected),
            "{headlines:?}"
        );
    }
}

/// A page with something of everything.
const PAGE: &str = include_str!("../../specs/defender/docs/list-library-files.md");

#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    Replace(usize, char),
    SwapLines(usize, usize),
    DropPipes(usize),
    Repeat(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = 0..4_000_usize;
    let sign = prop_oneof![
        proptest::sample::select("{}[]\",:\\|`#<>().\n -é…0".chars().collect::<Vec<_>>()),
        any::<char>(),
    ];
    prop_oneof![
        at.clone().prop_map(Damage::Cut),
        (at.clone(), sign).prop_map(|(at, sign)| Damage::Replace(at, sign)),
        (at.clone(), at.clone()).prop_map(|(one, other)| Damage::SwapLines(one, other)),
        at.clone().prop_map(Damage::DropPipes),
        (at, 1..40_usize).prop_map(|(at, times)| Damage::Repeat(at, times)),
    ]
}

fn apply(page: String, damage: &Damage) -> String {
    let mut chars: Vec<char> = page.chars().collect();
    let mut lines: Vec<&str> = page.split('\n').collect();
    match *damage {
        Damage::Cut(at) => chars.truncate(at),
        Damage::Replace(at, sign) => {
            if let Some(place) = chars.get_mut(at) {
                *place = sign;
            }
        }
        Damage::SwapLines(one, other) => {
            let count = lines.len();
            lines.swap(one % count, other % count);
            return lines.join("\n");
        }
        Damage::DropPipes(at) => {
            let count = lines.len();
            let line = lines[at % count].replace('|', "");
            lines[at % count] = &line;
            return lines.join("\n");
        }
        Damage::Repeat(at, times) => {
            if let Some(sign) = chars.get(at).copied() {
                chars.splice(at..at, std::iter::repeat_n(sign, times));
            }
        }
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn pages_damaged_do_not_panic(damages in proptest::collection::vec(damage(), 1..12)) {
        let page = damages.iter().fold(PAGE.to_owned(), apply);
        let reading = read_text(&page);
        let _ = reading.diagnostics.render(&reading.sources);
    }

    #[test]
    fn pages_damaged_vendor_page_does_not_panic(damages in proptest::collection::vec(damage(), 1..12)) {
        let Some(docs) = corpora::defender_docs() else { return Ok(()) };
        let page = std::fs::read_to_string(docs.join("api/get-machines.md")).expect("readable");
        let page = damages.iter().fold(page, apply);
        let reading = read_text(&page);
        let _ = reading.diagnostics.render(&reading.sources);
    }
}
