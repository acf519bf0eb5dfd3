//! An action of Redfish, from what DMTF publishes: its schemas, and a mockup of a power supply that says where it is reset.

use odata::Service as _;
use odata_mock::{Canned, MockService};
use serde_json::Value;

use crate::folder;
use crate::types::redfish::{
    PowerSupply, PowerSupplyV1_0_0Actions, Redfish, ResetType, V1_6_0PowerSupply,
};

const SUPPLY: &str =
    "redfish/mockups_public-rackmount1_Chassis_1U_PowerSubsystem_PowerSupplies_Bay1_index.json";

/// A model of any kind: each answer is made below.
const MODEL: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Any" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityContainer Name="Any"/></Schema>
</edmx:DataServices></edmx:Edmx>"#;

#[tokio::test]
async fn a_power_supply_is_reset_where_it_says() {
    let Some(folder) = folder() else {
        return;
    };
    let text = std::fs::read(folder.join(SUPPLY)).expect("readable");
    let supply: Value = serde_json::from_slice(&text).expect("JSON");
    let service = MockService::from_csdl(MODEL).expect("a model");
    let service = service.intercept(move |request| {
        Some(match request.method.as_str() {
            "GET" => Canned::json(&supply),
            _ => Canned::status(204),
        })
    });
    let redfish = Redfish::builder()
        .base_url("https://bmc.contoso.com/redfish/v1/")
        .transport(service.transport())
        .build()
        .expect("a client");

    let id = "/redfish/v1/Chassis/1U/PowerSubsystem/PowerSupplies/Bay1";
    let supply = odata::Reference::<PowerSupply>::new(id);
    let supply = supply.at(redfish.client()).expect("an entity");
    let read = supply.clone().keep_annotations().send().await;
    let read = read.expect("a power supply");
    let version = read.odata.as_type::<V1_6_0PowerSupply>();
    let actions = version.and_then(|version| version.actions.as_ref());
    let offered = actions.and_then(|actions| actions.odata.operation("PowerSupply.Reset"));
    let target = offered
        .and_then(|offered| offered.target)
        .expect("a target");

    let supply = supply.as_type::<V1_6_0PowerSupply>();
    let reset = PowerSupplyV1_0_0Actions::reset().reset_type(ResetType::GracefulRestart);
    let reset = supply.property(V1_6_0PowerSupply::ACTIONS).call(reset);
    // By the conventions it is elsewhere than this mockup says.
    let url = reset.url().expect("a URL");
    assert_eq!(url.path(), format!("{id}/Actions/PowerSupply.Reset"));
    reset.to_target(&target).send().await.expect("nothing");
    let requests = service.requests();
    let request = requests.last().expect("a request");
    assert_eq!(
        (request.method.as_str(), request.path()),
        ("POST", format!("{id}/PowerSupply.Reset").as_str())
    );
    assert_eq!(&request.body[..], br#"{"ResetType":"GracefulRestart"}"#);
}
