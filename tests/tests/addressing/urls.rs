//! The URLs.

use odata::{Binary, Date, Entity, Nested, Null, Service};
use odata_core::expr::AnyName;
use odata_core::url::{RelativeUrl, decode};
use odata_tests::atlas::{
    Atlas, City, Kind, Parcel, Picture, Place, Position, Sight, Survey, Zone,
};
use odata_tests::offline::{Offline, refused};
use proptest::prelude::*;

fn atlas() -> Atlas {
    Atlas::builder()
        .transport(Offline)
        .build()
        .expect("a client")
}

/// The URL below the root, percent-encoding undone; it is one of the grammar.
#[track_caller]
fn tail(url: odata::Result<impl ToString>) -> String {
    let url = url.expect("a URL").to_string();
    let (_, relative) = url.split_once("/odata/").expect("below the root");
    let read = RelativeUrl::parse(relative, &AnyName).unwrap_or_else(|error| panic!("{error}"));
    let decoded = decode(relative).expect("UTF-8");
    assert_eq!(decode(&read.to_string()).expect("UTF-8"), decoded);
    decoded
}

fn position() -> Position {
    let mut position = Position::default();
    position.latitude = 1.5;
    position.longitude = -2.0;
    position
}

#[test]
fn a_key_within_another_property_goes_by_its_alias() {
    let parcel = atlas().parcels().by_key(("A 1", 7));
    assert_eq!(tail(parcel.url()), "parcels(sheet='A 1',number=7)");
    let mut parcel = Parcel::default();
    assert_eq!(parcel.key(), (String::new(), 0));
    let mut survey = Survey::default();
    survey.sheet = "A 1".to_owned();
    parcel.survey = Some(survey.into());
    parcel.number = 7;
    assert_eq!(parcel.key(), ("A 1".to_owned(), 7));
}

#[test]
fn properties_are_below_their_entity() {
    let place = atlas().places().by_key(7);
    assert_eq!(tail(place.property(Place::NAME).url()), "places(7)/name");
    assert_eq!(tail(place.property(Place::NAMES).url()), "places(7)/names");
    let at = place.property(Place::AT);
    assert_eq!(tail(at.url()), "places(7)/at");
    assert_eq!(tail(at.property(Position::NOTE).url()), "places(7)/at/note");
    assert_eq!(
        tail(place.property(Place::AT.then(Position::NOTE)).url()),
        "places(7)/at/note"
    );
    assert_eq!(
        tail(at.navigate(Position::ZONE).property(Zone::NAME).url()),
        "places(7)/at/zone/name"
    );
    let mayor = place.clone().cast::<City>().property(City::MAYOR);
    assert_eq!(tail(mayor.url()), "places(7)/atlas.City/mayor");
    let home = atlas().home();
    assert_eq!(tail(home.property(Place::CODE).url()), "home/code");
    let outline = place
        .items(Place::OUTLINE)
        .filter(Position::LATITUDE.gt(0.0))
        .top(2);
    assert_eq!(
        tail(outline.url()),
        "places(7)/outline?$filter=latitude gt 0e0&$top=2"
    );
}

#[test]
fn raw_values_media_and_streams_are_bytes() {
    let place = atlas().places().by_key(7);
    assert_eq!(
        tail(place.property(Place::SEAL).raw().url()),
        "places(7)/seal/$value"
    );
    assert_eq!(tail(place.stream(Place::ANTHEM).url()), "places(7)/anthem");
    let picture = atlas().pictures().by_key(1);
    assert_eq!(tail(picture.media().url()), "pictures(1)/$value");
}

#[test]
fn numbers_are_narrowed_by_filter_and_search_alone() {
    let places = atlas().places();
    assert_eq!(tail(places.total().url()), "places/$count");
    let narrowed = places
        .filter(Place::NAME.eq("a/b"))
        .search("sea")
        .order_by(Place::NAME.asc())
        .top(5)
        .skip(2)
        .total();
    assert_eq!(
        tail(narrowed.url()),
        "places/$count?$filter=name eq 'a/b'&$search=sea"
    );
    let place = places.by_key(7);
    assert_eq!(
        tail(place.navigate(Place::SIGHTS).total().url()),
        "places(7)/sights/$count"
    );
    assert_eq!(
        tail(place.property(Place::NAMES).total().url()),
        "places(7)/names/$count"
    );
    assert_eq!(
        tail(places.cast::<City>().total().url()),
        "places/atlas.City/$count"
    );
}

/// What the set does not support is refused here too.
#[test]
fn numbers_that_a_set_does_not_give_are_not_asked_for() {
    let service = odata_tests::depot::Depot::builder()
        .transport(Offline)
        .build()
        .expect("a client");
    let sets = [service.boxes().total().url(), service.boxes().count().url()];
    for url in sets {
        assert!(refused(url).contains("`$count`"), "refused");
    }
}

#[test]
fn references_are_asked_for_in_place_of_entities() {
    let places = atlas().places();
    let some = places
        .filter(Place::KIND.eq(Kind::City))
        .top(3)
        .references();
    assert_eq!(
        tail(some.url()),
        "places/$ref?$filter=kind eq atlas.Kind'City'&$top=3"
    );
    let place = places.by_key(7);
    assert_eq!(
        tail(place.navigate(Place::SIGHTS).references().url()),
        "places(7)/sights/$ref"
    );
    assert_eq!(
        tail(place.navigate(Place::CAPITAL).reference().url()),
        "places(7)/capital/$ref"
    );
}

#[test]
fn entities_are_asked_for_by_their_ids() {
    let atlas = atlas();
    let one = atlas.client().entity::<Place>("places(7)");
    assert_eq!(tail(one.url()), "$entity?$id=places(7)");
    let city = atlas
        .client()
        .entity::<Place>("https://elsewhere.contoso.com/places(7)?v=1&w")
        .cast::<City>()
        .select(City::MAYOR);
    assert_eq!(
        tail(city.url()),
        "$entity/atlas.City?$select=mayor&$id=https://elsewhere.contoso.com/places(7)?v=1&w"
    );
}

#[test]
fn an_id_that_is_a_url_is_gone_on_from() {
    use odata::Reference;
    let atlas = atlas();
    let at = |id: &str| Reference::<Place>::new(id).at(atlas.client());
    for id in [
        "places(7)",
        "/odata/places(7)",
        "https://atlas.contoso.com/odata/places(7)",
    ] {
        let place = at(id).expect("below the root");
        assert_eq!(
            tail(place.navigate(Place::SIGHTS).url()),
            "places(7)/sights"
        );
    }
    for id in [
        "https://elsewhere.contoso.com/odata/places(7)",
        "/other/places(7)",
        "urn:uuid:7",
        "places(7)?a=b",
        "../places(7)",
        "",
    ] {
        let error = at(id).expect_err("not below the root");
        assert!(error.is_link(), "{id}: {error}");
    }
    let key = |id: &str| Reference::<Place>::new(id).key();
    assert_eq!(key("places(7)").as_deref(), Some("7"));
    assert_eq!(
        key("a/strings(owner='a%2Fb',n=1)/").as_deref(),
        Some("owner='a/b',n=1")
    );
    assert_eq!(key("a(b)/places/7"), None);
    assert_eq!(key("places('(x)')").as_deref(), Some("'(x)'"));
}

#[test]
fn alternate_keys_are_named() {
    let atlas = atlas();
    let by_code = atlas.places().by_alternate_key(Place::BY_CODE, "a'b/c");
    assert_eq!(tail(by_code.url()), "places(code='a''b/c')");
    let by_name = atlas
        .places()
        .cast::<City>()
        .by_alternate_key(City::BY_NAME_KEY, "Rome");
    assert_eq!(tail(by_name.url()), "places(name='Rome')/atlas.City");
    let day: Date = "2026-01-31".parse().expect("a date");
    let picture = atlas
        .pictures()
        .by_alternate_key(Picture::BY_DAY_WHERE, (day, 7));
    assert_eq!(tail(picture.url()), "pictures(day=2026-01-31,where=7)");
}

/// Where keys are segments, an alternate key is a predicate all the same (URL conventions 4.3.6).
#[test]
fn alternate_keys_are_no_segments() {
    use odata::AlternateKey;
    use odata_tests::estate::{Estate, Machine};
    const BY_OWNER: AlternateKey<Machine, String> = AlternateKey::new(&["owner"]);
    let estate = Estate::builder()
        .transport(Offline)
        .build()
        .expect("a client");
    let machine = estate.machines().by_alternate_key(BY_OWNER, "me");
    let url = machine.url().expect("a URL").to_string();
    assert!(url.ends_with("/machines(owner='me')"), "{url}");
    let alerts = estate.machines().by_key("m1").navigate(Machine::ALERTS);
    let url = alerts.by_key(("edr", 1)).url().expect("a URL").to_string();
    assert!(url.ends_with("/machines/m1/alerts/edr/1"), "{url}");
}

#[test]
fn contained_entities_are_below_their_owner() {
    let place = atlas().places().by_key(7);
    let sight = place.navigate(Place::SIGHTS).by_key(("Rue d'Or", 3));
    assert_eq!(
        tail(sight.url()),
        "places(7)/sights(street='Rue d''Or',number=3)"
    );
    assert_eq!(
        tail(sight.navigate(Sight::TICKETS).total().url()),
        "places(7)/sights(street='Rue d''Or',number=3)/tickets/$count"
    );
    let mut read = Sight::default();
    (read.street, read.number) = ("A".to_owned(), 1);
    let again = place.navigate(Place::SIGHTS).by_entity(&read);
    assert_eq!(
        tail(again.property(Sight::STARS).url()),
        "places(7)/sights(street='A',number=1)/stars"
    );
    let late = place.navigate(Place::SIGHTS).top(1).by_key(("A", 1));
    assert!(refused(late.url()).contains("give the key first"));
}

#[test]
fn functions_take_values_by_aliases() {
    let atlas = atlas();
    let near = atlas.near(&position(), [Kind::City, Kind::Country], Some(5.0));
    assert_eq!(
        tail(near.top(1).url()),
        "near(position=@position,kinds=@kinds,within=5e0)?$top=1\
         &@position={\"latitude\":1.5,\"longitude\":-2.0}&@kinds=[\"City\",\"Country\"]"
    );
    let anywhere = atlas.near(&position(), Vec::<Kind>::new(), None);
    assert_eq!(
        tail(anywhere.url()),
        "near(position=@position,kinds=@kinds)?@position={\"latitude\":1.5,\"longitude\":-2.0}&@kinds=[]"
    );
    let seal = Binary::from(b"\xfb\xff".to_vec());
    let named = atlas.named(["a\"b", "c&d"], Kind::City, seal);
    assert_eq!(
        tail(named.url()),
        "named(names=@names,kind=atlas.Kind'City',seal=binary'-_8=')?@names=[\"a\\\"b\",\"c&d\"]"
    );
    let place = atlas.places().by_key(7);
    let plain = place.call(Place::distance(&position(), None));
    assert_eq!(
        tail(plain.url()),
        "places(7)/atlas.distance(to=@to)?@to={\"latitude\":1.5,\"longitude\":-2.0}"
    );
    let by = place.call(Place::distance(&position(), Some(vec![position()])));
    assert_eq!(
        tail(by.url()),
        "places(7)/atlas.distance(to=@to,by=@by)?@to={\"latitude\":1.5,\"longitude\":-2.0}\
         &@by=[{\"latitude\":1.5,\"longitude\":-2.0}]"
    );
}

/// An alias is part of the URL, whatever comes behind the function.
#[test]
fn what_follows_a_function_keeps_its_aliases() {
    let sights = atlas().places().by_key(7).navigate(Place::SIGHTS);
    let best = sights.call(Sight::best(None, Some(&position())));
    let alias = "@unlike={\"latitude\":1.5,\"longitude\":-2.0}";
    let path = "places(7)/sights/atlas.best(unlike=@unlike)";
    assert_eq!(tail(best.url()), format!("{path}?{alias}"));
    assert_eq!(tail(best.total().url()), format!("{path}/$count?{alias}"));
    let one = best.by_key(("A", 1));
    let key = "(street='A',number=1)";
    assert_eq!(tail(one.url()), format!("{path}{key}?{alias}"));
    let stars = one.property(Sight::STARS);
    assert_eq!(tail(stars.url()), format!("{path}{key}/stars?{alias}"));
    let raw = stars.raw();
    assert_eq!(tail(raw.url()), format!("{path}{key}/stars/$value?{alias}"));
    assert_eq!(
        tail(one.navigate(Sight::TICKETS).url()),
        format!("{path}{key}/tickets?{alias}")
    );
    let twice = best.call(Sight::best(Some(3), None));
    assert_eq!(
        tail(twice.url()),
        format!("{path}/atlas.best(stars=3)?{alias}")
    );
}

#[test]
fn sets_are_joined() {
    let atlas = atlas();
    let joined = atlas
        .client()
        .crossjoin((atlas.places(), atlas.pictures()))
        .filter(|(place, picture)| {
            place
                .of(Place::ID)
                .eq(picture.of(Picture::PLACE))
                .and(place.of(Place::NAME.to_lower()).starts_with("a"))
        })
        .filter(|(place, _)| place.filter(Place::AT.then(Position::LATITUDE).gt(0.0)))
        .order_by(|(_, picture)| picture.of(Picture::TAKEN).desc())
        .top(3)
        .count();
    assert_eq!(
        tail(joined.url()),
        "$crossjoin(places,pictures)?$filter=places/id eq pictures/place and \
         startswith(tolower(places/name),'a') and places/at/latitude gt 0e0\
         &$orderby=pictures/taken desc&$expand=places,pictures&$count=true&$top=3"
    );
    let parts = atlas
        .client()
        .crossjoin((atlas.places(), atlas.pictures()))
        .select(((Place::NAME, Place::AT.then(Position::NOTE)), Picture::ID));
    assert_eq!(
        tail(parts.url()),
        "$crossjoin(places,pictures)?$expand=places($select=name,at/note),pictures($select=id)"
    );
    let cast = atlas
        .client()
        .crossjoin((atlas.places().cast::<City>(), atlas.zones()));
    assert!(refused(cast.url()).contains("`places` is cast"));
    let itself = atlas
        .client()
        .crossjoin((atlas.places(), atlas.zones(), atlas.places()));
    assert!(refused(itself.url()).contains("`places` is joined with itself"));
}

#[test]
fn everything_is_asked_for() {
    let client = atlas().client().clone();
    assert_eq!(tail(client.all().top(5).url()), "$all?$top=5");
    let pictures = client.all_of::<Picture>().filter(Picture::PLACE.eq(7));
    assert_eq!(
        tail(pictures.url()),
        "$all/atlas.Picture?$filter=place eq 7"
    );
}

/// A complex value that a property has can be read before it is asked of.
#[test]
fn a_nested_value_keeps_its_type() {
    let query: odata::ValueQuery<Option<Nested<Position>>> =
        atlas().places().by_key(7).property(Place::AT);
    assert_eq!(tail(query.url()), "places(7)/at");
}

proptest! {
    /// Whatever the texts are, the URL is one of the grammar and says the same.
    #[test]
    fn any_text_can_be_a_key_or_an_argument(text in "\\PC{0,12}", more in prop::collection::vec("\\PC{0,6}", 0..3)) {
        let atlas = atlas();
        tail(atlas.places().by_alternate_key(Place::BY_CODE, text.as_str()).url());
        let sight = atlas.places().by_key(1).navigate(Place::SIGHTS).by_key((text.as_str(), 1));
        tail(sight.property(Sight::STARS).raw().url());
        let by_id = atlas.client().entity::<Place>(&text).url();
        match text.is_empty() {
            true => drop(refused(by_id)),
            false => drop(tail(by_id)),
        }
        let named = atlas.named(more, Kind::Other(text.into()), Binary::default());
        if let Ok(url) = named.url() {
            let url = url.to_string();
            let (_, relative) = url.split_once("/odata/").expect("below the root");
            prop_assert!(decode(relative).is_ok());
        }
    }
}

/// URL conventions 5.1.1.14.3: null is a literal. What is optional, too, is left out by `None`.
#[test]
fn functions_take_nulls_where_the_schema_has_them() {
    let atlas = atlas();
    let names: [Option<&str>; 2] = [Some("Rue"), None];
    let nothing = atlas.sought(None, None, None, names, None, None);
    assert_eq!(
        tail(nothing.url()),
        "sought(name=null,kind=null,at=null,names=@names)?@names=[\"Rue\",null]"
    );
    let all_null = atlas.sought(Null, Null, Null, [""; 0], Null, Null);
    assert_eq!(
        tail(all_null.url()),
        "sought(name=null,kind=null,at=null,names=@names,stars=null,unlike=null)?@names=[]"
    );
    let whole = "sought(name='a''b',kind=atlas.Kind'City',at=@at,names=@names,stars=3,unlike=@unlike)\
                 ?@at={\"latitude\":1.5,\"longitude\":-2.0}&@names=[\"c\"]\
                 &@unlike={\"latitude\":1.5,\"longitude\":-2.0}";
    let (at, text) = (position(), "a'b".to_owned());
    let given = atlas.sought(
        Some("a'b"),
        Some(Kind::City),
        Some(&at),
        ["c"],
        Some(3),
        Some(&at),
    );
    assert_eq!(tail(given.url()), whole);
    let plain = atlas.sought(&text, Kind::City, &at, [Some("c".to_owned())], 3, &at);
    assert_eq!(tail(plain.url()), whole);
    let name = Some(text);
    let held = atlas.sought(
        name.as_deref(),
        Kind::City,
        &at,
        vec!["c".to_owned()],
        3,
        &at,
    );
    assert_eq!(tail(held.url()), whole);
}
