//! Functions and actions that are bound to complex types, and to collections of them: URLs, bodies, what the mock makes of them.

mod asked;

use odata::{Reference, Service as _};
use odata_mock::{Canned, MockService};
use odata_tests::rack::{
    Fan, Hall, Machine, MachineCollection, Place, Rack, ResetType, V1_0_0Actions, V1_0_0Machine,
    V1_0_0OemActions, V1_1_0Machine,
};
use serde_json::{Value, json};

use asked::{answering_with, body, only};

const RACK: &str = include_str!("../specs/rack/metadata.xml");
const ROOT: &str = "https://rack.contoso.com/redfish/v1/";

fn client(service: &MockService) -> Rack {
    let rack = Rack::builder().transport(service.transport()).build();
    rack.expect("a client")
}

/// A service that answers everything with this.
fn answering(canned: Canned) -> (MockService, Rack) {
    let service = answering_with(canned, RACK);
    let rack = client(&service);
    (service, rack)
}

fn path(url: odata::Result<impl ToString>) -> String {
    let url = url.expect("a URL").to_string();
    url.strip_prefix(ROOT).expect("the root").to_owned()
}

/// As Redfish has it: the URL of a member is its id, and no segment says which version it is of.
#[tokio::test]
async fn an_action_of_redfish_is_called_on_the_property_actions() {
    let (service, rack) = answering(Canned::status(204));
    let machine = Reference::<Machine>::new("/redfish/v1/Systems/1");
    let machine = machine.at(rack.client()).expect("an entity");
    let actions = machine
        .as_type::<V1_1_0Machine>()
        .property(V1_1_0Machine::ACTIONS);
    let reset = V1_0_0Actions::reset().reset_type(ResetType::ForceOff);
    actions.call(reset).send().await.expect("nothing");
    let request = only(&service);
    assert_eq!(
        (request.method.as_str(), request.path()),
        ("POST", "/redfish/v1/Systems/1/Actions/Rack.Reset")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("if-match"), None);
    assert_eq!(body(&request), json!({"ResetType": "ForceOff"}));

    let plain = actions.call(V1_0_0Actions::reset());
    assert_eq!(path(plain.url()), "Systems/1/Actions/Rack.Reset");
    let oem = actions.property(V1_0_0Actions::OEM);
    let polish = oem.call(V1_0_0OemActions::polish());
    assert_eq!(path(polish.url()), "Systems/1/Actions/Oem/Contoso.Polish");
}

#[tokio::test]
async fn what_only_a_derived_type_has_is_behind_a_cast_where_the_service_knows_them() {
    let (_, rack) = answering(Canned::status(204));
    let machine = rack.machines().by_key("1").cast::<V1_0_0Machine>();
    let actions = machine.property(V1_0_0Machine::ACTIONS);
    assert_eq!(
        path(actions.call(V1_0_0Actions::reset()).url()),
        "Machines('1')/Rack.v1_0_0.Machine/Actions/Rack.Reset"
    );
    // The same of a complex value.
    let place = rack.machines().by_key("1").property(Machine::PLACE);
    let light = place.cast::<Hall>().call(Hall::light(7));
    assert_eq!(
        path(light.url()),
        "Machines('1')/Place/Rack.Hall/Rack.Light"
    );
    let light = place.as_type::<Hall>().call(Hall::light(7));
    assert_eq!(path(light.url()), "Machines('1')/Place/Rack.Light");
    let door = place.as_type::<Hall>().property(Hall::DOOR);
    assert_eq!(path(door.url()), "Machines('1')/Place/Door");
    // What a derived type has of the entity is asked without a cast, and changed so.
    let machine = rack.machines().by_key("1").as_type::<V1_1_0Machine>();
    assert_eq!(
        path(machine.property(V1_1_0Machine::MODEL).url()),
        "Machines('1')/Model"
    );
    assert_eq!(path(machine.url()), "Machines('1')");
}

#[tokio::test]
async fn what_is_bound_to_a_base_type_is_called_on_what_extends_it() {
    let (_, rack) = answering(Canned::status(204));
    let hall = rack.machines().by_key("1").property(Machine::HALL);
    let (vacate, light) = (hall.call(Place::vacate()), hall.call(Hall::light(1)));
    assert_eq!(path(vacate.url()), "Machines('1')/Hall/Rack.Vacate");
    assert_eq!(path(light.url()), "Machines('1')/Hall/Rack.Light");
    let next = hall.call(Place::next());
    assert_eq!(path(next.url()), "Machines('1')/Hall/Rack.Next()");
}

/// The mock evaluates the path, and gives the closure the value.
#[tokio::test]
async fn the_mock_calls_what_is_bound_to_a_complex_value() {
    let service = MockService::from_csdl(RACK)
        .expect("a model")
        .entity_set(
            "Machines",
            json!([{
                "@odata.type": "#Rack.v1_0_0.Machine", "Id": "1", "Place": {"Row": 4}, "Hall": {"Row": 9, "Door": "b"},
                "Fans": [{"Speed": 3}, {"Speed": 1}], "Actions": {"Oem": {}},
            }]),
        )
        .expect("rows")
        .operation("Rack.Light", |call| {
            assert_eq!(call.bound, Some(json!({"Row": 9, "Door": "b"})));
            Ok(json!(call.parameter("Lux") == &json!(500)))
        })
        .and_then(|service| {
            service.operation("Rack.Distance", |call| {
                let of = |place: &Value| place["Row"].as_i64().expect("a row");
                let bound = call.bound.as_ref().expect("a place");
                assert_eq!(call.parameter("unit"), "m");
                Ok(json!(of(bound) - of(call.parameter("from"))))
            })
        })
        .and_then(|service| {
            service.operation("Rack.Next", |call| {
                let bound = call.bound.as_ref().expect("a place");
                Ok(json!({"Row": bound["Row"].as_i64().expect("a row") + 1}))
            })
        })
        .and_then(|service| service.operation("Rack.Reset", |_| Ok(json!(null))))
        .and_then(|service| {
            service.operation("Rack.Clean", |call| Ok(call.bound.clone().expect("fans")))
        })
        .and_then(|service| {
            service.operation("Rack.Slowest", |call| {
                let fans = call.bound.as_ref().and_then(Value::as_array);
                let slowest = fans.and_then(|fans| fans.iter().min_by_key(|fan| fan["Speed"].as_i64()));
                Ok(slowest.cloned().expect("a fan"))
            })
        })
        .expect("operations");
    let rack = client(&service);
    let machine = rack.machines().by_key("1");
    // An action of a value that is of a derived type, and one of a property that only a derived type has.
    let lit = machine.property(Machine::HALL).call(Hall::light(500));
    assert!(lit.send().await.expect("a truth"));
    let actions = rack.machines().by_key("1").cast::<V1_0_0Machine>();
    let actions = actions.property(V1_0_0Machine::ACTIONS);
    let reset = actions.call(V1_0_0Actions::reset().reset_type(odata::Null));
    reset.send().await.expect("nothing");
    // A function, and one whose result is gone on from.
    let place = machine.property(Machine::PLACE);
    let mut from = Place::default();
    from.row = Some(1);
    let distance = place.call(Place::distance(&from, "m"));
    assert_eq!(distance.send().await.expect("a number"), Some(3));
    let next = place.call(Place::next()).send().await.expect("a place");
    assert_eq!(next.row, Some(5));
    let row = place.call(Place::next()).property(Place::ROW);
    assert_eq!(row.send().await.expect("a row"), Some(5));
    let after = place.call(Place::next()).call(Place::next());
    assert_eq!(after.send().await.expect("a place").row, Some(6));
    // Those of a collection of complex values.
    let fans = machine.items(Machine::FANS);
    let slowest: Fan = fans.call(Fan::slowest()).send().await.expect("a fan");
    assert_eq!(slowest.speed, Some(1));
    let clean = fans.call(Fan::clean()).send().await.expect("a page");
    assert_eq!(clean.items.len(), 2);
    let asked: Vec<String> = service
        .requests()
        .iter()
        .map(|one| format!("{} {}", one.method, one.path()))
        .collect();
    assert_eq!(
        asked,
        [
            "POST /redfish/v1/Machines('1')/Hall/Rack.Light",
            "POST /redfish/v1/Machines('1')/Rack.v1_0_0.Machine/Actions/Rack.Reset",
            "GET /redfish/v1/Machines('1')/Place/Rack.Distance(from=@from,unit='m')",
            "GET /redfish/v1/Machines('1')/Place/Rack.Next()",
            "GET /redfish/v1/Machines('1')/Place/Rack.Next()/Row",
            "GET /redfish/v1/Machines('1')/Place/Rack.Next()/Rack.Next()",
            "GET /redfish/v1/Machines('1')/Fans/Rack.Slowest()",
            "POST /redfish/v1/Machines('1')/Fans/Rack.Clean",
        ]
    );
}

#[tokio::test]
async fn actions_of_complex_values_go_in_a_batch() {
    let service = MockService::from_csdl(RACK).expect("a model");
    let rows = json!([{"@odata.type": "#Rack.Machine", "Id": "1", "Hall": {"Row": 9}, "Fans": []}]);
    let service = service.entity_set("Machines", rows).expect("rows");
    let service = service.operation("Rack.Light", |call| Ok(json!(call.parameter("Lux") == 2)));
    let service = service.expect("an action");
    let rack = client(&service);
    let hall = rack.machines().by_key("1").property(Machine::HALL);
    let mut batch = rack.client().batch();
    let one = batch.add(&hall.call(Hall::light(1)));
    let two = batch.add(&hall.call(Hall::light(2)));
    let mut answers = batch.send().await.expect("answers");
    let lit = (answers.take(one), answers.take(two));
    assert!(matches!(lit, (Ok(false), Ok(true))), "{lit:?}");
}

const ADVERTISED: &str = r##"{
    "@odata.id": "/redfish/v1/Systems/1", "@odata.type": "#Rack.v1_1_0.Machine", "Id": "1", "Model": "R2",
    "Actions": {
        "#Rack.Reset": {
            "target": "/redfish/v1/Chassis/7/Reset?by=1", "title": "Reset",
            "ResetType@Redfish.AllowableValues": ["On", "ForceOff"]
        },
        "Oem": {"#Contoso.Polish": {"target": "https://elsewhere.contoso.com/polish"}}
    }
}"##;

#[tokio::test]
async fn an_advertised_action_is_sent_to_its_target() {
    let body_of = serde_json::from_str::<Value>(ADVERTISED).expect("JSON");
    let service = MockService::from_csdl(RACK).expect("a model");
    let service = service.intercept(move |request| {
        Some(match request.method.as_str() {
            "GET" => Canned::json(&body_of),
            _ => Canned::status(204),
        })
    });
    let rack = client(&service);
    let machine = Reference::<Machine>::new("/redfish/v1/Systems/1");
    let machine = machine.at(rack.client()).expect("an entity");
    let read = machine.clone().keep_annotations().send().await;
    let read = read.expect("a machine");
    let whole = read.odata.as_type::<V1_1_0Machine>().expect("a version");
    assert_eq!(whole.model.as_deref(), Some("R2"));
    let offered = whole.actions.as_ref().expect("actions");
    let reset = offered.odata.operation("Rack.Reset").expect("offered");
    assert_eq!(reset.title.as_deref(), Some("Reset"));
    let target = reset.target.expect("a target");
    let actions = machine.as_type::<V1_1_0Machine>();
    let actions = actions.property(V1_1_0Machine::ACTIONS);
    let call = actions.call(V1_0_0Actions::reset().reset_type(ResetType::On));
    let call = call.to_target(&target).option("wait", "no");
    assert_eq!(path(call.url()), "Chassis/7/Reset?by=1&wait=no");
    call.send().await.expect("nothing");
    let requests = service.requests();
    let request = requests.last().expect("a request");
    assert_eq!(
        (request.method.as_str(), request.path()),
        ("POST", "/redfish/v1/Chassis/7/Reset")
    );
    assert_eq!(body(request), json!({"ResetType": "On"}));

    // The token goes to the hosts of the service alone.
    let oem = offered.oem.as_ref().expect("more of them");
    let polish = oem.odata.operation("Contoso.Polish").expect("offered");
    let call = actions
        .property(V1_0_0Actions::OEM)
        .call(V1_0_0OemActions::polish())
        .to_target(&polish.target.expect("a target"));
    let error = call.send().await.expect_err("another host");
    assert!(error.is_refused(), "{error:?}");
    let said = "the target leads to";
    assert!(error.to_string().contains(said), "{error}");
    assert_eq!(service.requests().len(), 2);

    // Nothing is kept of it where it was not asked for.
    let plain = machine_again(&rack).send().await.expect("a machine");
    let plain = plain.odata.as_type::<V1_1_0Machine>().expect("a version");
    let offered = plain.actions.as_ref().expect("actions");
    assert_eq!(offered.odata.operation("Rack.Reset"), None);
}

fn machine_again(rack: &Rack) -> odata::EntityQuery<Machine> {
    let machine = Reference::<Machine>::new("/redfish/v1/Systems/1");
    machine.at(rack.client()).expect("an entity")
}

#[tokio::test]
async fn what_is_not_to_be_asked_is_not_called_either() {
    let (service, rack) = answering(Canned::status(204));
    let members = rack.systems().navigate(MachineCollection::MEMBERS);
    // Options of a collection are lost behind a key.
    let machine = members.top(3).by_key("1");
    let vacate = machine.property(Machine::HALL).call(Place::vacate());
    let error = vacate.send().await.expect_err("refused");
    assert!(error.is_refused(), "{error:?}");
    let below = machine.property(Machine::PLACE).property(Place::ROW);
    assert!(below.send().await.is_err_and(|error| error.is_refused()));
    assert!(service.requests().is_empty());
}
