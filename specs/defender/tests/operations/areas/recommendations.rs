//! Recommendations.

use odata_defender::Recommendation;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 32,
        page: "get-all-recommendations.md",
        request: "GET recommendations",
        body: None,
        differs: &[],
        call: |d| asked(async move { page(d.recommendations().send().await?) }),
    },
    Row {
        number: 78,
        page: "get-recommendation-by-id.md",
        request: "GET recommendations/va-_-google-_-chrome",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .recommendations()
                    .by_key("va-_-google-_-chrome")
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 79,
        page: "get-recommendation-machines.md",
        request: "GET recommendations/va-_-google-_-chrome/machineReferences",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.recommendations()
                        .by_key("va-_-google-_-chrome")
                        .navigate(Recommendation::MACHINE_REFERENCES)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 80,
        page: "get-recommendation-vulnerabilities.md",
        request: "GET recommendations/va-_-google-_-chrome/vulnerabilities",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.recommendations()
                        .by_key("va-_-google-_-chrome")
                        .call(Recommendation::vulnerabilities())
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 101,
        page: "list-recommendation-software.md",
        request: "GET recommendations/va-_-google-_-chrome/software",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .recommendations()
                    .by_key("va-_-google-_-chrome")
                    .call(Recommendation::software())
                    .send()
                    .await?)
            })
        },
    },
];
