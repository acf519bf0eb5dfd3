//! Entities elsewhere: a singleton, contained ones, those that a navigation property leads to.

use odata::Changes;
use odata_tests::cap::{Alerts, Evidence};
use odata_tests::odatapy::{Machine, Software, Vendor, Ware};
use serde_json::json;

use super::entities::vendor;
use crate::changes::operation::{Checked, Operation, run, same};
use crate::changes::scene::{Scene, Server};

pub(super) fn all() -> Vec<Operation> {
    use Server::{Cap, Mock, Odatapy};
    vec![
        Operation::only("update of a singleton", &[Odatapy, Mock], run!(singleton)),
        Operation::only(
            "insert of a contained entity",
            &[Odatapy, Mock],
            run!(contained),
        )
        .but(Cap, run!(contained_on_cap)),
        Operation::only(
            "update of a contained entity",
            &[Odatapy, Mock],
            run!(contained_update),
        )
        .but(Cap, run!(contained_update_on_cap)),
        Operation::everywhere("insert behind a navigation property", run!(behind)),
    ]
}

async fn singleton(scene: Scene) -> Checked {
    let changes = Changes::new().set(Machine::OS_PLATFORM, "Linux");
    scene.shop.primary().update(&changes).send().await?;
    let wanted = json!({"osPlatform": "Linux", "computerDnsName": "primary"});
    scene.plain.has("primary", wanted).await
}

async fn contained(scene: Scene) -> Checked {
    let software = scene
        .shop
        .machines()
        .by_key("m2")
        .navigate(Machine::SOFTWARE);
    let new = Changes::new()
        .set(Software::VENDOR, "v")
        .set(Software::NAME, "n")
        .set(Software::INSTALLED, 3);
    software.insert(&new).send().await?;
    let place = "machines('m2')/software(vendor='v',name='n')";
    scene.plain.has(place, json!({"installed": 3})).await
}

async fn contained_on_cap(scene: Scene) -> Checked {
    let alerts = scene.cap.alerts();
    let new = Changes::new()
        .set(Alerts::ID, "contained")
        .set(Alerts::TITLE, "t");
    alerts.insert(&new).send().await?;
    let evidence = alerts.by_key("contained").navigate(Alerts::EVIDENCE);
    let new = Changes::new()
        .set(Evidence::SEQ, 7)
        .set(Evidence::FILE_NAME, "a.exe");
    evidence.insert(&new).send().await?;
    let place = "evidence(alert_id='contained',seq=7)";
    scene.plain.has(place, json!({"fileName": "a.exe"})).await
}

async fn contained_update(scene: Scene) -> Checked {
    let software = scene
        .shop
        .machines()
        .by_key("m1")
        .navigate(Machine::SOFTWARE);
    let page = software.clone().send().await?;
    let first = page.items.first().ok_or("there is no software")?;
    let (vendor, name) = (first.vendor.clone(), first.name.clone());
    let changes = Changes::new().set(Software::INSTALLED, 77);
    let one = software.by_key((vendor.as_str(), name.as_str()));
    one.update(&changes).send().await?;
    let place = format!("machines('m1')/software(vendor='{vendor}',name='{name}')");
    scene.plain.has(&place, json!({"installed": 77})).await
}

async fn contained_update_on_cap(scene: Scene) -> Checked {
    let alerts = scene.cap.alerts();
    let new = Changes::new()
        .set(Alerts::ID, "contained2")
        .set(Alerts::TITLE, "t");
    alerts.insert(&new).send().await?;
    let evidence = alerts.by_key("contained2").navigate(Alerts::EVIDENCE);
    let new = Changes::new()
        .set(Evidence::SEQ, 1)
        .set(Evidence::FILE_NAME, "a.exe");
    evidence.insert(&new).send().await?;
    let changes = Changes::new().set(Evidence::FILE_NAME, "b.exe");
    evidence
        .by_key(("contained2", 1))
        .update(&changes)
        .send()
        .await?;
    let place = "evidence(alert_id='contained2',seq=1)";
    scene.plain.has(place, json!({"fileName": "b.exe"})).await
}

async fn behind(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(520, "of wares")).send().await?;
    let wares = vendors.by_key(520).navigate(Vendor::WARES);
    let new = Changes::new().set(Ware::SKU, "behind").set(Ware::AMOUNT, 5);
    let made = wares.insert(&new).send().await?;
    same("the amount", made.amount, Some(5))?;
    scene
        .plain
        .has("wares('behind')", json!({"amount": 5}))
        .await?;
    scene
        .plain
        .are("vendors(520)/wares", "sku", &["behind"])
        .await
}
