//! Health of antivirus on devices.

use crate::row::{Row, asked, page};

pub(crate) const ROWS: &[Row] = &[Row {
    number: 13,
    page: "device-health-export-antivirus-health-report-api.md",
    request: "GET deviceavinfo",
    body: None,
    differs: &[],
    call: |d| asked(async move { page(d.device_av_info().send().await?) }),
}];
