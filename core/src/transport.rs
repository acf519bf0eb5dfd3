//! How a request leaves and its answer comes back: one trait that every HTTP client, mock and recorder implements.

mod body;
mod error;
mod patience;

pub use body::{ByteStream, RequestBody, ResponseBody};
pub use error::TransportError;
pub use patience::Patience;

use std::future::Future;
use std::pin::Pin;

/// `Send` on every platform that has threads.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send + ?Sized> MaybeSend for T {}
/// `Send` on every platform that has threads.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSend for T {}

/// `Sync` on every platform that has threads.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSync: Sync {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Sync + ?Sized> MaybeSync for T {}
/// `Sync` on every platform that has threads.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSync {}
#[cfg(target_arch = "wasm32")]
impl<T: ?Sized> MaybeSync for T {}

/// A boxed future, `Send` on every platform that has threads.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future, `Send` on every platform that has threads.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends one HTTP request and gives its answer, whatever its status.
///
/// A transport follows no redirect and adds no credential: the client does both, since it knows which
/// hosts may see the credential. An implementation may be wrapped around another, to record, replay, delay or fail. One that gives up
/// waiting by itself heeds the [`Patience`] of a request.
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends the request.
    ///
    /// # Errors
    /// When no answer came; an answer with an error status is no error here.
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>>;
}

impl<T: Transport + ?Sized> Transport for std::sync::Arc<T> {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        (**self).send(request)
    }
}
