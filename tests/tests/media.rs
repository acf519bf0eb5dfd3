//! Bytes of media entities and stream properties: written, replaced, deleted, read, on the wire and by the mock.

mod asked;

use std::sync::{Arc, Mutex};

use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Content, Value as _};
use odata_mock::{Canned, MockService};
use odata_tests::tour::{Person, Photo, Tour};
use serde_json::json;

use asked::{answering_with, only};

const TOUR: &str = include_str!("../specs/tour/metadata.xml");

fn answering(canned: Canned) -> (MockService, Tour) {
    let service = answering_with(canned, TOUR);
    let tour = Tour::builder().transport(service.transport()).build();
    (service, tour.expect("a client"))
}

fn read<T: odata::Structured>(json: &str) -> T {
    let mut value = T::default();
    let read = value.read(&mut odata::json::Reader::new(json));
    read.map(|()| value).expect("an entity")
}

#[tokio::test]
async fn a_media_entity_is_made_of_its_bytes() {
    let (service, tour) = answering(Canned::json(&json!({"id": 7})));
    let png = Content::bytes("image/png", &b"\x89PNG"[..]).slug("Köln.png");
    let photo: Photo = tour
        .photos()
        .insert_media(png)
        .send()
        .await
        .expect("a photo");
    assert_eq!(photo.id, 7);
    let request = only(&service);
    assert_eq!(
        (request.method.as_str(), request.path()),
        ("POST", "/odata/photos")
    );
    assert_eq!(request.header("content-type"), Some("image/png"));
    assert_eq!(request.header("slug"), Some("K%C3%B6ln.png"));
    assert_eq!(&request.body[..], b"\x89PNG");

    let canned = Canned::status(204).header("OData-EntityId", "photos(8)");
    let (service, tour) = answering(canned.header("Location", "photos(8)"));
    let saved = tour
        .photos()
        .insert_media(Content::bytes("image/gif", "GIF89a"))
        .minimal();
    let saved = saved.send().await.expect("a place");
    assert_eq!(saved.id().expect("an id").id(), "photos(8)");
    assert_eq!(only(&service).header("prefer"), Some("return=minimal"));
}

#[tokio::test]
async fn bytes_are_replaced_and_deleted_where_they_are() {
    let (service, tour) = answering(Canned::status(204).header("ETag", "\"2\""));
    let photo = tour.photos().by_key(7);
    let put = photo.media().put(Content::bytes("image/gif", "GIF89a"));
    assert_eq!(put.send().await.expect("an answer").etag(), Some("\"2\""));
    put.clone()
        .if_match("\"1\"")
        .send()
        .await
        .expect("an answer");
    put.if_new().send().await.expect("an answer");
    photo.media().delete().send().await.expect("nothing");
    let portrait = tour.people().by_key("a").stream(Person::PORTRAIT);
    portrait
        .put(Content::bytes("text/plain", ""))
        .send()
        .await
        .expect("an answer");
    portrait
        .delete()
        .if_match("*")
        .send()
        .await
        .expect("nothing");
    let sent: Vec<String> = service
        .requests()
        .iter()
        .map(|one| {
            let conditions = (one.header("if-match"), one.header("if-none-match"));
            format!("{} {} {conditions:?}", one.method, one.path())
        })
        .collect();
    assert_eq!(
        sent,
        [
            "PUT /odata/photos(7)/$value (None, None)",
            r#"PUT /odata/photos(7)/$value (Some("\"1\""), None)"#,
            r#"PUT /odata/photos(7)/$value (None, Some("*"))"#,
            "DELETE /odata/photos(7)/$value (None, None)",
            "PUT /odata/people('a')/portrait (None, None)",
            r#"DELETE /odata/people('a')/portrait (Some("*"), None)"#,
        ]
    );
    assert_eq!(&service.requests()[0].body[..], b"GIF89a");
}

#[tokio::test]
async fn what_the_service_says_of_bytes_is_heeded() {
    let (service, tour) = answering(Canned::status(204));
    let photo: Photo = read(
        r#"{"id": 7, "@odata.mediaEtag": "\"m\"", "@odata.mediaEditLink": "files/7/edit",
            "@odata.mediaReadLink": "https://cdn.contoso.com/7"}"#,
    );
    let media = tour.photos().by_entity(&photo).media();
    assert_eq!(
        media.url().expect("a URL").as_str(),
        "https://cdn.contoso.com/7"
    );
    media
        .put(Content::bytes("image/gif", "GIF89a"))
        .send()
        .await
        .expect("an answer");
    let request = only(&service);
    assert_eq!(request.path(), "/odata/files/7/edit");
    assert_eq!(request.header("if-match"), Some("\"m\""));

    let person: Person = read(
        r#"{"name": "a", "portrait@odata.mediaEditLink": "https://elsewhere.example/p",
            "portrait@odata.mediaEtag": "W/\"p\""}"#,
    );
    let portrait = tour.people().by_entity(&person).stream(Person::PORTRAIT);
    assert_eq!(
        portrait.url().expect("a URL").as_str(),
        "https://elsewhere.example/p"
    );
    let error = portrait
        .put(Content::bytes("a/b", "x"))
        .send()
        .await
        .expect_err("elsewhere");
    assert!(
        error.is_refused() && error.to_string().contains("host"),
        "{error}"
    );
    assert_eq!(service.requests().len(), 1);

    let (_, tour) = answering(Canned::status(412));
    let stale = tour
        .photos()
        .by_entity(&photo)
        .media()
        .put(Content::bytes("a/b", "x"));
    assert!(
        stale
            .send()
            .await
            .expect_err("stale")
            .is_concurrency_conflict()
    );
}

#[tokio::test]
async fn what_is_no_media_type_or_of_another_length_is_told() {
    let (service, tour) = answering(Canned::status(204));
    let media = tour.photos().by_key(7).media();
    let error = media
        .put(Content::bytes("a/b\n", "x"))
        .send()
        .await
        .expect_err("no type");
    assert!(error.is_refused(), "{error}");
    assert!(service.requests().is_empty());
    for (length, word) in [(2, "longer"), (5, "shorter")] {
        let content = Content::streamed("a/b", length, || {
            Box::pin(futures_util::stream::iter([Ok("abc".into())]))
        });
        let error = media.put(content).send().await.expect_err("another length");
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[tokio::test]
async fn the_mock_keeps_bytes() {
    let service = MockService::from_csdl(TOUR)
        .expect("a model")
        .entity_set("people", json!([{"name": "a"}]))
        .expect("rows")
        .generate_keys("photos")
        .expect("a set");
    let tour = Tour::builder()
        .transport(service.transport())
        .build()
        .expect("a client");
    let photos = tour.photos();
    let photo = photos
        .insert_media(Content::bytes("image/gif", "GIF89a"))
        .send()
        .await;
    let photo = photo.expect("a photo");
    let media = photos.by_key(photo.id).media();
    assert_eq!(
        media.bytes().await.expect("bytes").as_deref(),
        Some(&b"GIF89a"[..])
    );
    media
        .put(Content::bytes("image/png", "PNG"))
        .send()
        .await
        .expect("an answer");
    let open = media.open().await.expect("a body").expect("bytes");
    assert_eq!(open.content_type(), Some("image/png"));
    media.delete().send().await.expect("nothing");
    assert!(!matches!(media.bytes().await, Ok(Some(_))));

    let portrait = tour.people().by_key("a").stream(Person::PORTRAIT);
    portrait
        .put(Content::bytes("text/plain", "me"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(
        portrait.bytes().await.expect("bytes").as_deref(),
        Some(&b"me"[..])
    );
    portrait.delete().send().await.expect("nothing");
    assert_eq!(portrait.bytes().await.expect("nothing"), None);
}

/// Answers with nine bytes, of which each connection loses the rest after a few.
#[derive(Clone)]
struct Breaking {
    head: http::HeaderMap,
    /// What is answered to a question for the rest.
    status: u16,
    /// Which part it is said to be; the right one, unless it is set.
    range: Option<&'static str>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Breaking {
    fn new(head: &[(&'static str, &'static str)]) -> Self {
        let header = |&(name, value): &(&'static str, &'static str)| {
            let value = http::HeaderValue::from_static(value);
            (http::HeaderName::from_static(name), value)
        };
        Breaking {
            head: head.iter().map(header).collect(),
            status: 206,
            range: None,
            asked: Arc::default(),
        }
    }

    async fn read(&self) -> (Vec<u8>, Option<odata::Error>) {
        let tour = Tour::builder()
            .transport(self.clone())
            .build()
            .expect("a client");
        let media = tour.photos().by_key(7).media();
        let mut body = media.open().await.expect("a body").expect("bytes");
        let mut all = Vec::new();
        while let Some(piece) = body.next().await {
            match piece {
                Ok(piece) => all.extend_from_slice(&piece),
                Err(error) => return (all, Some(error)),
            }
        }
        (all, None)
    }
}

impl Transport for Breaking {
    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        const WHOLE: &[u8] = b"123456789";
        let header = |name: &str| {
            let value = request.headers().get(name)?;
            Some(value.to_str().expect("text").to_owned())
        };
        let (range, validator) = (header("range"), header("if-range"));
        let from = range.as_ref().map_or(0, |range| {
            let from = range.trim_start_matches("bytes=").trim_end_matches('-');
            from.parse().expect("a number")
        });
        let condition = format!(
            "{} {}",
            range.unwrap_or_default(),
            validator.unwrap_or_default()
        );
        self.asked.lock().unwrap().push(condition);
        let mut answer = http::Response::builder().status(match from {
            0 => 200,
            _ => self.status,
        });
        *answer.headers_mut().expect("headers") = self.head.clone();
        let said = format!("bytes {from}-8/9");
        answer = answer.header("content-range", self.range.unwrap_or(&said));
        let mut pieces = vec![Ok(WHOLE[from..WHOLE.len().min(from + 4)].into())];
        if from + 4 < WHOLE.len() {
            pieces.push(Err(TransportError::body("the connection is gone")));
        }
        let body = ResponseBody::streamed(Box::pin(futures_util::stream::iter(pieces)));
        let answer = answer.body(body).map_err(TransportError::other);
        Box::pin(std::future::ready(answer))
    }
}

#[tokio::test(start_paused = true)]
async fn bytes_that_break_off_are_gone_on_with() {
    let ranges = [("accept-ranges", "bytes"), ("content-length", "9")];
    let tagged = [ranges[0], ranges[1], ("etag", "\"1\"")];
    let breaking = Breaking::new(&tagged);
    let (bytes, error) = breaking.read().await;
    assert_eq!(
        (&bytes[..], error.is_none()),
        (&b"123456789"[..], true),
        "{error:?}"
    );
    let asked = breaking.asked.lock().unwrap().clone();
    assert_eq!(asked, [" ", "bytes=4- \"1\"", "bytes=8- \"1\""]);

    for (head, status, range, word) in [
        (&tagged[..], 200, None, "others by now"),
        (&tagged[..], 206, Some("bytes 3-8/9"), "another one"),
        (&ranges[..], 206, None, "the connection is gone"),
        (
            &[ranges[1], ("etag", "\"1\"")][..],
            206,
            None,
            "the connection is gone",
        ),
        (
            &[ranges[0], ranges[1], ("etag", "W/\"1\"")][..],
            206,
            None,
            "the connection is gone",
        ),
        (
            &[ranges[0], ("etag", "\"1\"")][..],
            206,
            None,
            "the connection is gone",
        ),
    ] {
        let breaking = Breaking {
            status,
            range,
            ..Breaking::new(head)
        };
        let (bytes, error) = breaking.read().await;
        assert_eq!(bytes, b"1234", "{head:?}");
        let error = error.expect("an error").to_string();
        assert!(error.contains(word), "{head:?}: {error}");
    }
}
