//! Domains.

use odata_defender::Domain;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 52,
        page: "get-domain-related-alerts.md",
        request: "GET domains/client.wns.windows.com/alerts",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.domains()
                        .by_key("client.wns.windows.com")
                        .navigate(Domain::ALERTS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 53,
        page: "get-domain-related-machines.md",
        request: "GET domains/api.securitycenter.microsoft.com/machines",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.domains()
                        .by_key("api.securitycenter.microsoft.com")
                        .navigate(Domain::MACHINES)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 54,
        page: "get-domain-statistics.md",
        request: "GET domains/example.com/stats?lookBackHours=48",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .domains()
                    .by_key("example.com")
                    .call(Domain::stats(Some(48)))
                    .send()
                    .await?)
            })
        },
    },
];
