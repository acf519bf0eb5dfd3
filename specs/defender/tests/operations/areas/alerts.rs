//! Alerts, and what they are about.

use odata::Changes;
use odata_defender::{
    Alert, AlertCreateAlertByReferenceCategory, AlertCreateAlertByReferenceParameters,
    AlertCreateAlertByReferenceSeverity,
};

use crate::row::{Row, asked, changed, moment, nothing, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 7,
        page: "batch-update-alerts.md",
        request: "POST alerts/batchUpdate",
        body: Some(
            r#"{"alertIds": ["da637399794050273582_760707377", "da637399989469816469_51697947354"], "status": "Resolved", "assignedTo":
"secop2@contoso.com", "classification": "FalsePositive", "determination": "Malware", "comment": "Resolve my alert and assign to secop2"}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                nothing(
                    d.alerts()
                        .call(
                            Alert::batch_update([
                                "da637399794050273582_760707377",
                                "da637399989469816469_51697947354",
                            ])
                            .status("Resolved")
                            .assigned_to("secop2@contoso.com")
                            .classification("FalsePositive")
                            .determination("Malware")
                            .comment("Resolve my alert and assign to secop2"),
                        )
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 10,
        page: "create-alert-by-reference.md",
        request: "POST alerts/CreateAlertByReference",
        body: Some(
            r#"{"machineId": "1e5bc9d7e413ddd7902c2932e418702b84d0cc07", "severity": "Low", "title": "example", "description":
"example alert", "recommendedAction": "nothing", "eventTime": "2018-08-03T16:45:21.7115183Z", "reportId": "20776", "category": "Exploit"}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                let parameters = AlertCreateAlertByReferenceParameters {
                    machine_id: "1e5bc9d7e413ddd7902c2932e418702b84d0cc07".to_owned(),
                    severity: AlertCreateAlertByReferenceSeverity::Low,
                    title: "example".to_owned(),
                    description: "example alert".to_owned(),
                    recommended_action: "nothing".to_owned(),
                    event_time: moment("2018-08-03T16:45:21.7115183Z"),
                    report_id: "20776".to_owned(),
                    category: AlertCreateAlertByReferenceCategory::Exploit,
                };
                one(d
                    .alerts()
                    .call(Alert::create_alert_by_reference(parameters))
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 25,
        page: "get-alert-info-by-id.md",
        request: "GET alerts/da637472900382838869_1364969609",
        body: None,
        differs: &[("placeholder {id}", "the page has no example of the request")],
        call: |d| {
            asked(async move {
                one(d
                    .alerts()
                    .by_key("da637472900382838869_1364969609")
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 26,
        page: "get-alert-related-domain-info.md",
        request: "GET alerts/636688558380765161_2136280442/domains",
        body: None,
        differs: &[(
            "no root",
            "the example leaves out /api/, the line that defines the request does not",
        )],
        call: |d| {
            asked(async move {
                page(
                    d.alerts()
                        .by_key("636688558380765161_2136280442")
                        .navigate(Alert::DOMAINS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 27,
        page: "get-alert-related-files-info.md",
        request: "GET alerts/636688558380765161_2136280442/files",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.alerts()
                        .by_key("636688558380765161_2136280442")
                        .navigate(Alert::FILES)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 28,
        page: "get-alert-related-ip-info.md",
        request: "GET alerts/636688558380765161_2136280442/ips",
        body: None,
        differs: &[(
            "no root",
            "the example leaves out /api/, the line that defines the request does not",
        )],
        call: |d| {
            asked(async move {
                page(
                    d.alerts()
                        .by_key("636688558380765161_2136280442")
                        .navigate(Alert::IPS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 29,
        page: "get-alert-related-machine-info.md",
        request: "GET alerts/636688558380765161_2136280442/machine",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .alerts()
                    .by_key("636688558380765161_2136280442")
                    .navigate(Alert::MACHINE)
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 30,
        page: "get-alert-related-user-info.md",
        request: "GET alerts/636688558380765161_2136280442/user",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .alerts()
                    .by_key("636688558380765161_2136280442")
                    .navigate(Alert::USER)
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 31,
        page: "get-alerts.md",
        request: "GET alerts?$top=10&$expand=evidence",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.alerts()
                        .top(10)
                        .option("$expand", "evidence")
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 112,
        page: "update-alert.md",
        request: "PATCH alerts/121688558380765161_2136280442",
        body: Some(
            r#"{"status": "Resolved", "assignedTo": "secop2@contoso.com", "classification": "FalsePositive", "determination": "Malware",
"comment": "Resolve my alert and assign to secop2"}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                let changes = Changes::new()
                    .set(Alert::STATUS, "Resolved")
                    .set(Alert::ASSIGNED_TO, "secop2@contoso.com")
                    .set(Alert::CLASSIFICATION, "FalsePositive")
                    .set(Alert::DETERMINATION, "Malware")
                    .set(Alert::COMMENT, "Resolve my alert and assign to secop2");
                let alert = d.alerts().by_key("121688558380765161_2136280442");
                changed(alert.update(&changes).send().await?)
            })
        },
    },
];
