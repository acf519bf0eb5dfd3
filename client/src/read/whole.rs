//! A page of which all is there, as the answers of a batch are.

use super::page::{DecodeItem, Page, Step};
use super::text::Text;
use crate::client::{Answer, Client};
use crate::decode::Envelope;
use crate::error::{Error, Result};
use crate::json::Manner;

/// Reads all items, and gives what stood around them.
///
/// # Errors
/// When it is no JSON, when something of it cannot be read, and when an item is larger than items may be.
pub(crate) fn whole_page(
    client: &Client,
    manner: Manner,
    answer: &Answer,
    decode: &mut DecodeItem<'_>,
) -> Result<Envelope> {
    let mut text = Text::default();
    text.push(answer.json()?.as_bytes())?;
    let mut page = Page::new(manner, &[], client.lend());
    let read = items(&mut page, &mut text, client.max_item_bytes(), decode);
    let read = read.map_err(|error| match page.has_value() {
        true => error,
        false => error.of_whole(answer.status()),
    });
    client.take_back(page.orders);
    read.map(|()| page.envelope)
}

fn items(
    page: &mut Page,
    text: &mut Text,
    longest: usize,
    decode: &mut DecodeItem<'_>,
) -> Result<()> {
    loop {
        match page.step(text, true, decode)? {
            Step::Item if page.item_bytes() <= longest => {}
            Step::Item => return Err(Error::item_too_long(longest)),
            Step::End => return Ok(()),
            Step::More => return Err(Error::payload("the answer ends within a value")),
        }
    }
}
