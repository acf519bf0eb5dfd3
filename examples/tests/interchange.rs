//! What docs/generating.md shows of formats of serde, compiled and run.

use odata_mock::MockService;
use serde_json::json;

odata::service!("own_service/service.toml");

async fn kept(bookshop: &Bookshop) -> Result<String, Box<dyn std::error::Error>> {
    // begin: kept
    let book = bookshop.books().by_key("1").send().await?;
    let line = serde_json::to_string(&book)?; // for a file, a queue, a template
    let read: Book = serde_json::from_str(&line)?;
    assert_eq!(read, book);
    // end
    Ok(line)
}

#[tokio::test]
async fn what_the_guide_shows_is_so() {
    let service = MockService::from_csdl(include_str!("../own_service/metadata.xml"));
    let books = json!([{ "isbn": "1", "title": "Emma", "genre": "Novel", "published": "1815-12-23", "stock": 7,
        "price": { "amount": 12.5, "currency": "EUR" }, "tags": [] }]);
    let service = service.and_then(|service| service.entity_set("Books", books));
    let service = service.expect("a service").etags("Books").expect("a set");
    let bookshop = Bookshop::builder().transport(service.transport()).build();
    let line = kept(&bookshop.expect("a client")).await.expect("a book");
    let (head, rest) = line.split_once("\"isbn\"").expect("a key");
    assert!(head.contains("\"@odata.etag\":"), "{head}");
    assert_eq!(
        rest,
        r#":"1","title":"Emma","genre":"Novel","price":{"amount":"12.5","currency":"EUR"},"published":"1815-12-23","stock":7}"#
    );
}
