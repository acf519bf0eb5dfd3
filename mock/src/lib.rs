//! An in-process OData V4 service over any model and JSON fixtures, for tests of what talks to such services.
//!
//! It reads a CSDL document, checks the fixtures against it, and then answers as a service would: it parses and
//! evaluates `$filter`, `$orderby`, `$search`, `$select`, `$top`, `$skip` and `$count`, pages, looks up keys and
//! reports errors in OData's own form. Every request is kept, so that a test can say what was sent and what was not.
//! An answer can be replaced, so that a test can say what a client makes of a broken one.
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
//! `POST` inserts into a set, `PATCH` merges what it brings into an entity, `DELETE` removes one (Protocol 4.0, 11.4).
//! What is sent is checked against the model as fixtures are. All clones share the rows, and each request is one step:
//! of two that change an entity, one comes after the other. [`MockService::etags`], [`MockService::require_if_match`],
//! [`MockService::upsert`], [`MockService::generate_keys`] and [`MockService::form_upload`] say what else the service
//! does.
//!
//! # Types
//!
//! Sets and entities can be cast to a derived type, as `files/Demo.Script` and `files('a')/Demo.Script`; filters cast and
//! ask with `isof`. Rows say in `@odata.type` what they are.
//!
//! # Trouble
//!
//! [`Trouble`] has what services and proxies do at their worst: too many requests, a body that breaks off, an answer that
//! is late, a next link that leads to itself.
//!
//! # What it does not do
//!
//! Of expressions, the functions of shapes, those of the service's own, `$root`, keys within paths, `aggregate` and objects are
//! not evaluated: what has them is answered with 400 that says so.
//! `$expand`, `$apply` and `$compute` are answered with 501, and so are navigation, functions, actions and singletons,
//! `$batch` and inserts of related entities. `PUT`, and changes of a single property, are answered with 405. An entity
//! that is inserted has no nulls but those that were sent; collections that were not are empty, properties with a default
//! value have it. A decimal sent as a JSON number has the digits that a double has; send it as a string. Fixtures may hold
//! related entities inline; `any` and `all` see them, answers leave them out.
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
mod canned;
mod delay;
mod error;
mod eval;
mod form;
mod multipart;
mod operation;
mod pieces;
mod related;
mod seen;
#[cfg(feature = "server")]
mod server;
mod service;
mod shape;
mod store;
mod transport;
mod trouble;

pub use canned::Canned;
pub use error::MockError;
pub use form::{FormPart, Uploaded};
pub use operation::Call;
pub use seen::SeenRequest;
#[cfg(feature = "server")]
pub use server::MockServer;
pub use service::MockService;
pub use transport::MockTransport;
pub use trouble::Trouble;
