//! Indicators: reading, submitting, importing, deleting them.

use odata::Changes;
use odata_defender::Indicator;

use crate::row::{Row, asked, moment, nothing, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 6,
        page: "batch-delete-ti-indicators.md",
        request: "POST indicators/BatchDelete",
        body: Some(r#"{"IndicatorIds": ["1", "2", "5"]}"#),
        differs: &[],
        call: |d| {
            asked(async move {
                nothing(
                    d.indicators()
                        .call(Indicator::batch_delete(["1", "2", "5"]))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 12,
        page: "delete-ti-indicator-by-id.md",
        request: "DELETE indicators/995",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move { nothing(d.indicators().by_key("995").delete().send().await?) })
        },
    },
    Row {
        number: 92,
        page: "get-ti-indicators-collection.md",
        request: "GET indicators?$filter=action eq 'AlertAndBlock'",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.indicators()
                        .filter(Indicator::ACTION.eq("AlertAndBlock"))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 97,
        page: "import-ti-indicators.md",
        request: "POST indicators/import",
        body: Some(
            r#"{"Indicators": [
{"indicatorValue": "220e7d15b011d7fac48f2bd61114db1022197f7f", "indicatorType": "FileSha1", "title": "demo", "application": "demo-test",
"expirationTime": "2021-12-12T00:00:00Z", "action": "Alert", "severity": "Informational", "description": "demo2",
"recommendedActions": "nothing", "rbacGroupNames": ["group1", "group2"]},
{"indicatorValue": "2233223322332233223322332233223322332233223322332233223322332222", "indicatorType": "FileSha256", "title": "demo2",
"application": "demo-test2", "expirationTime": "2021-12-12T00:00:00Z", "action": "Alert", "severity": "Medium", "description": "demo2",
"recommendedActions": "nothing", "rbacGroupNames": []}]}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                let first = Changes::new()
                    .set(
                        Indicator::INDICATOR_VALUE,
                        "220e7d15b011d7fac48f2bd61114db1022197f7f",
                    )
                    .set(Indicator::INDICATOR_TYPE, "FileSha1")
                    .set(Indicator::TITLE, "demo")
                    .set(Indicator::APPLICATION, "demo-test")
                    .set(Indicator::EXPIRATION_TIME, moment("2021-12-12T00:00:00Z"))
                    .set(Indicator::ACTION, "Alert")
                    .set(Indicator::SEVERITY, "Informational")
                    .set(Indicator::DESCRIPTION, "demo2")
                    .set(Indicator::RECOMMENDED_ACTIONS, "nothing")
                    .set(Indicator::RBAC_GROUP_NAMES, vec!["group1", "group2"]);
                let second = Changes::new()
                    .set(
                        Indicator::INDICATOR_VALUE,
                        "2233223322332233223322332233223322332233223322332233223322332222",
                    )
                    .set(Indicator::INDICATOR_TYPE, "FileSha256")
                    .set(Indicator::TITLE, "demo2")
                    .set(Indicator::APPLICATION, "demo-test2")
                    .set(Indicator::EXPIRATION_TIME, moment("2021-12-12T00:00:00Z"))
                    .set(Indicator::ACTION, "Alert")
                    .set(Indicator::SEVERITY, "Medium")
                    .set(Indicator::DESCRIPTION, "demo2")
                    .set(Indicator::RECOMMENDED_ACTIONS, "nothing")
                    .set(Indicator::RBAC_GROUP_NAMES, Vec::<&str>::new());
                page(
                    d.indicators()
                        .call(Indicator::import(vec![first, second]))
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 103,
        page: "post-ti-indicator.md",
        request: "POST indicators",
        body: Some(
            r#"{"indicatorValue": "220e7d15b011d7fac48f2bd61114db1022197f7f", "indicatorType": "FileSha1", "title": "test", "application": "demo-test",
"expirationTime": "2020-12-12T00:00:00Z", "action": "AlertAndBlock", "severity": "Informational", "description": "test",
"recommendedActions": "nothing", "rbacGroupNames": ["group1", "group2"]}"#,
        ),
        differs: &[],
        call: |d| {
            asked(async move {
                let indicator = Changes::new()
                    .set(
                        Indicator::INDICATOR_VALUE,
                        "220e7d15b011d7fac48f2bd61114db1022197f7f",
                    )
                    .set(Indicator::INDICATOR_TYPE, "FileSha1")
                    .set(Indicator::TITLE, "test")
                    .set(Indicator::APPLICATION, "demo-test")
                    .set(Indicator::EXPIRATION_TIME, moment("2020-12-12T00:00:00Z"))
                    .set(Indicator::ACTION, "AlertAndBlock")
                    .set(Indicator::SEVERITY, "Informational")
                    .set(Indicator::DESCRIPTION, "test")
                    .set(Indicator::RECOMMENDED_ACTIONS, "nothing")
                    .set(Indicator::RBAC_GROUP_NAMES, vec!["group1", "group2"]);
                one(d.indicators().insert(&indicator).send().await?)
            })
        },
    },
];
