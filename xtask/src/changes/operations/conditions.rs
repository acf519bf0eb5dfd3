//! Changes on a condition: If-Match and If-None-Match.

use std::time::Duration;

use odata::Changes;
use odata_tests::cap::Indicators;
use odata_tests::odatapy::{MachineAction, Vendor};
use serde_json::json;

use super::entities::vendor;
use crate::changes::operation::{Checked, Operation, holds, refused, run, same};
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
        Operation::only(
            "a conflict hands back the state, and is gone on from",
            &[Odatapy, Mock],
            run!(resolved),
        )
        .but(Cap, run!(resolved_on_cap)),
        Operation::only(
            "read only what has changed (If-None-Match)",
            &[Odatapy, Mock],
            run!(if_changed),
        )
        .but(Cap, run!(if_changed_on_cap)),
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

async fn resolved(scene: Scene) -> Checked {
    let actions = scene.shop.machine_actions();
    let read = actions.insert(&action("resolved")).send().await?;
    actions
        .by_entity(&read)
        .update(&status("Theirs"))
        .send()
        .await?;
    let comment = Changes::new().set(MachineAction::REQUESTOR_COMMENT, "ours");
    let late = actions.by_entity(&read).update(&comment).try_send().await?;
    let conflict = late.conflict().ok_or("there is no conflict")?;
    let now = conflict.current().await?.ok_or("there is no state")?;
    same("the state", now.status.as_deref(), Some("Theirs"))?;
    conflict.resume(&now).update(&comment).send().await?;
    let wanted = json!({"status": "Theirs", "requestorComment": "ours"});
    scene.plain.has("machineactions('resolved')", wanted).await
}

async fn resolved_on_cap(scene: Scene) -> Checked {
    let indicators = scene.cap.indicators();
    let read = indicators.insert(&indicator("resolved")).send().await?;
    a_moment().await;
    indicators
        .by_entity(&read)
        .update(&title("theirs"))
        .send()
        .await?;
    let ours = Changes::new().set(Indicators::ACTION, "Alert");
    let late = indicators.by_entity(&read).update(&ours).try_send().await?;
    let conflict = late.conflict().ok_or("there is no conflict")?;
    let now = conflict.current().await?.ok_or("there is no state")?;
    same("the state", now.title.as_deref(), Some("theirs"))?;
    conflict.resume(&now).update(&ours).send().await?;
    let wanted = json!({"title": "theirs", "action": "Alert"});
    scene.plain.has("indicators('resolved')", wanted).await
}

async fn if_changed(scene: Scene) -> Checked {
    let actions = scene.shop.machine_actions();
    let read = actions.insert(&action("read")).send().await?;
    let etag = read.odata.etag().ok_or("it has no ETag")?;
    let one = actions.by_key("read");
    same(
        "what came",
        one.if_none_match(etag).send().await?.is_some(),
        false,
    )?;
    one.update(&status("Done")).if_match(etag).send().await?;
    let newer = one.if_none_match(etag).send().await?;
    let newer = newer.ok_or("nothing came though it has changed")?;
    same("the status", newer.status.as_deref(), Some("Done"))?;
    scene
        .plain
        .has("machineactions('read')", json!({"status": "Done"}))
        .await
}

async fn if_changed_on_cap(scene: Scene) -> Checked {
    let indicators = scene.cap.indicators();
    let read = indicators.insert(&indicator("read")).send().await?;
    let etag = read.odata.etag().ok_or("it has no ETag")?;
    let one = indicators.by_key("read");
    same(
        "what came",
        one.if_none_match(etag).send().await?.is_some(),
        false,
    )?;
    a_moment().await;
    one.update(&title("t")).if_match(etag).send().await?;
    let newer = one.if_none_match(etag).send().await?;
    let newer = newer.ok_or("nothing came though it has changed")?;
    same("the title", newer.title.as_deref(), Some("t"))?;
    scene
        .plain
        .has("indicators('read')", json!({"title": "t"}))
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
