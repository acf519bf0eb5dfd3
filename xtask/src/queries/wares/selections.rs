//! `$select` and `$compute`.

use serde_json::Value as Json;

use super::ask::{Question, shown};

/// What a row has but for its key, which services may send unasked (Protocol 11.2.5.1), and control information.
fn all(row: &Json) -> String {
    let mut row = row.clone();
    if let Some(members) = row.as_object_mut() {
        members.remove("sku");
    }
    shown(&row)
}

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::one("wares('rope')?$select=name,price", all, |_| {
            "{name=Rope, 10 m price=19.9}".into()
        }),
        Q::one("wares('gift')?$select=name", all, |_| "{name=null}".into()),
        Q::one("wares('bolt')?$select=tags", all, |_| {
            "{tags=[metal small]}".into()
        }),
        Q::one(
            "vendors(2)?$select=place/city",
            |row| {
                row.pointer("/place/city")
                    .or(row.get("place_city"))
                    .map_or_else(String::new, shown)
            },
            |_| "Köln".into(),
        ),
        Q::one(
            "vendors(2)?$select=place",
            |row| {
                format!(
                    "{} {}",
                    all(row).matches("50667").count(),
                    row.get("name").is_some()
                )
            },
            |_| "1 false".into(),
        ),
        Q::rows(
            "vendors?$select=name&$orderby=id",
            |row| row.get("name").map_or_else(String::new, shown),
            |shop| {
                shop.vendors
                    .iter()
                    .map(|vendor| vendor.name.clone().unwrap_or("null".into()))
                    .collect()
            },
        ),
        Q::rows(
            "wares?$select=*&$filter=sku eq 'nut'",
            |row| {
                format!(
                    "{} {}",
                    row.get("price").map_or_else(String::new, shown),
                    row.get("sku").is_some()
                )
            },
            |_| vec!["0.2 true".into()],
        ),
        Q::rows(
            "wares?$compute=price mul amount as worth&$select=sku,worth&$filter=sku eq 'rope'",
            all,
            |_| vec!["{worth=298.5}".into()],
        ),
        Q::rows(
            "wares?$compute=price mul amount as worth&$filter=worth gt 290&$orderby=sku",
            |row| row.get("sku").map_or_else(String::new, shown),
            |shop| {
                let rich = |ware: &&super::fixture::Ware| {
                    ware.cents
                        .zip(ware.amount)
                        .is_some_and(|(cents, amount)| cents * amount > 29_000)
                };
                let mut skus: Vec<String> = shop
                    .wares
                    .iter()
                    .filter(rich)
                    .map(|ware| ware.sku.clone())
                    .collect();
                skus.sort();
                skus
            },
        ),
        Q::rows(
            "wares?$compute=length(name) as long&$select=sku,long&$orderby=long desc,sku&$top=2",
            all,
            |_| vec!["{long=23}".into(), "{long=10}".into()],
        ),
        Q::rows(
            "wares?$compute=year(made) as year&$filter=year eq 2024&$orderby=sku",
            |row| row.get("sku").map_or_else(String::new, shown),
            |shop| {
                let mut skus: Vec<String> = shop
                    .wares
                    .iter()
                    .filter(|ware| ware.made_part(0, 4) == Some(2024))
                    .map(|ware| ware.sku.clone())
                    .collect();
                skus.sort();
                skus
            },
        ),
        Q::one(
            "wares('rope')?$compute=price div 2 as half&$select=half",
            all,
            |_| "{half=9.95}".into(),
        ),
    ]
}
