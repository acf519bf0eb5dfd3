//! Generates typed OData clients from what a service publishes about itself: its `$metadata` (CSDL) and its vendor's
//! reference pages.
//!
//! Three fronts give the same code: [`Builder::build`] in a build script, `odata::service!` without one, and
//! [`Builder::write`] for code that is checked in, with [`Builder::check`] to fail when it is stale. All of them call [`generate`], whose phases are: read
//! `service.toml`, read the documents, turn pages into annotated CSDL, merge, resolve, plan, name, emit.
//!
//! Code that is checked in is written by the command line of this package, which needs nothing of the program that the code is for. So it
//! runs while the file is not there yet, and while it is of another version of `odata` and does not compile:
//! ```text
//! cargo install --path ../odata/codegen
//! odata-codegen service/service.toml -o src/bookshop.rs
//! odata-codegen service/service.toml -o src/bookshop.rs --check
//! ```
//! The last one writes nothing, and fails when the file is stale, as [`Builder::check`] does in a test.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod bindings;
mod builder;
mod by_id;
mod by_identity;
mod defects;
mod describe;
mod emit;
mod error;
mod extended;
mod generate;
mod load;
mod merge;
mod names;
mod overlay;
mod overlays;
pub mod pages;
mod place;
mod plan;
mod policy;
mod references;
mod service;
mod show;
mod tokens;
mod wanted;

pub use builder::Builder;
pub use defects::{DEFECTS, Defect, Policy};
pub use describe::{Description, describe};
pub use error::{Error, Result};
pub use generate::{Generated, generate};
pub use odata_csdl as csdl;
pub use policy::Policies;
pub use service::{Rename, Service};
pub use show::show;
