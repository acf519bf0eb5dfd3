//! The service over HTTP.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{AbortHandle, JoinSet};

use crate::{MockService, SeenRequest};

/// A [`MockService`] that answers HTTP/1.1 on a port of the loopback interface. It stops when it is dropped.
#[derive(Debug)]
pub struct MockServer {
    address: SocketAddr,
    root_path: String,
    task: AbortHandle,
}

impl MockServer {
    pub(crate) async fn start(service: MockService) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let root_path = service.config.root_path.clone();
        let task = tokio::spawn(accept(listener, service)).abort_handle();
        Ok(MockServer {
            address,
            root_path,
            task,
        })
    }

    /// The service root: `http://127.0.0.1:PORT/api/`.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.root_path)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Accepts connections; when this ends, the set drops them all.
async fn accept(listener: TcpListener, service: MockService) {
    let mut connections = JoinSet::new();
    loop {
        // A connection that was gone before it was accepted is no reason to stop.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        let service = service.clone();
        connections.spawn(async move {
            let respond = service_fn(move |request| respond(service.clone(), request));
            // How a client ends its connection is its own business.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), respond)
                .await;
        });
    }
}

async fn respond(
    service: MockService,
    request: http::Request<Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let is_head = head.method == http::Method::HEAD;
    let body = body
        .collect()
        .await
        .map(|body| body.to_bytes())
        .unwrap_or_default();
    let mut response = service.handle(SeenRequest::new(&head, body));
    if !is_head {
        response.headers_mut().remove(http::header::CONTENT_LENGTH);
    }
    Ok(response.map(Full::new))
}
