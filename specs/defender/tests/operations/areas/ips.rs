//! IP addresses.

use odata_defender::Ip;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 63,
        page: "get-ip-related-alerts.md",
        request: "GET ips/10.209.67.177/alerts",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.ips()
                        .by_key("10.209.67.177")
                        .navigate(Ip::ALERTS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 64,
        page: "get-ip-statistics.md",
        request: "GET ips/10.209.67.177/stats?lookBackHours=48",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .ips()
                    .by_key("10.209.67.177")
                    .call(Ip::stats(Some(48)))
                    .send()
                    .await?)
            })
        },
    },
];
