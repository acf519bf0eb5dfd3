//! Filters along paths: to related entities, into complex values, and how many there are.

use super::ask::Question;
use super::fixture::{Shop, Ware};

fn country<'s>(ware: &Ware, shop: &'s Shop) -> Option<&'s str> {
    shop.vendor(ware)?.country.as_deref()
}

/// The questions.
pub(super) fn questions() -> Vec<Question> {
    use Question as Q;
    vec![
        Q::wares("vendor/name eq 'Acme'", |ware, shop| {
            shop.vendor(ware).and_then(|vendor| vendor.name.as_deref()) == Some("Acme")
        }),
        Q::wares("vendor/country eq 'US'", |ware, shop| {
            country(ware, shop) == Some("US")
        }),
        // The vendor of a ware without one has no country: null is unequal to every text.
        Q::wares("vendor/country ne 'US'", |ware, shop| {
            country(ware, shop) != Some("US")
        }),
        Q::wares("vendor/name eq null", |ware, shop| {
            shop.vendor(ware).is_none_or(|vendor| vendor.name.is_none())
        }),
        Q::wares("vendor eq null", |ware, shop| shop.vendor(ware).is_none()),
        Q::wares("vendor/rating gt 3", |ware, shop| {
            let rating = shop.vendor(ware).and_then(|vendor| vendor.rating);
            rating.is_some_and(|rating| rating > 3.0)
        }),
        Q::wares("whole/sku eq 'crane'", |ware, shop| {
            shop.whole(ware).is_some_and(|whole| whole.sku == "crane")
        }),
        Q::wares("whole/whole/sku eq 'crane'", |ware, shop| {
            let whole = shop.whole(ware).and_then(|whole| shop.whole(whole));
            whole.is_some_and(|whole| whole.sku == "crane")
        }),
        Q::wares("whole/vendor/country eq 'DE'", |ware, shop| {
            shop.whole(ware).and_then(|whole| country(whole, shop)) == Some("DE")
        }),
        Q::wares(
            "whole/vendor/id ne vendor/id and whole ne null",
            |ware, shop| {
                let id = |ware| shop.vendor(ware).map(|vendor| vendor.id);
                shop.whole(ware).is_some_and(|whole| id(whole) != id(ware))
            },
        ),
        Q::wares("whole/price gt price", |ware, shop| {
            let whole = shop.whole(ware).and_then(|whole| whole.cents);
            whole
                .zip(ware.cents)
                .is_some_and(|(whole, own)| whole > own)
        }),
        Q::wares("contains(vendor/name,'ö')", |ware, shop| {
            let name = shop.vendor(ware).and_then(|vendor| vendor.name.as_deref());
            name.is_some_and(|name| name.contains('ö'))
        }),
        Q::wares("vendor/place/city eq 'Reno'", |ware, shop| {
            shop.vendor(ware).and_then(|vendor| vendor.city.as_deref()) == Some("Reno")
        }),
        Q::vendors("place/city eq 'Reno'", |vendor, _| {
            vendor.city.as_deref() == Some("Reno")
        }),
        Q::vendors("place/city eq null", |vendor, _| vendor.city.is_none()),
        Q::vendors("place/zip lt '1'", |vendor, _| {
            vendor.zip.as_deref().is_some_and(|zip| zip < "1")
        }),
        Q::vendors("startswith(place/city,'東')", |vendor, _| {
            vendor
                .city
                .as_deref()
                .is_some_and(|city| city.starts_with('東'))
        }),
        Q::vendors(
            "length(place/zip) eq 5 and place/city ne 'Reno'",
            |vendor, _| {
                vendor.zip.as_deref().is_some_and(|zip| zip.len() == 5)
                    && vendor.city.as_deref() != Some("Reno")
            },
        ),
        Q::vendors("wares/$count gt 1", |vendor, shop| {
            shop.wares_of(vendor).len() > 1
        }),
        Q::vendors("wares/$count eq 1", |vendor, shop| {
            shop.wares_of(vendor).len() == 1
        }),
        Q::wares("parts/$count eq 0", |ware, shop| {
            shop.parts(ware).is_empty()
        }),
        Q::wares("parts/$count ge 1 and price lt 1", |ware, shop| {
            !shop.parts(ware).is_empty() && ware.cents < Some(100)
        }),
        Q::wares("vendor_id in (2,5)", |ware, shop| {
            matches!(shop.vendor(ware).map(|vendor| vendor.id), Some(2 | 5))
        }),
        Q::wares("vendor/id in (1,4)", |ware, shop| {
            matches!(shop.vendor(ware).map(|vendor| vendor.id), Some(1 | 4))
        }),
        Q::wares("whole_sku eq null and vendor_id ne null", |ware, shop| {
            shop.whole(ware).is_none() && shop.vendor(ware).is_some()
        }),
        Q::wares(
            "uses has microsoft.windowsDefenderATP.api.Capability'Isolate'",
            |ware, _| ware.uses.iter().any(|one| one == "Isolate"),
        ),
        Q::wares(
            "uses has microsoft.windowsDefenderATP.api.Capability'Isolate,Scan'",
            |ware, _| {
                ["Isolate", "Scan"]
                    .iter()
                    .all(|one| ware.uses.iter().any(|own| own == one))
            },
        ),
        Q::wares(
            "uses eq microsoft.windowsDefenderATP.api.Capability'LiveResponse'",
            |ware, _| ware.uses == ["LiveResponse"],
        ),
    ]
}
