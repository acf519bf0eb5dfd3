//! `any` and `all`, within each other too, over related entities and over values.

use super::ask::Question;

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    let mut all = over_entities();
    all.extend(within_each_other());
    all.extend(over_values());
    all
}

fn over_entities() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::vendors("wares/any()", |vendor, shop| {
            !shop.wares_of(vendor).is_empty()
        }),
        Q::vendors("not wares/any()", |vendor, shop| {
            shop.wares_of(vendor).is_empty()
        }),
        Q::wares("parts/any()", |ware, shop| !shop.parts(ware).is_empty()),
        Q::wares("not parts/any()", |ware, shop| shop.parts(ware).is_empty()),
        Q::vendors("wares/any(w:w/price gt 100)", |vendor, shop| {
            shop.wares_of(vendor)
                .iter()
                .any(|ware| ware.cents > Some(10_000))
        }),
        Q::vendors("wares/all(w:w/price gt 5)", |vendor, shop| {
            shop.wares_of(vendor)
                .iter()
                .all(|ware| ware.cents > Some(500))
        }),
        Q::vendors("wares/any(w:w/amount lt 0)", |vendor, shop| {
            let wares = shop.wares_of(vendor);
            wares
                .iter()
                .any(|ware| ware.amount.is_some_and(|amount| amount < 0))
        }),
        Q::vendors("wares/all(w:w/amount ge 0)", |vendor, shop| {
            shop.wares_of(vendor)
                .iter()
                .all(|ware| ware.amount >= Some(0))
        }),
        Q::vendors("wares/any(w:startswith(w/name,'T-'))", |vendor, shop| {
            let wares = shop.wares_of(vendor);
            wares.iter().any(|ware| {
                ware.name
                    .as_deref()
                    .is_some_and(|name| name.starts_with("T-"))
            })
        }),
        Q::vendors(
            "wares/any(w:w/price gt 1 and w/amount gt 10)",
            |vendor, shop| {
                let wares = shop.wares_of(vendor);
                wares
                    .iter()
                    .any(|ware| ware.cents > Some(100) && ware.amount > Some(10))
            },
        ),
        Q::vendors("not wares/any(w:w/price lt 1)", |vendor, shop| {
            let wares = shop.wares_of(vendor);
            !wares
                .iter()
                .any(|ware| ware.cents.is_some_and(|cents| cents < 100))
        }),
        Q::vendors("wares/any(w:w/big eq null)", |vendor, shop| {
            shop.wares_of(vendor).iter().any(|ware| ware.big.is_none())
        }),
        // What is asked of the item itself, within the lambda.
        Q::vendors("wares/any(w:w/amount gt id)", |vendor, shop| {
            shop.wares_of(vendor)
                .iter()
                .any(|ware| ware.amount > Some(vendor.id))
        }),
        Q::vendors(
            "wares/any(w:w/price lt 1) and active eq true",
            |vendor, shop| {
                let wares = shop.wares_of(vendor);
                vendor.active == Some(true) && wares.iter().any(|ware| ware.cents < Some(100))
            },
        ),
        Q::wares("parts/all(p:p/weight lt 2)", |ware, shop| {
            shop.parts(ware)
                .iter()
                .all(|part| part.weight.is_some_and(|weight| weight < 2.0))
        }),
    ]
}

fn within_each_other() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::vendors("wares/any(w:w/parts/any())", |vendor, shop| {
            shop.wares_of(vendor)
                .iter()
                .any(|ware| !shop.parts(ware).is_empty())
        }),
        Q::vendors(
            "wares/any(w:w/parts/any(p:p/price lt 1))",
            |vendor, shop| {
                let cheap = |part: &&super::fixture::Ware| part.cents < Some(100);
                shop.wares_of(vendor)
                    .iter()
                    .any(|ware| shop.parts(ware).iter().any(cheap))
            },
        ),
        Q::vendors(
            "wares/any(w:w/parts/any(p:p/amount gt w/amount))",
            |vendor, shop| {
                shop.wares_of(vendor).iter().any(|ware| {
                    shop.parts(ware)
                        .iter()
                        .any(|part| part.amount > ware.amount)
                })
            },
        ),
        Q::wares("parts/any(p:p/parts/any())", |ware, shop| {
            shop.parts(ware)
                .iter()
                .any(|part| !shop.parts(part).is_empty())
        }),
        Q::wares("parts/any(p:p/vendor/country eq 'US')", |ware, shop| {
            shop.parts(ware).iter().any(|part| {
                shop.vendor(part)
                    .and_then(|vendor| vendor.country.as_deref())
                    == Some("US")
            })
        }),
        Q::vendors(
            "wares/all(w:w/parts/all(p:p/price lt 100))",
            |vendor, shop| {
                shop.wares_of(vendor).iter().all(|ware| {
                    shop.parts(ware)
                        .iter()
                        .all(|part| part.cents < Some(10_000))
                })
            },
        ),
        Q::wares("vendor/wares/any(w:w/price gt 1000)", |ware, shop| {
            let vendor = shop.vendor(ware);
            vendor.is_some_and(|vendor| {
                shop.wares_of(vendor)
                    .iter()
                    .any(|ware| ware.cents > Some(100_000))
            })
        }),
    ]
}

fn over_values() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::wares("tags/any(t:t eq 'metal')", |ware, _| ware.has_tag("metal")),
        Q::wares("tags/any()", |ware, _| !ware.tags.is_empty()),
        Q::wares("tags/all(t:t ne 'metal')", |ware, _| !ware.has_tag("metal")),
        Q::wares(
            "tags/any(t:startswith(t,'s')) and tags/any(t:t eq 'tool')",
            |ware, _| ware.tags.iter().any(|tag| tag.starts_with('s')) && ware.has_tag("tool"),
        ),
        Q::vendors("wares/any(w:w/tags/any(t:t eq 'tool'))", |vendor, shop| {
            shop.wares_of(vendor)
                .iter()
                .any(|ware| ware.has_tag("tool"))
        }),
    ]
}
