//! Entities of a set: inserted, updated, upserted, replaced, deleted.

use odata::{Changes, Null};
use odata_tests::odatapy::Vendor;
use serde_json::json;

use crate::changes::operation::{Checked, Operation, holds, refused, run, same};
use crate::changes::scene::Scene;

pub(super) fn all() -> Vec<Operation> {
    vec![
        Operation::everywhere("insert", run!(insert)),
        Operation::everywhere("insert, return=minimal: id and place", run!(insert_minimal)),
        Operation::everywhere("insert of a key that is there: refused", run!(insert_twice)),
        Operation::everywhere("update: unchanged, null, value", run!(update)),
        Operation::everywhere("update, return=representation", run!(update_answered)),
        Operation::everywhere("update of what is not there: refused", run!(update_missing)),
        Operation::everywhere("upsert: a new entity", run!(upsert_new)),
        Operation::everywhere("upsert: an entity that is there", run!(upsert_known)),
        Operation::everywhere("replace: what is not set goes", run!(replace)),
        Operation::everywhere("delete", run!(delete)),
        Operation::everywhere("delete of what is not there: refused", run!(delete_missing)),
    ]
}

/// A vendor to begin with.
pub(super) fn vendor(id: i32, name: &str) -> Changes<Vendor> {
    Changes::new()
        .set(Vendor::ID, id)
        .set(Vendor::NAME, name)
        .set(Vendor::COUNTRY, "CH")
        .set(Vendor::RATING, 1.5)
}

async fn insert(scene: Scene) -> Checked {
    let new = vendor(501, "é \"q\" \n").set(Vendor::ACTIVE, true);
    let made = scene.shop.vendors().insert(&new).send().await?;
    same("the name", made.name.as_deref(), Some("é \"q\" \n"))?;
    same("what was not set", made.founded, None)?;
    let wanted = json!({"id": 501, "name": "é \"q\" \n", "country": "CH", "rating": 1.5, "active": true, "founded": null});
    scene.plain.has("vendors(501)", wanted).await
}

async fn insert_minimal(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    let saved = vendors.insert(&vendor(502, "min")).minimal().send().await?;
    same("the entity", saved.entity().is_some(), false)?;
    holds("it is created", saved.is_created())?;
    let at = saved.id().map(|id| id.id().to_owned());
    let at = at.or_else(|| saved.location().map(str::to_owned));
    let at = at.ok_or("it is not said where it is")?;
    holds(&format!("`{at}` names it"), at.ends_with("vendors(502)"))?;
    scene
        .plain
        .has("vendors(502)", json!({"name": "min"}))
        .await
}

async fn insert_twice(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(503, "first")).send().await?;
    let again = vendors.insert(&vendor(503, "second")).send().await;
    let error = refused("the second insert", again)?;
    holds(&format!("a status: {error}"), error.status().is_some())?;
    scene
        .plain
        .has("vendors(503)", json!({"name": "first"}))
        .await
}

async fn update(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(504, "before")).send().await?;
    let changes = Changes::new()
        .set(Vendor::NAME, "after")
        .set(Vendor::RATING, Null);
    vendors.by_key(504).update(&changes).send().await?;
    let wanted = json!({"name": "after", "rating": null, "country": "CH"});
    scene.plain.has("vendors(504)", wanted).await
}

async fn update_answered(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(505, "before")).send().await?;
    let changes = Changes::new().set(Vendor::NAME, "after");
    let update = vendors.by_key(505).update(&changes).representation();
    let now = update.send().await?;
    same("the name", now.name.as_deref(), Some("after"))?;
    same("the country", now.country.as_deref(), Some("CH"))?;
    scene
        .plain
        .has("vendors(505)", json!({"name": "after"}))
        .await
}

async fn update_missing(scene: Scene) -> Checked {
    let changes = Changes::new().set(Vendor::NAME, "none");
    let vendors = scene.shop.vendors();
    let update = vendors.by_key(506).update(&changes).must_exist();
    let error = refused("the update", update.send().await)?;
    let is_told = error.is_not_found() || error.is_concurrency_conflict();
    holds(&format!("404 or 412: {error}"), is_told)?;
    scene.plain.has_none("vendors(506)").await
}

async fn upsert_new(scene: Scene) -> Checked {
    let changes = Changes::new().set(Vendor::NAME, "new");
    let vendors = scene.shop.vendors();
    let saved = vendors.by_key(507).upsert(&changes).send().await?;
    holds("it is created", saved.is_created())?;
    scene
        .plain
        .has("vendors(507)", json!({"name": "new", "country": null}))
        .await
}

async fn upsert_known(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(508, "before")).send().await?;
    let changes = Changes::new().set(Vendor::NAME, "after");
    let saved = vendors.by_key(508).upsert(&changes).send().await?;
    holds("it is not created", !saved.is_created())?;
    scene
        .plain
        .has("vendors(508)", json!({"name": "after", "country": "CH"}))
        .await
}

async fn replace(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(509, "before")).send().await?;
    let all = Changes::new().set(Vendor::NAME, "after");
    vendors.by_key(509).replace(&all).send().await?;
    let wanted = json!({"id": 509, "name": "after", "country": null, "rating": null});
    scene.plain.has("vendors(509)", wanted).await
}

async fn delete(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(510, "gone")).send().await?;
    scene
        .plain
        .has("vendors(510)", json!({"name": "gone"}))
        .await?;
    vendors.by_key(510).delete().send().await?;
    scene.plain.has_none("vendors(510)").await
}

async fn delete_missing(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    let error = refused("the deletion", vendors.by_key(511).delete().send().await)?;
    holds(&format!("404: {error}"), error.is_not_found())
}
