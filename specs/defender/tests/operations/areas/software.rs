//! Software.

use odata_defender::Software;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 72,
        page: "get-machines-by-software.md",
        request: "GET Software/microsoft-_-edge/machineReferences",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.software()
                        .by_key("microsoft-_-edge")
                        .navigate(Software::MACHINE_REFERENCES)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 76,
        page: "get-missing-kbs-software.md",
        request: "GET Software/microsoft-_-edge/getmissingkbs",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.software()
                        .by_key("microsoft-_-edge")
                        .call(Software::get_missing_kbs())
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 89,
        page: "get-software-by-id.md",
        request: "GET Software/microsoft-_-edge",
        body: None,
        differs: &[],
        call: |d| asked(async move { one(d.software().by_key("microsoft-_-edge").send().await?) }),
    },
    Row {
        number: 90,
        page: "get-software-ver-distribution.md",
        request: "GET Software/microsoft-_-edge/distributions",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.software()
                        .by_key("microsoft-_-edge")
                        .call(Software::distributions())
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 91,
        page: "get-software.md",
        request: "GET Software",
        body: None,
        differs: &[],
        call: |d| asked(async move { page(d.software().send().await?) }),
    },
    Row {
        number: 95,
        page: "get-vuln-by-software.md",
        request: "GET Software/microsoft-_-edge/vulnerabilities",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.software()
                        .by_key("microsoft-_-edge")
                        .call(Software::vulnerabilities())
                        .send()
                        .await?,
                )
            })
        },
    },
];
