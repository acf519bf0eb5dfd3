//! Basic authentication, which both lists have.

use odata_mock::Canned;
use odata_tests::atlas::Atlas;
use serde_json::json;

use crate::wire::{Version, Wire, below};

/// A user name and a password go over https, and nowhere else.
pub(crate) async fn basic_authentication_is_supported(version: Version) {
    let wire = Wire::answering(move |request| {
        let here = request.origin == "https://atlas.contoso.com";
        Some(match below(request).as_str() {
            "places" if here => {
                Canned::status(307).header("location", "https://elsewhere.contoso.com/api/places")
            }
            _ => version.page(json!([]), None),
        })
    })
    .await;
    let over = |root: &str| {
        Atlas::builder()
            .base_url(root)
            .transport(wire.service.transport())
            .basic_auth("Aladdin", "open sesame")
            .build()
    };
    let atlas = over("https://atlas.contoso.com/api/").expect("over https");
    atlas.zones().send().await.expect("a page");
    atlas.places().send().await.expect("a page of another host");
    let requests = wire.service.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|one| one.headers.get("authorization"))
        .collect();
    let header = sent[0].expect("a credential");
    assert_eq!(header, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert!(header.is_sensitive() && sent[1] == Some(header));
    assert_eq!((sent.len(), sent[2]), (3, None));
    let error = over("http://atlas.contoso.com/api/").expect_err("readable by anyone");
    let error = error.to_string();
    assert!(
        error.contains("plain http") && !error.contains("sesame"),
        "{error}"
    );
    assert!(over("http://127.0.0.1:1/api/").is_ok());
    assert!(!format!("{atlas:?}").contains("QWxh"));
}
