//! odatapy: inheritance, enumerations, flags, open types.

use std::sync::OnceLock;

use odata::{DateTimeOffset, Enumeration, Filter, Guid};
use odata_tests::odatapy::{
    Alert, AlertSeverity, Capability, IpV6Address, LibraryFile, Machine, OdatapyClient, Server, Zoo,
};
use odata_tests::servers::{Odatapy, Running};

use super::{all_once, assert_fixture, assert_metadata, fixture_names};

/// One server for the tests, which only read. It stops when this process ends and its standard input closes.
fn server() -> Option<&'static Running> {
    static SERVER: OnceLock<Option<Running>> = OnceLock::new();
    SERVER.get_or_init(Odatapy::start).as_ref()
}

fn client() -> Option<OdatapyClient> {
    let builder = OdatapyClient::builder().base_url(server()?.url());
    Some(builder.build().expect("a client"))
}

fn guid(digit: char) -> Guid {
    let text: String = "00000000-0000-0000-0000-000000000000".replace('0', &digit.to_string());
    text.parse().expect("a Guid")
}

#[test]
fn the_saved_metadata_is_what_it_publishes() {
    let Some(server) = server() else { return };
    assert_metadata(server, include_str!("../../specs/odatapy/metadata.xml"));
}

#[test]
fn it_has_the_rows_of_the_fixture() {
    let Some(server) = server() else { return };
    assert_fixture(server);
}

#[tokio::test]
async fn absolute_next_links_lead_to_the_last_row() {
    let Some(odatapy) = client() else { return };
    let files = odatapy.library_files();
    let page = files.count().send().await.expect("a page");
    assert_eq!((page.items.len(), page.count), (3, Some(12)));
    let next = page.next_link.expect("a next link");
    assert!(next.starts_with("http://127.0.0.1:"), "absolute: {next}");

    assert_eq!(
        all_once(files.query(), |file| file.file_name).await,
        fixture_names()
    );
    let by_time = files.order_by(LibraryFile::LAST_UPDATED_TIME.desc());
    assert_eq!(
        all_once(by_time, |file| file.file_name).await,
        fixture_names()
    );
    let names = files.select(LibraryFile::FILE_NAME);
    assert_eq!(all_once(names, |name| name).await, fixture_names());
    let with_plus =
        files.filter(LibraryFile::CREATED_BY.is_in(["amy@contoso.com", "carl@contoso.com"]));
    assert_eq!(all_once(with_plus, |file| file.file_name).await.len(), 6);
}

#[tokio::test]
async fn queries_are_answered() {
    let Some(odatapy) = client() else { return };
    let machines = odatapy.machines();
    let ids = |query: odata::Query<Machine>| async move {
        let query = query.select(Machine::ID).order_by(Machine::ID.asc());
        query.send().await.expect("a page").items
    };
    assert_eq!(
        ids(machines.filter(Machine::OS_BUILD.eq(9_007_199_254_740_993_i64))).await,
        ["m2"]
    );
    assert_eq!(
        ids(machines.filter(Machine::COMPUTER_DNS_NAME.is_null())).await,
        ["m3"]
    );
    assert_eq!(
        ids(machines.filter(Machine::OS_PLATFORM.is_in(["Linux", "macOS"]))).await,
        ["m2", "m3"]
    );
    let seen: DateTimeOffset = "2024-06-01T10:20:30.1234567Z".parse().expect("a moment");
    assert_eq!(
        ids(machines.filter(Machine::LAST_SEEN.eq(seen))).await,
        ["m1"]
    );
    assert_eq!(
        ids(machines.filter(Machine::LAST_SEEN.year().eq(2024))).await,
        ["m1"]
    );
    let tagged = machines
        .filter_text("machineTags/any(t:t eq 't2')")
        .expect("a filter");
    assert_eq!(ids(tagged).await, ["m3"]);
    assert_eq!(ids(machines.search("srv2")).await, ["m2"]);
    assert_eq!(ids(machines.query().skip(1).top(1)).await, ["m2"]);

    let alerts = odatapy.alerts();
    let high = alerts
        .filter(Alert::SEVERITY.eq(AlertSeverity::High))
        .select((Alert::ID, Alert::INCIDENT_ID, Alert::SEVERITY))
        .send()
        .await
        .expect("a page");
    assert_eq!(
        high.items,
        [("da1".to_owned(), Some(i64::MAX), AlertSeverity::High)]
    );
    let zoo = odatapy
        .zoo()
        .filter(Zoo::BOOL.eq(true))
        .send()
        .await
        .expect("a page");
    assert_eq!(zoo.items[0].k, guid('f'));
}

#[tokio::test]
async fn keys_of_every_kind_are_found() {
    let Some(odatapy) = client() else { return };
    let zoo = odatapy
        .zoo()
        .by_key(guid('f'))
        .send()
        .await
        .expect("an entity");
    assert_eq!(zoo.bool, Some(true));
    for name in fixture_names() {
        let file = odatapy
            .library_files()
            .by_key(&name)
            .send()
            .await
            .expect("an entity");
        assert_eq!(file.file_name, name);
    }
    let absent = odatapy.zoo().by_key(guid('9'));
    let error = absent.send().await.expect_err("nothing is there");
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.code(), Some("404"));
    assert_eq!(absent.send_optional().await.expect("an answer"), None);
}

#[tokio::test]
async fn its_errors_are_kept() {
    let Some(odatapy) = client() else { return };
    let unknown = Filter::<LibraryFile>::unchecked("nope eq 1").expect("a filter");
    let error = odatapy
        .library_files()
        .filter(unknown)
        .send()
        .await
        .expect_err("no such property");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.code(), Some("400"));
    let message = error.service_error().map(odata::ServiceError::message);
    assert!(
        message.is_some_and(|text| text.contains("'nope'")),
        "{error}"
    );
}

#[tokio::test]
async fn every_kind_of_value_is_read() {
    let Some(odatapy) = client() else { return };
    let rows = odatapy
        .zoo()
        .order_by(Zoo::BOOL.desc())
        .send()
        .await
        .expect("a page")
        .items;
    let [max, min] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!(
        (max.byte, max.sbyte, max.i16, max.i32),
        (Some(255), Some(-128), Some(i16::MAX), Some(i32::MAX))
    );
    assert_eq!((max.i64, min.i64), (Some(i64::MAX), Some(i64::MIN)));
    assert_eq!((max.f32, max.f64), (Some(f32::MAX), Some(f64::MAX)));
    assert_eq!(min.f32, Some(f32::INFINITY));
    assert!(min.f64.is_some_and(f64::is_nan));
    let text = |decimal: &Option<odata::Decimal>| decimal.as_ref().map(ToString::to_string);
    assert_eq!(
        text(&max.dec).as_deref(),
        Some("1234567890123456789012345678.0123456789")
    );
    assert_eq!(text(&max.decv).as_deref(), Some("0.1"));
    assert_eq!(max.str.as_deref(), Some("tab\t\"q\" \u{1} \u{1d11e}"));
    assert_eq!(
        max.bin.clone().map(Vec::from),
        Some(vec![0xde, 0xad, 0xbe, 0xef])
    );
    assert_eq!(
        (max.date, min.date),
        ("9999-12-31".parse().ok(), "0001-01-01".parse().ok())
    );
    assert_eq!(max.tod, "23:59:59.9999999".parse().ok());
    assert_eq!(max.dur, "P1DT2H3M4.5S".parse().ok());
    // odatapy keeps microseconds of a duration: -PT0.0000001S has become nothing on its side.
    assert_eq!(min.dur, "PT0S".parse().ok());
    assert_eq!(
        max.dto,
        "2024-02-29T23:59:59.123456789012+14:00".parse().ok()
    );
    let geo = max.geo.as_ref().map(odata::Json::text);
    assert!(geo.is_some_and(|text| text.contains("142.1")), "{geo:?}");
    assert_eq!(
        (
            max.sev.as_ref(),
            max.flags.as_ref().map(Enumeration::member)
        ),
        (Some(&AlertSeverity::High), Some("Isolate,LiveResponse"))
    );
    assert_eq!(max.flags_col, [Capability::None, Capability::Scan]);
    assert_eq!(
        max.untyped.as_ref().map(odata::Json::text),
        Some("\"anything\"")
    );
    // It leaves absent properties out.
    assert_eq!(
        (min.str.as_ref(), min.geo.as_ref(), min.flags_col.len()),
        (None, None, 0)
    );

    let machines = odatapy
        .machines()
        .order_by(Machine::ID.asc())
        .send()
        .await
        .expect("a page")
        .items;
    let [first, server, _] = machines.as_slice() else {
        panic!("{machines:?}")
    };
    assert_eq!(
        first.odata.undeclared("dynInt").map(odata::Json::text),
        Some("42")
    );
    let derived = &first.ip_addresses[1];
    assert_eq!(
        derived.odata.type_name(),
        Some("microsoft.windowsDefenderATP.api.IpV6Address")
    );
    let derived = derived.odata.as_type::<IpV6Address>().expect("version 6");
    assert_eq!(derived.scope, Some(3));
    assert_eq!(
        server.odata.type_name(),
        Some("microsoft.windowsDefenderATP.api.Server")
    );
    let server = server.odata.as_type::<Server>().expect("a server");
    assert!(!server.roles.is_empty());
    assert_eq!(
        odatapy.packages().send().await.expect("a page").items.len(),
        1
    );
    assert_eq!(
        odatapy
            .machine_actions()
            .send()
            .await
            .expect("a page")
            .items
            .len(),
        0
    );
}

#[tokio::test]
async fn types_are_cast_and_asked_for() {
    let Some(odatapy) = client() else { return };
    let machines = odatapy.machines();
    let servers = machines.cast::<Server>();
    let page = servers.send().await.expect("a page");
    let found: Vec<_> = page.into_iter().map(|one| (one.id, one.roles)).collect();
    assert_eq!(
        found,
        [("m2".to_owned(), vec!["dc".to_owned(), "web".to_owned()])]
    );
    let filtered = servers.filter(Server::OS_PLATFORM.eq("macOS"));
    assert!(filtered.send().await.expect("a page").items.is_empty());

    let server = servers.by_key("m2").send().await.expect("a server");
    assert_eq!(server.roles, ["dc", "web"]);
    let other = servers
        .by_key("m1")
        .send_optional()
        .await
        .expect("an answer");
    assert!(other.is_none(), "{other:?}");

    let ids = |filter: Filter<Machine>| {
        let query = machines.filter(filter).select(Machine::ID);
        async move { query.send().await.expect("a page").items }
    };
    assert_eq!(ids(Filter::is_of::<Server>()).await, ["m2"]);
    assert_eq!(ids(!Filter::is_of::<Server>()).await, ["m1", "m3"]);
    assert_eq!(ids(Server::OS_PLATFORM.upcast().eq("Linux")).await, ["m2"]);
}

#[tokio::test]
async fn what_is_led_to_comes_along() {
    let Some(odatapy) = client() else { return };
    let page = odatapy.alerts().expand(Alert::MACHINE).send().await;
    let alerts = page.expect("a page").items;
    let of_machine = |id: &str| {
        let alert = alerts.iter().find(|alert| alert.id == id);
        let machine = alert.and_then(|alert| alert.machine.as_ref());
        machine.map(|machine| {
            (
                machine.id.clone(),
                machine.odata.as_type::<Server>().is_some(),
            )
        })
    };
    assert_eq!(of_machine("da1"), Some(("m1".to_owned(), false)));
    assert_eq!(of_machine("da3"), Some(("m2".to_owned(), true)));
    let machine = odatapy.machines().by_key("m1").expand(Machine::ALERTS);
    let machine = machine.send().await.expect("a machine");
    assert_eq!(machine.alerts.map(|alerts| alerts.len()), Some(2));

    let filter = Alert::MACHINE.is_of::<Server>();
    let of_servers = odatapy.alerts().filter(filter).select(Alert::ID);
    assert_eq!(of_servers.send().await.expect("a page").items, ["da3"]);
    let machine = odatapy.machines().by_key("m2");
    let server = machine.cast::<Server>().expand(Server::ALERTS);
    let server = server.send().await.expect("a server");
    assert_eq!(server.alerts.map(|alerts| alerts.len()), Some(1));
}
