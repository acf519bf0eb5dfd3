//! What navigation properties lead to: binds, deep inserts and updates, references.

use odata::{Changes, ProtocolVersion};
use odata_tests::cap::{Alerts, Evidence};
use odata_tests::odatapy::{OdatapyClient, Vendor, Ware};
use serde_json::json;

use super::entities::vendor;
use crate::changes::Failure;
use crate::changes::operation::{Checked, Operation, run, same};
use crate::changes::scene::{Scene, Server};

pub(super) fn all() -> Vec<Operation> {
    use Server::{Cap, Mock, Odatapy};
    vec![
        Operation::everywhere("insert with a bind by key", run!(bind)),
        Operation::everywhere("update with a bind by key", run!(bind_later)),
        Operation::everywhere("update that ends a relation, as 4.01 has it", run!(unbind)),
        Operation::only(
            "insert with a bind as 4.01 has it (@id)",
            &[Odatapy, Mock],
            run!(bind_4_01),
        ),
        Operation::only("deep insert", &[Odatapy, Mock], run!(deep)).but(Cap, run!(deep_on_cap)),
        Operation::only("deep update (4.01)", &[Mock], run!(deep_update)),
        Operation::everywhere("$ref: the only one is set", run!(link_one)),
        Operation::everywhere("$ref: the only one is removed", run!(unlink_one)),
        Operation::everywhere("$ref: one of many is added", run!(link_many)),
        Operation::everywhere("$ref: one of many is removed", run!(unlink_many)),
    ]
}

fn ware(sku: &str) -> Changes<Ware> {
    Changes::new().set(Ware::SKU, sku)
}

/// The vendor of a ware; nothing where it has none.
async fn vendor_of(scene: &Scene, sku: &str) -> Result<Option<String>, Failure> {
    let place = format!("wares('{sku}')/vendor");
    match scene.plain.get(&place).await? {
        (200, body) => {
            let body: serde_json::Value = serde_json::from_slice(&body)?;
            Ok(Some(body["id"].to_string()))
        }
        (204 | 404, _) => Ok(None),
        (status, _) => Err(format!("{place} is answered {status}").into()),
    }
}

async fn leads_to(scene: &Scene, sku: &str, vendor: Option<&str>) -> Checked {
    same(
        "the vendor",
        vendor_of(scene, sku).await?.as_deref(),
        vendor,
    )
}

async fn bind(scene: Scene) -> Checked {
    let vendors = scene.shop.vendors();
    vendors.insert(&vendor(550, "bound")).send().await?;
    let new = ware("bound").bind(Ware::VENDOR, vendors.by_key(550));
    scene.shop.wares().insert(&new).send().await?;
    leads_to(&scene, "bound", Some("550")).await
}

async fn bind_later(scene: Scene) -> Checked {
    let (vendors, wares) = (scene.shop.vendors(), scene.shop.wares());
    vendors.insert(&vendor(551, "bound")).send().await?;
    wares.insert(&ware("bound later")).send().await?;
    let changes = Changes::new().bind(Ware::VENDOR, vendors.by_key(551));
    wares.by_key("bound later").update(&changes).send().await?;
    leads_to(&scene, "bound%20later", Some("551")).await
}

async fn unbind(scene: Scene) -> Checked {
    let (vendors, wares) = (scene.shop.vendors(), scene.shop.wares());
    vendors.insert(&vendor(552, "bound")).send().await?;
    let new = ware("unbound").bind(Ware::VENDOR, vendors.by_key(552));
    wares.insert(&new).send().await?;
    leads_to(&scene, "unbound", Some("552")).await?;
    let changes = Changes::new().unbind(Ware::VENDOR);
    let wares = newer(&scene)?.wares();
    wares.by_key("unbound").update(&changes).send().await?;
    leads_to(&scene, "unbound", None).await
}

/// A client that writes as 4.01 has it.
fn newer(scene: &Scene) -> odata::Result<OdatapyClient> {
    let root = odata::Service::client(&scene.shop).root().as_str();
    let builder = OdatapyClient::builder().base_url(root);
    builder.protocol_version(ProtocolVersion::V4_01).build()
}

async fn bind_4_01(scene: Scene) -> Checked {
    let shop = newer(&scene)?;
    shop.vendors().insert(&vendor(553, "bound")).send().await?;
    let new = ware("bound4").bind(Ware::VENDOR, shop.vendors().by_key(553));
    shop.wares().insert(&new).send().await?;
    leads_to(&scene, "bound4", Some("553")).await
}

async fn deep(scene: Scene) -> Checked {
    let new = vendor(554, "deep").with(Vendor::WARES, [ware("deep1"), ware("deep2")]);
    scene.shop.vendors().insert(&new).send().await?;
    scene
        .plain
        .are("vendors(554)/wares", "sku", &["deep1", "deep2"])
        .await?;
    scene
        .plain
        .has("wares('deep1')", json!({"sku": "deep1"}))
        .await
}

async fn deep_on_cap(scene: Scene) -> Checked {
    let evidence = |seq: i16| Changes::new().set(Evidence::SEQ, seq);
    let new = Changes::new()
        .set(Alerts::ID, "deep")
        .set(Alerts::TITLE, "t");
    let new = new.with(Alerts::EVIDENCE, [evidence(1), evidence(2)]);
    scene.cap.alerts().insert(&new).send().await?;
    scene
        .plain
        .are("alerts('deep')/evidence", "seq", &["1", "2"])
        .await
}

async fn deep_update(scene: Scene) -> Checked {
    let shop = newer(&scene)?;
    let new = vendor(555, "deep").with(Vendor::WARES, [ware("deep3"), ware("deep4")]);
    shop.vendors().insert(&new).send().await?;
    let changes = Changes::new().with(Vendor::WARES, [ware("deep4"), ware("deep5")]);
    shop.vendors().by_key(555).update(&changes).send().await?;
    scene
        .plain
        .are("vendors(555)/wares", "sku", &["deep4", "deep5"])
        .await
}

/// A vendor and a ware that are not related.
async fn apart(scene: &Scene, id: i32, sku: &str) -> odata::Result<()> {
    scene
        .shop
        .vendors()
        .insert(&vendor(id, "apart"))
        .send()
        .await?;
    scene.shop.wares().insert(&ware(sku)).send().await?;
    Ok(())
}

async fn link_one(scene: Scene) -> Checked {
    apart(&scene, 556, "ref1").await?;
    let vendor = scene.shop.wares().by_key("ref1").navigate(Ware::VENDOR);
    vendor.link(scene.shop.vendors().by_key(556)).send().await?;
    leads_to(&scene, "ref1", Some("556")).await
}

async fn unlink_one(scene: Scene) -> Checked {
    apart(&scene, 557, "ref2").await?;
    let vendor = scene.shop.wares().by_key("ref2").navigate(Ware::VENDOR);
    vendor.link(scene.shop.vendors().by_key(557)).send().await?;
    vendor.unlink().send().await?;
    leads_to(&scene, "ref2", None).await
}

async fn link_many(scene: Scene) -> Checked {
    apart(&scene, 558, "ref3").await?;
    let wares = scene.shop.vendors().by_key(558).navigate(Vendor::WARES);
    wares.link(scene.shop.wares().by_key("ref3")).send().await?;
    scene
        .plain
        .are("vendors(558)/wares", "sku", &["ref3"])
        .await
}

async fn unlink_many(scene: Scene) -> Checked {
    apart(&scene, 559, "ref4").await?;
    let wares = scene.shop.vendors().by_key(559).navigate(Vendor::WARES);
    wares.link(scene.shop.wares().by_key("ref4")).send().await?;
    wares
        .unlink(scene.shop.wares().by_key("ref4"))
        .send()
        .await?;
    scene.plain.are("vendors(559)/wares", "sku", &[]).await?;
    scene
        .plain
        .has("wares('ref4')", json!({"sku": "ref4"}))
        .await
}
