//! What a service does not support is refused before anything is sent. What does not compile is in `ui/`.

use odata::field::{Filterable, Sortable};
use odata::{Changes, Field, Filter, Order};
use odata_tests::offline::{Offline, refused};
use odata_tests::rights::{Machine, Person, Report, Rights};

fn rights() -> Rights {
    Rights::builder()
        .transport(Offline)
        .bearer_token("t")
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_top_above_the_maximum_is_not_sent() {
    let machines = rights().machines();
    assert!(machines.top(100).url().is_ok());
    let said = refused(machines.top(101).send().await);
    assert!(
        said.contains("`$top` of `machines` is at most 100, and 101"),
        "{said}"
    );
    let first = futures_util::StreamExt::next(&mut machines.top(101).stream()).await;
    assert_eq!(refused(first.unwrap()), said);
}

#[test]
fn a_set_that_restricts_what_another_set_of_the_type_supports() {
    let rights = rights();
    let by_phone = || Person::PHONE.to_lower().eq("1").or(Person::ID.eq("a"));
    assert!(rights.people().filter(by_phone()).url().is_ok());
    let said = refused(rights.guests().filter(!by_phone()).url());
    for part in [
        "entity set `guests`",
        "does not support `$filter` on `phone`",
        "`Capabilities.FilterRestrictions` of entity set `guests`",
        "says so: metadata.xml",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(rights.guests().filter(Person::MAIL.eq("1")).url().is_ok());
    // As an operand too.
    refused(rights.guests().filter(Person::MAIL.eq(Person::PHONE)).url());

    assert!(rights.people().order_by(Person::MAIL.asc()).url().is_ok());
    let said = refused(rights.guests().order_by(Person::MAIL.length().asc()).url());
    assert!(
        said.contains("does not support `$orderby` on `mail`"),
        "{said}"
    );

    assert!(rights.people().select(Person::MAIL).url().is_ok());
    let said = refused(rights.guests().select(Person::MAIL).url());
    assert!(
        said.contains("entity set `guests`: the service does not support `$select`"),
        "{said}"
    );
    let said = refused(rights.guests().by_key("a").select(Person::MAIL).url());
    assert!(said.contains("does not support `$select`"), "{said}");
}

#[test]
fn unchecked_sends_it_all_the_same() {
    let rights = rights();
    let url = rights
        .machines()
        .filter(Machine::OS_BUILD.unchecked().gt(3))
        .order_by(Machine::OWNER.unchecked().to_lower().desc())
        .url()
        .unwrap();
    assert_eq!(
        url.as_str(),
        "https://rights.contoso.com/api/machines?$filter=osBuild%20gt%203&$orderby=tolower(owner)%20desc"
    );
    let title = Report::TITLE.unchecked();
    let url = rights.reports().select(title).url().unwrap();
    assert!(url.as_str().ends_with("reports?$select=title"), "{url}");
    assert!(rights.reports().by_key("a").select(title).url().is_ok());
    let guests = rights.guests();
    for filter in [
        Person::PHONE.unchecked().eq("1"),
        Person::PHONE.unchecked().is_in(["1"]),
        Person::PHONE.unchecked().contains("1"),
        !Person::PHONE
            .unchecked()
            .to_upper()
            .eq("1")
            .and(Person::ID.eq("1")),
        Filter::unchecked("phone eq '1'").unwrap(),
    ] {
        assert!(guests.filter(filter.clone()).url().is_ok(), "{filter}");
        // A filter of its own is still checked.
        refused(guests.filter(filter).filter(Person::PHONE.eq("1")).url());
    }
}

#[test]
fn the_text_of_a_filter_is_held_against_the_same_words() {
    let error = rights().machines().filter_text("osBuild eq 3").unwrap_err();
    let said = error.to_string();
    assert!(
        said.contains(
            "docs/get-machines.md:31 says: \"$filter is supported on: id, owner, and {more}.\""
        ),
        "{said}"
    );
    assert!(rights().machines().filter_text("owner eq 'a'").is_ok());
}

#[test]
fn what_is_restricted_in_one_way_is_free_in_the_others() {
    let machines = rights().machines();
    let query = machines
        .filter(Machine::OWNER.eq("a"))
        .order_by(Machine::OS_BUILD.asc())
        .select((Machine::OS_BUILD, Machine::FILTER));
    assert!(query.url().is_ok());
    assert!(
        rights()
            .reports()
            .order_by(Report::TITLE.asc())
            .url()
            .is_ok()
    );
    // What cannot be selected can still be set.
    let changes = Changes::new().set(Report::TITLE, "a");
    assert_eq!(changes.to_string(), r#"{"title":"a"}"#);
}

/// Functions over any property.
fn same<E, R: Filterable<E>>(field: Field<E, String, R>, text: &str) -> Filter<E> {
    field.to_lower().trim().eq(text)
}

fn shortest<E, R: Sortable<E>>(field: Field<E, String, R>) -> Order<E> {
    field.length().asc()
}

#[test]
fn functions_over_any_property_can_be_written() {
    assert_eq!(
        same(Machine::OWNER, "a").to_string(),
        "trim(tolower(owner)) eq 'a'"
    );
    assert!(
        rights()
            .machines()
            .order_by(shortest(Machine::ID))
            .url()
            .is_ok()
    );
}
