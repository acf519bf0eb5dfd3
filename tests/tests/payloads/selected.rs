//! Rows of one property.

use std::future::Future;
use std::pin::Pin;

use odata_tests::replay::Replay;

use crate::envelope;
use crate::payload::{Outcome, Wrong};
use crate::read::refused;
use crate::sent::Sent;
use crate::types::demo::{Demo, Product};

/// The names of products.
pub(crate) fn names(sent: Sent) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
    Box::pin(async move {
        let replay = Replay::json(200, sent.body.clone());
        let demo = Demo::builder().transport(replay).build().expect("a client");
        let asked = demo.products().select(Product::NAME);
        let page = asked.send().await.map_err(refused)?;
        envelope::is_whole(&page, &sent)?;
        let json = sent.json();
        let rows = json["value"].as_array().expect("rows");
        for (name, row) in page.items.iter().zip(rows) {
            if name.as_deref() != row["Name"].as_str() {
                return Err(Wrong::Lost(format!("{row} became {name:?}")));
            }
        }
        Ok(rows.len())
    })
}
