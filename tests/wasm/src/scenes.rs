//! The scenes.

use odata::{Changes, ClientCredentials, Content, Result, Service};

use crate::service::{Reading, Station};

/// All rows of a filter, page after page.
pub async fn rows(station: &Station) -> Result<String> {
    let warm = Reading::VALUE.gt(20);
    let mut rows = station
        .readings()
        .filter(warm)
        .order_by(Reading::ID.desc())
        .stream();
    let mut seen = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row?;
        let value = row.value.map(|value| value.to_string()).unwrap_or_default();
        seen.push(format!("{}={value}", row.id));
    }
    Ok(seen.join(" "))
}

/// A row of the first page; the stream is dropped then.
pub async fn first(station: &Station) -> Result<String> {
    let mut rows = station.readings().stream();
    let row = rows.next().await.transpose()?;
    Ok(format!("{:?}", row.map(|row| row.id)))
}

pub async fn one(station: &Station) -> Result<String> {
    let reading = station.readings().by_key(3).send().await?;
    let taken = reading.taken.map(|taken| taken.to_string());
    Ok(format!(
        "{} {}",
        reading.place.unwrap_or_default(),
        taken.unwrap_or_default()
    ))
}

pub async fn inserted(station: &Station) -> Result<String> {
    let reading = Changes::new()
        .set(Reading::ID, 50)
        .set(Reading::PLACE, "Köln");
    let reading = station.readings().insert(&reading).send().await?;
    Ok(format!(
        "{} {}",
        reading.id,
        reading.place.unwrap_or_default()
    ))
}

pub async fn changed(station: &Station) -> Result<String> {
    let moved = Changes::new().set(Reading::PLACE, "Bonn");
    station
        .readings()
        .by_key(3)
        .update(&moved)
        .minimal()
        .send()
        .await?;
    Ok("done".to_owned())
}

/// A content that comes in pieces.
pub async fn uploaded(station: &Station) -> Result<String> {
    let content = Content::streamed("image/png", 9, || {
        let pieces = ["one", "two", "six"].map(|piece| Ok(piece.into()));
        Box::pin(Pieces(pieces.into_iter()))
    });
    station
        .photos()
        .by_key(1)
        .media()
        .put(content)
        .send()
        .await?;
    Ok("done".to_owned())
}

struct Pieces<I>(I);

impl<I: Iterator + Unpin> futures_core::Stream for Pieces<I> {
    type Item = I::Item;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<I::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

pub async fn downloaded(station: &Station) -> Result<String> {
    let content = station.photos().by_key(2).media().bytes().await?;
    Ok(content.unwrap_or_default().len().to_string())
}

pub async fn batched(station: &Station) -> Result<String> {
    let mut batch = station.client().batch();
    let one = batch.add(&station.readings().by_key(3));
    let page = batch.add(&station.readings().top(2));
    let mut answers = batch.send().await?;
    let one: Reading = answers.take(one)?;
    Ok(format!(
        "{} and {}",
        one.id,
        answers.take(page)?.items.len()
    ))
}

/// The mock's own token endpoint.
pub fn credential(root: &str) -> Result<ClientCredentials> {
    let origin = root.trim_end_matches("/api/");
    let endpoint = format!("{origin}/{TENANT}/oauth2/v2.0/token");
    Ok(ClientCredentials::new(&endpoint, "an-app", "a secret")?.secret_in_body())
}

const TENANT: &str = "contoso.onmicrosoft.com";
