//! A transport that has the page in memory, and gives it in pieces as a connection would.

use bytes::Bytes;
use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};

use crate::machines::Defender;

/// How many bytes a piece has: what reqwest gives of a body that comes fast.
pub const PIECE: usize = 64 * 1024;

pub struct Served(pub Bytes);

impl Transport for Served {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        let page = self.0.clone();
        Box::pin(async move {
            let pieces = (0..page.len().div_ceil(PIECE))
                .map(move |at| Ok(page.slice(at * PIECE..page.len().min((at + 1) * PIECE))));
            let body = ResponseBody::streamed(Box::pin(futures_util::stream::iter(pieces)));
            let answer = http::Response::builder()
                .header("content-type", "application/json")
                .body(body);
            answer.map_err(TransportError::other)
        })
    }
}

/// A client of a service that answers everything with this page.
pub fn client(page: Bytes) -> Defender {
    Defender::builder()
        .transport(Served(page))
        .documented_limits(false)
        .build()
        .expect("a client")
}
