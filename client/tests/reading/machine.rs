//! A type as generated code has them, with numbers and an expansion.

use std::fmt;

use odata::decode::{copied, describe, equal, shown};
use odata::doc_example::LibraryFile;
use odata::{Decimal, Expanded, Extras, Json, Slot, Structured, TypeInfo};

pub(crate) struct Machine {
    pub(crate) id: String,
    pub(crate) build: i64,
    pub(crate) price: Option<Decimal>,
    pub(crate) any: Option<Json>,
    pub(crate) files: Option<Expanded<LibraryFile>>,
    pub(crate) odata: Extras,
}

impl Structured for Machine {
    const INFO: &'static TypeInfo = &TypeInfo {
        name: "microsoft.windowsDefenderATP.api.Machine",
        properties: &["id", "build", "price", "any", "files"],
        key: &["id"],
        open: false,
        describe: describe::<Self>,
    };

    fn slot(&self, index: usize) -> &dyn Slot {
        match index {
            0 => &self.id,
            1 => &self.build,
            2 => &self.price,
            3 => &self.any,
            4 => &self.files,
            _ => &self.odata,
        }
    }
}

impl Default for Machine {
    fn default() -> Self {
        Machine {
            id: String::new(),
            build: 0,
            price: None,
            any: None,
            files: None,
            odata: Extras::NONE,
        }
    }
}

impl Clone for Machine {
    fn clone(&self) -> Self {
        copied(self)
    }
}

impl PartialEq for Machine {
    fn eq(&self, other: &Self) -> bool {
        equal(self, other)
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(self, f)
    }
}
