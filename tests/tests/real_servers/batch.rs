//! Batches on servers that nobody here wrote; what they did is read back by plain HTTP requests.

use odata::{Changes, PartUrls, Service as _};
use odata_tests::cap::{CapClient, Vendors, Wares};
use odata_tests::odatapy::OdatapyClient;
use odata_tests::servers::{Cap, Odatapy, Running};
use serde_json::{Value as Json, json};

fn plain(server: &Running, path: &str) -> (u16, Json) {
    let (status, body) = server.get(path).expect("an answer");
    (status, serde_json::from_str(&body).unwrap_or(Json::Null))
}

#[tokio::test]
async fn cap_answers_questions_together() {
    let Some(server) = Cap::start() else { return };
    let cap = CapClient::builder().base_url(server.url());
    let cap = cap.build().expect("a client");
    for is_json in [false, true] {
        let mut batch = cap.client().batch().continue_on_error();
        if is_json {
            batch = batch.json();
        }
        let files = cap.libraryfiles();
        let page = batch.add(&files.count().top(2));
        let gone = batch.add(&cap.vendors().by_key(4711));
        let vendor = batch.add(&cap.vendors().by_key(1));
        let total = batch.add(&files.total());
        let mut answers = batch.send().await.expect("answers");
        let page = answers.take(page).expect("a page");
        assert_eq!((page.items.len(), page.count), (2, Some(12)));
        let error = answers.take(gone).expect_err("there is none");
        assert!(error.is_not_found(), "{error}");
        assert_eq!(answers.take(vendor).expect("a vendor").id, 1);
        assert_eq!(answers.take(total).expect("a number"), 12);
    }
    // Why URLs are relative unless it is said: CAP looks for a whole path below its service.
    let mut batch = cap.client().batch().urls(PartUrls::Path);
    let total = batch.add(&cap.libraryfiles().total());
    let mut answers = batch.send().await.expect("answers");
    let error = answers.take(total).expect_err("CAP takes it now");
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn cap_makes_changes_together_or_not_at_all() {
    let Some(server) = Cap::start() else { return };
    let cap = CapClient::builder().base_url(server.url());
    let cap = cap.build().expect("a client");
    for (number, is_json) in [(901, false), (902, true)] {
        let begin = || match is_json {
            true => cap.client().batch().json(),
            false => cap.client().batch(),
        };
        let named = |name: &str| Changes::new().set(Vendors::NAME, name);
        let new = named("new").set(Vendors::ID, number);
        let mut batch = begin();
        let (vendor, changed) = batch.atomic(|group| {
            let vendor = group.add(&cap.vendors().insert(&new));
            let changed = group.add(&group.below(&vendor).update(&named("changed")));
            (vendor, changed)
        });
        let mut answers = batch.send().await.expect("answers");
        assert_eq!(answers.take(vendor).expect("inserted").id, number);
        answers.take(changed).expect("updated");
        let path = format!("vendors({number})");
        let (status, seen) = plain(&server, &path);
        assert_eq!((status, &seen["name"]), (200, &json!("changed")));

        let mut batch = begin().continue_on_error();
        let (ware, twice) = batch.atomic(|group| {
            let sku = format!("sku{number}");
            let ware = group.add(&cap.wares().insert(&Changes::new().set(Wares::SKU, sku)));
            // The key is taken.
            let twice = group.add(&cap.vendors().insert(&new));
            (ware, twice)
        });
        let behind = batch.add(&cap.vendors().by_key(number));
        let mut answers = batch.send().await.expect("answers");
        let error = answers.take(twice).expect_err("the key is taken");
        // CAP on SQLite says 500 where others say 409.
        assert!(error.status().is_some(), "{error}");
        let ware = answers.take(ware);
        // In JSON, CAP says that it was inserted.
        assert!(ware.is_err(), "{ware:?}");
        assert_eq!(answers.take(behind).expect("it is there").id, number);
        let (status, _) = plain(&server, &format!("wares('sku{number}')"));
        assert_eq!(status, 404, "nothing of a change set that failed stays");
    }
}

#[tokio::test]
async fn odatapy_answers_questions_together() {
    let Some(server) = Odatapy::start() else {
        return;
    };
    let odatapy = OdatapyClient::builder().base_url(server.url());
    let odatapy = odatapy.build().expect("a client");
    let files = odatapy.library_files();
    let mut batch = odatapy.client().batch();
    let page = batch.add(&files.top(2));
    let total = batch.add(&files.total());
    let mut answers = batch.send().await.expect("answers");
    assert_eq!(answers.take(page).expect("a page").items.len(), 2);
    assert_eq!(answers.take(total).expect("a number"), 12);
}
