//! What an entity cannot be without is told before anything is sent, where that is wanted.

use odata::{Changes, ProtocolVersion::V4_0};

use crate::shop::{Customer, Item, Order, Place, Shop};
use crate::wire::{Wire, status};

#[tokio::test]
async fn what_is_missing_is_told_by_its_path() {
    let wire = Wire::of([status(204), status(204)]);
    let shop = Shop::of(&wire, V4_0);
    let bare = Changes::new()
        .with(Order::CUSTOMER, Changes::new().set(Customer::NAME, "C"))
        .with(
            Order::ITEMS,
            [
                Changes::new().set(Item::WHAT, "w"),
                Changes::new().set(Item::ID, 1),
            ],
        )
        .set(Order::PLACES, vec![Changes::new().set(Place::TOWN, "T")]);
    let error = shop.orders().insert(&bare).require_all().minimal();
    let error = error.send().await.unwrap_err();
    let said = error.to_string();
    assert!(error.is_refused(), "{said}");
    assert!(
        said.contains("Order lacks `id`, `customer/id`, `items/id`, `places/id`:"),
        "{said}"
    );
    assert!(wire.sent().is_empty());

    let whole = Changes::new()
        .set(Order::ID, 1)
        .set(Order::TAGS, Vec::<&str>::new());
    let insert = shop.orders().insert(&whole).minimal().require_all();
    insert.send().await.unwrap();
    // Without being asked nothing is looked at.
    shop.orders().insert(&bare).minimal().send().await.unwrap();
}

#[tokio::test]
async fn what_has_a_default_is_not_missing() {
    let shop = Shop::of(&Wire::of([]), V4_0);
    let customers = shop.customers();
    let error = customers.insert(&Changes::new()).require_all().send().await;
    let said = error.unwrap_err().to_string();
    assert!(
        said.contains("lacks `id`:"),
        "the name has a default: {said}"
    );
}
