//! Permissions of browser extensions.

use crate::row::{Row, asked, page};

pub(crate) const ROWS: &[Row] = &[Row {
    number: 49,
    page: "get-browser-extensions-permission-info.md",
    request: "GET browserextensions/permissionsinfo",
    body: None,
    differs: &[],
    call: |d| asked(async move { page(d.browser_extensions_permissions_info().send().await?) }),
}];
