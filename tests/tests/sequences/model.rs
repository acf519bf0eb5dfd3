//! The map in memory.

use std::collections::BTreeMap;

use super::step::{Number, Step};

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Vendor {
    pub(crate) name: Option<String>,
    /// A whole number, so that it is the same text everywhere.
    pub(crate) rating: Option<i32>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ware {
    pub(crate) amount: Option<i32>,
    pub(crate) vendor: Option<Number>,
}

/// All vendors and wares.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Model {
    pub(crate) vendors: BTreeMap<Number, Vendor>,
    pub(crate) wares: BTreeMap<Number, Ware>,
}

impl Model {
    /// Takes a step; says whether it can be done. What cannot be changes nothing.
    pub(crate) fn take(&mut self, step: &Step, upserts: bool) -> bool {
        match step {
            Step::InsertVendor(id, name) => {
                let is_new = !self.vendors.contains_key(id);
                if is_new {
                    self.set(*id, name);
                }
                is_new
            }
            Step::InsertWare(sku, amount, vendor) => {
                let vendor = vendor.filter(|id| self.vendors.contains_key(id));
                let is_new = !self.wares.contains_key(sku);
                if is_new {
                    let amount = *amount;
                    self.wares.insert(*sku, Ware { amount, vendor });
                }
                is_new
            }
            Step::UpdateVendor(id, name, rating) => {
                self.vendors.get_mut(id).is_some_and(|vendor| {
                    vendor.name = name.clone().unwrap_or(vendor.name.take());
                    vendor.rating = rating.unwrap_or(vendor.rating);
                    true
                })
            }
            Step::UpdateWare(sku, amount) => self.wares.get_mut(sku).is_some_and(|ware| {
                ware.amount = *amount;
                true
            }),
            Step::UpsertVendor(id, name) => match self.vendors.get_mut(id) {
                Some(vendor) => {
                    vendor.name.clone_from(name);
                    true
                }
                None if upserts => {
                    self.set(*id, name);
                    true
                }
                None => false,
            },
            Step::ReplaceVendor(id, name) => {
                let is_known = self.vendors.contains_key(id);
                if is_known {
                    self.set(*id, name);
                }
                is_known
            }
            Step::DeleteVendor(id) => {
                for ware in self.wares.values_mut() {
                    ware.vendor = ware.vendor.filter(|vendor| vendor != id);
                }
                self.vendors.remove(id).is_some()
            }
            Step::DeleteWare(sku) => self.wares.remove(sku).is_some(),
            Step::Link(sku, id) => {
                let is_known = self.vendors.contains_key(id);
                let ware = self.wares.get_mut(sku).filter(|_| is_known);
                ware.is_some_and(|ware| {
                    ware.vendor = Some(*id);
                    true
                })
            }
            Step::Unlink(sku) => self.wares.get_mut(sku).is_some_and(|ware| {
                ware.vendor = None;
                true
            }),
        }
    }

    fn set(&mut self, id: Number, name: &Option<String>) {
        let vendor = Vendor {
            name: name.clone(),
            rating: None,
        };
        self.vendors.insert(id, vendor);
    }
}
