//! What a server of HTTP/2 did nothing with is sent again at once, whatever it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use h2::Reason;
use odata::doc_example::{Defender, LibraryFile};
use odata::{Changes, ReqwestTransport, Retry};
use tokio::net::{TcpListener, TcpStream};

/// A server that refuses so many requests before it answers one with that status, and how many came.
async fn refusing(times: usize, status: u16, retry: Retry) -> (Defender, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}/", listener.local_addr().unwrap());
    let came = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&came);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, times, status, Arc::clone(&counted)));
        }
    });
    let transport =
        ReqwestTransport::configured(|builder| builder.http2_prior_knowledge()).unwrap();
    let defender = Defender::builder()
        .base_url(root)
        .transport(transport)
        .retry(retry)
        .build()
        .unwrap();
    (defender, came)
}

async fn serve(stream: TcpStream, times: usize, status: u16, came: Arc<AtomicUsize>) {
    let mut connection = h2::server::handshake(stream).await.unwrap();
    while let Some(Ok((_, mut respond))) = connection.accept().await {
        if came.fetch_add(1, Ordering::Relaxed) < times {
            respond.send_reset(Reason::REFUSED_STREAM);
            continue;
        }
        let head = http::Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(())
            .unwrap();
        let mut body = respond.send_response(head, false).unwrap();
        let entity = Bytes::from_static(br#"{"fileName":"a.ps1"}"#);
        body.send_data(entity, true).unwrap();
    }
}

#[tokio::test]
async fn what_a_server_refused_is_sent_again_though_it_is_a_change() {
    let (defender, came) = refusing(2, 201, Retry::never()).await;
    let file = Changes::new().set(LibraryFile::FILE_NAME, "a.ps1");
    let inserted = defender.library_files().insert(&file).send().await.unwrap();
    assert_eq!(inserted.file_name, "a.ps1");
    assert_eq!(came.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn what_is_refused_again_and_again_is_an_error() {
    let (defender, came) = refusing(9, 201, Retry::never()).await;
    let file = Changes::new().set(LibraryFile::FILE_NAME, "a.ps1");
    let error = defender.library_files().insert(&file).send().await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("the request could not be sent"), "{error}");
    assert!(!error.contains("may have been done"), "{error}");
    assert_eq!(came.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn what_is_refused_for_long_is_tried_again_after_a_wait() {
    let (defender, came) = refusing(4, 201, Retry::default()).await;
    let file = Changes::new().set(LibraryFile::FILE_NAME, "a.ps1");
    defender.library_files().insert(&file).send().await.unwrap();
    assert_eq!(came.load(Ordering::Relaxed), 5);
}

#[tokio::test]
async fn what_was_never_asked_has_deleted_nothing() {
    let (defender, came) = refusing(4, 404, Retry::default()).await;
    let delete = defender.library_files().by_key("a.ps1").delete();
    assert!(delete.send().await.unwrap_err().is_not_found());
    assert_eq!(came.load(Ordering::Relaxed), 5);
}

#[tokio::test]
async fn a_server_without_tls_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("https://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, answer).await;
        }
    });
    let defender = Defender::builder()
        .base_url(root)
        .retry(Retry::never())
        .build()
        .unwrap();
    let error = defender.library_files().send().await.unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains("it speaks no TLS there: is it `http://`?"),
        "{said}"
    );
}
