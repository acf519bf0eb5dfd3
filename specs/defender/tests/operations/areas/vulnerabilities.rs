//! Vulnerabilities.

use odata_defender::Vulnerability;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 35,
        page: "get-all-vulnerabilities-by-machines.md",
        request: "GET vulnerabilities/machinesVulnerabilities",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.vulnerabilities()
                        .call(Vulnerability::machines_vulnerabilities())
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 36,
        page: "get-all-vulnerabilities.md",
        request: "GET vulnerabilities",
        body: None,
        differs: &[(
            "case of Vulnerabilities",
            "the line that defines the request has the other case",
        )],
        call: |d| asked(async move { page(d.vulnerabilities().send().await?) }),
    },
    Row {
        number: 73,
        page: "get-machines-by-vulnerability.md",
        request: "GET vulnerabilities/CVE-2019-0608/machineReferences",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.vulnerabilities()
                        .by_key("CVE-2019-0608")
                        .navigate(Vulnerability::MACHINE_REFERENCES)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 96,
        page: "get-vulnerability-by-id.md",
        request: "GET vulnerabilities/CVE-2019-0608",
        body: None,
        differs: &[(
            "case of Vulnerabilities",
            "the line that defines the request has the other case",
        )],
        call: |d| {
            asked(async move { one(d.vulnerabilities().by_key("CVE-2019-0608").send().await?) })
        },
    },
];
