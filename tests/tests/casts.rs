//! Casts to derived types, in paths and in expressions, and questions about types.

use odata::{Changes, Filter, Query};
use odata_mock::MockService;
use odata_tests::odatapy::{
    Entity, IpAddress, IpV6Address, LibraryFile, Machine, OdatapyClient, Server,
};
use serde_json::json;

const METADATA: &str = include_str!("../specs/odatapy/metadata.xml");
const SERVER: &str = "microsoft.windowsDefenderATP.api.Server";

fn service() -> MockService {
    let ty = format!("#{SERVER}");
    let rows = json!([
        {"id": "m1", "osPlatform": "Windows11", "machineTags": ["t1"], "ipAddresses": []},
        {"@odata.type": ty, "id": "m2", "osPlatform": "Linux", "machineTags": [], "ipAddresses": [], "roles": ["dc", "web"]},
        {"@odata.type": ty, "id": "m3", "osPlatform": "Windows11", "machineTags": [], "ipAddresses": [], "roles": []},
    ]);
    let service = MockService::from_csdl(METADATA).expect("the model");
    service.entity_set("machines", rows).expect("rows")
}

fn client(service: &MockService) -> OdatapyClient {
    let builder = OdatapyClient::builder().transport(service.transport());
    builder.build().expect("a client")
}

fn path<E: odata::Structured, T>(query: &Query<E, T>) -> String {
    let url = query.url().expect("a URL").to_string();
    let (_, below) = url.split_once("/machines").expect("a path");
    below
        .replace("%20", " ")
        .replace("%27", "'")
        .replace(&format!("/{SERVER}"), "/*")
}

async fn ids(query: Query<Machine>) -> Vec<String> {
    let page = query.send().await.expect("a page");
    page.into_iter().map(|machine| machine.id).collect()
}

#[tokio::test]
async fn a_set_is_cast() {
    let service = service();
    let machines = client(&service).machines();
    let servers = machines.cast::<Server>();
    let page = servers
        .filter(Server::OS_PLATFORM.eq("Linux"))
        .send()
        .await
        .expect("a page");
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.items[0].roles, ["dc", "web"]);

    // What was asked before the cast is asked of what it leaves.
    let query = machines
        .filter(Machine::OS_PLATFORM.ne("Linux"))
        .order_by(Machine::ID.desc())
        .top(5)
        .cast::<Server>()
        .select((Server::ID, Server::ROLES));
    assert_eq!(
        path(&query),
        "/*?$filter=osPlatform ne 'Linux'&$orderby=id desc&$select=id,roles&$top=5"
    );
    assert_eq!(
        query.send().await.expect("a page").items,
        [("m3".to_owned(), vec![])]
    );

    // Text is checked against what it is cast to.
    let query = servers
        .filter_text("roles/any(r:r eq 'web')")
        .expect("a filter");
    assert_eq!(query.send().await.expect("a page").items[0].id, "m2");
    let error = servers
        .filter_text("rolls/any(r:r eq 'web')")
        .expect_err("no such property");
    assert!(
        error.to_string().contains("Server has no property `rolls`"),
        "{error}"
    );
}

#[tokio::test]
async fn an_entity_is_cast() {
    let service = service();
    let machines = client(&service).machines();
    let server: Server = machines
        .by_key("m2")
        .cast::<Server>()
        .send()
        .await
        .expect("a server");
    assert_eq!(server.roles, ["dc", "web"]);
    let seen = service.requests();
    let seen = seen.last().expect("a request");
    assert_eq!(seen.path(), format!("/api/machines('m2')/{SERVER}"));

    let of_set = machines.cast::<Server>().by_key("m2");
    assert_eq!(of_set.send().await.expect("a server"), server);
    assert_eq!(
        of_set.url().expect("a URL"),
        machines
            .by_entity(&machine("m2"))
            .cast::<Server>()
            .url()
            .expect("a URL")
    );
    let other = machines.by_key("m1").cast::<Server>();
    assert_eq!(other.send_optional().await.expect("an answer"), None);
}

fn machine(id: &str) -> Machine {
    let mut machine = Machine::default();
    machine.id = id.to_owned();
    machine
}

#[tokio::test]
async fn what_is_changed_is_of_the_derived_type() {
    let service = service();
    let machines = client(&service).machines();
    let servers = machines.cast::<Server>();
    let new = Changes::new()
        .set(Server::ID, "m4")
        .set(Server::ROLES, vec!["mail"]);
    let server = servers.insert(&new).send().await.expect("a server");
    assert_eq!(server.roles, ["mail"]);
    let seen = service.requests();
    let seen = seen.last().expect("a request");
    assert_eq!(seen.path(), "/api/machines");
    assert_eq!(
        String::from_utf8_lossy(&seen.body),
        format!(r##"{{"@odata.type":"#{SERVER}","id":"m4","roles":["mail"]}}"##)
    );
    let read = machines.by_key("m4").send().await.expect("a machine");
    assert!(read.odata.as_type::<Server>().is_some());

    let changes = Changes::new().set(Server::ROLES, vec!["mail", "dns"]);
    servers
        .by_key("m4")
        .update(&changes)
        .send()
        .await
        .expect("an update");
    let read = servers.by_key("m4").send().await.expect("a server");
    assert_eq!(read.roles, ["mail", "dns"]);
    // A machine that is no server is not found there, and stays.
    let error = servers.by_key("m1").update(&changes).send().await;
    assert!(error.expect_err("no server").is_not_found());
    let error = servers.by_key("m1").delete().send().await;
    assert!(error.expect_err("no server").is_not_found());
    machines.by_key("m1").send().await.expect("a machine");
}

#[tokio::test]
async fn filters_ask_for_types_and_for_what_only_a_derived_type_has() {
    let service = service();
    let machines = client(&service).machines();
    let is_server = machines.filter(Filter::is_of::<Server>());
    assert_eq!(path(&is_server), format!("?$filter=isof({SERVER})"));
    assert_eq!(ids(is_server).await, ["m2", "m3"]);
    assert_eq!(
        ids(machines.filter(!Filter::is_of::<Server>())).await,
        ["m1"]
    );

    // The base type is known by the set.
    let of_servers = machines.filter(Server::OS_PLATFORM.upcast().starts_with("Win"));
    assert_eq!(
        path(&of_servers),
        format!("?$filter=startswith({SERVER}/osPlatform,'Win')")
    );
    assert_eq!(ids(of_servers).await, ["m3"]);
    let both = Server::OS_PLATFORM
        .upcast()
        .eq("Linux")
        .or(Machine::ID.eq("m1"));
    assert_eq!(ids(machines.filter(both)).await, ["m1", "m2"]);

    // A whole filter: what is of another type has null, which differs from every value.
    let whole = Server::OS_PLATFORM.ne("Linux").and(Server::ID.ne("m9"));
    assert_eq!(
        ids(machines.filter(whole.clone().upcast())).await,
        ["m1", "m3"]
    );
    let only_servers = Filter::is_of::<Server>().and(whole.upcast());
    assert_eq!(ids(machines.filter(only_servers)).await, ["m3"]);

    let sorted = machines.order_by(Server::OS_PLATFORM.upcast().desc());
    assert_eq!(path(&sorted), format!("?$orderby={SERVER}/osPlatform desc"));
    assert_eq!(ids(sorted).await, ["m3", "m2", "m1"]);
}

#[test]
fn types_further_up_and_within_are_asked_for() {
    let of_machine: Filter<Entity> = Machine::OS_PLATFORM.upcast().eq("Linux");
    assert_eq!(
        of_machine.to_string(),
        "microsoft.windowsDefenderATP.api.Machine/osPlatform eq 'Linux'"
    );
    let of_server = Filter::<Entity>::is_of::<Server>();
    assert_eq!(of_server.to_string(), format!("isof({SERVER})"));
    let of_address: Filter<IpAddress> = IpV6Address::SCOPE.upcast().gt(3);
    assert_eq!(
        of_address.to_string(),
        "microsoft.windowsDefenderATP.api.IpV6Address/scope gt 3"
    );
    let led_to = odata_tests::odatapy::Alert::MACHINE.is_of::<Server>();
    assert_eq!(led_to.to_string(), format!("isof(machine,{SERVER})"));
    let complex = odata_tests::odatapy::VmMetadata::NESTED.is_of::<IpV6Address>();
    assert_eq!(
        complex.to_string(),
        "isof(nested,microsoft.windowsDefenderATP.api.IpV6Address)"
    );
}

#[test]
fn casts_are_read_from_text() {
    for text in [
        format!("isof({SERVER})"),
        format!("isof(machine,{SERVER})"),
        format!("{SERVER}/roles/any(r:r eq 'web')"),
    ] {
        let read = Filter::<LibraryFile>::unchecked(&text).expect("a filter");
        assert_eq!(read.to_string(), text);
    }
}
