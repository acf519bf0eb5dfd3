//! The API as a program uses it: what has to compile, and the URLs that come of it. Nothing is sent.

use odata::transport::{BoxFuture, Transport, TransportError};
