//! An in-process OData V4 service over any model and JSON fixtures, for tests of what talks to such services.
//!
//! It reads a CSDL document, checks the fixtures against it, and then answers as a service would: it evaluates the query
//! language of OData over them, as far as the model allows it, and reports errors in OData's own form. Every request is
//! kept, so that a test can say what was sent and what was not. An answer can be replaced, so that a test can say what a
//! client makes of a broken one.
//!
//! # Example: a page, over HTTP
//! ```
//! # const CSDL: &str = include_str!("../tests/files.xml");
//! use odata_mock::MockService;
//! use serde_json::json;
//! use tokio::io::{AsyncReadExt, AsyncWriteExt};
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let service = MockService::from_csdl(CSDL)?
//!     .entity_set("files", json!([
//!         {"name": "a.ps1", "size": 30},
//!         {"name": "b.sh", "size": 20},
//!         {"name": "c.ps1", "size": 10},
//!     ]))?
//!     .page_size(2);
//! let server = service.serve().await?;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//!
//! let mut stream = tokio::net::TcpStream::connect(server.address()).await?;
//! let request = "GET /api/files?$filter=endswith(name,'.ps1')&$orderby=size HTTP/1.1\r\n\
//!     host: mock\r\nconnection: close\r\n\r\n";
//! stream.write_all(request.as_bytes()).await?;
//! let mut answer = String::new();
//! stream.read_to_string(&mut answer).await?;
//! assert!(answer.ends_with(r#""value":[{"name":"c.ps1","size":10},{"name":"a.ps1","size":30}]}"#));
//! # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
//! ```
//!
//! # Paging
//!
//! With [`MockService::page_size`], or when a client sends `Prefer: odata.maxpagesize`, a collection comes in pages. A
//! `$skiptoken` is the number of rows delivered so far, so the same rows must be there when the next link is followed.
//! The order is stable: without `$orderby` it is that of the fixture, with it the key settles what is equal.
//!
//! # Changes
//!
//! All of Protocol 4.01, 11.4, but for what is listed below. What is sent is checked against the model as fixtures are. All
//! clones share the rows, and each request is one step, done as a whole or not at all: of two that change an entity, one
//! comes after the other, and a nested entity that does not fit leaves nothing behind.
//!
//! - **Entities** of sets and singletons, contained ones, and those that a relation leads to, behind casts too: `POST`,
//!   `PATCH`, `PUT`, `DELETE`. `PUT` gives what is not sent its default value, or null; relations stay. An update inserts an
//!   entity that is not there where `UpdateRestrictions/Upsertable` or [`MockService::upsert`] says so, and never with
//!   `If-Match`.
//! - **Properties**: `PUT` and `DELETE`, `PATCH` of complex values, `POST` to a collection appends; `$value` as text or bytes.
//! - **Relations**: `$ref` by `POST`, `PUT`, `DELETE`; `@odata.bind`, `@id`, null to end one. The partner, and values that
//!   a referential constraint ties, are kept in step; what is removed is related to nothing any more.
//! - **Nested entities**: deep inserts, and, unless `OData-Version` is 4.0, deep updates, `@delta` and `@removed`. The answer is
//!   expanded as deep as the request was.
//! - **Content**: of media entities and stream properties ([`MockService::media`]). A content of any length is made and
//!   counted on its way ([`MockService::media_from`], [`MockService::discard_media`]).
//!
//! Properties that the service computes, and on updates keys and immutable ones, are passed over; a computed moment or GUID
//! is made, and 0 for a whole number that is never null. `InsertRestrictions`, `UpdateRestrictions`, `DeleteRestrictions` and
//! those of `NavigationRestrictions` are kept.
//! [`MockService::etags`], [`MockService::require_if_match`], [`MockService::generate_keys`] and
//! [`MockService::form_upload`] say what else the service does.
//!
//! # Related entities
//!
//! A fixture says what an entity is related to in one of three ways; the first that it uses counts:
//!
//! - inline, as the value of the navigation property: contained entities; references, `{"@odata.id": "Orders(1)"}`;
//!   entities that stand for those with the same key, where their set has them;
//! - by links, `"orders@odata.bind": ["Orders(1)"]`;
//! - by values: the referential constraints of the property or of its partner. Without constraints, related are those whose
//!   partner property leads back.
//!
//! Which set they are of says the binding of the navigation property; without one, the only set of their type.
//!
//! ```
//! # const CSDL: &str = include_str!("../tests/shop.xml");
//! use odata_core::transport::{RequestBody, Transport};
//! use odata_mock::MockService;
//! use serde_json::json;
//!
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! let service = MockService::from_csdl(CSDL)?
//!     .entity_set("Customers", json!([{"id": 1, "name": "Ann"}]))?
//!     .entity_set("Orders", json!([{"id": 7, "customerId": 1, "items": [{"line": 1}]}]))?;
//! for path in [
//!     "Customers(1)/orders(7)/items",
//!     "Customers?$filter=orders/any(o:o/items/$count%20gt%200)",
//!     "Orders?$expand=customer($select=name),items($orderby=line%20desc;$top=1;$count=true)",
//!     "Orders?$apply=groupby((customer/name),aggregate($count%20as%20orders))",
//! ] {
//!     let request = http::Request::get(service.url() + path).body(RequestBody::empty())?;
//!     assert_eq!(service.transport().send(request).await?.status(), 200);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
//! ```
//!
//! # What is evaluated
//!
//! - **Paths**: entity sets, singletons, keys (in parentheses, as segments, alternate, by parameter aliases), properties,
//!   navigation and containment, casts, `$value`, `$count`, `$ref`, `$filter(...)`, places in collections; `$entity`, `$all`,
//!   `$crossjoin`, functions and actions ([`MockService::operation`]), and `/$query` by `POST`.
//! - **Options**: `$filter`, `$orderby`, `$search`, `$select`, `$expand`, `$compute`, `$apply`, `$top`, `$skip`, `$count`,
//!   `$format`, `$schemaversion`, `$skiptoken`, `$deltatoken`, parameter aliases. In the parentheses of `$expand` and
//!   `$select` all that the protocol lets stand there, `$levels` and `$apply` too.
//! - **Expressions**: all operators and canonical functions but those of shapes, `any` and `all`, `case`, `cast`, `isof`,
//!   arrays and objects, paths through navigation, with keys, `$filter(...)`, `$count(...)` and `aggregate(...)` in them, calls of
//!   functions, `$it`, `$this`, `$root`.
//! - **`$apply`**: `aggregate` (`sum`, `min`, `max`, `average`, `countdistinct`, `$count`), `groupby` with `rollup` of paths,
//!   `filter`, `search`, `compute`, `concat`, `identity`, `orderby`, `top`, `skip`, `topcount` and its kin, `join`,
//!   `outerjoin`, `nest`, `addnested`.
//! - **Forms**: `metadata` `none`, `minimal` and `full`, `IEEE754Compatible`, the names of control information of 4.0 and,
//!   where `OData-MaxVersion` is above it, of 4.01.
//! - **Preferences**: `maxpagesize`, `track-changes`, `omit-values=nulls`, `include-annotations`, `return`.
//!
//! What the model's capabilities restrict (filter, sort, expand, select, search, compute, top, skip, count) is refused: 400
//! for a property, 501 for an option that is not taken at all. So is what the protocol does not allow: a `%` that is no escape, another `OData-Version`
//! than 4.0 and 4.01, numbers in strings without `IEEE754Compatible=true`, members of enumerations as numbers, `$top` of one entity. Items of collections are null where
//! the model says so, and where [`MockService::nullable_items`] does. No request can keep the service busy: one that takes
//! too many steps is answered with 400.
//!
//! # Types
//!
//! Sets and entities can be cast to a derived type, as `files/Demo.Script` and `files('a')/Demo.Script`; filters cast and
//! ask with `isof`. Rows say in `@odata.type` what they are.
//!
//! # Changes since
//!
//! `Prefer: odata.track-changes` gives a delta link on the last page of a set, for queries without `$top`, `$skip`, `$expand`
//! and `$apply`. It tells which entities were added, changed and removed since, those too that a filter does not keep any
//! more, all at once and without links.
//!
//! # Batches
//!
//! `$batch` takes requests in `multipart/mixed` and in JSON (Protocol 4.01, 11.7; OData JSON 4.01, 19), with change sets and atomicity groups,
//! `dependsOn`, `$1` in URLs, links and conditions (its ETag), and `Prefer: continue-on-error`. A change set is done on a copy of the rows, which takes their place
//! when all of it went well. [`MockService::intercept`] and [`MockService::rate_limit`] see each request of a batch; [`MockService::requests`] has
//! the batch. [`BatchQuirk`] has how services answer at their oddest.
//!
//! # Trouble
//!
//! [`Trouble`] has what services and proxies do at their worst: too many requests, a body that breaks off, an answer that
//! is late, packed wrongly or longer than it says, a connection that is reset or stays silent, a next link or a redirect that
//! leads to itself. It befalls the next request, those that a closure names, or a share of all that is drawn from a seed.
//!
//! [`MockService::rate_limit`] keeps a limit and counts what goes beyond it, [`MockService::token_endpoint`] gives out tokens
//! that expire. For long runs, [`MockService::keep_requests`] bounds what is kept, and [`MockService::counts`] counts all.
//!
//! # Later, and twice
//!
//! With [`MockService::respond_async`] a request that prefers it is answered by a status monitor, which can be cancelled. With
//! [`MockService::repeatable`] a change that comes again with the same id is done once.
//!
//! # What it does not do
//!
//! Answered with 501 that names it: the functions of shapes, `$these`; in `$apply` `from`, methods of the service's own,
//! hierarchies and functions; `$value` within `$expand`; `$index`, `$each`, moments of temporal data; `if` of a request in a batch; changes behind
//! a function. Changes of whole collections of entities are answered with 405. Contained entities have no ETags: what changes
//! them changes that of what contains them. An entity that is inserted has no nulls but those that were sent; collections that were not are empty, properties with a default
//! value have it. A decimal sent as a JSON number has the digits that a double has; sent as a string, with `IEEE754Compatible=true`, it keeps them.
//! Facets (`MaxLength`, `Precision`, `Scale`) are not checked: what a service would refuse for them is taken. `$metadata` is answered as it was given,
//! XML or JSON, whatever format is asked for.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing
    )
)]

mod answer;
mod batch;
mod canned;
mod delay;
mod error;
mod eval;
mod form;
mod later;
mod log;
mod media;
mod mishap;
mod multipart;
mod operation;
mod pieces;
mod random;
mod rate_limit;
mod related;
mod repeated;
mod seen;
#[cfg(feature = "server")]
mod server;
mod service;
mod shape;
mod store;
mod token_endpoint;
mod transport;
mod trouble;

pub use batch::BatchQuirk;
pub use canned::Canned;
pub use error::MockError;
pub use form::{FormPart, Uploaded};
pub use log::Counts;
pub use media::MediaSum;
pub use mishap::Mishap;
pub use operation::Call;
pub use seen::SeenRequest;
#[cfg(feature = "server")]
pub use server::MockServer;
pub use service::MockService;
pub use token_endpoint::TokenEndpoint;
pub use transport::MockTransport;
pub use trouble::Trouble;
