//! The vendors and their wares that every server holds, read without the client's decoder.

use serde_json::Value as Json;

/// The rows; CAP's and odatapy's own files hold the same, which the answers show.
pub(crate) const TEXT: &str = include_str!("../../../../tests/servers/wares.json");

/// All vendors and all wares.
#[derive(Debug, Default)]
pub(crate) struct Shop {
    pub(crate) vendors: Vec<Vendor>,
    pub(crate) wares: Vec<Ware>,
}

/// Somebody who sells wares.
#[derive(Debug)]
pub(crate) struct Vendor {
    pub(crate) id: i64,
    pub(crate) name: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) founded: Option<String>,
    pub(crate) rating: Option<f64>,
    pub(crate) active: Option<bool>,
    pub(crate) city: Option<String>,
    pub(crate) zip: Option<String>,
}

/// Something that is sold, perhaps a part of something else. Moments are texts that sort as moments do.
#[derive(Debug)]
pub(crate) struct Ware {
    pub(crate) sku: String,
    pub(crate) name: Option<String>,
    pub(crate) cents: Option<i64>,
    pub(crate) amount: Option<i64>,
    pub(crate) big: Option<i64>,
    pub(crate) weight: Option<f64>,
    pub(crate) made: Option<String>,
    pub(crate) clock: Option<String>,
    pub(crate) uses: Vec<String>,
    pub(crate) tags: Vec<String>,
    vendor: Option<i64>,
    whole: Option<String>,
}

impl Shop {
    /// Reads the rows.
    pub(crate) fn read() -> Result<Shop, serde_json::Error> {
        let both: Json = serde_json::from_str(TEXT)?;
        let rows = |name: &str| {
            both.get(name)
                .and_then(Json::as_array)
                .cloned()
                .unwrap_or_default()
        };
        Ok(Shop {
            vendors: rows("vendors").iter().map(Vendor::of).collect(),
            wares: rows("wares").iter().map(Ware::of).collect(),
        })
    }

    /// What the mock holds of a set.
    pub(crate) fn rows(set: &str) -> Result<Json, serde_json::Error> {
        let mut both: Json = serde_json::from_str(TEXT)?;
        Ok(both.get_mut(set).map(Json::take).unwrap_or_default())
    }

    pub(crate) fn vendor(&self, ware: &Ware) -> Option<&Vendor> {
        self.vendors
            .iter()
            .find(|vendor| Some(vendor.id) == ware.vendor)
    }

    pub(crate) fn whole(&self, ware: &Ware) -> Option<&Ware> {
        self.wares
            .iter()
            .find(|whole| Some(&whole.sku) == ware.whole.as_ref())
    }

    pub(crate) fn wares_of(&self, vendor: &Vendor) -> Vec<&Ware> {
        let all = self.wares.iter();
        all.filter(|ware| ware.vendor == Some(vendor.id)).collect()
    }

    pub(crate) fn parts(&self, whole: &Ware) -> Vec<&Ware> {
        let all = self.wares.iter();
        all.filter(|ware| ware.whole.as_ref() == Some(&whole.sku))
            .collect()
    }
}

fn text(row: &Json, name: &str) -> Option<String> {
    row.get(name).and_then(Json::as_str).map(str::to_owned)
}

impl Vendor {
    fn of(row: &Json) -> Vendor {
        let place = row.get("place").cloned().unwrap_or_default();
        Vendor {
            id: row.get("id").and_then(Json::as_i64).unwrap_or_default(),
            name: text(row, "name"),
            country: text(row, "country"),
            founded: text(row, "founded"),
            rating: row.get("rating").and_then(Json::as_f64),
            active: row.get("active").and_then(Json::as_bool),
            city: text(&place, "city"),
            zip: text(&place, "zip"),
        }
    }
}

impl Ware {
    fn of(row: &Json) -> Ware {
        let list = |name: &str| {
            row.get(name)
                .and_then(Json::as_array)
                .cloned()
                .unwrap_or_default()
        };
        let uses = text(row, "uses").unwrap_or_default();
        Ware {
            sku: text(row, "sku").unwrap_or_default(),
            name: text(row, "name"),
            cents: text(row, "price").and_then(|price| price.replace('.', "").parse().ok()),
            amount: row.get("amount").and_then(Json::as_i64),
            big: text(row, "big").and_then(|big| big.parse().ok()),
            weight: row.get("weight").and_then(Json::as_f64),
            made: text(row, "made"),
            clock: text(row, "clock"),
            uses: uses
                .split(',')
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect(),
            tags: list("tags")
                .iter()
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
            vendor: row.get("vendor_id").and_then(Json::as_i64),
            whole: text(row, "whole_sku"),
        }
    }

    /// A part of the moment it was made at, by the place of its digits.
    pub(crate) fn made_part(&self, from: usize, to: usize) -> Option<i64> {
        self.made.as_deref()?.get(from..to)?.parse().ok()
    }

    pub(crate) fn has_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|own| own == tag)
    }

    pub(crate) fn name_has(&self, part: &str) -> bool {
        self.name.as_deref().is_some_and(|name| name.contains(part))
    }
}
