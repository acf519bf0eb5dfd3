//! What a service says that its sets can do is held against each request, and `unchecked` lifts it. What does not compile is
//! in `ui/`.

use odata::{Changes, Error, Filter, Service as _};
use odata_tests::depot::{Crate, Depot, Parcel, Place, Shelf};
use odata_tests::offline::{Offline, refused};

fn depot() -> Depot {
    Depot::builder().transport(Offline).build().unwrap()
}

fn sent<T: std::fmt::Debug>(result: odata::Result<T>) {
    let error: Error = result.unwrap_err();
    assert!(!error.is_refused(), "{error}");
}

#[track_caller]
fn assert_says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[tokio::test]
async fn what_the_container_says_holds_for_all_of_its_sets() {
    let depot = depot();
    let said = refused(depot.rejects().top(1).url());
    let of_container = "of entity container `Container` says so: metadata.xml";
    assert_says(
        &said,
        &[
            "entity set `rejects`: the service does not support `$top`",
            &format!("`Capabilities.TopSupported` {of_container}"),
        ],
    );
    for said in [
        refused(depot.shelves().skip(1).url()),
        refused(depot.shelves().count().url()),
        refused(depot.shelves().by_key(1).delete().send().await),
        refused(depot.shelves().expand(Shelf::BOXES).url()),
    ] {
        let defaults = format!("`Capabilities.DefaultCapabilities` {of_container}");
        assert_says(&said, &["entity set `shelves`", &defaults]);
    }
    // A set's own word goes before it, also where it takes something back.
    assert!(depot.racks().expand(Shelf::BOXES).url().is_ok());
    let long = Shelf::NAME.length().gt(3);
    assert!(depot.shelves().filter(long.clone()).url().is_ok());
    refused(depot.racks().filter(long).url());
    assert!(depot.boxes().top(1).url().is_ok());
    refused(depot.boxes().skip(1).url());
}

#[test]
fn what_cannot_be_expanded_is_refused() {
    let depot = depot();
    let boxes = depot.boxes();
    let url = boxes.expand(Parcel::SHELF).url().unwrap();
    assert!(url.as_str().ends_with("/boxes?$expand=shelf"), "{url}");
    let url = boxes.by_key(1).expand(Parcel::SHELF).url().unwrap();
    assert!(url.as_str().ends_with("/boxes(1)?$expand=shelf"), "{url}");

    let said = refused(boxes.expand(Parcel::CONTENTS).url());
    assert_says(
        &said,
        &[
            "entity set `boxes`: the service does not support `$expand` on `contents`",
            "`Capabilities.ExpandRestrictions` of entity set `boxes` says so: metadata.xml",
        ],
    );
    refused(boxes.by_key(1).expand(Parcel::CONTENTS).url());
    // Of a derived type too, by the path that the set has for it.
    let crates = boxes.cast::<Crate>();
    assert!(crates.expand(Crate::SHELF).url().is_ok());
    refused(crates.expand(Crate::CONTENTS).url());
    refused(crates.expand(Crate::MAKER).url());
    refused(boxes.by_key(1).cast::<Crate>().expand(Crate::MAKER).url());

    assert!(boxes.expand(Parcel::CONTENTS.unchecked()).url().is_ok());
    let said = refused(depot.rejects().expand(Parcel::SHELF).url());
    assert_says(&said, &["expands no more than 0 levels"]);
}

#[test]
fn properties_of_derived_types_are_restricted_by_their_paths() {
    let boxes = depot().boxes();
    let crates = boxes.cast::<Crate>();
    assert!(crates.filter(Crate::WOOD.eq("oak")).url().is_ok());
    for query in [
        crates.filter(Crate::NAILS.gt(3)),
        crates.filter(Crate::WEIGHT.gt(3.0)),
    ] {
        refused(query.url());
    }
    assert!(boxes.filter(Crate::WOOD.upcast().eq("oak")).url().is_ok());
    let said = refused(boxes.filter(Crate::NAILS.upcast().gt(3)).url());
    assert_says(&said, &["`contoso.depot.Crate/nails`"]);
    // Inherited.
    let said = refused(boxes.filter(Crate::WEIGHT.upcast().gt(3.0)).url());
    assert_says(&said, &["on `weight`"]);
}

#[test]
fn what_is_expanded_is_not_selected_away() {
    let racks = depot().racks();
    let both = racks.expand(Shelf::BOXES).select(Shelf::NAME);
    assert_says(
        &refused(both.url()),
        &["`expand` of `boxes`", "selected properties"],
    );
    let both = racks.by_key(1).expand(Shelf::BOXES).select(Shelf::NAME);
    assert_says(&refused(both.url()), &["`expand` of `boxes`"]);
    let twice = racks.expand(Shelf::BOXES).expand(Shelf::BOXES).url();
    assert_eq!(twice.unwrap().query(), Some("$expand=boxes"));
}

#[test]
fn an_unchecked_operand_makes_an_unchecked_filter() {
    let crates = depot().boxes().cast::<Crate>();
    refused(crates.filter(Crate::ID.lt(Crate::NAILS)).url());
    let beside = Crate::ID.lt(Crate::NAILS.unchecked());
    assert!(crates.filter(beside).url().is_ok());
    let within = Crate::ID.is_in([Crate::NAILS.unchecked()]);
    assert!(crates.filter(within).url().is_ok());
}

#[test]
fn properties_of_other_items_are_not_restricted() {
    let boxes = depot().boxes();
    for restricted in ["weight gt 3", "contents/any(x:x/id eq 1 and weight gt 3)"] {
        let error = boxes.filter_text(restricted).unwrap_err().to_string();
        assert!(error.contains("`weight`"), "{error}");
    }
    for free in [
        "contents/any(weight:weight/id eq 1)",
        "contents/$count($filter=label eq 'a') gt 1",
    ] {
        let asked = boxes.filter_text(free);
        assert!(asked.is_ok(), "{free}: {asked:?}");
    }
}

#[test]
fn functions_that_are_not_listed_are_refused() {
    let depot = depot();
    let boxes = depot.boxes();
    assert!(boxes.filter(Parcel::LABEL.contains("a")).url().is_ok());
    // A list of functions alone says nothing of operators.
    let listed = !Parcel::LABEL.starts_with("a").or(Parcel::ID.ge(4));
    assert!(boxes.filter(listed).url().is_ok());
    let said = refused(boxes.filter(Parcel::LABEL.to_lower().eq("a")).url());
    assert_says(
        &said,
        &[
            "`tolower` in `$filter` of entity set `boxes`",
            "`Capabilities.FilterFunctions` of entity container `Container` says so",
        ],
    );
    refused(boxes.filter(Filter::is_of::<Crate>()).url());
    let by_text = boxes
        .filter_text("id in (1,2) and length(label) gt 3")
        .unwrap();
    assert_says(&refused(by_text.url()), &["`length` in `$filter`"]);

    let rejects = depot.rejects();
    let listed = Parcel::LABEL.to_lower().eq("a").and(Parcel::ID.eq(1));
    assert!(rejects.filter(listed).url().is_ok());
    for (filter, name) in [
        (Parcel::ID.gt(1), "gt"),
        (Parcel::ID.eq(1).or(Parcel::ID.eq(2)), "or"),
        (!Parcel::ID.eq(1), "not"),
        (Filter::parse("id add 1 eq 2").unwrap(), "add"),
        (Parcel::ID.is_in([1]), "in"),
        (Parcel::LABEL.contains("a"), "contains"),
    ] {
        let said = refused(rejects.filter(filter).url());
        assert_says(&said, &[&format!("`{name}` in `$filter`")]);
    }
    assert!(rejects.filter(Parcel::ID.unchecked().gt(1)).url().is_ok());
}

#[tokio::test]
async fn an_insert_without_what_it_needs_is_refused() {
    let boxes = depot().boxes();
    let changes = Changes::new().set(Parcel::ID, 1);
    let said = refused(boxes.insert(&changes).send().await);
    assert_says(
        &said,
        &[
            "entity set `boxes`: the service needs `label` when an entity is inserted",
            "`Capabilities.InsertRestrictions` of entity set `boxes` says so",
        ],
    );
    sent(boxes.by_key(1).update(&changes).send().await);
    let changes = changes.set(Parcel::LABEL, odata::Null);
    sent(boxes.insert(&changes).send().await);

    // What only a derived type has is needed of that type alone.
    let crates = boxes.cast::<Crate>();
    let changes = Changes::new().set(Crate::ID, 1).set(Crate::LABEL, "a");
    assert_says(
        &refused(crates.insert(&changes).send().await),
        &["Crate/wood"],
    );
    let changes = changes.set(Crate::WOOD, "oak");
    sent(crates.insert(&changes).send().await);

    let shelves = depot().shelves();
    refused(shelves.insert(&Changes::new()).send().await);
    let place = Changes::new().set(Place::ROW, 3);
    let changes = Changes::new().set(Shelf::PLACE, place);
    sent(shelves.insert(&changes).send().await);
}

#[tokio::test]
async fn a_singleton_speaks_for_itself() {
    let counter = || depot().counter();
    let said = refused(counter().expand(Shelf::BOXES).url());
    assert_says(
        &said,
        &[
            "singleton `counter`: the service does not support `$expand` on `boxes`",
            "`Capabilities.ExpandRestrictions` of singleton `counter` says so: metadata.xml",
        ],
    );
    let changes = Changes::new().set(Shelf::NAME, "a");
    let said = refused(counter().update(&changes).send().await);
    assert_says(
        &said,
        &["singleton `counter`: the service lets nothing be updated"],
    );
    sent(counter().unchecked().update(&changes).send().await);
    assert!(counter().select(Shelf::NAME).url().is_ok());
}

#[tokio::test]
async fn unchecked_lifts_what_a_query_or_a_set_is_held_against() {
    let boxes = depot().boxes();
    let query = boxes
        .filter(Parcel::WEIGHT.gt(3.0))
        .expand(Parcel::CONTENTS)
        .skip(1)
        .count();
    refused(query.url());
    let url = query.unchecked().url().unwrap();
    assert!(
        url.as_str()
            .ends_with("/boxes?$filter=weight%20gt%203e0&$expand=contents&$count=true&$skip=1"),
        "{url}"
    );

    let boxes = boxes.unchecked();
    assert!(boxes.skip(1).url().is_ok());
    assert!(
        boxes
            .cast::<Crate>()
            .filter(Crate::NAILS.gt(3))
            .url()
            .is_ok()
    );
    assert!(boxes.by_key(1).expand(Parcel::CONTENTS).url().is_ok());
    sent(boxes.insert(&Changes::new()).send().await);
    sent(boxes.by_key(1).delete().send().await);
    let shelves = depot().shelves();
    sent(shelves.by_key(1).unchecked().delete().send().await);
}

#[test]
fn what_is_sorted_one_way_alone_is_sorted_that_way() {
    let racks = depot().racks();
    assert!(racks.order_by(Shelf::NAME.asc()).url().is_ok());
    assert!(racks.order_by(Shelf::ID.desc()).url().is_ok());
    let said = refused(racks.order_by(Shelf::NAME.desc()).url());
    assert_says(
        &said,
        &[
            "entity set `racks`: the service sorts by `name` ascending only",
            "`Capabilities.SortRestrictions` of entity set `racks` says so: metadata.xml",
        ],
    );
    let said = refused(racks.order_by((Shelf::NAME.asc(), Shelf::ID.asc())).url());
    assert_says(&said, &["sorts by `id` descending only"]);
    let unchecked = racks.unchecked().order_by(Shelf::NAME.desc());
    assert!(unchecked.url().is_ok());
    // Another set of the type says nothing.
    let shelves = depot().shelves();
    assert!(shelves.order_by(Shelf::NAME.desc()).url().is_ok());
}

#[test]
fn a_filter_has_what_each_filter_needs() {
    let racks = depot().racks();
    let named = Shelf::NAME.contains("a");
    assert!(racks.filter(named.clone()).url().is_ok());
    let other = Shelf::ID.gt(3);
    assert!(racks.filter(other.clone() | named).url().is_ok());
    let said = refused(racks.filter(other.clone()).url());
    assert_says(&said, &["the service needs `name` in each `$filter`"]);
    assert!(racks.filter(other).unchecked().url().is_ok());
}

/// A service that takes no batches.
struct Alone(odata::Client);

impl odata::Service for Alone {
    const INFO: &'static odata::ServiceInfo = Depot::INFO;
    const BATCH: odata::BatchInfo = odata::BatchInfo {
        not_supported: Some("the service takes no batches"),
        ..odata::BatchInfo::REST
    };

    fn from_client(client: odata::Client) -> Self {
        Alone(client)
    }

    fn client(&self) -> &odata::Client {
        &self.0
    }
}

/// Capabilities.BatchSupport.
#[tokio::test]
async fn a_batch_is_one_that_the_service_takes() {
    let (depot, alone) = (depot(), Alone::builder().transport(Offline).build());
    let with = |mut batch: odata::Batch| {
        let _ = batch.add(&depot.shelves().by_key(1));
        batch
    };
    let said = refused(with(alone.unwrap().batch()).send().await);
    assert_says(&said, &["the service takes no batches"]);

    // OData 4.01 would be written as JSON.
    let form = |batch: odata::Batch| batch.as_curl().unwrap().to_string();
    assert_says(&form(with(depot.batch())), &["multipart/mixed"]);
    assert_says(&form(with(depot.batch().json())), &["application/json"]);
    let going_on = || with(depot.batch()).continue_on_error();
    let said = refused(going_on().send().await);
    assert_says(
        &said,
        &[
            "the service goes on behind no request of a batch that fails",
            "`Capabilities.BatchSupport` of entity container `Container` says so: metadata.xml",
        ],
    );
    sent(going_on().unchecked().send().await);
}
