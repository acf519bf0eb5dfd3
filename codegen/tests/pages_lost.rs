//! What is not read from a page is told, with a place and with what to do; and it takes no longer than it should.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use odata_codegen::pages::{self, MICROSOFT, Naming};
use odata_csdl::diagnostic::{Diagnostics, Severity};
use odata_csdl::source::Sources;

/// The warnings of a page, and how many properties its tables have.
fn read(text: &str) -> (Vec<String>, usize) {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let id = sources.add("page.md", text);
    let page = pages::read(id, &MICROSOFT, &sources, &mut diagnostics);
    let rows = page.properties.iter().map(|table| table.rows.len()).sum();
    let naming = Naming {
        namespace: "contoso".to_owned(),
        container: "Container".to_owned(),
        base_url_path: "/api/".to_owned(),
        ..Naming::default()
    };
    pages::to_csdl(&[page], &naming, &sources, &mut diagnostics);
    let warnings = diagnostics
        .iter()
        .filter(|one| one.severity != Severity::Note);
    let said = warnings.map(|one| {
        assert!(!one.help.is_empty(), "{} says what to do", one.code);
        format!("{} [{}]", one.headline(&sources), one.code)
    });
    (said.collect(), rows)
}

const TABLE: &str = "# ware resource type

## Properties

| Property | Type | Description |
|---|---|---|
| id | String | What identifies it. |
| size | Int | How large it is. |
";

#[test]
fn a_sound_page_has_nothing_to_tell() {
    for text in [
        TABLE.to_owned(),
        TABLE.replace('\n', "\r\n"),
        format!("\u{feff}{TABLE}"),
        TABLE.replace(" | ", "\t|\t"),
        TABLE.replace("## Properties", "## <a name=\"properties\"></a>Properties"),
    ] {
        assert_eq!(read(&text), (Vec::new(), 2), "{text}");
    }
}

#[test]
fn what_is_not_read_is_told() {
    let cases = [
        (
            TABLE.replace("|---|---|---|\n", ""),
            "page.md:5:1: warning: nothing was read from these 3 lines, which look like the rows of a table [unread-table]",
        ),
        (
            TABLE.replace("| Property | Type |", "| Eigenschaft | Typ |"),
            "page.md:5:1: warning: nothing was read from this table: its headers are `eigenschaft | typ | description` [unknown-table]",
        ),
        (
            TABLE.replace("| Int |", "| Ganze Zahl |"),
            "page.md:8:10: warning: nothing was read from this row of a table: no type stands where one is expected [unread-row]",
        ),
        (
            TABLE.replace(" | How", " How"),
            "page.md:8:3: warning: nothing was read from this row of a table: it has fewer cells than the header has columns [unread-row]",
        ),
        (
            TABLE.replace("| size | Int | How", "| size | | How"),
            "page.md:8:3: warning: nothing says of which type `size` is, which reads as any JSON value [undescribed-type]",
        ),
        (
            format!("{TABLE}\n## More\n\n<table><tr><td>colour</td></tr></table>\n"),
            "page.md:12:1: warning: nothing was read from this table, which is HTML [html-table]",
        ),
        (
            format!("{TABLE}\n## Permissions\n\n[!INCLUDE [table](../includes/ware.md)]\n"),
            "page.md:12:1: warning: what stands below `Permissions` is in another file, which is not read [not-included]",
        ),
        (
            format!("---\ntitle: Ware\nms.contentlocale: de-DE\n---\n{TABLE}"),
            "page.md:3:1: warning: this page is in another language (de-DE): what stands below translated headings is not read [page-language]",
        ),
        (
            format!(
                "{TABLE}\n## HTTP request\n\n```http\nGET https://api.contoso.com/v2/wares\n```\n"
            ),
            "page.md:13:5: warning: `GET https://api.contoso.com/v2/wares` is left out: it is not below `/api/`, where `base-url` leads [operation-elsewhere]",
        ),
    ];
    for (text, expected) in cases {
        let (said, _) = read(&text);
        assert!(
            said.iter().any(|one| one == expected),
            "{expected}\n{said:#?}"
        );
    }
}

/// Twice as many rows take about twice as long: nothing looks through all of them for each.
#[test]
fn large_pages_are_read_in_time() {
    const ROWS: usize = 20_000;
    let mut table = TABLE.to_owned();
    let mut requests = "# wares\n\n## HTTP request\n\n```http\n".to_owned();
    for row in 0..ROWS {
        writeln!(
            table,
            "| p{row} | [kind{row}](kind.md) | Possible values are: `a`, `b`. |"
        )
        .expect("text");
    }
    for at in 0..500 {
        writeln!(requests, "GET /api/wares{at}/{{id}}").expect("text");
    }
    let start = Instant::now();
    assert_eq!(read(&table).1, ROWS + 2);
    read(&format!("{requests}```\n"));
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}
