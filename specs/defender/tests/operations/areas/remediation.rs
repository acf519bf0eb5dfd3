//! Remediation.

use odata_defender::RemediationTask;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 81,
        page: "get-remediation-all-activities.md",
        request: "GET remediationTasks",
        body: None,
        differs: &[
            (
                "host api.securitycenter.windows.com",
                "no list of the service's hosts has it",
            ),
            (
                "a slash at the end",
                "the line that defines the request has none",
            ),
            (
                "case of remediationtasks",
                "the line that defines the request has the other case",
            ),
        ],
        call: |d| asked(async move { page(d.remediation_tasks().send().await?) }),
    },
    Row {
        number: 82,
        page: "get-remediation-exposed-devices-activities.md",
        request: "GET remediationTasks/03942ef5-aecb-4c6e-b555-d6a97013844c/machineReferences",
        body: None,
        differs: &[
            (
                "host api.securitycenter.windows.com",
                "no list of the service's hosts has it",
            ),
            (
                "case of remediationtasks",
                "the line that defines the request has the other case",
            ),
            ("case of machinereferences", "the same"),
        ],
        call: |d| {
            asked(async move {
                page(
                    d.remediation_tasks()
                        .by_key("03942ef5-aecb-4c6e-b555-d6a97013844c")
                        .navigate(RemediationTask::MACHINE_REFERENCES)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 83,
        page: "get-remediation-one-activity.md",
        request: "GET remediationTasks/03942ef5-aecb-4c6e-b555-d6a97013844c",
        body: None,
        differs: &[
            (
                "host api.securitycenter.windows.com",
                "no list of the service's hosts has it",
            ),
            (
                "case of remediationtasks",
                "the line that defines the request has the other case",
            ),
        ],
        call: |d| {
            asked(async move {
                one(d
                    .remediation_tasks()
                    .by_key("03942ef5-aecb-4c6e-b555-d6a97013844c")
                    .send()
                    .await?)
            })
        },
    },
];
