//! Whatever is set, in whatever order: what is sent is JSON, and has exactly that.

use odata::ProtocolVersion::{V4_0, V4_01};
use odata::{Changes, Null};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::shop::{Customer, Item, Order, Place, Shop};
use crate::wire::{Wire, status};

#[derive(Clone, Debug)]
enum Op {
    Id(i32),
    Note(Option<String>),
    Tags(Vec<String>),
    Place(String),
    Places(Vec<Option<String>>),
    Items(Vec<String>),
    Link(String),
    Own(String),
}

fn op() -> impl Strategy<Value = Op> {
    let text = || any::<String>();
    let some = |text| prop::collection::vec(text, 0..3);
    prop_oneof![
        any::<i32>().prop_map(Op::Id),
        prop::option::of(text()).prop_map(Op::Note),
        some(text()).prop_map(Op::Tags),
        text().prop_map(Op::Place),
        prop::collection::vec(prop::option::of(text()), 0..3).prop_map(Op::Places),
        some(text()).prop_map(Op::Items),
        text().prop_map(Op::Link),
        text().prop_map(Op::Own),
    ]
}

impl Op {
    fn of(&self, shop: &Shop, changes: Changes<Order>) -> Changes<Order> {
        let town = |town: &Option<String>| match town {
            Some(town) => Changes::new().set(Place::TOWN, town.as_str()),
            None => Changes::new().set(Place::TOWN, Null),
        };
        let item = |what: &String| Changes::new().set(Item::WHAT, what.as_str());
        match self {
            Op::Id(id) => changes.set(Order::ID, *id),
            Op::Note(note) => changes.set(Order::NOTE, note.as_deref()),
            Op::Tags(tags) => changes.set(Order::TAGS, tags.clone()),
            Op::Place(name) => changes.set(Order::PLACE, town(&Some(name.clone()))),
            Op::Places(towns) => {
                changes.set(Order::PLACES, towns.iter().map(town).collect::<Vec<_>>())
            }
            Op::Items(items) => changes.with(Order::ITEMS, items.iter().map(item)),
            Op::Link(key) => changes.bind(Order::CUSTOMER, shop.customers().by_key(key.as_str())),
            Op::Own(name) => changes.with(
                Order::CUSTOMER,
                Changes::new().set(Customer::NAME, name.as_str()),
            ),
        }
    }

    /// What is to stand in the JSON; the last of one name counts.
    fn put(&self, is_new: bool, shop: &Shop, all: &mut Map<String, Value>) {
        let (name, value) = match self {
            Op::Id(id) => ("id", json!(id)),
            Op::Note(note) => ("note", json!(note)),
            Op::Tags(tags) => ("tags", json!(tags)),
            Op::Place(town) => ("place", json!({ "town": town })),
            Op::Places(towns) => (
                "places",
                towns.iter().map(|town| json!({ "town": town })).collect(),
            ),
            Op::Items(items) => (
                "items",
                items.iter().map(|what| json!({ "what": what })).collect(),
            ),
            Op::Link(key) => {
                let url = shop.customers().by_key(key.as_str()).url().unwrap();
                match is_new {
                    true => ("customer", json!({ "@id": url.as_str() })),
                    false => ("customer@odata.bind", json!(url.as_str())),
                }
            }
            Op::Own(name) => ("customer", json!({ "name": name })),
        };
        if matches!(self, Op::Link(_) | Op::Own(_)) {
            all.remove("customer");
            all.remove("customer@odata.bind");
        }
        all.insert(name.to_owned(), value);
    }
}

proptest! {
    #[test]
    fn what_is_sent_is_what_was_set(ops in prop::collection::vec(op(), 0..9), is_new in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let wire = Wire::of([status(204)]);
        let shop = Shop::of(&wire, if is_new { V4_01 } else { V4_0 });
        let mut expected = Map::new();
        let mut changes = Changes::new();
        for op in &ops {
            changes = op.of(&shop, changes);
            op.put(is_new, &shop, &mut expected);
        }
        prop_assert_eq!(changes.is_empty(), ops.is_empty());
        runtime.block_on(shop.orders().insert(&changes).minimal().send()).unwrap();
        let sent: Value = serde_json::from_str(&wire.only().body).unwrap();
        prop_assert_eq!(sent, Value::Object(expected));
    }
}
