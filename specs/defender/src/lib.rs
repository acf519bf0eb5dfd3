//! A typed client of the [Microsoft Defender for Endpoint API](https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list),
//! generated from its reference pages.
//!
//! ```
//! use odata_defender::{Cloud, Defender};
//! # async fn example(token: &str) -> odata_defender::odata::Result<()> {
//! let defender = Defender::builder().base_url(Cloud::Europe.base_url()).bearer_token(token).build()?;
//! # Ok(())
//! # }
//! ```
//!
//! Each area of the API is a feature, and all are on; who needs one compiles one:
//! `cargo add odata-defender --no-default-features --features library-files,rustls`.
//!
//! Errors of this crate say all that is known in their text, causes included, as [`odata::Error`] does. None has a
//! [`source`](std::error::Error::source), so that who prints one cause after the other says nothing twice; methods lead to the causes.
//!
//! A service of one's own that has more pages extends this one: `Builder::extends` of `odata-codegen` with what cargo gives the build
//! script of a package that depends on this one, `DEP_ODATA_DEFENDER_SERVICE`.

mod cloud;
#[cfg(feature = "exports")]
pub mod exports;
#[cfg(feature = "hunting")]
pub mod hunting;
#[cfg(feature = "indicators")]
mod indicators;
mod links;
#[cfg(feature = "machine-actions")]
mod machine_actions;
mod paging;

pub use cloud::Cloud;
#[cfg(feature = "indicators")]
pub use indicators::{INDICATORS_AT_ONCE, ImportError};
pub use links::download_link;
#[cfg(feature = "machine-actions")]
pub use machine_actions::ActionError;
pub use odata;
pub use paging::{EveryRow, page_size};

mod generated {
    include!(concat!(env!("OUT_DIR"), "/areas.rs"));
}
pub use generated::*;
