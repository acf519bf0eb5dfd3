//! Scores.

use odata_defender::Score;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 50,
        page: "get-device-secure-score.md",
        request: "GET configurationScore",
        body: None,
        differs: &[],
        call: |d| asked(async move { one(d.configuration_score().send().await?) }),
    },
    Row {
        number: 55,
        page: "get-exposure-score.md",
        request: "GET exposureScore",
        body: None,
        differs: &[],
        call: |d| asked(async move { one(d.exposure_score().send().await?) }),
    },
    Row {
        number: 67,
        page: "get-machine-group-exposure-score.md",
        request: "GET exposureScore/ByMachineGroups",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.exposure_score()
                        .call(Score::by_machine_groups())
                        .send()
                        .await?,
                )
            })
        },
    },
];
