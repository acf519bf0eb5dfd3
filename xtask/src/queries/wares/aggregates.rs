//! `$apply`.

use std::collections::BTreeMap;

use super::ask::{Question, key, shown};
use super::fixture::Shop;

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::rows(
            "wares?$apply=aggregate(price with sum as total)",
            shown,
            |shop| {
                let cents: i64 = shop.wares.iter().filter_map(|ware| ware.cents).sum();
                vec![format!("{{total={}}}", cents as f64 / 100.0)]
            },
        ),
        Q::rows(
            "wares?$apply=aggregate(price with max as most,price with min as least)",
            shown,
            |_| vec!["{least=0 most=125000}".into()],
        ),
        Q::rows("wares?$apply=aggregate($count as all)", shown, |shop| {
            vec![format!("{{all={}}}", shop.wares.len())]
        }),
        Q::rows(
            "wares?$apply=aggregate(vendor_id with countdistinct as sellers)",
            shown,
            |_| vec!["{sellers=5}".into()],
        ),
        Q::rows(
            "wares?$apply=filter(price lt 15 and price gt 3)/aggregate(price with average as middle)",
            shown,
            |_| vec!["{middle=6.75}".into()],
        ),
        Q::rows(
            "vendors?$apply=groupby((country))&$orderby=country",
            shown,
            |shop| {
                let countries: std::collections::BTreeSet<_> = shop
                    .vendors
                    .iter()
                    .flat_map(|vendor| &vendor.country)
                    .collect();
                countries
                    .into_iter()
                    .map(|country| format!("{{country={country}}}"))
                    .collect()
            },
        ),
        Q::rows(
            "vendors?$apply=groupby((country),aggregate($count as n))&$orderby=country",
            shown,
            |shop| {
                by_country(shop)
                    .into_iter()
                    .map(|(country, n)| format!("{{country={country} n={n}}}"))
                    .collect()
            },
        ),
        Q::rows(
            "vendors?$apply=groupby((country),aggregate($count as n))/filter(n gt 1)",
            shown,
            |_| vec!["{country=US n=2}".into()],
        ),
        Q::rows(
            "vendors?$apply=groupby((country),aggregate(id with max as last))&$orderby=last desc&$top=2",
            shown,
            |_| vec!["{country=JP last=5}".into(), "{country=US last=4}".into()],
        ),
        Q::rows(
            "wares?$apply=filter(vendor_id ne null)/groupby((vendor/country),aggregate($count as n))&$orderby=n desc,vendor/country",
            shown,
            |_| {
                vec![
                    "{n=3 vendor={country=US}}".into(),
                    "{n=2 vendor={country=DE}}".into(),
                    "{n=2 vendor={country=JP}}".into(),
                    "{n=1 vendor={country=IE}}".into(),
                ]
            },
        ),
        Q::rows("wares?$apply=filter(price gt 15)&$orderby=sku", key, |_| {
            vec!["crane".into(), "rope".into(), "saw".into()]
        }),
        Q::rows(
            "wares?$apply=filter(price ne null)/topcount(2,price)&$orderby=price desc",
            key,
            |_| vec!["crane".into(), "saw".into()],
        ),
        Q::rows(
            "wares?$apply=filter(price ne null)/bottomcount(2,price)&$orderby=price",
            key,
            |_| vec!["null".into(), "nut".into()],
        ),
        Q::rows(
            "wares?$apply=compute(price mul 2 as twice)/filter(twice eq 7)",
            key,
            |_| vec!["wire".into()],
        ),
        Q::rows(
            "wares?$apply=concat(aggregate(price with max as most),aggregate(price with min as least))",
            shown,
            |_| vec!["{most=125000}".into(), "{least=0}".into()],
        ),
    ]
}

fn by_country(shop: &Shop) -> BTreeMap<&str, usize> {
    let mut countries = BTreeMap::new();
    for country in shop.vendors.iter().flat_map(|vendor| &vendor.country) {
        *countries.entry(country.as_str()).or_default() += 1;
    }
    countries
}
