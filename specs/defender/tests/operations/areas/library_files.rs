//! Files of the live response library.

use odata::FilePart;

use crate::row::{Row, asked, nothing, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 11,
        page: "delete-library.md",
        request: "DELETE libraryfiles/script1.ps1",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                nothing(
                    d.library_files()
                        .by_key("script1.ps1")
                        .delete()
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 100,
        page: "list-library-files.md",
        request: "GET libraryfiles",
        body: None,
        differs: &[],
        call: |d| asked(async move { page(d.library_files().send().await?) }),
    },
    Row {
        number: 114,
        page: "upload-library.md",
        request: "POST libraryfiles",
        body: Some(
            r#"{"File": "mdatp1.png", "ParametersDescription": "test", "OverrideIfExists": "true", "Description": "test description"}"#,
        ),
        differs: &[
            ("member .HasParameters", "no table of the page has it"),
            ("member .file", "the table of the page has File"),
            ("no member .File", "the same"),
        ],
        call: |d| {
            asked(async move {
                let file = FilePart::bytes("mdatp1.png", "four");
                one(d
                    .upload_library_file(file)
                    .parameters_description("test")
                    .override_if_exists(true)
                    .description("test description")
                    .send()
                    .await?)
            })
        },
    },
];
