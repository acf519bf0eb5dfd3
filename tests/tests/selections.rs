//! Rows of what was selected: tuples, structs, what comes along and what is computed.

use odata::functions::count;
use odata::{Decimal, Select};
use odata_mock::{Canned, MockService};
use odata_tests::estate::{Alert, Estate, Machine, Person};
use odata_tests::urls::same;
use odata_tests::zoo::{Animal, Food, Zoo};
use serde_json::{Value, json};

const ESTATE: &str = include_str!("../specs/estate/metadata.xml");
const ZOO: &str = include_str!("../specs/zoo/metadata.xml");

fn estate(rows: Value) -> Estate {
    let service = MockService::from_csdl(ESTATE).expect("a model");
    let service = service.intercept(move |_| Some(Canned::json(&json!({ "value": rows }))));
    Estate::builder()
        .transport(service.transport())
        .build()
        .expect("a client")
}

fn zoo(rows: Value) -> Zoo {
    let service = MockService::from_csdl(ZOO).expect("a model");
    let service = service.intercept(move |_| Some(Canned::json(&json!({ "value": rows }))));
    Zoo::builder()
        .transport(service.transport())
        .build()
        .expect("a client")
}

#[derive(Select, Debug, PartialEq)]
#[odata(Alert)]
struct Finding {
    severity: Option<String>,
    /// Never null by the schema.
    number: Option<i32>,
    #[odata(expand)]
    machine: Option<Id>,
}

#[derive(Select, Debug, PartialEq)]
#[odata(Machine)]
struct Id {
    id: String,
}

#[tokio::test]
async fn structs_of_ones_own_are_rows() {
    #[derive(Select, Debug, PartialEq)]
    #[odata(Machine)]
    struct Device {
        id: String,
        owner: Option<String>,
        #[odata(path = Machine::OWNER)]
        who: Option<String>,
        #[odata(expand = Machine::ALERTS.filter(Alert::NUMBER.gt(1)).top(3))]
        alerts: Vec<Finding>,
    }
    let estate = estate(json!([
        {"id": "m1", "owner": "me", "alerts": [{"number": 7, "severity": null, "machine": {"id": "m1"}}], "extra": 1},
        {"owner": null, "id": "m2", "alerts": []},
    ]));
    let query = estate.machines().select_as::<Device>();
    same(
        &query,
        "machines?$select=id,owner&$expand=alerts($filter=number gt 1;$select=severity,number;$expand=machine($select=id);$top=3)",
    );
    let rows = query.send().await.expect("rows").items;
    let finding = Finding {
        severity: None,
        number: Some(7),
        machine: Some(Id { id: "m1".into() }),
    };
    assert_eq!(
        rows,
        [
            Device {
                id: "m1".into(),
                owner: Some("me".into()),
                who: Some("me".into()),
                alerts: vec![finding]
            },
            Device {
                id: "m2".into(),
                owner: None,
                who: None,
                alerts: Vec::new()
            },
        ]
    );
}

#[tokio::test]
async fn tuples_hold_paths_and_what_comes_along() {
    let animals = zoo(json!([
        {"id": "01234567-89ab-cdef-0123-456789abcdef", "eats": {"name": "hay", "instead": {"name": "grass"}}},
        {"id": "01234567-89ab-cdef-0123-456789abcdee", "eats": null},
    ]));
    let rows = animals
        .animals()
        .select((
            Animal::EATS.then(Food::INSTEAD).then(Food::NAME),
            Animal::EATS.then(Food::NAME),
            Animal::EATS,
        ))
        .send()
        .await
        .expect("rows");
    let names: Vec<_> = rows
        .into_iter()
        .map(|(instead, name, eats)| (instead, name, eats.map(|food| food.name.clone())))
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        names,
        [
            (text("grass"), text("hay"), text("hay")),
            (None, None, None)
        ]
    );

    let machines = estate(json!([
        {"id": "m1", "alerts@odata.count": 2, "Owner": {"name": "me"}},
        {"id": "m2", "alerts@odata.count": 0, "Owner": null},
    ]));
    let rows = machines
        .machines()
        .select((
            Machine::ID,
            Machine::ALERTS.how_many(),
            Machine::OWNER_PASCAL.select(Person::NAME),
        ))
        .send()
        .await
        .expect("rows");
    assert_eq!(
        rows.items,
        [("m1".to_owned(), 2, text("me")), ("m2".to_owned(), 0, None)]
    );
}

#[tokio::test]
async fn a_collection_that_was_cut_is_no_row() {
    let machines = estate(json!([{"id": "m1", "alerts": [], "alerts@odata.nextLink": "x"}]));
    let rows = machines
        .machines()
        .select((Machine::ID, Machine::ALERTS.select(Alert::NUMBER)))
        .send()
        .await;
    let error = rows.expect_err("it is not whole").to_string();
    assert!(error.contains("cut this collection short"), "{error}");
}

#[tokio::test]
async fn groups_are_rows() {
    let animals = zoo(json!([
        {"type": "cat", "n@odata.type": "#Decimal", "n": 3, "most": 7},
        {"type": null, "n": 1, "most": null},
    ]));
    struct Kind {
        name: String,
        n: Decimal,
        most: Option<i32>,
    }
    let most = Animal::I32.max().named("most");
    let kinds = animals
        .animals()
        .query()
        .group_by(Animal::TYPE)
        .aggregate((count().named("n"), most))
        .map(|(name, (n, most))| Kind {
            name: name.unwrap_or_default(),
            n,
            most,
        });
    let kinds = kinds.send().await.expect("rows").items;
    let kinds: Vec<_> = kinds
        .iter()
        .map(|kind| (kind.name.as_str(), kind.n.to_string(), kind.most))
        .collect();
    assert_eq!(
        kinds,
        [("cat", "3".to_owned(), Some(7)), ("", "1".to_owned(), None)]
    );
}

#[tokio::test]
async fn computed_values_are_read_by_their_name() {
    let animals = zoo(
        json!([{"id": "01234567-89ab-cdef-0123-456789abcdef", "twice": 8}, {"id": "01234567-89ab-cdef-0123-456789abcdef"}]),
    );
    let twice = (Animal::I32 * 2).named("twice");
    let rows = animals.animals().select(twice).send().await.expect("rows");
    assert_eq!(rows.items, [Some(8), None]);
}

/// A struct that leads back to itself has no end.
#[test]
fn a_selection_that_leads_back_to_itself_is_refused() {
    #[derive(Select)]
    #[odata(Machine)]
    #[allow(dead_code)]
    struct Endless {
        id: String,
        #[odata(expand)]
        alerts: Vec<Back>,
    }
    #[derive(Select)]
    #[odata(Alert)]
    #[allow(dead_code)]
    struct Back {
        #[odata(expand)]
        machine: Option<Endless>,
        #[odata(expand = Alert::MACHINE)]
        again: Option<Endless>,
    }
    let error = estate(json!([])).machines().select_as::<Endless>().url();
    let said = error.expect_err("without end").to_string();
    assert!(said.contains("leads back to itself"), "{said}");
}
