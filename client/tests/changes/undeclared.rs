//! Properties that no document declares, and annotations, as they are sent.

use odata::ProtocolVersion::{V4_0, V4_01};
use odata::edm::Json;
use odata::{Changes, Date, Decimal, DerivedFrom, Null, Reference};

use crate::entity::entity;
use crate::shop::{Customer, Item, Order, Place, Shop};
use crate::wire::{ROOT, Wire, status};

entity!(Company, "shop.Company", String, false, []; id "id": String);
impl DerivedFrom<Customer> for Company {}

async fn sent(changes: &Changes<Order>) -> odata::Result<String> {
    let wire = Wire::of([status(204)]);
    let shop = Shop::of(&wire, V4_0);
    shop.order().update(changes).send().await?;
    Ok(wire.only().body)
}

/// OData JSON 4.0, 4.5.3: a boolean, a text and a number tell their types, what else there is has it beside it.
#[tokio::test]
async fn an_undeclared_property_is_sent_with_the_type_that_json_does_not_tell() {
    let day: Date = "2024-02-29".parse().unwrap();
    let price: Decimal = "1.50".parse().unwrap();
    let changes = Changes::new()
        .set(Order::NOTE, "urgent")
        .set_undeclared("color", "red")
        .set_undeclared("open", true)
        .set_undeclared("ratio", 2.0)
        .set_undeclared("due", day)
        .set_undeclared("count", 7)
        .set_undeclared("price", price)
        .set_undeclared("words", vec!["a", "b"])
        .set_undeclared("days", vec![day])
        .set_undeclared("spot", Changes::new().set(Place::TOWN, "Ulm"))
        .set_undeclared("gone", Null)
        .set_undeclared("Oem", Json::from_text(r#"{"Contoso":{"x":1}}"#));
    assert_eq!(
        sent(&changes).await.unwrap(),
        concat!(
            r##"{"note":"urgent","color":"red","open":true,"ratio":2.0,"due@odata.type":"#Date","due":"2024-02-29","##,
            r##""count@odata.type":"#Int32","count":7,"price@odata.type":"#Decimal","price":1.50,"##,
            r##""words@odata.type":"#Collection(String)","words":["a","b"],"days@odata.type":"#Collection(Date)","days":["2024-02-29"],"##,
            r##""spot":{"@odata.type":"#shop.Place","town":"Ulm"},"gone":null,"Oem":{"Contoso":{"x":1}}}"##,
        )
    );
    // The second value takes the place of the first, and of what is said of it.
    let again = Changes::new()
        .set_undeclared("due", day)
        .set_undeclared("due", "soon");
    assert_eq!(sent(&again).await.unwrap(), r#"{"due":"soon"}"#);
}

#[tokio::test]
async fn annotations_are_sent_with_what_they_annotate() {
    let when = || Json::from_text(r#"{"ApplyTime":"OnReset"}"#);
    let changes = Changes::new()
        .set(Order::NOTE, "urgent")
        .annotate("Redfish.SettingsApplyTime", when())
        .annotate_property("note", "contoso.Source", "scan");
    assert_eq!(
        sent(&changes).await.unwrap(),
        r#"{"note":"urgent","@Redfish.SettingsApplyTime":{"ApplyTime":"OnReset"},"note@contoso.Source":"scan"}"#
    );
}

#[tokio::test]
async fn a_declared_property_or_control_information_is_refused_there() {
    let new = Changes::<Order>::new;
    for (changes, said) in [
        (
            new().set_undeclared("note", 1),
            "`note` is a property that `shop.Order` declares: `set` sets it",
        ),
        (
            new().set_undeclared("a@b", 1),
            "`a@b` is no name of a property",
        ),
        (
            new().annotate("odata.type", "x"),
            "`odata.type` is no name of a term",
        ),
        (new().annotate("note", "x"), "`note` is no name of a term"),
    ] {
        let error = sent(&changes).await.unwrap_err();
        assert!(error.is_refused(), "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
    // Also within a complex value.
    let place = Changes::new().set_undeclared("town", "x");
    let changes = new().set(Order::PLACE, place);
    assert!(sent(&changes).await.is_err());
}

/// What services of Redfish take (DSP0266): references in the place of the navigation property, as they came.
#[tokio::test]
async fn references_stand_where_the_navigation_property_does() {
    let items = ["/redfish/v1/Drives/1", "/redfish/v1/Drives/2"].map(Reference::<Item>::new);
    let customer = |shop: &Shop| shop.customers().by_key("x");
    for version in [V4_0, V4_01] {
        let wire = Wire::of([status(204)]);
        let shop = Shop::of(&wire, version);
        let changes = Changes::new()
            .set_references(Order::ITEMS, items.clone())
            .set_references(Order::CUSTOMER, customer(&shop));
        shop.order().update(&changes).send().await.unwrap();
        let expected = r#"{"items":[{"ID":"/redfish/v1/Drives/1"},{"ID":"/redfish/v1/Drives/2"}],"customer":{"ID":"ROOTCustomers('x')"}}"#;
        let expected = expected.replace("ID", "@odata.id").replace("ROOT", ROOT);
        assert_eq!(wire.only().body, expected);
    }
}

/// DSP0266: a service that does a part of a change says in the entity what it did not do.
#[tokio::test]
async fn annotations_of_the_answer_to_a_change_are_kept_where_they_are_asked_for() {
    let text = r#"{"id":1,"note":"old","note@Message.ExtendedInfo":[{"MessageId":"Base.1.18.PropertyNotWritable"}],"@Message.ExtendedInfo":[]}"#;
    let changes = Changes::new().set(Order::NOTE, "new");
    for keeps in [false, true] {
        let wire = Wire::of([status(200).json(text)]);
        let update = Shop::of(&wire, V4_0).order().update(&changes);
        let update = if keeps {
            update.keep_annotations()
        } else {
            update
        };
        let order = update.send().await.unwrap().unwrap();
        let said = order.odata.annotation_of("note", "Message.ExtendedInfo");
        assert_eq!(said.is_some(), keeps);
        assert_eq!(
            order.odata.annotation("Message.ExtendedInfo").is_some(),
            keeps
        );
    }
    let wire = Wire::of([status(201).json(text), status(200).json(text)]);
    let shop = Shop::of(&wire, V4_0);
    let order = shop
        .orders()
        .insert(&changes)
        .keep_annotations()
        .send()
        .await;
    assert_eq!(order.unwrap().odata.all_annotations().count(), 2);
    let saved = shop
        .order()
        .upsert(&changes)
        .keep_annotations()
        .send()
        .await;
    let order = saved.unwrap().into_entity().unwrap();
    assert_eq!(order.odata.all_annotations().count(), 2);
}

#[tokio::test]
async fn an_entity_of_a_derived_type_is_bound_as_one_of_its_base_type() {
    let shop = Shop::of(&Wire::of([]), V4_0);
    let reference = Reference::<Company>::new("Companies('x')").upcast();
    let changes = Changes::new().bind(Order::CUSTOMER, reference);
    let bound = r#"{"customer@odata.bind":"Companies('x')"}"#;
    assert_eq!(changes.to_string(), bound);
    let query = Reference::<Company>::new("Companies('x')").at(shop.client());
    let query = query.unwrap();
    let changes = Changes::new().bind(Order::CUSTOMER, query);
    assert_eq!(changes.to_string(), bound);
}

/// DSP0266: what a long collection goes on with is another answer of the resource, at a link with a query of its own.
#[tokio::test]
async fn the_rest_of_a_resource_is_read_at_a_link_of_the_service() {
    let wire = Wire::of([status(200).json(r#"{"id":1}"#)]);
    let order = Shop::of(&wire, V4_0).order();
    let rest = order
        .at_link("/api/Orders(1)?$skip=50&token=a%20b%26c")
        .unwrap();
    rest.send().await.unwrap();
    assert_eq!(wire.only().line(), "GET Orders(1)?$skip=50&token=a%20b%26c");
    for elsewhere in [
        "https://elsewhere.example/api/Orders(1)?$skip=50",
        "/other/Orders(1)",
    ] {
        assert!(
            order.at_link(elsewhere).unwrap_err().is_link(),
            "{elsewhere}"
        );
    }
}
