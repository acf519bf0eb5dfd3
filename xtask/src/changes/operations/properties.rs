//! Single properties, and their raw values.

use odata::Changes;
use odata_tests::odatapy::{Place, Vendor, Ware};
use serde_json::json;

use super::entities::vendor;
use crate::changes::operation::{Checked, Operation, run};
use crate::changes::scene::{Scene, Server};

pub(super) fn all() -> Vec<Operation> {
    use Server::{Mock, Odatapy};
    vec![
        Operation::everywhere("property: set", run!(set)),
        Operation::everywhere("property: cleared", run!(clear)),
        Operation::everywhere("property: set as text ($value)", run!(raw)),
        Operation::everywhere("property: a collection", run!(collection)),
        Operation::only(
            "property: a complex one, updated",
            &[Odatapy, Mock],
            run!(complex),
        ),
    ]
}

async fn set(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(560, "before")).send().await?;
    let name = vendors.by_key(560).edit(Vendor::NAME);
    name.set("after \u{e9}").send().await?;
    scene
        .plain
        .has(
            "vendors(560)",
            json!({"name": "after \u{e9}", "country": "CH"}),
        )
        .await
}

async fn clear(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(561, "before")).send().await?;
    vendors
        .by_key(561)
        .edit(Vendor::COUNTRY)
        .clear()
        .send()
        .await?;
    scene
        .plain
        .has("vendors(561)", json!({"name": "before", "country": null}))
        .await
}

async fn raw(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(562, "before")).send().await?;
    let name = vendors.by_key(562).edit(Vendor::NAME);
    name.set_raw("raw \"text\"").send().await?;
    scene
        .plain
        .has("vendors(562)", json!({"name": "raw \"text\""}))
        .await
}

async fn collection(scene: Scene) -> Checked {
    let wares = scene.shop.wares();
    let new = Changes::new()
        .set(Ware::SKU, "tagged")
        .set(Ware::TAGS, vec!["a"]);
    wares.insert(&new).send().await?;
    let tags = wares.by_key("tagged").edit(Ware::TAGS);
    tags.set(vec!["b", "c"]).send().await?;
    scene
        .plain
        .has("wares('tagged')", json!({"tags": ["b", "c"]}))
        .await
}

async fn complex(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    let place = Changes::new()
        .set(Place::CITY, "Chur")
        .set(Place::ZIP, "7000");
    vendors
        .insert(&vendor(563, "of a place").set(Vendor::PLACE, place))
        .send()
        .await?;
    let changes = Changes::new().set(Place::ZIP, "7001");
    vendors
        .by_key(563)
        .edit(Vendor::PLACE)
        .update(&changes)
        .send()
        .await?;
    scene
        .plain
        .has(
            "vendors(563)",
            json!({"place": {"city": "Chur", "zip": "7001"}}),
        )
        .await
}
