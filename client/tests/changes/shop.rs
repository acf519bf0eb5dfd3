//! A shop, as generated code has it: orders of customers, and their items.

use odata::{
    Decimal, EntityQuery, EntitySet, EntitySetInfo, Expanded, Field, Many, Navigation, Nested, One,
    ProtocolVersion, Service, navigation, type_info,
};

use crate::entity::entity;
use crate::wire::Wire;

entity!(Order, "shop.Order", i32, false, [];
    id "id": i32, note "note": Option<String>, total "total": Option<Decimal>,
    place "place": Option<Nested<Place>>, places "places": Vec<Place>, tags "tags": Vec<String>,
    customer "customer": Option<Nested<Customer>>, items "items": Option<Expanded<Item>>);
entity!(Customer, "shop.Customer", String, false, ["name"]; id "id": String, name "name": String);
entity!(Item, "shop.Item", i32, false, []; id "id": i32, what "what": Option<String>, order "order": Option<Nested<Order>>);
entity!(Place, "shop.Place", i32, false, []; id "id": i32, town "town": Option<String>, keeper "keeper": Option<Nested<Customer>>);

impl Order {
    pub(crate) const ID: Field<Self, i32> = odata::field("id");
    pub(crate) const NOTE: Field<Self, Option<String>> = odata::field("note");
    pub(crate) const TOTAL: Field<Self, Option<Decimal>> = odata::field("total");
    pub(crate) const PLACE: Field<Self, Option<Nested<Place>>> = odata::field("place");
    pub(crate) const PLACES: Field<Self, Vec<Place>> = odata::field("places");
    pub(crate) const TAGS: Field<Self, Vec<String>> = odata::field("tags");
    pub(crate) const CUSTOMER: Navigation<Self, One<Customer>> = navigation("customer");
    pub(crate) const ITEMS: Navigation<Self, Many<Item>> = navigation("items");
}

impl Customer {
    pub(crate) const NAME: Field<Self, String> = odata::field("name");
}

impl Item {
    pub(crate) const ID: Field<Self, i32> = odata::field("id");
    pub(crate) const WHAT: Field<Self, Option<String>> = odata::field("what");
    pub(crate) const ORDER: Navigation<Self, One<Order>> = navigation("order");
}

impl Place {
    pub(crate) const ID: Field<Self, i32> = odata::field("id");
    pub(crate) const TOWN: Field<Self, Option<String>> = odata::field("town");
    pub(crate) const KEEPER: Navigation<Self, One<Customer>> = navigation("keeper");
}

pub(crate) static ORDERS: EntitySetInfo = EntitySetInfo {
    name: "Orders",
    ..EntitySetInfo::plain(type_info::<Order>)
};
static CUSTOMERS: EntitySetInfo = EntitySetInfo {
    name: "Customers",
    ..EntitySetInfo::plain(type_info::<Customer>)
};
static ITEMS: EntitySetInfo = EntitySetInfo {
    name: "Items",
    ..EntitySetInfo::plain(type_info::<Item>)
};

pub(crate) struct Shop(odata::doc_example::Defender);

impl Shop {
    pub(crate) fn of(wire: &Wire, version: ProtocolVersion) -> Self {
        Shop(wire.builder().protocol_version(version).build().unwrap())
    }

    /// Over the mock, whose answers are real.
    pub(crate) fn over(service: &odata_mock::MockService, version: ProtocolVersion) -> Self {
        let builder = odata::doc_example::Defender::builder();
        let builder = builder.transport(service.transport());
        Shop(builder.protocol_version(version).build().unwrap())
    }

    pub(crate) fn client(&self) -> &odata::Client {
        self.0.client()
    }

    pub(crate) fn orders(&self) -> EntitySet<Order> {
        EntitySet::new(self.client(), &ORDERS)
    }

    pub(crate) fn order(&self) -> EntityQuery<Order> {
        self.orders().by_key(1)
    }

    pub(crate) fn customers(&self) -> EntitySet<Customer> {
        EntitySet::new(self.client(), &CUSTOMERS)
    }

    pub(crate) fn items(&self) -> EntitySet<Item> {
        EntitySet::new(self.client(), &ITEMS)
    }
}
