//! Changes on a condition: If-Match and If-None-Match.

use std::time::Duration;

use odata::Changes;
use odata_tests::cap::Indicators;
use odata_tests::odatapy::{MachineAction, Vendor};
use serde_json::json;

use super::entities::vendor;
use crate::changes::operation::{Checked, Operation, holds, refused, run};
use crate::changes::scene::{Scene, Server};

pub(super) fn all() -> Vec<Operation> {
    use Server::{Cap, Mock, Odatapy};
    vec![
        Operation::only(
            "update with the ETag that was read",
            &[Odatapy, Mock],
            run!(fresh),
        )
        .but(Cap, run!(fresh_on_cap)),
        Operation::only(
            "update with an older ETag: a conflict",
            &[Odatapy, Mock],
            run!(stale),
        )
        .but(Cap, run!(stale_on_cap)),
        Operation::only(
            "delete with an older ETag: a conflict",
            &[Odatapy, Mock],
            run!(stale_delete),
        )
        .but(Cap, run!(stale_delete_on_cap)),
        Operation::everywhere("upsert only if it is new: a conflict", run!(only_if_new)),
    ]
}

/// CAP's ETag is a time of milliseconds: two changes within one would have the same.
async fn a_moment() {
    tokio::time::sleep(Duration::from_millis(20)).await;
}

fn action(id: &str) -> Changes<MachineAction> {
    let new = Changes::new().set(MachineAction::ID, id);
    new.set(MachineAction::STATUS, "Pending")
}

fn status(status: &str) -> Changes<MachineAction> {
    Changes::new().set(MachineAction::STATUS, status)
}

fn indicator(value: &str) -> Changes<Indicators> {
    let new = Changes::new().set(Indicators::INDICATOR_VALUE, value);
    new.set(Indicators::INDICATOR_TYPE, "IpAddress")
}

fn title(title: &str) -> Changes<Indicators> {
    Changes::new().set(Indicators::TITLE, title)
}

async fn fresh(scene: Scene) -> Checked {
    let actions = scene.shop.machine_actions();
    let read = actions.insert(&action("fresh")).send().await?;
    holds("it has an ETag", read.odata.etag().is_some())?;
    actions
        .by_entity(&read)
        .update(&status("Done"))
        .send()
        .await?;
    scene
        .plain
        .has("machineactions('fresh')", json!({"status": "Done"}))
        .await
}

async fn fresh_on_cap(scene: Scene) -> Checked {
    let indicators = scene.cap.indicators();
    let read = indicators.insert(&indicator("fresh")).send().await?;
    holds("it has an ETag", read.odata.etag().is_some())?;
    indicators
        .by_entity(&read)
        .update(&title("t"))
        .send()
        .await?;
    scene
        .plain
        .has("indicators('fresh')", json!({"title": "t"}))
        .await
}

async fn stale(scene: Scene) -> Checked {
    let actions = scene.shop.machine_actions();
    let read = actions.insert(&action("stale")).send().await?;
    actions
        .by_entity(&read)
        .update(&status("First"))
        .send()
        .await?;
    let late = actions
        .by_entity(&read)
        .update(&status("Second"))
        .send()
        .await;
    let error = refused("the second update", late)?;
    holds(
        &format!("a conflict: {error}"),
        error.is_concurrency_conflict(),
    )?;
    scene
        .plain
        .has("machineactions('stale')", json!({"status": "First"}))
        .await
}

async fn stale_on_cap(scene: Scene) -> Checked {
    let indicators = scene.cap.indicators();
    let read = indicators.insert(&indicator("stale")).send().await?;
    a_moment().await;
    indicators
        .by_entity(&read)
        .update(&title("first"))
        .send()
        .await?;
    let late = indicators
        .by_entity(&read)
        .update(&title("second"))
        .send()
        .await;
    let error = refused("the second update", late)?;
    holds(
        &format!("a conflict: {error}"),
        error.is_concurrency_conflict(),
    )?;
    scene
        .plain
        .has("indicators('stale')", json!({"title": "first"}))
        .await
}

async fn stale_delete(scene: Scene) -> Checked {
    let actions = scene.shop.machine_actions();
    let read = actions.insert(&action("kept")).send().await?;
    actions
        .by_entity(&read)
        .update(&status("First"))
        .send()
        .await?;
    let late = actions.by_entity(&read).delete().send().await;
    let error = refused("the deletion", late)?;
    holds(
        &format!("a conflict: {error}"),
        error.is_concurrency_conflict(),
    )?;
    scene
        .plain
        .has("machineactions('kept')", json!({"status": "First"}))
        .await
}

async fn stale_delete_on_cap(scene: Scene) -> Checked {
    let indicators = scene.cap.indicators();
    let read = indicators.insert(&indicator("kept")).send().await?;
    a_moment().await;
    indicators
        .by_entity(&read)
        .update(&title("first"))
        .send()
        .await?;
    let late = indicators.by_entity(&read).delete().send().await;
    let error = refused("the deletion", late)?;
    holds(
        &format!("a conflict: {error}"),
        error.is_concurrency_conflict(),
    )?;
    scene
        .plain
        .has("indicators('kept')", json!({"title": "first"}))
        .await
}

async fn only_if_new(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(530, "there")).send().await?;
    let changes = Changes::new().set(Vendor::NAME, "new");
    let upsert = vendors.by_key(530).upsert(&changes).only_if_new();
    let error = refused("the upsert", upsert.send().await)?;
    holds(
        &format!("a conflict: {error}"),
        error.is_concurrency_conflict(),
    )?;
    scene
        .plain
        .has("vendors(530)", json!({"name": "there"}))
        .await
}
