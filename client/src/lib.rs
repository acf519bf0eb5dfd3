//! Typed OData clients, generated at build time from what a service publishes about itself.
//!
//! This crate is what a program depends on: the query builder, the client, and the types that generated code is
//! written in. The code itself comes from `odata-codegen` in a build script, or from `odata::service!`.
//!
//! # Example: the files of a live response library
//! ```
//! # use odata::doc_example::{Defender, LibraryFile};
//! # async fn example() -> odata::Result<()> {
//! # #[cfg(feature = "reqwest")] {
//! let defender = Defender::builder().bearer_token("eyJ0eXAi...").build()?;
//! let scripts = defender
//!     .library_files()
//!     .filter(LibraryFile::FILE_NAME.ends_with(".ps1").and(LibraryFile::HAS_PARAMETERS.eq(true)))
//!     .top(20)
//!     .all()
//!     .await?;
//! for file in scripts {
//!     println!("{} {:?}", file.file_name, file.sha256);
//! }
//! # }
//! # Ok(())
//! # }
//! ```

//! # Where to begin
//!
//! - [`ClientBuilder`]: root, credential, transport, tries, limits on calls. [`BearerToken`], [`BasicAuth`], [`ClientCredentials`],
//!   [`entra`], [`TokenCache`] and [`Credential`] prove who is asking.
//! - [`EntitySet`] and [`Query`]: `$filter`, `$orderby`, `$select`, `$top`, `$skip`, `$count`, `$search`; everything
//!   ([`Query::all`]), a stream of [`Rows`], or one page ([`Query::send`]); [`EntitySet::by_key`] for one entity.
//! - [`Navigation`]: where an entity leads; expanded with [`Expand`], asked with `any`, `all` and `then`, followed with
//!   [`EntityQuery::navigate`]. [`Select`] and [`Selection`] are what rows hold; [`Query::group_by`] makes rows of groups.
//! - [`EntityQuery::call`], [`EntitySet::call`]: functions and actions; an [`Action`] is what is sent then. [`Content`]: bytes for media
//!   entities and streams, [`RawQuery`] reads, replaces and deletes them.
//! - [`functions`]: `now()`, `case`, `$it`, aliases and the like.
//! - [`Field`]: what can be asked of a property. [`Filter`] joins the answers, or reads them from text.
//! - [`Batch`]: questions and changes that are sent together, changes that are made together or not at all.
//! - [`Observer`]: counts tries and calls, for metrics; [`Query::as_curl`]: a request as a command line, without its secret. The feature
//!   `tracing` has spans.
//! - [`Error`]: one type, with predicates. [`Extras`]: what a payload held besides the declared properties.
//! - [`edm`]: dates, durations, decimals and the like, exact to the last digit.
//!
//! [`Structured`], [`Value`], [`TypeInfo`], [`decode`] and [`json`] are what generated code is made of.
//!
//! # Features
//!
//! - `reqwest` (default): the transport over reqwest and tokio. Without it, give a
//!   [`transport`](ClientBuilder::transport) of your own, or the mock's. On `wasm32-unknown-unknown` it is `fetch`, with JavaScript's clock and
//!   random numbers; without `reqwest` there, `getrandom` wants to be told where those come from.
//! - `rustls` (default), `ring`, `native-tls`: what https is spoken with: rustls with aws-lc-rs, rustls with ring, the platform's own.
//! - `blocking`: `wait` instead of `await`, for programs that have no runtime.
//! - `certificate`: `entra::ClientCertificate`. `azure_core`: `AzureCredential`, for the credentials of azure_identity.
//! - `macros`: `#[derive(odata::Select)]`, for structs of one's own as rows, and `odata::filter!`.
//! - `service`: the macro `odata::service!`.
//! - `tracing`: spans and events of calls and tries, with the crate `tracing`: set, page, attempt, status, ids, never a secret.
//! - `record`: `Recorder` keeps what a service answered, `Replay` answers with it in tests.
//! - `tower`: `TowerTransport` sends through services of tower, `TransportService` is one.
//! - `serde`: `Serialize` and `Deserialize`, of generated types where service.toml has `serde = true`, and of the types in [`edm`].
//! - `jiff` (default), `uuid`, `rust_decimal`, `serde_json`: conversions from and to these crates' types.

// The same types serve where there are threads.
#![cfg_attr(target_arch = "wasm32", allow(clippy::arc_with_non_send_sync))]

// Generated code says `odata::...`, also where it is generated for the examples of this crate.
extern crate self as odata;

mod batch;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub mod blocking;
mod change;
mod client;
pub mod decode;
#[doc(hidden)]
pub mod doc_example;
mod error;
pub mod field;
mod flight;
pub mod json;
mod later;
mod middleware;
mod query;
mod random;
mod read;
mod request;
mod service_error;
mod sight;
mod version;

pub use batch::{Batch, BatchAnswers, Group, Handle, PartUrls, Refers};
pub use change::{
    AsServed, Assign, ChangeReference, Changes, Conflict, Content, Delete, DeleteContent, Dynamic,
    FilePart, Form, FormInfo, Insert, IntoLink, IntoRelated, Leads, Links, Minimal, RelatedChange,
    Representation, Saved, SavedValue, SetValue, Update, Upload, Uploaded, Upsert, Wanted, Written,
};
#[cfg(feature = "azure_core")]
pub use client::AzureCredential;
#[cfg(feature = "reqwest")]
pub use client::ReqwestTransport;
pub use client::{
    AccessToken, ApiKey, BasicAuth, BearerToken, Client, ClientBuilder, ClientCredentials, Clock,
    Connection, Credential, CredentialError, Retry, Service, Session, TokenCache, TokenSource,
    entra,
};
#[doc(hidden)]
pub use decode::{Derived, Slot};
pub use decode::{
    Expanded, Extras, MediaInfo, Nested, OperationInfo, Structured, Value, type_info,
};
pub use decode::{from_json, to_json};
pub use error::{Error, Result};
#[doc(hidden)]
pub use field::field;
pub use field::{
    DerivedFrom, EnumInfo, Enumeration, Field, Filter, Null, Operand, Order, Select, Selection,
    Shape, Side, StreamProperty,
};
pub use later::{AsyncAnswer, AsyncRequest, Pending};
pub use middleware::CsrfTransport;
#[cfg(feature = "record")]
pub use middleware::{Recorder, Recording, RecordingError, Replay};
#[cfg(feature = "tower")]
pub use middleware::{TowerTransport, TransportService};
pub use odata_core::descriptor::{
    BatchInfo, EntitySetInfo, Permission, PropertyType, ProtocolVersion, RateLimit, ServiceInfo,
    TypeInfo, Usage, ValueType,
};
pub use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, PrimitiveType, TimeOfDay,
};
#[cfg(feature = "service")]
pub use odata_macros::service;
#[cfg(feature = "macros")]
pub use odata_macros::{Select, filter};
pub use query::{
    Action, ActionCall, ActionRows, AlternateKey, Answers, AnyEntity, Argument, Call, Called,
    ChangedLink, Counted, CrossJoin, Delta, DeltaLink, DeltaRows, Edit, Entity, EntityArgument,
    EntityById, EntityQuery, EntitySet, Expand, FunctionCall, Grouped, HowMany, IfChanged,
    IntoExpand, IntoKey, ItemOrNull, Joined, JoinedSelect, Just, Many, Media, Metadata, Navigation,
    Nothing, OnEntity, OnSet, One, OneReferenceQuery, OrNull, Page, Position, Query, RawBody,
    RawQuery, RawTextQuery, Reference, ReferenceQuery, References, Related, RelatedEntity, Removed,
    Rows, Target, TotalQuery, ValueQuery,
};
#[doc(hidden)]
pub use query::{Place, navigation};
#[doc(hidden)]
pub use request::Prepared;
pub use request::Request;
pub use service_error::ServiceError;
pub use sight::{Curl, Failure, Observed, Observer};
pub use version::generated_for;

/// Says which feature it needs.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_for {
    ($($any:tt)*) => {
        ::std::compile_error!(
            "`serde = true` in service.toml needs the feature `serde` of `odata`"
        );
    };
}

/// Says which feature it needs.
#[cfg(not(feature = "macros"))]
#[doc(hidden)]
#[macro_export]
macro_rules! filter {
    ($($any:tt)*) => {
        ::std::compile_error!("`odata::filter!` needs the feature `macros` of `odata`")
    };
}

/// Says which feature it needs.
#[cfg(not(feature = "service"))]
#[doc(hidden)]
#[macro_export]
macro_rules! service {
    ($($any:tt)*) => {
        ::std::compile_error!(
            "`odata::service!` needs the feature `service` of `odata`; a build script needs none"
        );
    };
}

/// What needs no property: the clock, conditions, the item itself, aliases of parameters.
pub mod functions {
    pub use crate::field::{
        Alias, Case, alias, case, count, it, max_date_time, min_date_time, now, this,
    };
}

/// What generated code names of headers.
#[doc(hidden)]
pub mod header {
    pub use http::{HeaderName, HeaderValue};
}

/// EDM values and the literals they have in URLs.
pub use odata_core::edm;
/// The expression tree, its parser and printer.
pub use odata_core::expr;
/// How a request leaves and its answer comes back.
pub use odata_core::transport;
