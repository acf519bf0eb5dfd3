//! The API as a program uses it: what has to compile, and the URLs that come of it. Nothing is sent.
//!
//! A case of trybuild's that has to compile would make it build and link each of the others, one after the other, where
//! it now checks them all at once.

use odata::transport::{BoxFuture, RequestBody, ResponseBody, Transport, TransportError};
use odata::{Date, DateTimeOffset, Filter, Guid, Null, Page, Query, Service};

mod defender {
    odata::service!("../../specs/defender/service.toml");
}

mod fleet {
    odata::service!("specs/fleet/service.toml");
}

use defender::{Defender, LibraryFile};
use fleet::{Address, Fleet, Health, Machine};

struct Offline;

impl Transport for Offline {
    fn send(
        &self,
        _: http::Request<RequestBody>,
    ) -> BoxFuture<'_, Result<http::Response<ResponseBody>, TransportError>> {
        unreachable!("nothing is sent")
    }
}

fn offline<S: Service>() -> S {
    S::builder()
        .transport(Offline)
        .bearer_token("t")
        .build()
        .unwrap()
}

/// The query of the URL that is asked, not percent-encoded.
fn asked<E, T>(query: &Query<E, T>) -> String {
    let url = query.url().unwrap();
    let pairs = url
        .query_pairs()
        .map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("&")
}

#[test]
fn filter_order_select_and_paging() {
    let defender: Defender = offline();
    let since: DateTimeOffset = "2026-01-01T00:00:00Z".parse().unwrap();
    let query = defender
        .library_files()
        .filter(LibraryFile::FILE_NAME.to_lower().ends_with(".ps1"))
        .filter(
            LibraryFile::HAS_PARAMETERS
                .eq(true)
                .or(LibraryFile::DESCRIPTION.eq(Null)),
        )
        .filter(!LibraryFile::CREATED_BY.is_in(["admin", "root"]))
        .filter(LibraryFile::LAST_UPDATED_TIME.ge(since))
        .order_by(LibraryFile::LAST_UPDATED_TIME.desc())
        .order_by(LibraryFile::FILE_NAME.length().asc())
        .select((LibraryFile::FILE_NAME, LibraryFile::SHA256))
        .top(5)
        .skip(10)
        .count();
    let all = [
        "$filter=endswith(tolower(fileName),'.ps1') and (hasParameters eq true or description eq null) \
         and not (createdBy in ('admin','root')) and lastUpdatedTime ge 2026-01-01T00:00:00Z",
        "$orderby=lastUpdatedTime desc,length(fileName)",
        "$select=fileName,sha256",
        "$top=5",
        "$skip=10",
        "$count=true",
    ];
    let asked = asked(&query);
    for one in all {
        assert!(
            asked.split('&').any(|option| option == one),
            "{one}\nis not in\n{asked}"
        );
    }
}

#[test]
fn values_of_each_kind() {
    let id: Guid = "0f8fad5b-d9cb-469f-a165-70867728950e".parse().unwrap();
    let enrolled: Date = "2026-01-31".parse().unwrap();
    let filters: [(Filter<Machine>, &str); 16] = [
        (
            Machine::ID.eq(id),
            "id eq 0f8fad5b-d9cb-469f-a165-70867728950e",
        ),
        (
            Machine::HEALTH.ne(Health::Inactive),
            "health ne contoso.fleet.Health'Inactive'",
        ),
        (Machine::OPEN_ALERTS.gt(3), "openAlerts gt 3"),
        (
            Machine::EXPOSURE.round().ge(1.5),
            "round(exposure) ge 1.5e0",
        ),
        (Machine::ENROLLED.le(enrolled), "enrolled le 2026-01-31"),
        (Machine::LAST_SEEN.year().eq(2026), "year(lastSeen) eq 2026"),
        (
            Machine::LAST_SEEN.date().eq(Machine::ENROLLED),
            "date(lastSeen) eq enrolled",
        ),
        (Machine::DNS_NAME.eq(None::<&str>), "dnsName eq null"),
        (Machine::BUDGET.gt(100_000), "budget gt 100000"),
        (Machine::BUDGET.gt(1.5), "budget gt 1.5e0"),
        (Machine::EXPOSURE.gt(3_u32), "exposure gt 3"),
        (Machine::PRICE.is_in([1, 2]), "price in (1,2)"),
        (Machine::PRICE.lt(7_u32), "price lt 7"),
        (Machine::GATEWAY.eq(Null), "gateway eq null"),
        (Machine::GATEWAY.is_not_null(), "gateway ne null"),
        (
            odata::filter!(Machine, "gateway ne null"),
            "gateway ne null",
        ),
    ];
    for (filter, text) in filters {
        assert_eq!(filter.to_string(), text);
        assert_eq!(Filter::parse(text).unwrap(), filter);
    }
}

#[test]
fn a_tuple_of_orders_is_one() {
    let fleet: Fleet = offline();
    let query = fleet
        .machines()
        .order_by((Machine::PRICE.desc(), Machine::DNS_NAME.asc()))
        .order_by(Machine::ID.asc());
    assert_eq!(asked(&query), "$orderby=price desc,dnsName,id");
}

#[test]
fn numbers_are_set() {
    let changes = odata::Changes::<Machine>::new()
        .set(Machine::BUDGET, 1000)
        .set(Machine::EXPOSURE, 3_u32)
        .set(Machine::PRICE, 5_u16);
    let text = r#"{"budget":1000,"exposure":3,"price":5}"#;
    assert_eq!(changes.to_string(), text);
}

#[test]
fn keys() {
    let (defender, fleet): (Defender, Fleet) = (offline(), offline());
    let id: Guid = "0f8fad5b-d9cb-469f-a165-70867728950e".parse().unwrap();
    let file = defender.library_files().by_key("it's.ps1").url().unwrap();
    assert!(
        file.as_str().ends_with("/api/libraryfiles/it's.ps1"),
        "{file}"
    );
    let machine = fleet
        .machines()
        .by_key(id)
        .select(Machine::TAGS)
        .url()
        .unwrap();
    assert!(
        machine
            .path()
            .ends_with("/machines(0f8fad5b-d9cb-469f-a165-70867728950e)"),
        "{machine}"
    );
    let installation = fleet.installations().by_key((id, "agent")).url().unwrap();
    assert!(
        installation
            .path()
            .ends_with("(machineId=0f8fad5b-d9cb-469f-a165-70867728950e,product='agent')"),
        "{installation}"
    );
}

#[test]
fn a_filter_that_a_user_wrote() {
    let defender: Defender = offline();
    assert!(
        defender
            .library_files()
            .filter_text("endswith(fileName,'.exe')")
            .is_ok()
    );
    assert!(
        defender
            .library_files()
            .filter_text("endswith(filename,'.exe')")
            .is_err()
    );
}

#[derive(odata::Select)]
#[odata(Machine)]
struct Row {
    id: Guid,
    dns_name: Option<String>,
    #[odata(path = Machine::ADDRESS.then(Address::CITY))]
    city: Option<String>,
    #[odata(expand)]
    gateway: Option<Gateway>,
}

macro_rules! selected {
    ($name:ident: $($field:ident $type:ty),*) => {
        #[derive(odata::Select)]
        #[odata(Machine)]
        struct $name {
            $($field: $type),*
        }
    };
}

selected!(Gateway: id Guid, tags Vec<String>);

#[test]
fn rows_of_a_struct() {
    let fleet: Fleet = offline();
    assert_eq!(
        asked(&fleet.machines().query().select_as::<Row>()),
        "$select=id,dnsName,address/city&$expand=gateway($select=id,tags)"
    );
}

/// Each field has what its property holds; that it compiles is the test.
#[allow(dead_code)]
fn held(row: Row) -> Option<(Guid, Vec<String>)> {
    let (_, _): (Guid, [Option<String>; 2]) = (row.id, [row.dns_name, row.city]);
    row.gateway.map(|gateway| (gateway.id, gateway.tags))
}

#[test]
fn a_filter_with_a_member_that_a_user_wrote() {
    let fleet: Fleet = offline();
    assert!(fleet.machines().filter_text("health eq 'Active'").is_ok());
    let error = fleet
        .machines()
        .filter_text("health eq 'Actve'")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "Health has no member `Actve`\n  health eq 'Actve'\n            ^^^^^^^\ndid you mean `Active`?"
    );
}

/// What a query gives back; that it compiles is the test.
#[allow(dead_code)]
async fn rows(defender: &Defender, fleet: &Fleet, id: Guid) -> odata::Result<()> {
    let page: Page<LibraryFile> = defender.library_files().top(1).send().await?;
    for file in page {
        let (_, _): (String, Option<String>) = (file.file_name, file.sha256);
    }
    let names: Page<(String, Option<DateTimeOffset>)> = defender
        .library_files()
        .select((LibraryFile::FILE_NAME, LibraryFile::CREATION_TIME))
        .send()
        .await?;
    let _: Option<u64> = names.count;
    let mut tags = fleet.machines().select(Machine::TAGS).stream();
    while let Some(tags) = tags.next().await {
        let _: Vec<String> = tags?;
    }
    let machine: Option<Machine> = fleet.machines().by_key(id).send_optional().await?;
    let _: Option<odata::Nested<Address>> = machine.and_then(|machine| machine.address);
    Ok(())
}
