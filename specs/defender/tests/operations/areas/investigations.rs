//! Investigations.

use odata_defender::Machine;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 61,
        page: "get-investigation-collection.md",
        request: "GET investigations",
        body: None,
        differs: &[],
        call: |d| asked(async move { page(d.investigations().send().await?) }),
    },
    Row {
        number: 62,
        page: "get-investigation-object.md",
        request: "GET investigations/63004",
        body: None,
        differs: &[("placeholder {id}", "the page has no example of the request")],
        call: |d| asked(async move { one(d.investigations().by_key("63004").send().await?) }),
    },
    Row {
        number: 98,
        page: "initiate-autoir-investigation.md",
        request: "POST machines/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/startInvestigation",
        body: Some(r#"{"Comment": "Test investigation"}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .machines()
                    .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                    .call(Machine::start_investigation("Test investigation"))
                    .send()
                    .await?)
            })
        },
    },
];
