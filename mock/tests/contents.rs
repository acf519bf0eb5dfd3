//! Media entities and stream properties (Protocol 4.01, 11.4.7 and 11.4.8).

mod common;

use common::changing::{Asker, JSON, WANTED};
use odata_mock::{MediaSum, MockService};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PNG: (&str, &str) = ("content-type", "image/png");

fn gallery() -> MockService {
    MockService::from_csdl(include_str!("gallery.xml"))
        .and_then(|service| service.entity_set("Photos", json!([{"id": 1, "title": "one"}])))
        .and_then(|service| service.entity_set("Albums", json!([{"name": "a"}])))
        .and_then(|service| service.media("Photos(1)", "image/gif", "GIF"))
        .unwrap()
}

#[tokio::test]
async fn a_content_makes_a_media_entity() {
    let service = Asker(gallery());
    let made = service.send("POST", "Photos", &[PNG], "\u{1}bytes").await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.header("location"), "http://mock.invalid/api/Photos(2)");
    let json = made.json();
    assert_eq!(json["@odata.mediaContentType"], "image/png");
    let etag = json["@odata.mediaEtag"].as_str().unwrap().to_owned();
    let read = service.bare("GET", "Photos(2)/$value", 200).await;
    assert_eq!(
        (read.text().as_str(), read.header("content-type")),
        ("\u{1}bytes", "image/png")
    );
    assert_eq!(read.header("etag"), etag);
    service
        .json("PATCH", "Photos(2)", json!({"title": "two"}), 204)
        .await;
    assert_eq!(service.get("Photos(2)").await["title"], "two");

    // Into what a relation leads to, as well.
    let made = service
        .send("POST", "Albums('a')/photos", &[PNG], "in an album")
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(service.keys("Albums('a')/photos").await, "3");
    assert_eq!(service.get("Photos(3)/album").await["name"], "a");
    // JSON makes an entity whose content comes later.
    service
        .json("POST", "Photos", json!({"title": "later"}), 201)
        .await;
    service.bare("GET", "Photos(4)/$value", 404).await;
    service.bare("DELETE", "Photos(2)", 204).await;
    service.bare("GET", "Photos(2)/$value", 404).await;
    // What leads to nothing has none.
    let none = service.bare("GET", "Photos(1)/album/$value", 404).await;
    assert!(none.text().contains("no entity here"), "{}", none.text());
}

#[tokio::test]
async fn contents_are_replaced_and_removed() {
    let service = Asker(gallery());
    let read = service.bare("GET", "Photos(1)/$value", 200).await;
    assert_eq!(
        (read.text().as_str(), read.header("content-type")),
        ("GIF", "image/gif")
    );
    let etag = read.header("etag").to_owned();
    let known = [("if-none-match", etag.as_str())];
    assert_eq!(
        service
            .send("GET", "Photos(1)/$value", &known, "")
            .await
            .status,
        304
    );
    let known = [PNG, ("if-match", etag.as_str())];
    let done = service.send("PUT", "Photos(1)/$value", &known, "PNG").await;
    assert_eq!(done.status, 204, "{}", done.text());
    assert_ne!(done.header("etag"), etag);
    assert_eq!(
        service
            .send("PUT", "Photos(1)/$value", &known, "X")
            .await
            .status,
        412
    );
    assert_eq!(
        service.bare("GET", "Photos(1)/$value", 200).await.text(),
        "PNG"
    );
    let wanted = service
        .send("PUT", "Photos(1)/$value", &[PNG, WANTED], "PNG2")
        .await;
    assert_eq!(
        (wanted.status, &wanted.json()["title"]),
        (200, &json!("one"))
    );
    // JSON is a content like others.
    assert_eq!(
        service
            .send("PUT", "Photos(1)/$value", &[JSON], "{}")
            .await
            .status,
        204
    );
    let read = service.bare("GET", "Photos(1)/$value", 200).await;
    assert_eq!(read.header("content-type"), "application/json");
    service.bare("DELETE", "Photos(1)/$value", 204).await;
    service.bare("GET", "Photos(1)/$value", 404).await;
    assert_eq!(
        service.get("Photos(1)").await,
        json!({"id": 1, "title": "one"})
    );
    service.bare("POST", "Photos(1)/$value", 405).await;
    assert_eq!(
        service
            .send("PUT", "Albums('a')/$value", &[PNG], "x")
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn stream_properties() {
    let service = Asker(gallery());
    service.bare("GET", "Photos(1)/thumbnail", 204).await;
    let done = service
        .send("PUT", "Photos(1)/thumbnail", &[PNG], "small")
        .await;
    assert_eq!(done.status, 204, "{}", done.text());
    let etag = done.header("etag").to_owned();
    let photo = service.get("Photos(1)").await;
    assert_eq!(photo["thumbnail@odata.mediaContentType"], "image/png");
    assert_eq!(photo["thumbnail@odata.mediaEtag"], etag);
    for path in ["Photos(1)/thumbnail", "Photos(1)/thumbnail/$value"] {
        let read = service.bare("GET", path, 200).await;
        assert_eq!(
            (read.text().as_str(), read.header("etag")),
            ("small", etag.as_str())
        );
    }
    let stale = [PNG, ("if-match", "\"other\"")];
    assert_eq!(
        service
            .send("PUT", "Photos(1)/thumbnail", &stale, "x")
            .await
            .status,
        412
    );
    let full = [("accept", "application/json;odata.metadata=full")];
    let photo = service.send("GET", "Photos(1)", &full, "").await.json();
    let root = "http://mock.invalid/api/Photos(1)";
    assert_eq!(photo["@odata.mediaReadLink"], format!("{root}/$value"));
    assert_eq!(
        photo["thumbnail@odata.mediaEditLink"],
        format!("{root}/thumbnail")
    );
    service.bare("DELETE", "Photos(1)/thumbnail", 204).await;
    service.bare("GET", "Photos(1)/thumbnail", 204).await;
    assert_eq!(
        service.bare("GET", "Photos(1)/$value", 200).await.text(),
        "GIF"
    );
}

/// How much is sent each way: more than a test would like to keep.
const LONG: u64 = 64 * 1024 * 1024 + 5;

#[tokio::test]
async fn long_contents_are_made_and_counted_on_their_way() {
    let service = gallery()
        .media_from("Photos(1)", "video/mp4", LONG)
        .unwrap()
        .discard_media();
    let server = service.serve().await.unwrap();
    let mut down = TcpStream::connect(server.address()).await.unwrap();
    let request = "GET /api/Photos(1)/$value HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\r\n";
    down.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(down.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap();
    assert!(
        head.contains(&format!("content-length: {LONG}\r\n")),
        "{head}"
    );

    let mut up = TcpStream::connect(server.address()).await.unwrap();
    let head = format!(
        "PUT /api/Photos(1)/$value HTTP/1.1\r\nhost: m\r\nconnection: close\r\n\
         content-type: video/mp4\r\ncontent-length: {LONG}\r\n\r\n"
    );
    up.write_all(head.as_bytes()).await.unwrap();
    // What comes down goes up again: what was made and what was counted are the same.
    let (mut piece, mut came) = (vec![0; 1 << 16], MediaSum::default());
    loop {
        let length = down.read(&mut piece).await.unwrap();
        if length == 0 {
            break;
        }
        came.add(&piece[..length]);
        up.write_all(&piece[..length]).await.unwrap();
    }
    let mut answer = String::new();
    up.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    assert_eq!(came.length(), LONG);
    let made = gallery()
        .media_from("Photos(1)", "video/mp4", LONG)
        .unwrap();
    assert_eq!(made.media_sum("Photos(1)"), Some(came));
    assert_eq!(service.media_sum("Photos(1)"), Some(came));
    let seen = service.requests().pop().unwrap();
    assert_eq!((seen.body.len(), seen.counted), (0, Some(came)));
    let gone = Asker(service).bare("GET", "Photos(1)/$value", 410).await;
    assert!(gone.message().contains("were not kept"));
}
