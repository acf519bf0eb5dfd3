//! A service of one's own: save its `$metadata` to a file, write a `service.toml` of three lines, and query.

use odata_mock::MockService;
use serde_json::json;

odata::service!("own_service/service.toml");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = MockService::from_csdl(include_str!("../own_service/metadata.xml"))?
        .entity_set(
            "Books",
            json!([
                { "isbn": "1", "title": "Middlemarch", "genre": "Novel", "published": "1871-12-01", "stock": 3,
                  "price": { "amount": 12.50, "currency": "EUR" }, "tags": ["classic"] },
                { "isbn": "2", "title": "Cosmos", "genre": "Science", "published": "1980-09-28", "stock": 0,
                  "tags": [] },
                { "isbn": "3", "title": "Emma", "genre": "Novel", "published": "1815-12-23", "stock": 7,
                  "price": { "amount": 9, "currency": "EUR" }, "tags": ["classic", "comedy"] },
            ]),
        )?
        .entity_set("Reviews", json!([{ "isbn": "3", "number": 1, "stars": 5 }]))?;
    let bookshop = Bookshop::builder().transport(service.transport()).build()?;

    let mut novels = bookshop
        .books()
        .filter(Book::GENRE.eq(Genre::Novel).and(Book::STOCK.gt(0)))
        .order_by(Book::PUBLISHED.asc())
        .stream();
    while let Some(book) = novels.next().await {
        let book = book?;
        let price = book
            .price
            .map(|price| format!("{} {}", price.amount, price.currency));
        println!(
            "{}: {}, {} in stock",
            book.title,
            price.unwrap_or_default(),
            book.stock
        );
    }

    let review = bookshop.reviews().by_key(("3", 1)).send().await?;
    println!("{} stars", review.stars);
    Ok(())
}
