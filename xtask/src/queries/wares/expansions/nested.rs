//! Expansions within expansions, levels, references, and what else stands in their parentheses.

use serde_json::Value as Json;

use super::super::ask::{Question, key, shown};
use super::{by_vendor, keys, with, with_parts, with_vendor};

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::rows(
            "vendors?$expand=wares($expand=parts($orderby=sku);$filter=parts/any())&$orderby=id",
            |row| {
                let wares = row
                    .get("wares")
                    .and_then(Json::as_array)
                    .cloned()
                    .unwrap_or_default();
                format!(
                    "{}: {}",
                    key(row),
                    wares.iter().map(with_parts).collect::<Vec<_>>().join(", ")
                )
            },
            |shop| {
                by_vendor(shop, |vendor| {
                    let wares = shop
                        .wares_of(vendor)
                        .into_iter()
                        .filter(|ware| !shop.parts(ware).is_empty());
                    wares
                        .map(|ware| format!("{}: {}", ware.sku, keys(shop.parts(ware))))
                        .collect::<Vec<_>>()
                        .join(", ")
                })
            },
        ),
        Q::one(
            "wares('crane')?$expand=parts($levels=2;$orderby=sku)",
            |row| {
                let parts = row
                    .get("parts")
                    .and_then(Json::as_array)
                    .cloned()
                    .unwrap_or_default();
                parts.iter().map(with_parts).collect::<Vec<_>>().join(", ")
            },
            |shop| {
                let crane = shop.wares.iter().find(|ware| ware.sku == "crane");
                let mut parts = crane.map(|crane| shop.parts(crane)).unwrap_or_default();
                parts.sort_by(|a, b| a.sku.cmp(&b.sku));
                let lines = parts
                    .iter()
                    .map(|part| format!("{}: {}", part.sku, keys(shop.parts(part))));
                lines.collect::<Vec<_>>().join(", ")
            },
        ),
        Q::one(
            "wares('nut')?$expand=whole($levels=max)",
            |row| {
                row.pointer("/whole/whole/sku")
                    .map_or_else(String::new, shown)
            },
            |_| "crane".into(),
        ),
        Q::one(
            "wares('bolt')?$expand=*",
            |row| {
                format!(
                    "{} {} {}",
                    with_vendor(row),
                    with(row, "whole"),
                    with_parts(row)
                )
            },
            |_| "bolt: 1 bolt: crane bolt: nut".into(),
        ),
        Q::one(
            "wares('bolt')?$expand=vendor/$ref",
            |row| {
                let id = row
                    .pointer("/vendor/@odata.id")
                    .and_then(Json::as_str)
                    .unwrap_or_default();
                id.rsplit('/').next().unwrap_or_default().to_owned()
            },
            |_| "vendors(1)".into(),
        ),
        Q::rows(
            "wares?$expand=vendor($expand=wares($filter=price gt $it/price;$orderby=sku))&$filter=vendor/id eq 2&$orderby=sku",
            |row| {
                let wares = row
                    .pointer("/vendor/wares")
                    .and_then(Json::as_array)
                    .cloned()
                    .unwrap_or_default();
                format!(
                    "{}: {}",
                    key(row),
                    wares.iter().map(key).collect::<Vec<_>>().join(" ")
                )
            },
            |_| vec!["crane: ".into(), "rope: crane".into()],
        ),
        Q::rows(
            "vendors?$expand=wares($compute=price mul 2 as twice;$select=sku,twice;$orderby=sku)&$filter=id eq 1",
            |row| {
                let wares = row
                    .get("wares")
                    .and_then(Json::as_array)
                    .cloned()
                    .unwrap_or_default();
                wares
                    .iter()
                    .map(|ware| ware.get("twice").map_or_else(String::new, shown))
                    .collect::<Vec<_>>()
                    .join(" ")
            },
            |_| vec!["0.5 0.4".into()],
        ),
    ]
}
