//! What the schema does not declare: properties of open types, which say what they are, and annotations.

use odata::{Changes, Date, DateTimeOffset, Decimal, Field, Guid, Json, Nested, Null};

use crate::shop::{Order, Place};

fn field<T>(name: &'static str) -> Field<Order, T> {
    Field::new(name)
}

#[test]
fn what_is_not_declared_says_its_type() {
    let date: Date = "2026-12-01".parse().unwrap();
    let moment: DateTimeOffset = "2026-12-01T09:00:00Z".parse().unwrap();
    let guid: Guid = "3f2b5a0e-8a7e-4d56-9f6b-0c3c7e1d2a4b".parse().unwrap();
    let total: Decimal = "1.10".parse().unwrap();
    let new = Changes::<Order>::new;
    let place = || Changes::<Place>::new().set(Place::TOWN, "T");
    for (changes, expected) in [
        // What is declared, and what JSON says by itself.
        (new().set(Order::TAGS, vec!["a"]), r#"{"tags":["a"]}"#),
        (new().set(field::<Option<String>>("x"), "a"), r#"{"x":"a"}"#),
        (new().set(field::<bool>("x"), true), r#"{"x":true}"#),
        (new().set(field::<f64>("x"), 1.5), r#"{"x":1.5}"#),
        (new().set(field::<Option<Date>>("x"), Null), r#"{"x":null}"#),
        (
            new().set(field::<Json>("x"), Json::from_text("[1,{}]")),
            r#"{"x":[1,{}]}"#,
        ),
        // What it does not.
        (
            new().set(field::<f64>("x"), f64::NAN),
            r##"{"x@odata.type":"#Double","x":"NaN"}"##,
        ),
        (
            new().set(field::<Option<i32>>("x"), 7),
            r##"{"x@odata.type":"#Int32","x":7}"##,
        ),
        (
            new().set(field::<Decimal>("x"), total),
            r##"{"x@odata.type":"#Decimal","x":1.10}"##,
        ),
        (
            new().set(field::<Option<Date>>("x"), date),
            r##"{"x@odata.type":"#Date","x":"2026-12-01"}"##,
        ),
        (
            new().set(field::<Option<DateTimeOffset>>("x"), moment),
            r##"{"x@odata.type":"#DateTimeOffset","x":"2026-12-01T09:00:00Z"}"##,
        ),
        (
            new().set(field::<Guid>("x"), guid),
            r##"{"x@odata.type":"#Guid","x":"3f2b5a0e-8a7e-4d56-9f6b-0c3c7e1d2a4b"}"##,
        ),
        (
            new().set(field::<Vec<String>>("x"), vec!["a", "b"]),
            r##"{"x@odata.type":"#Collection(String)","x":["a","b"]}"##,
        ),
        (
            new().set(field::<Option<Nested<Place>>>("x"), place()),
            r##"{"x":{"@odata.type":"#shop.Place","town":"T"}}"##,
        ),
        (
            new().set(field::<Vec<Place>>("x"), vec![place()]),
            r##"{"x@odata.type":"#Collection(shop.Place)","x":[{"town":"T"}]}"##,
        ),
    ] {
        assert_eq!(changes.to_string(), expected);
    }
}

/// A second value for the same property replaces the first, and what was said of it.
#[test]
fn the_type_is_that_of_the_last_value() {
    let date: Date = "2026-12-01".parse().unwrap();
    let dated = || Changes::<Order>::new().set(field::<Option<Date>>("x"), date);
    let text = dated().set(field::<Option<String>>("x"), "a");
    assert_eq!(text.to_string(), r#"{"x":"a"}"#);
    let dated = text.set(field::<Option<Date>>("x"), date);
    assert_eq!(
        dated.to_string(),
        r##"{"x@odata.type":"#Date","x":"2026-12-01"}"##
    );
    let null = dated.set(field::<Option<Date>>("x"), Null);
    assert_eq!(null.to_string(), r#"{"x":null}"#);
}

#[test]
fn an_annotation_stands_beside_the_properties() {
    let changes = Changes::<Order>::new()
        .annotate("contoso.behavior", "fail")
        .set(Order::NOTE, "n")
        .annotate("@contoso.behavior", "rename")
        .annotate("contoso.level", 3)
        .annotate("contoso.sure", true);
    assert_eq!(
        changes.to_string(),
        r#"{"@contoso.behavior":"rename","note":"n","@contoso.level":3,"@contoso.sure":true}"#
    );
}
