//! What an evaluation can look at, and how much of it there can be.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use odata_core::edm::DateTimeOffset;
use odata_csdl::model::Model;

use crate::eval::EvalError;
use crate::eval::pattern::Patterns;
use crate::operation::Closure;
use crate::store::Store;

/// How many steps a request may take: a short URL can ask for more work than there is time, with aliases that double
/// what they stand for, with cross joins, with lambdas in lambdas.
const STEPS: u64 = 8_000_000;

/// The model, the rows and the moment of a request.
#[derive(Clone, Copy)]
pub(crate) struct World<'a> {
    pub(crate) model: &'a Model,
    pub(crate) store: &'a Store,
    pub(crate) now: DateTimeOffset,
    pub(crate) budget: &'a Budget,
    /// What answers functions.
    pub(crate) operations: &'a BTreeMap<String, Closure>,
}

/// The steps that a request has left, and what it need not take again.
pub(crate) struct Budget {
    left: Cell<u64>,
    pub(super) patterns: Patterns,
    /// The sets and places of entities by the ids that they were found with.
    pub(crate) places: RefCell<BTreeMap<String, (String, usize)>>,
}

impl Default for Budget {
    fn default() -> Self {
        Budget::of(STEPS)
    }
}

impl Budget {
    pub(crate) fn of(steps: u64) -> Self {
        Budget {
            left: Cell::new(steps),
            patterns: Patterns::default(),
            places: RefCell::default(),
        }
    }

    /// Takes steps.
    ///
    /// # Errors
    /// When there are not that many left.
    pub(crate) fn charge(&self, steps: usize) -> Result<(), EvalError> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        match self.left.get().checked_sub(steps) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => {
                self.left.set(0);
                let message = "the request takes more steps than this service gives to one";
                Err(EvalError::new(message))
            }
        }
    }
}
