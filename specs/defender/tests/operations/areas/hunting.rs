//! Advanced hunting.

use crate::row::{Row, asked, one};

pub(crate) const ROWS: &[Row] = &[Row {
    number: 105,
    page: "run-advanced-query-api.md",
    request: "POST advancedqueries/run",
    body: Some(
        r#"{"Query": "DeviceProcessEvents\n|where InitiatingProcessFileName =~ 'powershell.exe'\n|where ProcessCommandLine contains 'appdata'\n|project Timestamp, FileName, InitiatingProcessFileName, DeviceId\n|limit 2"}"#,
    ),
    differs: &[
        (
            "value of .Query",
            "the page breaks the text into lines, which no JSON text may have; they are sent as line breaks, the reader of pages joins them",
        ),
        ("a body that is no JSON", "line breaks within a text"),
    ],
    call: |d| {
        asked(async move {
            let query = "DeviceProcessEvents\n|where InitiatingProcessFileName =~ 'powershell.exe'\n|where ProcessCommandLine contains 'appdata'\n|project Timestamp, FileName, InitiatingProcessFileName, DeviceId\n|limit 2";
            one(d.run_advanced_query(query).send().await?)
        })
    },
}];
