//! What an entity set restricts, and where entities of its type are that are not in it.

use super::*;

const NAME: &str = r#"<Property Name="name" Type="Edm.String"/>"#;

fn said(term: &str, property: &str, value: &str) -> String {
    format!(
        r#"<Annotation Term="Capabilities.{term}"><Record><PropertyValue Property="{property}"{value}</Record></Annotation>"#
    )
}

fn not_filterable() -> String {
    said("FilterRestrictions", "Filterable", r#" Bool="false"/>"#)
}

fn listing(term: &str, property: &str) -> String {
    let value = "><Collection><PropertyPath>name</PropertyPath></Collection></PropertyValue>";
    said(term, property, value)
}

/// A shelf that leads to books.
fn shelf(contains: &str) -> String {
    let leads =
        format!(r#"<NavigationProperty Name="books" Type="Collection(Shop.Book)"{contains}/>"#);
    entity("Shelf", &leads)
}

/// What the set of shelves says of its books.
fn of_books(restrictions: &str) -> String {
    let value = format!(
        r#"><Collection><Record><PropertyValue Property="NavigationProperty" NavigationPropertyPath="books"/>
  {restrictions}</Record></Collection></PropertyValue>"#
    );
    said("NavigationRestrictions", "RestrictedProperties", &value)
}

fn filter_restrictions(filterable: &str) -> String {
    format!(
        r#"<PropertyValue Property="FilterRestrictions"><Record>
    <PropertyValue Property="Filterable" Bool="{filterable}"/></Record></PropertyValue>"#
    )
}

const CONTAINED: &str = r#" ContainsTarget="true""#;

/// Whether a filter by a book's name does not compile.
fn is_refused(text: &str) -> bool {
    text.contains("impl<E: Filter<Name>> odata::field::Filterable<E> for Name {}")
}

#[test]
fn a_navigation_property_that_supports_more_leaves_it_to_the_set() {
    let of = |contains: &str, restrictions: &str| {
        let sets = set("Books", "Book", &not_filterable()) + &set("Shelves", "Shelf", restrictions);
        let schema = entity("Book", NAME) + &shelf(contains) + &container(&sets);
        let text = generated("", &schema);
        // The set itself still refuses it before it is sent.
        has(&text, &["not_filterable: &["]);
        // Rustc sees it in what is typed; the text of a filter is held against it at run time.
        assert_eq!(text.contains("\"books/name\""), is_refused(&text), "{text}");
        is_refused(&text)
    };
    // It leads to the same books.
    assert!(of("", ""));
    assert!(of("", &of_books("")));
    assert!(of("", &of_books(&filter_restrictions("false"))));
    assert!(!of("", &of_books(&filter_restrictions("true"))));
    // What is contained is in no entity set.
    assert!(!of(CONTAINED, ""));
    assert!(!of(CONTAINED, &of_books(&filter_restrictions("true"))));
    assert!(of(CONTAINED, &of_books(&filter_restrictions("false"))));
}

#[test]
fn a_set_of_a_base_type_that_supports_it_leaves_it_open() {
    let of = |said: &str| {
        let restricted = listing("FilterRestrictions", "NonFilterableProperties");
        let sets = set("Books", "Book", said) + &set("Atlases", "Atlas", &restricted);
        let atlas = r#"<EntityType Name="Atlas" BaseType="Shop.Book"/>"#;
        let schema = entity("Book", NAME) + atlas + &container(&sets);
        generated("", &schema)
    };
    let open = of("");
    assert!(!is_refused(&open), "{open}");
    has(&open, &["not_filterable: &["]);
    assert!(is_refused(&of(&not_filterable())));
}

#[test]
fn what_a_set_does_not_let_be_set_a_singleton_may() {
    let of = |singleton: &str| {
        let said = listing("InsertRestrictions", "NonInsertableProperties")
            + &listing("UpdateRestrictions", "NonUpdatableProperties");
        let children = set("Books", "Book", &said) + singleton;
        generated("", &(entity("Book", NAME) + &container(&children)))
    };
    let never = "impl<E: Set<Name>> odata::field::Settable<E> for Name {}";
    has(&of(""), &[never]);
    let open = of(r#"<Singleton Name="Favourite" Type="Shop.Book"/>"#);
    has_none(&open, &[never, "NOT_UPDATED"]);
    // An insert is into the set.
    has(&open, &["const NOT_INSERTED: Option<&'static str> ="]);
    let said = listing("UpdateRestrictions", "NonUpdatableProperties");
    let restricted = format!(r#"<Singleton Name="Favourite" Type="Shop.Book">{said}</Singleton>"#);
    has(&of(&restricted), &[never]);
}
