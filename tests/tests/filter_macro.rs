//! `filter!`: text that is read while the program is compiled gives the same tree as the text at run time, and as methods.

use odata::{Filter, Structured, filter};
use odata_core::expr::{self, AnyName};
use odata_tests::estate::{Alert, Estate, Machine};
use odata_tests::offline::{Offline, refused};
use odata_tests::zoo::{Animal, Colour, Zoo};

#[track_caller]
fn same<E: Structured>(made: Filter<E>, text: &str) {
    assert_eq!(made.to_string(), text);
    assert_eq!(expr::parse(text, &AnyName), Ok(made.into_expr()));
}

#[test]
fn values_come_from_the_program() {
    let suffix = "'; drop";
    same(
        filter!(
            Animal,
            "endswith(text, {}) and flag eq {on}",
            suffix,
            on = true
        ),
        "endswith(text,'''; drop') and flag eq true",
    );
    let born: odata::Date = "2024-02-29".parse().expect("a date");
    same(
        filter!(Animal, "born ge {born} or born lt {born}"),
        "born ge 2024-02-29 or born lt 2024-02-29",
    );
    let numbers = vec![1, 2];
    same(filter!(Animal, "i32 in {numbers}"), "i32 in (1,2)");
    same(
        filter!(Animal, "{} gt i32 and colour eq {}", 3, Colour::Red),
        "i32 lt 3 and colour eq contoso.zoo.Colour'Red'",
    );
    // Braces in a text are text.
    same(filter!(Animal, "text eq '{}'"), "text eq '{}'");
}

#[test]
fn the_text_is_typed_as_methods_are() {
    same(
        filter!(
            Animal,
            "not (contains(tolower(text), 'a') and length(text) gt 3)"
        ),
        "not (contains(tolower(text),'a') and length(text) gt 3)",
    );
    same(
        filter!(
            Animal,
            "year(born) eq 2024 and seen lt now() and place ne null"
        ),
        "year(born) eq 2024 and seen lt now() and place ne null",
    );
    same(
        filter!(
            Animal,
            "(i32 add 1) mul 2 gt 5 and price lt 1.5 and f64 gt 2 and u8 eq 7 and i64 ge 5000000000"
        ),
        "(i32 add 1) mul 2 gt 5 and price lt 1.5 and f64 gt 2 and u8 eq 7 and i64 ge 5000000000",
    );
    same(
        filter!(
            Animal,
            "i32 in (1, 2) and substring(text, 1, 2) eq 'ab' and id eq 01234567-89ab-cdef-0123-456789abcdef"
        ),
        "i32 in (1,2) and substring(text,1,2) eq 'ab' and id eq 01234567-89ab-cdef-0123-456789abcdef",
    );
    same(filter!(Animal, "flag and -i32 lt 3"), "flag and -i32 lt 3");
    same(
        filter!(Animal, "naps gt duration'P1D' and bytes ne binary'AA=='"),
        "naps gt duration'P1D' and bytes ne binary'AA=='",
    );
    same(
        filter!(
            Animal,
            "numbers/any(n:n gt 3) and colours/all(c:c eq contoso.zoo.Colour'Red')"
        ),
        "numbers/any(n:n gt 3) and colours/all(c:c eq contoso.zoo.Colour'Red')",
    );
    same(filter!(Machine, "alerts/any()"), "alerts/any()");
}

#[test]
fn paths_are_checked_by_name_and_by_type_before_they_are_sent() {
    same(
        filter!(
            Animal,
            "eats/name eq 'hay' and startswith(eats/instead/name, 'h')"
        ),
        "eats/name eq 'hay' and startswith(eats/instead/name,'h')",
    );
    same(
        filter!(
            Machine,
            "alerts/any(a: a/severity eq {} and a/number add 1 gt 3)",
            "High"
        ),
        "alerts/any(a:a/severity eq 'High' and a/number add 1 gt 3)",
    );
    same(
        filter!(Alert, "machine/alerts/$count gt 2"),
        "machine/alerts/$count gt 2",
    );
    // Values of the program are typed by rustc, whatever they are called in the query.
    let twice = (Animal::I32 * 2).named("twice");
    let named = filter!(Animal, "eats/name eq 'hay' and i32 gt {}", twice.field());
    assert!(named.to_string().ends_with("i32 gt twice"));
    let zoo = Zoo::builder().transport(Offline).build().expect("a client");
    assert!(
        zoo.animals()
            .query()
            .compute(&twice)
            .filter(named)
            .url()
            .is_ok()
    );
    let value_0 = 2;
    same(
        filter!(Animal, "i32 gt {} and u8 lt {}", 1, value_0),
        "i32 gt 1 and u8 lt 2",
    );
    let estate = Estate::builder()
        .transport(Offline)
        .build()
        .expect("a client");
    let wrong = filter!(Machine, "alerts/any(a: a/severity gt 3) and id ne 'x'");
    let said = refused(estate.machines().filter(wrong.clone()).url());
    assert!(said.contains("severity"), "{said}");
    assert!(refused(estate.machines().filter(!wrong.clone()).url()).contains("severity"));
    let along = estate
        .machines()
        .expand(Machine::ALERTS.filter(filter!(Alert, "machine/id gt 3")));
    assert!(refused(along.url()).contains("machine/id gt 3"));
    let deep = filter!(Alert, "machine/alerts/any(a: a/machine/nme eq 'x')");
    let said = refused(estate.alerts().filter(Alert::NUMBER.gt(1).and(deep)).url());
    assert!(said.contains("Machine has no property `nme`"), "{said}");
    let zoo = Zoo::builder().transport(Offline).build().expect("a client");
    let member = filter!(Animal, "colour eq contoso.zoo.Colours'Red'");
    assert!(refused(zoo.animals().filter(member).url()).contains("Colour"));
}
