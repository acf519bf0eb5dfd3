//! Answers that come later, and changes that are done once.

use std::time::Duration;

use odata::{AsyncAnswer, Request as _};
use odata_mock::{MockServer, MockService, Trouble};
use odata_tests::odatapy::OdatapyClient;
use serde_json::json;

use super::entities::vendor;
use crate::changes::mocked;
use crate::changes::operation::{Checked, Operation, holds, refused, run, same};
use crate::changes::plain::Plain;
use crate::changes::scene::{Scene, Server};

pub(super) fn all() -> Vec<Operation> {
    vec![
        Operation::everywhere("insert, answered later", run!(later)),
        Operation::everywhere("insert, answered later, resumed from text", run!(resumed)),
        Operation::everywhere("an error that comes later", run!(error)),
        Operation::only("insert, cancelled", &[Server::Mock], run!(cancelled)),
        Operation::only(
            "insert, answer lost, sent again, done once",
            &[Server::Mock],
            run!(once),
        ),
        Operation::only(
            "insert, answer lost, not repeatable: not sent again",
            &[Server::Mock],
            run!(lost),
        ),
    ]
}

const LATER: &str = "it was answered at once";
const SHORT: Duration = Duration::from_millis(50);

async fn later(scene: Scene) -> Checked {
    let insert = scene
        .shop
        .vendors()
        .insert(&vendor(540, "later"))
        .respond_async();
    let AsyncAnswer::Pending(pending) = insert.send().await? else {
        return Err(LATER.into());
    };
    let mut pending = pending.intervals(SHORT, SHORT);
    let made = pending.wait().await?;
    same("the name", made.name.as_deref(), Some("later"))?;
    scene
        .plain
        .has("vendors(540)", json!({"name": "later"}))
        .await
}

async fn resumed(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    let insert = vendors.insert(&vendor(541, "resumed")).respond_async();
    let AsyncAnswer::Pending(pending) = insert.send().await? else {
        return Err(LATER.into());
    };
    let kept = pending.monitor().to_string();
    drop(pending);
    let again = vendors.insert(&vendor(541, "resumed")).respond_async();
    let mut pending = again.resume(&kept)?.intervals(SHORT, SHORT);
    same("the id", pending.wait().await?.id, 541)?;
    scene
        .plain
        .has("vendors(541)", json!({"name": "resumed"}))
        .await
}

async fn error(scene: Scene) -> Checked {
    let update = scene.shop.vendors().by_key(542).delete().respond_async();
    let AsyncAnswer::Pending(pending) = update.send().await? else {
        return Err(LATER.into());
    };
    let mut pending = pending.intervals(SHORT, SHORT);
    let error = refused("the deletion", pending.wait().await)?;
    holds(&format!("404: {error}"), error.is_not_found())
}

async fn cancelled(scene: Scene) -> Checked {
    let insert = scene
        .shop
        .vendors()
        .insert(&vendor(543, "none"))
        .respond_async();
    let AsyncAnswer::Pending(mut pending) = insert.send().await? else {
        return Err(LATER.into());
    };
    pending.cancel().await?;
    let error = refused("what was cancelled", pending.poll().await)?;
    holds(&format!("the monitor is gone: {error}"), error.is_link())?;
    scene.plain.has_none("vendors(543)").await
}

/// A service that resets the connection when it has done the first change.
async fn losing(repeatable: bool) -> Result<Lost, crate::changes::Failure> {
    let service = mocked::service()?.repeatable(Duration::from_secs(300));
    let service = service.trouble_once(Trouble::reset());
    let server = service.serve().await?;
    let builder = OdatapyClient::builder().base_url(server.url());
    let plain = Plain::new(&server.url());
    Ok(Lost {
        shop: builder.repeatable(repeatable).build()?,
        plain,
        service,
        _server: server,
    })
}

struct Lost {
    shop: OdatapyClient,
    plain: Plain,
    service: MockService,
    /// It answers as long as it is there.
    _server: MockServer,
}

async fn once(_: Scene) -> Checked {
    let lost = losing(true).await?;
    let made = lost
        .shop
        .vendors()
        .insert(&vendor(544, "once"))
        .send()
        .await?;
    same("the id", made.id, 544)?;
    lost.plain
        .has("vendors(544)", json!({"name": "once"}))
        .await?;
    same("how often it was sent", posts(&lost), 2)
}

async fn lost(_: Scene) -> Checked {
    let lost = losing(false).await?;
    let insert = lost
        .shop
        .vendors()
        .insert(&vendor(545, "lost"))
        .send()
        .await;
    let error = refused("what got no answer", insert)?;
    same("the tries", error.tries(), 1)?;
    lost.plain
        .has("vendors(545)", json!({"name": "lost"}))
        .await?;
    same("how often it was sent", posts(&lost), 1)
}

fn posts(lost: &Lost) -> usize {
    let all = lost.service.requests();
    all.iter()
        .filter(|one| one.method == http::Method::POST)
        .count()
}
