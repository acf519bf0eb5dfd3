//! What is refused stays refused, whatever is made of it.

use odata::ProtocolVersion::V4_0;
use odata::functions::case;
use odata::{Error, Filter};

use crate::shop::{Item, Order, Place, Shop};
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

#[test]
fn what_is_made_of_a_filter_that_does_not_fit_is_refused() {
    let of_order = || Order::NOTE.eq("a").checked("nope eq 1");
    let of_item = || Item::WHAT.eq("a").checked("nope eq 1");
    let size = || Order::ITEMS.size_of(of_item());
    let rank = || case(of_order(), 1).otherwise(2);
    let shop = shop();
    let orders = || shop.orders().query().unchecked();
    let filters: Vec<Filter<Order>> = vec![
        size().gt(1),
        size().is_in([1_i64]),
        (size() + 1_i64).gt(1_i64),
        (-size()).gt(1),
        size().cast::<String>().starts_with("1"),
        Order::ITEMS.size().lt(size()),
        Order::ITEMS.any(of_item()),
        Order::ITEMS.all_with(|_| of_order()),
        rank().gt(1),
        !case(Order::ID.eq(1), 1)
            .when(of_order(), 2)
            .or_null()
            .is_null(),
        Order::ID.eq(1).and(rank().unchecked().gt(1)),
    ];
    for filter in filters {
        let filtered = orders().filter(filter);
        refused(filtered.url(), "no property `nope`");
        refused(filtered.total().url(), "no property `nope`");
    }
    let says = "no property `nope`";
    refused(orders().order_by(rank().desc()).url(), says);
    refused(
        orders().order_by((Order::ID.asc(), size().asc())).url(),
        says,
    );
    refused(orders().compute(&rank().named("rank")).url(), says);
    refused(
        orders().select((Order::ID, rank().named("rank"))).url(),
        says,
    );
    refused(orders().aggregate(size().max().named("most")).url(), says);
    let sorted = Order::ITEMS.order_by(case(of_item(), 1).otherwise(2).asc());
    refused(orders().expand(sorted).url(), says);
    // What fits is sent.
    let fits = case(Order::ID.eq(1), 1).otherwise(2).gt(1);
    assert!(orders().filter(fits).url().is_ok());
}
