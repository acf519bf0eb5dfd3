//! Batches whose requests lead to what others of them make, on the mock with the metadata of a real server.

use odata::{Changes, ProtocolVersion, Service as _};
use odata_mock::MockService;
use odata_tests::cap::{CapClient, Vendors, Wares};
use serde_json::Value as Json;

const METADATA: &str = include_str!("../specs/cap/metadata.xml");

fn client(service: &MockService, version: ProtocolVersion) -> CapClient {
    let builder = CapClient::builder().transport(service.transport());
    builder
        .base_url(service.url())
        .allow_http()
        .protocol_version(version)
        .build()
        .expect("a client")
}

#[tokio::test]
async fn a_new_entity_is_bound_to_another_new_one() {
    for version in [ProtocolVersion::V4_0, ProtocolVersion::V4_01] {
        for is_json in [false, true] {
            let service = MockService::from_csdl(METADATA).expect("a model");
            let cap = client(&service, version);
            let mut batch = match is_json {
                true => cap.batch().json(),
                false => cap.batch().multipart(),
            };
            let vendor = Changes::new().set(Vendors::ID, 7).set(Vendors::NAME, "v");
            let (vendor, bound, referred) = batch.atomic(|group| {
                let vendor = group.add(&cap.vendors().insert(&vendor));
                let ware = |sku: &str| Changes::new().set(Wares::SKU, sku);
                let bound = ware("a").bind(Wares::VENDOR, group.below(&vendor));
                let bound = group.add(&cap.wares().insert(&bound));
                let referred = ware("b").bind(Wares::VENDOR, group.reference(&vendor));
                let referred = group.add(&cap.wares().insert(&referred));
                (vendor, bound, referred)
            });
            let mut answers = batch.send().await.expect("answers");
            let said = format!("{version:?}, json {is_json}");
            assert_eq!(answers.take(vendor).expect(&said).id, 7);
            assert_eq!(answers.take(bound).expect(&said).sku, "a");
            assert_eq!(answers.take(referred).expect(&said).sku, "b");
            for sku in ["a", "b"] {
                let ware = cap.wares().by_key(sku).navigate(Wares::VENDOR);
                assert_eq!(ware.send().await.expect(&said).id, 7, "{said}");
            }
            let body = &service.requests()[0].body;
            if is_json {
                let sent: Json = serde_json::from_slice(body).expect("JSON");
                assert_eq!(sent["requests"][1]["dependsOn"], serde_json::json!(["1"]));
            }
        }
    }
}
