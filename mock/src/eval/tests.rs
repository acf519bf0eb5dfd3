//! Filters, orders and searches over four rows, one of them all null.

use odata_core::edm::DateTimeOffset;
use odata_core::expr::{parse, parse_order_by, parse_search};
use serde_json::{Value as Json, json};

use crate::MockService;
use crate::eval::{Budget, EvalError, Evaluator, Names, Value, World, matches, sort};
use crate::store::{self, Store};

mod newer;

fn rows() -> Json {
    json!([
        {
            "id": 1, "name": "Alpha", "hash": "ff", "size": 9007199254740993_i64, "price": "1.10",
            "weight": 2.5, "on": true, "guid": "01234567-89ab-cdef-0123-456789abcdef",
            "day": "2024-02-29", "hours": "13:20:05.25", "created": "2024-02-29T13:20:05.25+02:00",
            "span": "PT90M", "data": "Zm8=", "color": "Red", "access": "Read,Write",
            "tags": ["x", "y"], "address": {"city": "Bonn", "zip": 53111},
            "parts": [{"label": "bolt", "count": 4}, {"label": "nut", "count": null}],
            "extra": "2020-01-01"
        },
        {
            "id": 2, "name": "böta 'q'", "hash": "0a", "size": "-7", "price": -2.5, "weight": "NaN",
            "on": false, "guid": "ffffffff-ffff-ffff-ffff-ffffffffffff", "day": "1999-12-31",
            "hours": "00:00:00", "created": "1999-12-31T23:59:59Z", "span": "-P1D", "data": "",
            "color": "Blue", "access": 4, "tags": [], "address": {"city": null, "zip": 1},
            "parts": [{"label": "bolt", "count": 1}], "extra": 5
        },
        {"id": 3, "name": null, "size": null, "on": null, "address": null, "parts": []},
        {
            "@odata.type": "#Test.Gadget", "id": 4, "name": "alpha", "size": 0, "price": 100,
            "weight": -0.5, "on": true, "created": "2024-02-29T11:20:05.25Z", "color": "Green",
            "access": "0", "tags": ["y", "z"], "parts": [{"count": 4}, {"count": 5}], "volts": 230,
            "extra": true
        },
    ])
}

fn service() -> MockService {
    let service = MockService::from_csdl(include_str!("tests.xml")).unwrap();
    service.entity_set("things", rows()).unwrap()
}

fn now() -> DateTimeOffset {
    "2024-06-01T12:00:00Z".parse().unwrap()
}

fn world<'a>(service: &'a MockService, store: &'a Store, budget: &'a Budget) -> World<'a> {
    World {
        model: &service.model,
        store,
        now: now(),
        budget,
        operations: &service.config.operations,
    }
}

/// The keys of the rows for which the filter is true.
fn filtered(filter: &str) -> Result<Vec<i64>, EvalError> {
    let service = service();
    let model = &*service.model;
    let set = model.entity_set("things").unwrap();
    let expr = parse(filter, &Names::new(model, set.entity_type))
        .unwrap_or_else(|error| panic!("{error}"));
    let store = service.store.read().unwrap();
    let budget = Budget::default();
    let world = world(&service, &store, &budget);
    let mut keys = Vec::new();
    for row in store.rows("things") {
        let value = Evaluator::new(world, store::value_of(model, set, row)).evaluate(&expr)?;
        if value.truth() == Some(true) {
            keys.push(row["id"].as_i64().unwrap());
        }
    }
    Ok(keys)
}

#[track_caller]
fn check(cases: &[(&str, &[i64])]) {
    for (filter, wanted) in cases {
        assert_eq!(filtered(filter).as_deref(), Ok(*wanted), "{filter}");
    }
}

#[test]
fn comparisons() {
    check(&[
        ("name eq 'Alpha'", &[1]),
        ("name ne 'Alpha'", &[2, 3, 4]),
        ("name gt 'Alpha'", &[2, 4]),
        ("name lt 'b'", &[1, 4]),
        ("name eq 'böta ''q'''", &[2]),
        ("hash eq 'ff'", &[1]),
        ("size eq 9007199254740993", &[1]),
        ("size eq 9007199254740992.0", &[]),
        ("size gt 9007199254740992e0", &[1]),
        ("size ge 0", &[1, 4]),
        ("size le -7", &[2]),
        ("price eq 1.1", &[1]),
        ("price eq 11e-1", &[1]),
        ("price lt 1.1000000000000000000000000001", &[1, 2]),
        ("weight eq 2.5", &[1]),
        ("weight ne 2.5", &[2, 3, 4]),
        ("weight eq NaN", &[]),
        ("weight lt 1", &[4]),
        ("weight gt size", &[]),
        ("weight lt size", &[1, 4]),
        ("on", &[1, 4]),
        ("on eq false", &[2]),
        ("on gt false", &[1, 4]),
        ("guid eq 01234567-89AB-CDEF-0123-456789abcdef", &[1]),
        ("day gt 2000-01-01", &[1]),
        ("hours ge 13:20", &[1]),
        ("created eq 2024-02-29T11:20:05.250Z", &[1, 4]),
        ("created lt 2000-01-01T00:00:00+00:00", &[2]),
        ("span gt duration'PT1H'", &[1]),
        ("data eq binary'Zm8'", &[1]),
        ("id in (1,3,9)", &[1, 3]),
        ("name in ('alpha','Alpha')", &[1, 4]),
        ("name in (null,'alpha')", &[3, 4]),
        ("not (id in (1,2))", &[3, 4]),
    ]);
}

#[test]
fn nulls() {
    check(&[
        ("name eq null", &[3]),
        ("null eq name", &[3]),
        ("name ne null", &[1, 2, 4]),
        ("name gt null", &[]),
        ("null le null", &[]),
        ("null eq null", &[1, 2, 3, 4]),
        ("size gt 0", &[1]),
        ("not (size gt 0)", &[2, 3, 4]),
        ("not on", &[2]),
        ("on or name eq null", &[1, 3, 4]),
        ("on and true", &[1, 4]),
        ("on or true", &[1, 2, 3, 4]),
        ("not (on and false)", &[1, 2, 3, 4]),
        ("not (on and true)", &[2]),
        ("null", &[]),
        ("not null", &[]),
        ("contains(name,null)", &[]),
        ("not contains(name,'a')", &[]),
        ("contains(name,'x') eq null", &[3]),
        ("size add 1 eq null", &[3]),
        ("-size eq 7", &[2]),
        ("address/city eq null", &[2, 3, 4]),
        ("address eq null", &[3, 4]),
        ("address/zip gt 0", &[1, 2]),
    ]);
}

#[test]
fn texts() {
    check(&[
        ("contains(name,'lph')", &[1, 4]),
        ("startswith(name,'Al')", &[1]),
        ("endswith(name,'a')", &[1, 4]),
        ("startswith(name,'')", &[1, 2, 4]),
        ("length(name) eq 8", &[2]),
        ("indexof(name,'t') eq 2", &[2]),
        ("indexof(name,'?') eq -1", &[1, 2, 4]),
        ("substring(name,1) eq 'lpha'", &[1, 4]),
        ("substring(name,1,2) eq 'öt'", &[2]),
        ("substring(name,-2) eq 'ha'", &[1, 4]),
        ("substring(name,99) eq ''", &[1, 2, 4]),
        ("tolower(name) eq 'alpha'", &[1, 4]),
        ("toupper(name) eq 'BÖTA ''Q'''", &[2]),
        ("trim(concat(' ',name)) eq name", &[1, 2, 3, 4]),
        ("concat(name,'!') eq 'alpha!'", &[4]),
        ("matchesPattern(name,'^[Aa]l.ha$')", &[1, 4]),
        ("matchesPattern(name,'lp')", &[1, 4]),
    ]);
}

#[test]
fn dates_and_times() {
    check(&[
        ("year(created) eq 2024", &[1, 4]),
        ("month(day) eq 12 and day(day) eq 31", &[2]),
        ("hour(created) eq 13", &[1]),
        (
            "hour(hours) eq 13 and minute(hours) eq 20 and second(hours) eq 5",
            &[1],
        ),
        ("fractionalseconds(created) eq 0.25", &[1, 4]),
        ("fractionalseconds(hours) gt 0", &[1]),
        ("totaloffsetminutes(created) eq 120", &[1]),
        ("date(created) eq 2024-02-29", &[1, 4]),
        ("time(created) eq 23:59:59", &[2]),
        ("totalseconds(span) eq -86400", &[2]),
        ("totalseconds(span) eq 5400.0", &[1]),
        ("created lt now()", &[1, 2, 4]),
        ("now() eq 2024-06-01T12:00:00Z and id eq 3", &[3]),
        (
            "created gt mindatetime() and created lt maxdatetime()",
            &[1, 2, 4],
        ),
        ("created add span eq 2024-02-29T12:50:05.25Z", &[1]),
        ("hour(created add span) eq 14", &[1]),
        ("created sub duration'P1D' lt 1999-12-31T00:00:00Z", &[2]),
        (
            "created sub 2024-02-28T11:20:05.25Z eq duration'P1D'",
            &[1, 4],
        ),
        ("day sub 2024-02-01 eq duration'P28D'", &[1]),
        ("day add duration'P1D' eq 2024-03-01", &[1]),
        ("span mul 2 eq duration'PT3H'", &[1]),
        ("span div 2 eq duration'PT45M'", &[1]),
        ("-span eq duration'P1D'", &[2]),
        ("span add duration'PT30M' eq duration'PT2H'", &[1]),
    ]);
}

#[test]
fn numbers() {
    check(&[
        ("size add 10 eq 3", &[2]),
        ("size sub 1 eq -8", &[2]),
        ("size lt 0 and size mul size eq 49", &[2]),
        ("size div 2 eq -3", &[2]),
        ("size divby 2 eq -3.5", &[2]),
        ("size mod 2 eq -1", &[2]),
        ("price mul 3 eq 3.3", &[1]),
        ("price div 4 eq 25", &[4]),
        ("price sub 0.1 eq 1", &[1]),
        ("weight div 0 eq INF", &[1]),
        ("weight div 0 eq -INF", &[4]),
        ("weight mul 2 eq 5", &[1]),
        ("round(price) eq -3", &[2]),
        ("round(weight) eq 3", &[1]),
        ("round(weight) eq -1", &[4]),
        ("floor(price) eq -3", &[2]),
        ("ceiling(price) eq 2", &[1]),
        ("ceiling(price) eq -2", &[2]),
        ("round(size) eq -7", &[2]),
        ("1 add 2 mul 3 eq 7 and id eq 1", &[1]),
    ]);
}

#[test]
fn enumerations_collections_and_types() {
    check(&[
        ("color eq Test.Color'Red'", &[1]),
        ("color eq 'Blue'", &[2]),
        ("color gt Test.Color'Red'", &[2, 4]),
        ("color ne Test.Color'Green'", &[1, 2, 3]),
        ("color in ('Red','Green')", &[1, 4]),
        ("access has Test.Access'Write'", &[1]),
        ("access has Test.Access'Read,Write'", &[1]),
        ("access has Test.Access'Run'", &[2]),
        ("not (access has Test.Access'Run')", &[1, 4]),
        ("access eq Test.Access'3'", &[1]),
        ("tags/any()", &[1, 4]),
        ("tags/any(t:t eq 'y')", &[1, 4]),
        ("tags/all(t:t eq 'y' or t eq 'z')", &[2, 3, 4]),
        ("not tags/any(t:t eq 'x')", &[2, 3, 4]),
        ("tags/$count eq 2", &[1, 4]),
        ("parts/any(p:p/count ge 4)", &[1, 4]),
        ("parts/all(p:p/count ge 4)", &[3, 4]),
        ("parts/any(p:p/label eq 'bolt' and p/count lt id)", &[2]),
        ("parts/any(p:p/count eq null)", &[1]),
        ("parts/any(p:tags/any(t:concat(t,p/label) eq 'xnut'))", &[1]),
        ("$it/id eq 2", &[2]),
        ("Test.Gadget/volts eq 230", &[4]),
        ("T.Gadget/volts ne null", &[4]),
        ("isof(Test.Gadget)", &[4]),
        ("not isof(T.Gadget)", &[1, 2, 3]),
        ("isof(Test.Thing) and id lt 3", &[1, 2]),
        ("isof($it,Test.Gadget)", &[4]),
        ("isof(address,Test.Gadget)", &[]),
        ("extra eq 2020-01-01", &[1]),
        ("extra gt 4", &[2]),
        ("extra", &[4]),
        ("missing eq null", &[1, 2, 3, 4]),
        ("contains(extra,'2020')", &[1]),
    ]);
}

#[test]
fn some_rows_have_no_value() {
    for (filter, message) in [
        ("size div 0 eq 1", "`div` divides by zero"),
        ("size mod 0 eq 1", "`mod` divides by zero"),
        ("price div 0 eq 1", "`div` divides by zero"),
        (
            "size mul 9007199254740993 gt 0",
            "the result of `mul` is out of range",
        ),
        (
            "created add duration'P99999999999999D' gt created",
            "the result of `add` is out of range",
        ),
    ] {
        assert_eq!(filtered(filter), Err(EvalError::new(message)), "{filter}");
    }
    assert!(
        filtered("matchesPattern(name,'(')")
            .unwrap_err()
            .message
            .contains("is not a pattern")
    );
    let lazily = "id eq 0 and size div 0 eq 1";
    assert_eq!(filtered(lazily), Ok(vec![]));
}

#[test]
fn long_chains_do_not_go_deep() {
    let sum = format!("id{} gt 0", " add 1".repeat(450));
    let compared = format!("id eq 1{}", " eq true".repeat(450));
    let small_stack = std::thread::Builder::new().stack_size(1 << 20);
    let run = small_stack
        .spawn(move || (filtered(&sum), filtered(&compared)))
        .unwrap();
    assert_eq!(run.join().unwrap(), (Ok(vec![1, 2, 3, 4]), Ok(vec![1])));
}

#[track_caller]
fn check_order(by: &str, wanted: [i64; 4]) {
    let service = service();
    let model = &*service.model;
    let set = model.entity_set("things").unwrap();
    let by_items = parse_order_by(by, &Names::new(model, set.entity_type)).unwrap();
    let store = service.store.read().unwrap();
    let budget = Budget::default();
    let world = world(&service, &store, &budget);
    let rows = store
        .rows("things")
        .iter()
        .rev()
        .map(|row| store::value_of(model, set, row));
    let sorted = sort(
        world,
        |row| Evaluator::new(world, row),
        rows.collect(),
        &by_items,
    )
    .unwrap();
    let keys: Vec<i64> = sorted
        .iter()
        .filter_map(|row| match row {
            Value::Object(object) => object.members["id"].as_i64(),
            _ => None,
        })
        .collect();
    assert_eq!(keys, wanted, "{by}");
}

#[test]
fn orders() {
    check_order("name", [3, 1, 4, 2]);
    check_order("name desc", [2, 4, 1, 3]);
    check_order("size", [3, 2, 4, 1]);
    check_order("on desc", [1, 4, 2, 3]);
    check_order("on desc,size", [4, 1, 2, 3]);
    check_order("tolower(name)", [3, 1, 4, 2]);
    check_order("created,id desc", [3, 2, 4, 1]);
    check_order("weight", [3, 4, 1, 2]);
    check_order("color desc", [2, 4, 1, 3]);
    check_order("extra", [3, 4, 2, 1]);
    check_order("address/zip", [3, 4, 2, 1]);
    check_order("true", [1, 2, 3, 4]);
}

#[test]
fn searches() {
    for (search, wanted) in [
        ("ALPHA", &[1, 4][..]),
        ("bonn", &[1]),
        ("bolt", &[1, 2]),
        ("bolt NOT bonn", &[2]),
        ("bolt AND bonn", &[1]),
        ("bonn OR z", &[1, 4]),
        ("\"böta 'q\"", &[2]),
        ("nothing", &[]),
        ("NOT nothing", &[1, 2, 3, 4]),
    ] {
        let service = service();
        let model = &*service.model;
        let set = model.entity_set("things").unwrap();
        let parsed = parse_search(search).unwrap();
        let store = service.store.read().unwrap();
        let budget = Budget::default();
        let world = world(&service, &store, &budget);
        let found = store.rows("things").iter().filter(|row| {
            let row = store::value_of(model, set, row);
            matches(world, &row, &parsed).unwrap()
        });
        let keys: Vec<i64> = found.map(|row| row["id"].as_i64().unwrap()).collect();
        assert_eq!(keys, wanted, "{search}");
    }
}
