//! Orders: by related values, by expressions, with nulls; and how they go with pages and counts.

use std::cmp::Reverse;

use super::ask::Question;
use super::fixture::{Shop, Vendor, Ware};

fn wares<K: Ord>(shop: &Shop, key: impl Fn(&Ware) -> K) -> Vec<String> {
    let mut wares: Vec<&Ware> = shop.wares.iter().collect();
    wares.sort_by_key(|ware| key(ware));
    wares.into_iter().map(|ware| ware.sku.clone()).collect()
}

fn vendors<K: Ord>(shop: &Shop, key: impl Fn(&Vendor) -> K) -> Vec<String> {
    let mut vendors: Vec<&Vendor> = shop.vendors.iter().collect();
    vendors.sort_by_key(|vendor| key(vendor));
    vendors
        .into_iter()
        .map(|vendor| vendor.id.to_string())
        .collect()
}

/// The number of texts, then some of them.
fn counted(all: Vec<String>, skip: usize, top: usize) -> Vec<String> {
    let count = format!("count={}", all.len());
    std::iter::once(count)
        .chain(all.into_iter().skip(skip).take(top))
        .collect()
}

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::keys("wares?$orderby=price,sku", |shop| {
            wares(shop, |ware| (ware.cents, ware.sku.clone()))
        }),
        Q::keys("wares?$orderby=price desc,sku", |shop| {
            wares(shop, |ware| (Reverse(ware.cents), ware.sku.clone()))
        }),
        Q::keys("wares?$orderby=amount", |shop| {
            wares(shop, |ware| ware.amount)
        }),
        Q::keys("wares?$orderby=big desc,sku desc", |shop| {
            wares(shop, |ware| (Reverse(ware.big), Reverse(ware.sku.clone())))
        }),
        Q::keys("wares?$orderby=made desc", |shop| {
            wares(shop, |ware| Reverse(ware.made.clone()))
        }),
        Q::keys("wares?$orderby=vendor/name,sku", |shop| {
            wares(shop, |ware| {
                (
                    shop.vendor(ware).and_then(|vendor| vendor.name.clone()),
                    ware.sku.clone(),
                )
            })
        }),
        Q::keys("wares?$orderby=vendor/country desc,price", |shop| {
            wares(shop, |ware| {
                (
                    Reverse(shop.vendor(ware).and_then(|vendor| vendor.country.clone())),
                    ware.cents,
                )
            })
        }),
        Q::keys("wares?$orderby=whole/sku,sku", |shop| {
            wares(shop, |ware| {
                (
                    shop.whole(ware).map(|whole| whole.sku.clone()),
                    ware.sku.clone(),
                )
            })
        }),
        Q::keys("wares?$orderby=length(sku),sku", |shop| {
            wares(shop, |ware| (ware.sku.len(), ware.sku.clone()))
        }),
        Q::keys("wares?$orderby=price mul amount desc,sku", |shop| {
            wares(shop, |ware| {
                let worth = ware
                    .cents
                    .zip(ware.amount)
                    .map(|(cents, amount)| cents * amount);
                (Reverse(worth), ware.sku.clone())
            })
        }),
        Q::keys("wares?$orderby=year(made),sku", |shop| {
            wares(shop, |ware| (ware.made_part(0, 4), ware.sku.clone()))
        }),
        Q::keys("wares?$orderby=parts/$count desc,sku", |shop| {
            wares(shop, |ware| {
                (Reverse(shop.parts(ware).len()), ware.sku.clone())
            })
        }),
        Q::keys("vendors?$orderby=wares/$count desc,id", |shop| {
            vendors(shop, |vendor| {
                (Reverse(shop.wares_of(vendor).len()), vendor.id)
            })
        }),
        Q::keys("vendors?$orderby=place/city,id desc", |shop| {
            vendors(shop, |vendor| (vendor.city.clone(), Reverse(vendor.id)))
        }),
        Q::keys("vendors?$orderby=active,id", |shop| {
            vendors(shop, |vendor| (vendor.active, vendor.id))
        }),
        Q::keys("vendors?$orderby=founded desc", |shop| {
            vendors(shop, |vendor| Reverse(vendor.founded.clone()))
        }),
        Q::keys("vendors?$orderby=country eq 'US' desc,id", |shop| {
            vendors(shop, |vendor| {
                (vendor.country.as_deref() != Some("US"), vendor.id)
            })
        }),
        Q::counted("wares?$orderby=sku&$skip=2&$top=4&$count=true", |shop| {
            counted(wares(shop, |ware| ware.sku.clone()), 2, 4)
        }),
        Q::counted("wares?$orderby=sku&$skip=20&$count=true", |shop| {
            counted(wares(shop, |ware| ware.sku.clone()), 20, 0)
        }),
        Q::counted(
            "wares?$filter=vendor/country eq 'US'&$orderby=sku desc&$top=1&$count=true",
            |shop| {
                let us = |sku: &String| {
                    let ware = shop.wares.iter().find(|ware| ware.sku == *sku);
                    let vendor = ware.and_then(|ware| shop.vendor(ware));
                    vendor.is_some_and(|vendor| vendor.country.as_deref() == Some("US"))
                };
                let all = wares(shop, |ware| Reverse(ware.sku.clone()));
                counted(all.into_iter().filter(us).collect(), 0, 1)
            },
        ),
        Q::counted("wares?$top=0&$count=true", |shop| {
            counted(wares(shop, |ware| ware.sku.clone()), 0, 0)
        }),
        Q::keys("wares?$orderby=sku&$skip=4&$top=4", |shop| {
            wares(shop, |ware| ware.sku.clone())
                .into_iter()
                .skip(4)
                .take(4)
                .collect()
        }),
        Q::keys("wares?$search=M8&$orderby=sku", |_| {
            vec!["bolt".into(), "nut".into()]
        }),
        Q::keys("wares?$search=M8 AND Nut", |_| vec!["nut".into()]),
        Q::keys("wares?$search=Drähte OR M8&$orderby=sku", |_| {
            vec!["bolt".into(), "nut".into(), "wire".into()]
        }),
    ]
}
