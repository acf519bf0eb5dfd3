//! docs/defects.md says what the table of defects in the code says.

use std::path::Path;

use odata_codegen::DEFECTS;

/// docs/defects.md is the table, in words; `UPDATE=1` writes it.
#[test]
fn the_page_of_defects_is_the_table() {
    let mut page = String::from(PAGE);
    let said = |text: &str| text.replace('|', "\\|");
    for defect in DEFECTS {
        let (default, meanwhile) = match defect.meanwhile {
            Some(meanwhile) => (defect.default.as_str(), said(meanwhile)),
            None => ("error, always", "it cannot go on".to_owned()),
        };
        page += &format!(
            "| `{}` | {default} | {} | {meanwhile} |\n",
            defect.code,
            said(defect.about)
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/defects.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).expect("written");
    }
    let found = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        found == page,
        "docs/defects.md is stale: UPDATE=1 cargo test -p odata-codegen --test defects_page"
    );
}

const PAGE: &str = "\
# Defects of documents

<!-- Made from codegen/src/defects.rs by `UPDATE=1 cargo test -p odata-codegen --test defects_page`. -->

Real `$metadata` is wrong in known ways. Each has a code, which its diagnostic shows. An `error` means that nothing is
generated; `warn` that it is said and the generator goes on; `ignore` that nothing is said. `service.toml` can say
otherwise:

```toml
[defects]
unresolved-binding = \"ignore\"
unknown-type = \"warn\"
```

What is said of reference pages and of corrections is not among these, but that a correction fits nothing: those are yours to mend.

| code | unless you say otherwise | what is wrong | what the generator does when it goes on |
|---|---|---|---|
";
