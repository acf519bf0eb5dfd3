//! SAP CAP: a product's strictness, SQLite behind it.

use std::sync::OnceLock;

use odata::{Date, DateTimeOffset, Filter, Guid};
use odata_tests::cap::{Alerts, CapClient, Edmzoo, Evidence, Libraryfiles, Machines};
use odata_tests::servers::{Cap, Running};

use super::{all_once, assert_fixture, assert_metadata, fixture_names};

/// One server for the tests, which only read. It stops when this process ends and its standard input closes.
fn server() -> Option<&'static Running> {
    static SERVER: OnceLock<Option<Running>> = OnceLock::new();
    SERVER.get_or_init(Cap::start).as_ref()
}

pub(super) fn client() -> Option<CapClient> {
    let builder = CapClient::builder().base_url(server()?.url());
    Some(builder.build().expect("a client"))
}

pub(super) fn moment(text: &str) -> DateTimeOffset {
    text.parse().expect("a moment")
}

#[test]
fn the_saved_metadata_is_what_it_publishes() {
    // A server of its own: once `indicators` has been read, CAP 9.9.3 publishes another type for one of its properties.
    let Some(server) = Cap::start() else { return };
    assert_metadata(&server, include_str!("../../specs/cap/metadata.xml"));
}

#[test]
fn it_has_the_rows_of_the_fixture() {
    let Some(server) = server() else { return };
    assert_fixture(server);
}

#[tokio::test]
async fn relative_next_links_lead_to_the_last_row() {
    let Some(cap) = client() else { return };
    let page = cap.libraryfiles().count().send().await.expect("a page");
    assert_eq!((page.items.len(), page.count), (3, Some(12)));
    let next = page.next_link.expect("a next link");
    assert!(next.starts_with("libraryfiles?"), "relative: {next}");

    let files = cap.libraryfiles();
    assert_eq!(
        all_once(files.query(), |file| file.file_name).await,
        fixture_names()
    );
    let by_time = files.order_by(Libraryfiles::LAST_UPDATED_TIME.desc());
    assert_eq!(
        all_once(by_time, |file| file.file_name).await,
        fixture_names()
    );
    let names = files.select(Libraryfiles::FILE_NAME);
    assert_eq!(all_once(names, |name| name).await, fixture_names());
    let with_plus =
        files.filter(Libraryfiles::CREATED_BY.is_in(["amy@contoso.com", "carl@contoso.com"]));
    assert_eq!(all_once(with_plus, |file| file.file_name).await.len(), 6);
}

#[tokio::test]
async fn queries_are_answered() {
    let Some(cap) = client() else { return };
    let machines = cap.machines();
    let names = |query: odata::Query<Machines>| async move {
        let query = query
            .select(Machines::COMPUTER_DNS_NAME)
            .order_by(Machines::OS_BUILD.desc());
        let query = query.order_by(Machines::COMPUTER_DNS_NAME.asc());
        let page = query.send().await.expect("a page");
        let names = page.items.into_iter().flatten();
        names
            .map(|name| name.trim_end_matches(".contoso.com").to_owned())
            .collect::<Vec<_>>()
    };
    // An Int64 that no double holds; a Guid; a boolean; a moment.
    assert_eq!(
        names(machines.filter(Machines::OS_BUILD.eq(9_007_199_254_740_993_i64))).await,
        ["host0", "host4", "host8"]
    );
    let device: Guid = "00000000-0000-0000-0000-000000000001"
        .parse()
        .expect("a Guid");
    assert_eq!(
        names(machines.filter(Machines::AAD_DEVICE_ID.eq(device))).await,
        ["host1"]
    );
    assert_eq!(
        names(machines.filter(Machines::AAD_DEVICE_ID.is_null())).await,
        ["host0", "host4", "host8", "host10", "host2", "host6"]
    );
    let late = machines.filter(
        Machines::LAST_SEEN
            .ge(moment("2024-06-10T00:00:00Z"))
            .and(Machines::IS_EXCLUDED.eq(false)),
    );
    assert_eq!(names(late).await, ["host10", "host9", "host11"]);
    let groups = machines
        .filter(Machines::RBAC_GROUP_ID.is_in([0, 10, 20]))
        .skip(1)
        .top(1);
    assert_eq!(names(groups).await, ["host2"]);
    let tagged = machines
        .filter_text("machineTags/any(t:t eq 't9')")
        .expect("a filter");
    assert_eq!(names(tagged).await, ["host9"]);

    // Seven alerts have it in their title, six more in a file name of their evidence.
    let found = cap
        .alerts()
        .search("PowerShell")
        .count()
        .top(2)
        .send()
        .await
        .expect("a page");
    assert_eq!((found.items.len(), found.count), (2, Some(13)));
    let newest = cap
        .alerts()
        .filter(
            Alerts::TITLE
                .contains("login")
                .and(Alerts::ALERT_CREATION_TIME.day().gt(15)),
        )
        .order_by(Alerts::INCIDENT_ID.desc())
        .select((Alerts::ID, Alerts::INCIDENT_ID, Alerts::SEVERITY))
        .send()
        .await
        .expect("a page");
    let newest: Vec<_> = newest
        .items
        .iter()
        .map(|(id, incident, _)| (id.as_str(), *incident))
        .collect();
    assert_eq!(newest, [("da1019", Some(19)), ("da1016", Some(16))]);

    let last_day = Date::new(9999, 12, 31).expect("a date");
    let zoo = cap.edmzoo();
    let found = zoo
        .filter(Edmzoo::DATE.eq(last_day))
        .send()
        .await
        .expect("a page");
    assert_eq!(found.items[0].key_str, "max");
    let found = zoo
        .filter(Edmzoo::DEC_FREE.lt(0))
        .send()
        .await
        .expect("a page");
    assert_eq!(found.items[0].key_str, "mi'n/ &");
}

#[tokio::test]
async fn keys_of_every_kind_are_found() {
    let Some(cap) = client() else { return };
    let zoo = cap.edmzoo();
    let found = zoo
        .by_key(("mi'n/ &", i32::MIN))
        .send()
        .await
        .expect("an entity");
    assert_eq!(
        (found.key_str.as_str(), found.key_int),
        ("mi'n/ &", i32::MIN)
    );
    let id: Guid = "00000000-0000-0000-0000-000000000064"
        .parse()
        .expect("a Guid");
    let action = cap
        .machineactions()
        .by_key(id)
        .send()
        .await
        .expect("an entity");
    assert_eq!((action.id, action.title), (id, None));
    let command = action.commands[0].as_ref().expect("a command");
    let parameters = &command.command.as_ref().expect("a command").params;
    assert_eq!(
        parameters[0].as_ref().expect("one").value.as_deref(),
        Some("a.ps1")
    );
    let evidence: Evidence = cap
        .evidence()
        .by_key(("da1002", 1_i16))
        .send()
        .await
        .expect("an entity");
    assert_eq!(evidence.process_id, Some(4244));
    let file = cap
        .libraryfiles()
        .by_key("100%#?+ file.cmd")
        .select(Libraryfiles::CREATED_BY);
    assert_eq!(
        file.send().await.expect("a value").as_deref(),
        Some("amy@contoso.com")
    );

    let absent = zoo.by_key(("absent", 0));
    let error = absent.send().await.expect_err("nothing is there");
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.code(), Some("404"));
    assert_eq!(absent.send_optional().await.expect("an answer"), None);
}

#[tokio::test]
async fn its_errors_are_kept() {
    let Some(cap) = client() else { return };
    let unknown = Filter::<Libraryfiles>::unchecked("nope eq 1").expect("a filter");
    let error = cap
        .libraryfiles()
        .filter(unknown)
        .send()
        .await
        .expect_err("no such property");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.code(), Some("400"));
    let message = error.service_error().map(odata::ServiceError::message);
    assert!(
        message.is_some_and(|text| text.contains("\"nope\"")),
        "{error}"
    );
}
