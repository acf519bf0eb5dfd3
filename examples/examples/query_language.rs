//! OData's query language, typed: what it looks like in Rust, the URL that it makes, and what comes of it.

use odata::functions::count;
use odata::{Decimal, Select, filter};
use odata_mock::MockService;
use serde_json::json;

odata::service!("own_service/service.toml");

/// A row of one's own: what it has is what is asked for.
#[derive(Select, Debug)]
#[odata(Book)]
struct Shelved {
    title: String,
    /// Behind a complex value, which may be null.
    #[odata(path = Book::PRICE.then(Price::CURRENCY))]
    currency: Option<String>,
    /// The best review comes along.
    #[odata(expand = Book::REVIEWS.order_by(Review::STARS.desc()).top(1))]
    reviews: Vec<Stars>,
}

#[derive(Select, Debug)]
#[odata(Review)]
struct Stars {
    stars: u8,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let bookshop = bookshop()?;
    let books = bookshop.books();

    println!("# Books that somebody loves, and what they cost");
    let loved = books
        .filter(Book::REVIEWS.any(Review::STARS.ge(4)))
        .order_by(Book::PRICE.then(Price::AMOUNT).desc())
        .select((Book::TITLE, Book::PRICE.then(Price::AMOUNT)));
    println!("{}", loved.url()?);
    for (title, amount) in loved.send().await? {
        println!(
            "{title}: {}",
            amount.map_or("free".into(), |amount| amount.to_string())
        );
    }

    println!("\n# The same in OData's own words, read by rustc; values never become text");
    let least = 4;
    let tag = "o'clock";
    let worded = filter!(
        Book,
        "reviews/any(r: r/stars ge {least}) or tags/any(t: t eq {tag})"
    );
    println!("{worded}");
    println!("{} of them", books.filter(worded).total().send().await?);

    println!("\n# Rows of one's own, with what comes along");
    let shelved = books.select_as::<Shelved>().top(2);
    println!("{}", shelved.url()?);
    for book in shelved.send().await? {
        let best = book.reviews.first().map(|review| review.stars);
        println!(
            "{} in {:?}: at best {best:?} stars",
            book.title, book.currency
        );
    }

    println!("\n# What is computed has a name");
    let worth = (Book::PRICE.then(Price::AMOUNT) * Book::STOCK).named("worth");
    let dear = books
        .filter(worth.field().gt("40".parse::<Decimal>()?))
        .select((Book::TITLE, worth));
    println!("{}", dear.url()?);
    for (title, worth) in dear.send().await? {
        println!(
            "{title}: {}",
            worth.map_or("nothing".into(), |worth| worth.to_string())
        );
    }

    println!("\n# Groups are rows");
    let genres = books
        .query()
        .group_by(Book::GENRE)
        .aggregate((count().named("titles"), Book::STOCK.sum().named("copies")));
    println!("{}", genres.url()?);
    for (genre, (titles, copies)) in genres.send().await? {
        println!(
            "{genre:?}: {titles} titles, {} copies",
            copies.unwrap_or_default()
        );
    }
    Ok(())
}

fn bookshop() -> Result<Bookshop, Box<dyn std::error::Error>> {
    let service = MockService::from_csdl(include_str!("../own_service/metadata.xml"))?
        .entity_set(
            "Books",
            json!([
                { "isbn": "1", "title": "Middlemarch", "genre": "Novel", "published": "1871-12-01", "stock": 3,
                  "price": { "amount": 12.50, "currency": "EUR" }, "tags": ["classic"] },
                { "isbn": "2", "title": "Cosmos", "genre": "Science", "published": "1980-09-28", "stock": 0, "tags": [] },
                { "isbn": "3", "title": "Emma", "genre": "Novel", "published": "1815-12-23", "stock": 7,
                  "price": { "amount": 9, "currency": "EUR" }, "tags": ["classic", "comedy"] },
            ]),
        )?
        .entity_set(
            "Reviews",
            json!([
                { "isbn": "3", "number": 1, "stars": 5 },
                { "isbn": "3", "number": 2, "stars": 2 },
                { "isbn": "2", "number": 1, "stars": 4 },
            ]),
        )?;
    Ok(Bookshop::builder().transport(service.transport()).build()?)
}
