//! In which order the service writes the properties of each type, kept from one answer to the next.

use std::sync::Mutex;

use super::Client;
use crate::json::Orders;

/// What was learned from earlier answers. It is lent to one answer at a time; another one that is read meanwhile learns for itself.
#[derive(Debug, Default)]
pub(super) struct Learned(Mutex<Orders>);

impl Client {
    /// What was learned so far.
    pub(crate) fn lend(&self) -> Orders {
        match self.shared.learned.0.try_lock() {
            Ok(mut orders) => std::mem::take(&mut *orders),
            Err(_) => Orders::default(),
        }
    }

    /// What is known now.
    pub(crate) fn take_back(&self, orders: Orders) {
        if let Ok(mut known) = self.shared.learned.0.try_lock() {
            *known = orders;
        }
    }
}
