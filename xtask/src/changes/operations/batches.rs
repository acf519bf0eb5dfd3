//! Requests that are sent together.

use odata::{Batch, Changes, Service as _};
use odata_tests::odatapy::{Vendor, Ware};
use serde_json::json;

use super::entities::vendor;
use crate::changes::operation::{Checked, Operation, holds, refused, run, same};
use crate::changes::scene::Scene;

pub(super) fn all() -> Vec<Operation> {
    vec![
        Operation::everywhere("batch, multipart: changes and questions", run!(multipart)),
        Operation::everywhere("batch, JSON: changes and questions", run!(json_batch)),
        Operation::everywhere("batch, multipart: a change set is done", run!(atomic)),
        Operation::everywhere("batch, JSON: an atomicity group is done", run!(atomic_json)),
        Operation::everywhere(
            "batch, multipart: a change set is rolled back",
            run!(rolled_back),
        ),
        Operation::everywhere(
            "batch, JSON: an atomicity group is rolled back",
            run!(rolled_back_json),
        ),
        Operation::everywhere(
            "batch, multipart: one fails, the others go on",
            run!(goes_on),
        ),
        Operation::everywhere(
            "batch, JSON: one fails, the others go on",
            run!(goes_on_json),
        ),
        Operation::everywhere("batch, multipart: a reference by handle", run!(reference)),
        Operation::everywhere("batch, JSON: a reference by handle", run!(reference_json)),
    ]
}

fn batch(scene: &Scene, json: bool) -> Batch {
    let batch = scene.shop.client().batch();
    match json {
        true => batch.json(),
        false => batch.multipart(),
    }
}

fn named(name: &str) -> Changes<Vendor> {
    Changes::new().set(Vendor::NAME, name)
}

async fn multipart(scene: Scene) -> Checked {
    mixed(scene, false, 600).await
}

async fn json_batch(scene: Scene) -> Checked {
    mixed(scene, true, 610).await
}

async fn mixed(scene: Scene, json: bool, id: i32) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(id, "there")).send().await?;
    vendors.insert(&vendor(id + 1, "gone")).send().await?;
    let mut batch = batch(&scene, json);
    let read = batch.add(&vendors.by_key(id));
    let new = batch.add(&vendors.insert(&vendor(id + 2, "new \u{e9}")));
    let changed = batch.add(&vendors.by_key(id).update(&named("changed")));
    let gone = batch.add(&vendors.by_key(id + 1).delete());
    let none = batch.add(&vendors.by_key(id + 3));
    let mut answers = batch.send().await?;
    same(
        "what was read",
        answers.take(read)?.name.as_deref(),
        Some("there"),
    )?;
    same(
        "what is new",
        answers.take(new)?.name.as_deref(),
        Some("new \u{e9}"),
    )?;
    answers.take(changed)?;
    answers.take(gone)?;
    let error = refused("what is not there", answers.take(none))?;
    holds(&format!("404: {error}"), error.is_not_found())?;
    scene
        .plain
        .has(&format!("vendors({id})"), json!({"name": "changed"}))
        .await?;
    scene
        .plain
        .has_none(&format!("vendors({})", id + 1))
        .await?;
    scene
        .plain
        .has(
            &format!("vendors({})", id + 2),
            json!({"name": "new \u{e9}"}),
        )
        .await
}

async fn atomic(scene: Scene) -> Checked {
    group(scene, false, 620).await
}

async fn atomic_json(scene: Scene) -> Checked {
    group(scene, true, 630).await
}

async fn group(scene: Scene, json: bool, id: i32) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(id, "there")).send().await?;
    let mut batch = batch(&scene, json);
    let (new, changed) = batch.atomic(|group| {
        let new = group.add(&vendors.insert(&vendor(id + 1, "new")));
        (
            new,
            group.add(&vendors.by_key(id).update(&named("changed"))),
        )
    });
    let mut answers = batch.send().await?;
    same("the new one", answers.take(new)?.id, id + 1)?;
    answers.take(changed)?;
    scene
        .plain
        .has(&format!("vendors({id})"), json!({"name": "changed"}))
        .await?;
    scene
        .plain
        .has(&format!("vendors({})", id + 1), json!({"name": "new"}))
        .await
}

async fn rolled_back(scene: Scene) -> Checked {
    back(scene, false, 640).await
}

async fn rolled_back_json(scene: Scene) -> Checked {
    back(scene, true, 650).await
}

async fn back(scene: Scene, json: bool, id: i32) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(id, "there")).send().await?;
    let mut batch = batch(&scene, json);
    let (new, changed, wrong) = batch.atomic(|group| {
        let new = group.add(&vendors.insert(&vendor(id + 1, "new")));
        let changed = group.add(&vendors.by_key(id).update(&named("changed")));
        (new, changed, group.add(&vendors.by_key(id + 2).delete()))
    });
    let mut answers = batch.send().await?;
    refused("the insert", answers.take(new))?;
    refused("the update", answers.take(changed))?;
    refused("the deletion", answers.take(wrong))?;
    scene
        .plain
        .has(&format!("vendors({id})"), json!({"name": "there"}))
        .await?;
    scene.plain.has_none(&format!("vendors({})", id + 1)).await
}

async fn goes_on(scene: Scene) -> Checked {
    on(scene, false, 660).await
}

async fn goes_on_json(scene: Scene) -> Checked {
    on(scene, true, 670).await
}

async fn on(scene: Scene, json: bool, id: i32) -> Checked {
    let vendors = scene.shop.vendors();
    let mut batch = batch(&scene, json).continue_on_error();
    let first = batch.add(&vendors.insert(&vendor(id, "first")));
    let wrong = batch.add(&vendors.by_key(id + 1).delete());
    let last = batch.add(&vendors.insert(&vendor(id + 2, "last")));
    let mut answers = batch.send().await?;
    answers.take(first)?;
    let error = refused("the deletion", answers.take(wrong))?;
    holds(&format!("404: {error}"), error.is_not_found())?;
    answers.take(last)?;
    scene
        .plain
        .has(&format!("vendors({id})"), json!({"name": "first"}))
        .await?;
    scene
        .plain
        .has(&format!("vendors({})", id + 2), json!({"name": "last"}))
        .await
}

async fn reference(scene: Scene) -> Checked {
    by_handle(scene, false, 680).await
}

async fn reference_json(scene: Scene) -> Checked {
    by_handle(scene, true, 690).await
}

async fn by_handle(scene: Scene, json: bool, id: i32) -> Checked {
    let vendors = scene.shop.vendors();
    let sku = format!("by handle {id}");
    let mut batch = batch(&scene, json);
    let (new, ware) = batch.atomic(|group| {
        let new = group.add(&vendors.insert(&vendor(id, "new")));
        let wares = group.below(&new).navigate(Vendor::WARES);
        let ware = Changes::new().set(Ware::SKU, sku.as_str());
        (new, group.add(&wares.insert(&ware)))
    });
    let mut answers = batch.send().await?;
    same("the vendor", answers.take(new)?.id, id)?;
    same("the ware", answers.take(ware)?.sku, sku.clone())?;
    scene
        .plain
        .are(&format!("vendors({id})/wares"), "sku", &[&sku])
        .await
}
