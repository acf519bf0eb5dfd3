//! Parameters of actions that are of other types, and a call on what the action is not bound to.

odata::service!("specs/tour/service.toml");

fn call(tour: &Tour) {
    let me = tour.me();
    let _ = me.call(Person::rename(5));
    let _ = me.call(Person::rename("b").notify(odata::Null));
    let trip = odata::Changes::<Trip>::new();
    let _ = me.call(Person::r#move(trip));
    let _ = tour.people().call(Person::rename("b"));
    let _ = me.call(Person::share_of_set_with_trip(5));
    let _ = tour.photos().by_key(1).call(Person::rename("b"));
    let guide = tour.people().cast::<Guide>().by_key("a");
    let _ = guide.call(Person::rename("b"));
    let _ = me.call(Guide::certify("c"));
}

fn main() {}
