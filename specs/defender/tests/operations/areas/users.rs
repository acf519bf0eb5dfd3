//! Users.

use odata_defender::User;

use crate::row::{Row, asked, page};

pub(crate) const ROWS: &[Row] = &[
    Row {
        number: 93,
        page: "get-user-related-alerts.md",
        request: "GET users/user1/alerts",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.users()
                        .by_key("user1")
                        .navigate(User::ALERTS)
                        .send()
                        .await?,
                )
            })
        },
    },
    Row {
        number: 94,
        page: "get-user-related-machines.md",
        request: "GET users/user1/machines",
        body: None,
        differs: &[],
        call: |d| {
            asked(async move {
                page(
                    d.users()
                        .by_key("user1")
                        .navigate(User::MACHINES)
                        .send()
                        .await?,
                )
            })
        },
    },
];
