//! Values of derived types: read as the most derived type that is generated, kept as what they came as.

use odata::json::Reader;
use odata::{Changes, Value};
use odata_mock::{Canned, MockService};
use odata_tests::odatapy::{Alert, Entity, IpAddress, IpV6Address, Machine, OdatapyClient, Server};

const SERVER: &str = r##"{
    "@odata.type": "#microsoft.windowsDefenderATP.api.Server",
    "@odata.etag": "W/\"7\"",
    "id": "m1",
    "osPlatform": "Linux",
    "machineTags": ["edge"],
    "ipAddresses": [
        {"ipAddress": "10.0.0.1"},
        {"@odata.type": "#microsoft.windowsDefenderATP.api.IpV6Address", "ipAddress": "fe80::1", "scope": 4},
        {"@odata.type": "#microsoft.windowsDefenderATP.api.IpV8Address", "ipAddress": "?", "era": 9}
    ],
    "roles": ["web", "mail"],
    "shoeSize": 43
}"##;

fn read<T: Value>(text: &str) -> T {
    let mut value = T::default();
    let mut reader = Reader::new(text);
    let read = value.read(&mut reader).and_then(|()| reader.end());
    read.unwrap_or_else(|fault| panic!("{fault}"));
    value
}

#[test]
fn a_machine_that_is_a_server_is_both() {
    let machine: Machine = read(SERVER);
    assert_eq!(
        (machine.id.as_str(), machine.odata.etag()),
        ("m1", Some("W/\"7\""))
    );
    let server = machine.odata.as_type::<Server>().expect("a server");
    assert_eq!(server.roles, ["web", "mail"]);
    // What the base type declares is in both.
    assert_eq!(
        (&server.id, &server.os_platform),
        (&machine.id, &machine.os_platform)
    );
    // What neither declares, too.
    for odata in [&machine.odata, &server.odata] {
        assert_eq!(
            odata.undeclared("shoeSize").map(|json| json.text()),
            Some("43")
        );
    }
    assert!(machine.odata.as_type::<IpAddress>().is_none());
}

#[test]
fn a_type_between_is_one_too() {
    let entity: Entity = read(SERVER);
    let server = entity.odata.as_type::<Server>().expect("a server");
    let machine = entity.odata.as_type::<Machine>().expect("a machine");
    assert_eq!(machine.os_platform.as_deref(), Some("Linux"));
    assert_eq!(machine.machine_tags, ["edge"]);
    assert_eq!(machine.odata.etag(), Some("W/\"7\""));
    // The same one each time, and it knows what it is.
    assert!(std::ptr::eq(
        machine,
        entity.odata.as_type::<Machine>().expect("again")
    ));
    assert_eq!(machine.odata.as_type::<Server>(), Some(server));
    // It is none of what it does not extend, nor of what extends it.
    assert!(entity.odata.as_type::<Alert>().is_none());
    assert!(entity.odata.as_type::<IpV6Address>().is_none());
    let plain: Entity = read(&SERVER.replace("api.Server", "api.Machine"));
    assert!(plain.odata.as_type::<Server>().is_none());
    let machine = plain.odata.as_type::<Machine>().expect("a machine");
    assert_eq!(machine.os_platform.as_deref(), Some("Linux"));
}

#[test]
fn also_within_a_collection_and_as_far_as_it_is_generated() {
    let machine: Machine = read(SERVER);
    let [plain, v6, unknown] = &*machine.ip_addresses else {
        panic!("three addresses");
    };
    assert!(plain.odata.as_type::<IpV6Address>().is_none());
    let v6 = v6
        .odata
        .as_type::<IpV6Address>()
        .expect("a version 6 address");
    assert_eq!(
        (v6.ip_address.as_deref(), v6.scope),
        (Some("fe80::1"), Some(4))
    );
    // A type that this client does not know reads as its base, with the rest kept.
    assert_eq!(unknown.ip_address.as_deref(), Some("?"));
    assert_eq!(
        unknown.odata.undeclared("era").map(|json| json.text()),
        Some("9")
    );
    assert_eq!(
        unknown.odata.type_name(),
        Some("microsoft.windowsDefenderATP.api.IpV8Address")
    );
}

#[test]
fn what_is_read_is_what_is_written_copied_and_compared() {
    let machine: Machine = read(SERVER);
    let mut text = String::new();
    machine.write(&mut text);
    let again: Machine = read(&text);
    let written: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(written["roles"], serde_json::json!(["web", "mail"]));
    assert_eq!(written["ipAddresses"][1]["scope"], 4);
    assert_eq!(
        again.odata.as_type::<Server>().expect("a server").roles,
        ["web", "mail"]
    );
    let copy = machine.clone();
    assert_eq!(copy, machine);
    let other: Machine = read(&SERVER.replace("mail", "dns"));
    assert_ne!(
        other, machine,
        "they differ in what the base type does not have"
    );
    assert!(format!("{machine:?}").contains("mail"), "{machine:?}");
}

/// What a level has would be there once for each type that it is read as: 2^40 times at the bottom.
#[test]
fn values_of_derived_types_within_each_other_are_there_once() {
    let mut text = r#"{"id":"m","machineTags":[],"ipAddresses":[]}"#.to_owned();
    for _ in 0..40 {
        text = format!(
            r##"{{"id":"m","machineTags":[],"ipAddresses":[],"roles":[],"alerts":[{{"id":"a","severity":"Low","machine":{text}}}],"@odata.type":"#microsoft.windowsDefenderATP.api.Server"}}"##
        );
    }
    let machine: Machine = read(&text);
    let mut at = &machine;
    for _ in 0..40 {
        let server = at.odata.as_type::<Server>().expect("a server");
        assert_eq!(server.alerts.as_ref().map(|alerts| alerts.len()), Some(1));
        let alerts = at.alerts.as_ref().expect("alerts");
        at = alerts[0].machine.as_ref().expect("a machine");
    }
    let copy = machine.clone();
    assert_eq!(copy, machine);
    let again: Machine = read(&text);
    assert_eq!(again, machine);
    let mut written = String::new();
    machine.write(&mut written);
    assert!(written.len() < 2 * text.len());
    assert!(format!("{machine:?}").len() < 4 * text.len());
}

#[test]
fn a_count_alone_is_no_expansion() {
    let machine: Machine = read(r#"{"id":"m1","alerts@odata.count":3}"#);
    assert_eq!(machine.alerts, None);
    let counted: Machine = read(r#"{"id":"m1","alerts@odata.count":3,"alerts":[]}"#);
    assert_eq!(counted.alerts.and_then(|alerts| alerts.count()), Some(3));
    let cut: Machine = read(r#"{"id":"m1","alerts@odata.nextLink":"machines('m1')/alerts"}"#);
    assert!(
        cut.alerts
            .is_some_and(|alerts| alerts.next_link().is_some())
    );
}

/// Each would be held against all that came before it: 40,000,000,000 comparisons.
#[test]
fn many_undeclared_properties_are_read_in_no_time() {
    let members: Vec<String> = (0..200_000).map(|at| format!("\"a{at}\":{at}")).collect();
    let machine: Machine = read(&format!(r#"{{"id":"m1",{}}}"#, members.join(",")));
    assert_eq!(machine.odata.all_undeclared().count(), 200_000);
    let twice = r#"{"id":"m1","era":1,"other":2,"era":3}"#;
    let fault = Machine::default()
        .read(&mut Reader::new(twice))
        .unwrap_err();
    assert!(fault.to_string().contains("era"), "{fault}");
}

#[test]
fn a_type_that_is_no_text_is_no_type() {
    for odd in ["7", "null", "[]", "\"#\"", "\"\""] {
        let text = format!(r#"{{"@odata.type":{odd},"id":"m1"}}"#);
        let machine: Machine = read(&text);
        assert_eq!(machine.id, "m1");
    }
}

/// An ETag that stands in the head alone is that of the value as any of its types: a change without it would overwrite what others
/// changed.
#[tokio::test]
async fn the_etag_of_the_head_is_that_of_the_derived_type_too() {
    let service = MockService::from_csdl(include_str!("../servers/odatapy/metadata.xml"));
    let service = service.expect("a model").intercept(|request| {
        let answer = match request.method.as_str() {
            "GET" => Canned::status(200)
                .header("etag", "W/\"9\"")
                .body(SERVER.replace("@odata.etag", "@x.y")),
            _ => Canned::status(204),
        };
        Some(answer.header("content-type", "application/json"))
    });
    let client = OdatapyClient::builder()
        .base_url("https://odatapy.test/api/")
        .transport(service.transport());
    let machines = client.build().expect("a client").machines();
    let machine = machines.by_key("m1").send().await.expect("a machine");
    assert_eq!(machine.odata.etag(), Some("W/\"9\""));
    let server = machine.odata.as_type::<Server>().expect("a server");
    assert_eq!(server.odata.etag(), Some("W/\"9\""));
    let changes = Changes::new().set(Server::ROLES, vec!["web"]);
    let update = machines.cast::<Server>().by_entity(server).update(&changes);
    let curl = update.as_curl().expect("a request").to_string();
    assert!(
        curl.contains("If-Match: W/\"9\"") || curl.contains("if-match: W/\"9\""),
        "{curl}"
    );
}
