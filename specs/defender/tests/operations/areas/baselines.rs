//! Baselines.

use crate::row::{Row, asked, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 86,
        page: "get-security-baselines-assessment-configurations.md",
        request: "GET baselineConfigurations",
        body: None,
        differs: &[],
        call: |d| asked(async move { page(d.baseline_configurations().send().await?) }),
    },
    Row {
        number: 87,
        page: "get-security-baselines-assessment-profiles.md",
        request: "GET baselineProfiles",
        body: None,
        differs: &[],
        call: |d| asked(async move { page(d.baseline_profiles().send().await?) }),
    },
];
