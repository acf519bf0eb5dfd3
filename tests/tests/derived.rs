//! Values of derived types: read as the most derived type that is generated, kept as what they came as.

use odata::Value;
use odata::json::Reader;
use odata_tests::odatapy::{Alert, Entity, IpAddress, IpV6Address, Machine, Server};

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

/// Each level would be read once for each type that it has: 2^60 times at the bottom.
#[test]
fn values_of_derived_types_within_each_other_are_read_once() {
    let mut text = String::from("{}");
    for _ in 0..60 {
        text = format!(
            r##"{{"id":"m","machineTags":[],"ipAddresses":[],"roles":[],"alerts":[{{"id":"a","severity":"Low","machine":{text}}}],"@odata.type":"#microsoft.windowsDefenderATP.api.Server"}}"##
        );
    }
    let mut machine = Machine::default();
    // Whether it is read or refused for its depth: in no time.
    let _ = machine.read(&mut Reader::new(&text));
}

#[test]
fn a_type_that_is_no_text_is_no_type() {
    for odd in ["7", "null", "[]", "\"#\"", "\"\""] {
        let text = format!(r#"{{"@odata.type":{odd},"id":"m1"}}"#);
        let machine: Machine = read(&text);
        assert_eq!(machine.id, "m1");
    }
}
