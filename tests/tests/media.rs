//! Bytes of media entities and stream properties: written, replaced, deleted, read, on the wire and by the mock.

use odata::{Content, Value as _};
use odata_mock::{Canned, MockService, SeenRequest};
use odata_tests::tour::{Person, Photo, Tour};
use serde_json::json;

const TOUR: &str = include_str!("../specs/tour/metadata.xml");

fn answering(canned: Canned) -> (MockService, Tour) {
    let service = MockService::from_csdl(TOUR).expect("a model");
    let service = service.intercept(move |_| Some(canned.clone()));
    let tour = Tour::builder().transport(service.transport()).build();
    (service, tour.expect("a client"))
}

fn only(service: &MockService) -> SeenRequest {
    let mut requests = service.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests.remove(0)
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
    assert_eq!(
        photos
            .by_key(photo.id)
            .send_optional()
            .await
            .expect("nothing"),
        None
    );

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
