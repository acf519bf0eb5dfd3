//! The `$metadata` that is written from pages: a client that is generated from it alone is the one that the pages give.

use std::path::{Path, PathBuf};

use odata_codegen::pages::survey;
use odata_codegen::{Builder, describe};

fn specs() -> PathBuf {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/defender");
    std::fs::canonicalize(specs).expect("the service's folder")
}

/// service.toml without the list of what to generate, so that everything is.
fn everything(documents: &str) -> String {
    let text = std::fs::read_to_string(specs().join("service.toml")).expect("service.toml");
    let (head, rest) = text
        .split_once("# The reference pages")
        .expect("the list of pages");
    let (docs, _) = rest
        .split_once("# What to generate")
        .expect("what to generate");
    match documents {
        "" => format!("{head}# The reference pages{docs}"),
        other => format!("{head}{other}\n"),
    }
}

fn generated(service: &Path) -> String {
    let generated = Builder::new(service).generate();
    let text = generated.unwrap_or_else(|error| panic!("{error}")).text;
    // The first line names the file that it was generated from, and what is refused names the one that says so.
    let lines = text
        .lines()
        .skip(1)
        .map(|line| match line.split_once(" says so: ") {
            Some((said, _)) => said,
            None => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// A copy of the service's folder, so that files can be added to it.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("docs")).expect("a folder");
    for from in ["", "docs"] {
        for entry in std::fs::read_dir(specs().join(from)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                let name = path.file_name().expect("a name");
                std::fs::copy(&path, folder.path().join(from).join(name)).expect("copied");
            }
        }
    }
    folder
}

#[test]
fn metadata_alone_gives_the_same_client() {
    let folder = copy();
    let (pages, metadata) = (
        folder.path().join("pages.toml"),
        folder.path().join("metadata.toml"),
    );
    std::fs::write(&pages, everything("")).expect("written");
    std::fs::write(&metadata, everything("metadata = [\"metadata.xml\"]")).expect("written");
    let (pages, metadata) = (generated(&pages), generated(&metadata));
    let differs = pages
        .lines()
        .zip(metadata.lines())
        .find(|(one, other)| one != other);
    assert_eq!(differs, None);
    assert_eq!(pages.len(), metadata.len());
    assert!(pages.contains("pub fn findbytag("), "functions are there");
}

/// CSDL JSON is another notation of the same: it gives the same client, but for the file that places are shown in.
#[test]
fn metadata_in_json_gives_the_same_client() {
    let folder = copy();
    let service = |file: &str| {
        let path = folder.path().join(format!("{file}.toml"));
        let text = everything(&format!("metadata = [\"{file}\"]"));
        std::fs::write(&path, text).expect("written");
        let lines = generated(&path);
        lines.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (xml, json) = (service("metadata.xml"), service("metadata.json"));
    let differ: Vec<_> = xml
        .iter()
        .zip(&json)
        .filter(|(xml, json)| xml != json)
        .collect();
    assert!(
        differ.is_empty(),
        "{} lines: {:#?}",
        differ.len(),
        &differ[..differ.len().min(10)]
    );
    assert_eq!(xml.len(), json.len());
    assert!(json.len() > 1000, "{} lines", json.len());
}

/// Documents in both notations that extend each other: a seed of the fuzz target `resolver`, which has to reach the end.
#[test]
fn both_notations_generate_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let seed = include_str!("../../fuzz/seeds/resolver/two");
    let (xml, json) = seed.split_once("\n%%\n").expect("two documents");
    let write = |name: &str, text: &str| {
        std::fs::write(folder.path().join(name), text).expect("written");
    };
    write("metadata.xml", xml);
    write("metadata.json", json);
    write(
        "service.toml",
        "name = \"Fuzzed\"\nbase-url = \"https://example.org/\"\nmetadata = [\"metadata.xml\", \"metadata.json\"]\n",
    );
    let code = generated(&folder.path().join("service.toml"));
    for expected in [
        "pub struct Fuzzed",
        "pub struct Thing",
        "pub color: Option<Color>,",
        "pub fn things(&self)",
    ] {
        assert!(code.contains(expected), "{expected}");
    }
    write(
        "metadata.json",
        &json.replace(
            "\"$UnderlyingType\": \"Edm.Decimal\"",
            "\"$UnderlyingType\": 1",
        ),
    );
    let error = Builder::new(folder.path().join("service.toml")).generate();
    let error = error
        .expect_err("a type definition without its type")
        .to_string();
    assert!(error.contains("metadata.json:4:"), "{error}");
    assert!(
        error.contains("`$UnderlyingType` is a number; it has to be a text"),
        "{error}"
    );
}

/// As README says: one page, one line of service.toml.
#[test]
fn one_more_endpoint_is_one_page_and_one_line() {
    let folder = copy();
    let page = r#"# List quarantined files

## API description

Returns the files that are locked away.

## Permissions

| Permission type | Permission | Permission display name |
|---|---|---|
| Application | Quarantine.Read.All | Read what is locked away |

## HTTP request

```http
GET https://api.security.microsoft.com/api/quarantinedfiles
```

## Response

`200 OK`, with a collection of files in the body.

## Response example

```json
{
  "@odata.context": "https://api.security.microsoft.com/api/$metadata#QuarantinedFiles",
  "value": [{ "id": "7", "lockedAt": "2024-05-06T07:08:09Z", "size": 12 }]
}
```
"#;
    std::fs::write(folder.path().join("docs/list-quarantined-files.md"), page).expect("written");
    let text = everything("").replace(
        "docs = [",
        "docs = [\n    \"docs/list-quarantined-files.md\",",
    );
    let service = folder.path().join("service.toml");
    std::fs::write(&service, text).expect("written");
    let code = generated(&service);
    for expected in [
        "pub fn quarantined_files(&self) -> odata::EntitySet<QuarantinedFile> {",
        "pub locked_at: Option<odata::DateTimeOffset>,",
        "- Permission: `Quarantine.Read.All` (Application).",
        "- Documented in `docs/list-quarantined-files.md`.",
    ] {
        assert!(code.contains(expected), "{expected}");
    }
    let description = describe(folder.path(), Path::new("service.toml"));
    let description = description.unwrap_or_else(|error| panic!("{error}"));
    let operations = survey(
        &description.pages,
        &description.naming,
        &description.sources,
    );
    assert!(operations.iter().any(|one| one.path == "quarantinedfiles"));
}

/// A diagnostic of a page shows its line, with a caret under the place.
#[test]
fn a_diagnostic_shows_the_line_of_the_page() {
    let folder = copy();
    let path = folder.path().join("docs/list-library-files.md");
    let text = std::fs::read_to_string(&path).expect("a page");
    let damaged = text.replace(
        "| Application | Library.Manage |",
        "| Library.Manage | Application |",
    );
    assert_ne!(damaged, text);
    std::fs::write(&path, damaged).expect("written");
    let description = describe(folder.path(), Path::new("service.toml"));
    let description = description.unwrap_or_else(|error| panic!("{error}"));
    let shown = description.diagnostics.render(&description.sources);
    let expected = "\
warning[unread-row]: nothing was read from this row of a table: its first cell is neither `Application` nor `Delegated`
  --> docs/list-library-files.md:23:3
   |
23 | | Library.Manage | Application | Manage live response library |
   |   ^^^^^^^^^^^^^^
";
    assert!(shown.contains(expected), "{shown}");
}

/// Every term of ours that the export uses is defined in the vocabulary beside it.
#[test]
fn our_vocabulary_defines_what_is_used() {
    use odata_codegen::csdl::{diagnostic::Diagnostics, model, source::Sources, xml};
    const NAMESPACE: &str = "Rust.OData.Docs.V1.";
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let id = sources
        .load(&specs().join("Rust.OData.Docs.V1.xml"))
        .expect("readable");
    let document = xml::read(id, &sources, &mut diagnostics).expect("a document");
    let model = model::resolve(&[document], &sources, &mut diagnostics);
    assert!(
        !diagnostics.has_errors(),
        "{}",
        diagnostics.render(&sources)
    );
    let terms: Vec<&str> = model
        .terms()
        .iter()
        .map(|term| term.name.name.as_str())
        .collect();
    let exported = std::fs::read_to_string(specs().join("metadata.xml")).expect("readable");
    let used: std::collections::BTreeSet<&str> = exported
        .split(&format!("Term=\"{NAMESPACE}"))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(used.len() > 8, "{used:?}");
    for term in used {
        assert!(terms.contains(&term), "{term} is not defined");
    }
}
