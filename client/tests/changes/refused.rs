//! What is refused stays refused, whatever is made of it.

use odata::Error;
use odata::ProtocolVersion::V4_0;

use crate::shop::{Order, Place, Shop};
use crate::wire::Wire;

fn shop() -> Shop {
    Shop::of(&Wire::of([]), V4_0)
}

#[track_caller]
fn refused<T: std::fmt::Debug>(asked: Result<T, Error>, says: &str) {
    let error = asked.unwrap_err();
    assert!(error.is_refused(), "{error}");
    assert!(error.to_string().contains(says), "{error}");
}

#[test]
fn a_filter_that_would_be_lost_is_refused_further_down() {
    let shop = shop();
    let order = shop.orders().filter(Order::NOTE.eq("a")).by_key(1);
    let lost = "do not go along with a key";
    for order in [order.clone(), order.unchecked()] {
        let items = order.navigate(Order::ITEMS);
        refused(items.url(), lost);
        refused(items.total().url(), lost);
        refused(items.references().as_curl(), lost);
        refused(items.by_key(1).url(), lost);
        refused(order.navigate(Order::CUSTOMER).url(), lost);
        let place = order.property(Order::PLACE);
        refused(place.url(), lost);
        refused(place.property(Place::TOWN).url(), lost);
        refused(place.property(Place::TOWN).raw().url(), lost);
        refused(place.navigate(Place::KEEPER).url(), lost);
        refused(order.property(Order::TAGS).total().url(), lost);
    }
}

#[test]
fn a_filter_that_does_not_fit_is_refused_when_it_is_counted() {
    let shop = shop();
    let orders = shop
        .orders()
        .filter(Order::NOTE.eq("a").checked("nope eq 1"));
    for orders in [orders.clone(), orders.unchecked()] {
        refused(orders.url(), "no property `nope`");
        refused(orders.total().url(), "no property `nope`");
    }
    let fits = shop.orders().filter(Order::NOTE.eq("a"));
    assert!(fits.total().url().is_ok());
}
