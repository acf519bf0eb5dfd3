//! `$expand` with what can be nested in it.

mod nested;

use serde_json::Value as Json;

use super::ask::{Question, key, shown};
use super::fixture::{Shop, Vendor, Ware};

/// A key, and the keys of what is expanded.
fn with(row: &Json, name: &str) -> String {
    let expanded = match row.get(name) {
        Some(Json::Array(rows)) => rows.iter().map(key).collect::<Vec<_>>().join(" "),
        Some(Json::Null) => "null".to_owned(),
        Some(row) => key(row),
        None => "absent".to_owned(),
    };
    format!("{}: {expanded}", key(row))
}

fn with_wares(row: &Json) -> String {
    with(row, "wares")
}

fn with_vendor(row: &Json) -> String {
    with(row, "vendor")
}

fn with_parts(row: &Json) -> String {
    with(row, "parts")
}

/// Sorted keys of wares.
fn keys(mut wares: Vec<&Ware>) -> String {
    wares.sort_by(|a, b| a.sku.cmp(&b.sku));
    listed(&wares)
}

fn listed(wares: &[&Ware]) -> String {
    wares
        .iter()
        .map(|ware| ware.sku.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A line for each vendor, in the order of their ids.
fn by_vendor(shop: &Shop, line: impl Fn(&Vendor) -> String) -> Vec<String> {
    let lines = shop.vendors.iter();
    lines
        .map(|vendor| format!("{}: {}", vendor.id, line(vendor)))
        .collect()
}

/// A line for each ware, in the order of their keys.
fn by_ware(shop: &Shop, line: impl Fn(&Ware) -> String) -> Vec<String> {
    let mut wares: Vec<&Ware> = shop.wares.iter().collect();
    wares.sort_by(|a, b| a.sku.cmp(&b.sku));
    let lines = wares.into_iter();
    lines
        .map(|ware| format!("{}: {}", ware.sku, line(ware)))
        .collect()
}

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    let mut all = collections();
    all.extend(entities());
    all.extend(nested::questions());
    all
}

fn collections() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::rows(
            "vendors?$expand=wares($orderby=sku)&$orderby=id",
            with_wares,
            |shop| by_vendor(shop, |vendor| keys(shop.wares_of(vendor))),
        ),
        Q::rows(
            "vendors?$expand=wares($filter=price lt 1;$orderby=sku)&$orderby=id",
            with_wares,
            |shop| {
                by_vendor(shop, |vendor| {
                    let wares = shop.wares_of(vendor).into_iter();
                    keys(wares.filter(|ware| ware.cents < Some(100)).collect())
                })
            },
        ),
        Q::rows(
            "vendors?$expand=wares($orderby=price desc)&$orderby=id",
            with_wares,
            |shop| {
                by_vendor(shop, |vendor| {
                    let mut wares = shop.wares_of(vendor);
                    wares.sort_by_key(|ware| std::cmp::Reverse(ware.cents));
                    listed(&wares)
                })
            },
        ),
        Q::rows(
            "vendors?$expand=wares($orderby=sku;$top=1)&$orderby=id",
            with_wares,
            |shop| {
                by_vendor(shop, |vendor| {
                    let mut wares = shop.wares_of(vendor);
                    wares.sort_by(|a, b| a.sku.cmp(&b.sku));
                    listed(wares.get(..1).unwrap_or(&wares))
                })
            },
        ),
        Q::rows(
            "vendors?$expand=wares($orderby=sku;$skip=1)&$orderby=id",
            with_wares,
            |shop| {
                by_vendor(shop, |vendor| {
                    let mut wares = shop.wares_of(vendor);
                    wares.sort_by(|a, b| a.sku.cmp(&b.sku));
                    listed(wares.get(1..).unwrap_or_default())
                })
            },
        ),
        Q::rows(
            "vendors?$expand=wares($orderby=sku desc;$skip=1;$top=1)&$orderby=id",
            with_wares,
            |shop| {
                by_vendor(shop, |vendor| {
                    let mut wares = shop.wares_of(vendor);
                    wares.sort_by(|a, b| b.sku.cmp(&a.sku));
                    wares
                        .into_iter()
                        .skip(1)
                        .take(1)
                        .map(|ware| ware.sku.as_str())
                        .collect()
                })
            },
        ),
        Q::rows(
            "vendors?$expand=wares($count=true;$top=0)&$orderby=id",
            |row| {
                format!(
                    "{}: {}",
                    key(row),
                    row.get("wares@odata.count").map_or_else(String::new, shown)
                )
            },
            |shop| by_vendor(shop, |vendor| shop.wares_of(vendor).len().to_string()),
        ),
        Q::rows(
            "vendors?$expand=wares/$count&$orderby=id",
            |row| {
                format!(
                    "{}: {}",
                    key(row),
                    row.get("wares@odata.count").map_or_else(String::new, shown)
                )
            },
            |shop| by_vendor(shop, |vendor| shop.wares_of(vendor).len().to_string()),
        ),
        Q::rows(
            "vendors?$expand=wares($select=name;$orderby=sku)&$select=id&$orderby=id",
            |row| {
                let names = row
                    .get("wares")
                    .and_then(Json::as_array)
                    .cloned()
                    .unwrap_or_default();
                let has_more = names.iter().any(|ware| ware.get("price").is_some());
                let names: Vec<String> = names
                    .iter()
                    .map(|ware| ware.get("name").map_or_else(String::new, shown))
                    .collect();
                format!(
                    "{}: {}{}",
                    key(row),
                    names.join("|"),
                    if has_more { " and more" } else { "" }
                )
            },
            |shop| {
                by_vendor(shop, |vendor| {
                    let mut wares = shop.wares_of(vendor);
                    wares.sort_by(|a, b| a.sku.cmp(&b.sku));
                    let names: Vec<&str> = wares
                        .iter()
                        .filter_map(|ware| ware.name.as_deref())
                        .collect();
                    names.join("|")
                })
            },
        ),
        Q::rows(
            "vendors?$expand=wares($search=Rope)&$orderby=id",
            with_wares,
            |shop| {
                by_vendor(shop, |vendor| {
                    let wares = shop.wares_of(vendor).into_iter();
                    keys(wares.filter(|ware| ware.name_has("Rope")).collect())
                })
            },
        ),
        Q::rows(
            "wares?$expand=parts($orderby=sku)&$filter=parts/any()&$orderby=sku",
            with_parts,
            |shop| {
                let all = by_ware(shop, |ware| keys(shop.parts(ware)));
                all.into_iter()
                    .filter(|line| !line.ends_with(": "))
                    .collect()
            },
        ),
    ]
}

fn entities() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::rows("wares?$expand=vendor&$orderby=sku", with_vendor, |shop| {
            by_ware(shop, |ware| {
                shop.vendor(ware)
                    .map_or_else(|| "null".into(), |vendor| vendor.id.to_string())
            })
        }),
        Q::rows(
            "wares?$expand=vendor($select=id,name)&$filter=amount gt 0&$orderby=sku",
            |row| {
                let vendor = row.get("vendor").cloned().unwrap_or_default();
                format!(
                    "{} by {}",
                    key(row),
                    vendor.get("name").map_or_else(|| "none".into(), shown)
                )
            },
            |shop| {
                let mut wares: Vec<&Ware> = shop
                    .wares
                    .iter()
                    .filter(|ware| ware.amount > Some(0))
                    .collect();
                wares.sort_by(|a, b| a.sku.cmp(&b.sku));
                let name = |ware| shop.vendor(ware).and_then(|vendor| vendor.name.clone());
                wares
                    .iter()
                    .map(|ware| format!("{} by {}", ware.sku, name(ware).unwrap_or("none".into())))
                    .collect()
            },
        ),
        Q::rows(
            "wares?$expand=whole&$orderby=sku",
            |row| with(row, "whole"),
            |shop| {
                by_ware(shop, |ware| {
                    shop.whole(ware)
                        .map_or_else(|| "null".into(), |whole| whole.sku.clone())
                })
            },
        ),
        Q::rows(
            "wares?$expand=vendor,whole&$orderby=sku&$top=4",
            |row| format!("{} {}", with(row, "vendor"), with(row, "whole")),
            |shop| {
                let all = by_ware(shop, |ware| {
                    let vendor = shop
                        .vendor(ware)
                        .map_or_else(|| "null".into(), |vendor| vendor.id.to_string());
                    let whole = shop.whole(ware).map_or("null", |whole| &whole.sku);
                    format!("{vendor} {}: {whole}", ware.sku)
                });
                all.into_iter().take(4).collect()
            },
        ),
        Q::one("wares('bolt')?$expand=vendor", with_vendor, |_| {
            "bolt: 1".into()
        }),
        Q::one(
            "wares('gift')?$expand=vendor,parts",
            |row| format!("{} {}", with_vendor(row), with_parts(row)),
            |_| "gift: null gift: ".into(),
        ),
        Q::one(
            "vendors(2)?$expand=wares($orderby=price)&$select=id",
            with_wares,
            |_| "2: rope crane".into(),
        ),
        Q::one(
            "wares('nut')?$expand=whole($expand=whole($expand=vendor))",
            |row| {
                let at = row.pointer("/whole/whole/vendor/id");
                at.map_or_else(String::new, shown)
            },
            |_| "2".into(),
        ),
    ]
}
