//! Files.

use odata_defender::File;

use crate::row::{Row, asked, one, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 56,
        page: "get-file-information.md",
        request: "GET files/4388963aaa83afe2042a46a3c017ad50bdcdafb3",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .files()
                    .by_key("4388963aaa83afe2042a46a3c017ad50bdcdafb3")
                    .send()
                    .await?)
            })
        },
    },
    Row {
        number: 57,
        page: "get-file-related-alerts.md",
        request: "GET files/6532ec91d513acc05f43ee0aa3002599729fd3e1/alerts",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.files()
                        .by_key("6532ec91d513acc05f43ee0aa3002599729fd3e1")
                        .navigate(File::ALERTS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 58,
        page: "get-file-related-machines.md",
        request: "GET files/1e5bc9d7e413ddd7902c2932e418702b84d0cc07/machines",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.files()
                        .by_key("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
                        .navigate(File::MACHINES)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 59,
        page: "get-file-statistics.md",
        request: "GET files/0991a395da64e1c5fbe8732ed11e6be064081d9f/stats?lookBackHours=48",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                one(d
                    .files()
                    .by_key("0991a395da64e1c5fbe8732ed11e6be064081d9f")
                    .call(File::stats(Some(48)))
                    .send()
                    .await?)
            })
        },
    },
];
