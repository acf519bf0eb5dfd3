//! The query language, typed: what is written in Rust, and the URL that it makes. Each URL is read again by the grammar,
//! with the names and types of the service.

use odata::functions::{alias, case, count, it, max_date_time, min_date_time, now};
use odata::{Date, Decimal, Duration, Filter, Json, Shape};
use odata_core::descriptor::TypeScope;
use odata_core::expr::{self, Expr, Ranked, Transformation};
use odata_tests::estate::{Alert, Estate, Machine, Person, Score};
use odata_tests::offline::{Offline, refused};
use odata_tests::urls::{asked, same};
use odata_tests::zoo::{Animal, Colour, Food, Zoo};

fn estate() -> Estate {
    Estate::builder()
        .transport(Offline)
        .build()
        .expect("a client")
}

fn zoo() -> Zoo {
    Zoo::builder().transport(Offline).build().expect("a client")
}

/// The filter has that text, and the text is one of the grammar, with names and types that fit.
#[track_caller]
fn filter<E: odata::Structured>(filter: Filter<E>, text: &str) {
    assert_eq!(filter.to_string(), text);
    let read =
        expr::parse(text, &TypeScope::new(E::INFO)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read, filter.into_expr());
}

#[test]
fn paths_lead_through_complex_values_and_navigation_properties() {
    filter(
        Animal::EATS.then(Food::NAME).eq("hay"),
        "eats/name eq 'hay'",
    );
    filter(
        Animal::EATS
            .then(Food::INSTEAD)
            .then(Food::NAME.to_lower())
            .starts_with("h"),
        "startswith(tolower(eats/instead/name),'h')",
    );
    // What the path leads through may be null, so the name may be.
    filter(Animal::EATS.then(Food::NAME).is_null(), "eats/name eq null");
    filter(
        Alert::MACHINE
            .then(Machine::OWNER_PASCAL)
            .then(Person::NAME)
            .eq(Alert::SEVERITY),
        "machine/Owner/name eq severity",
    );
    filter(Alert::MACHINE.is_null(), "machine eq null");
}

#[test]
fn items_of_collections_are_asked() {
    filter(
        Machine::ALERTS.any(Alert::SEVERITY.eq("High").and(Alert::NUMBER.gt(3))),
        "alerts/any(a:a/severity eq 'High' and a/number gt 3)",
    );
    filter(
        Alert::MACHINE
            .then(Machine::ALERTS)
            .all(Alert::MACHINE.then(Machine::ID).eq("m1")),
        "machine/alerts/all(a:a/machine/id eq 'm1')",
    );
    filter(Machine::ALERTS.is_not_empty(), "alerts/any()");
    filter(Machine::ALERTS.size().ge(2), "alerts/$count ge 2");
    filter(
        Machine::ALERTS.size_of(Alert::SEVERITY.eq("High")).gt(1),
        "alerts/$count($filter=severity eq 'High') gt 1",
    );
    filter(
        Animal::NUMBERS.any_with(|number| number.clone().gt(3).and((number * 2).lt(Animal::I32))),
        "numbers/any(n:n gt 3 and n mul 2 lt i32)",
    );
    filter(
        Animal::ALSO.any(Food::PARTS.all(Food::NAME.ne("salt"))),
        "also/any(a:a/parts/all(p:p/name ne 'salt'))",
    );
    filter(
        Animal::COLOURS.any_with(|colour| colour.eq(Colour::Red)),
        "colours/any(c:c eq contoso.zoo.Colour'Red')",
    );
    filter(
        !Machine::ALERTS.any_with(|alert| {
            alert
                .clone()
                .then(Alert::MACHINE)
                .then(Machine::ALERTS)
                .any_with(|other| other.then(Alert::NUMBER).gt(alert.then(Alert::NUMBER)))
        }),
        "not alerts/any(b:b/machine/alerts/any(a:a/number gt b/number))",
    );
    filter(
        Machine::ALERTS.any_with(|alert| alert.then(Alert::SEVERITY).eq(it().then(Machine::OWNER))),
        "alerts/any(a:a/severity eq $it/owner)",
    );
    filter(
        Animal::NUMBERS
            .has_subset([1, 2])
            .or(Animal::NUMBERS.has_subsequence([3])),
        "hassubset(numbers,[1,2]) or hassubsequence(numbers,[3])",
    );
}

#[test]
fn other_sets_are_asked() {
    let estate = estate();
    let text = |filter: Filter<Machine>| {
        let text = filter.to_string();
        let read = expr::parse(&text, &expr::AnyName).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.to_string(), text);
        text
    };
    let other = estate.alerts().in_root_by_key(("e/d'r", 1));
    assert_eq!(
        text(Machine::OWNER.eq(other.then(Alert::SEVERITY))),
        "owner eq $root/alerts(source='e/d''r',number=1)/severity"
    );
    assert_eq!(
        text(
            !estate
                .alerts()
                .in_root()
                .any_with(|alert| alert.then(Alert::SOURCE).eq(Machine::ID))
        ),
        "not $root/alerts/any(a:a/source eq id)"
    );
    assert_eq!(
        text(estate.alerts().in_root().size().gt(3)),
        "$root/alerts/$count gt 3"
    );
}

#[test]
fn numbers_and_moments_are_calculated_with() {
    let day: Duration = "P1D".parse().expect("a duration");
    let date: Date = "2024-02-29".parse().expect("a date");
    let half: Decimal = "0.5".parse().expect("a decimal");
    filter(((Animal::I32 + 1) * 2).gt(4), "(i32 add 1) mul 2 gt 4");
    filter(
        (Animal::PRICE * Animal::I32 / 3).lt(half.clone()),
        "price mul i32 div 3 lt 0.5",
    );
    filter((Animal::I64 % 2).eq(0), "i64 mod 2 eq 0");
    filter(Animal::I32.div_by(2).eq(half), "i32 divby 2 eq 0.5");
    filter((-Animal::F64).gt(1.5), "-f64 gt 1.5e0");
    filter(
        (Animal::SEEN + day).lt(now()),
        "seen add duration'P1D' lt now()",
    );
    filter(
        (now() - Animal::SEEN).gt(day),
        "now() sub seen gt duration'P1D'",
    );
    filter(
        (Animal::BORN - day).le(date),
        "born sub duration'P1D' le 2024-02-29",
    );
    filter((Animal::NAPS * 2).gt(day), "naps mul 2 gt duration'P1D'");
    filter(
        Animal::SEEN
            .gt(min_date_time())
            .and(Animal::SEEN.lt(max_date_time())),
        "seen gt mindatetime() and seen lt maxdatetime()",
    );
}

#[test]
fn conditions_conversions_flags_and_shapes() {
    filter(
        case(Animal::I32.gt(10), "big")
            .when(Animal::I32.gt(5), Animal::TEXT)
            .otherwise("small")
            .ne("big"),
        "case(i32 gt 10 :'big',i32 gt 5:text,true:'small') ne 'big'",
    );
    filter(
        Animal::I32.cast::<String>().ends_with("7"),
        "endswith(cast(i32,Edm.String),'7')",
    );
    filter(
        Animal::COLOUR.has(Colour::Green),
        "colour has contoso.zoo.Colour'Green'",
    );
    filter(Animal::FLAG.is_true(), "flag");
    let here: Shape = "geography'SRID=4326;Point(13.4 52.5)'"
        .parse()
        .expect("a shape");
    let place: odata::Field<Animal, Option<Json>> = Animal::PLACE;
    filter(
        place.distance_to(here).lt(1000.0),
        "geo.distance(place,geography'SRID=4326;Point(13.4 52.5)') lt 1e3",
    );
    assert!("Point(13.4 52.5)".parse::<Shape>().is_err());
}

#[test]
fn what_comes_along_is_asked() {
    let machines = estate().machines().query();
    same(
        &machines.clone().expand(
            Machine::ALERTS
                .filter(Alert::SEVERITY.eq("High"))
                .filter(Alert::NUMBER.gt(1))
                .order_by(Alert::NUMBER.desc())
                .skip(1)
                .top(3)
                .count()
                .search("worm")
                .expand(Alert::MACHINE.expand(Machine::OWNER_PASCAL)),
        ),
        "machines?$expand=alerts($filter=severity eq 'High' and number gt 1;$search=worm;$orderby=number desc;\
         $expand=machine($expand=Owner);$count=true;$skip=1;$top=3)",
    );
    same(
        &machines
            .clone()
            .expand(Machine::ALERTS.levels(3))
            .expand(Machine::OWNER_PASCAL),
        "machines?$expand=alerts($levels=3),Owner",
    );
    same(
        &machines.clone().expand(Machine::ALERTS.all_levels()),
        "machines?$expand=alerts($levels=max)",
    );
    same(
        &machines
            .clone()
            .expand(Machine::ALERTS.filter(Alert::NUMBER.gt(1)).how_many()),
        "machines?$expand=alerts/$count($filter=number gt 1)",
    );
    // Asked twice is asked anew.
    same(
        &machines
            .expand(Machine::ALERTS)
            .expand(Machine::ALERTS.top(1)),
        "machines?$expand=alerts($top=1)",
    );
    let one = estate()
        .alerts()
        .by_key(("edr", 1))
        .select(Alert::MACHINE.select(Machine::ID));
    assert_eq!(asked(one.url()), "alerts/edr/1?$expand=machine($select=id)");
}

#[test]
fn selections_lead_into_complex_values_and_what_comes_along() {
    same(
        &zoo().animals().select((
            Animal::ID,
            Animal::EATS.then(Food::NAME),
            Animal::EATS.then(Food::INSTEAD),
        )),
        "animals?$select=id,eats/name,eats/instead",
    );
    same(
        &estate().machines().select((
            Machine::ID,
            Machine::ALERTS.select(Alert::NUMBER).top(2),
            Machine::OWNER_PASCAL,
        )),
        "machines?$select=id&$expand=alerts($select=number;$top=2),Owner",
    );
    same(
        &estate().machines().select(Machine::ALERTS.how_many()),
        "machines?$expand=alerts/$count",
    );
}

#[test]
fn computed_values_have_names() {
    let twice = (Animal::I32 * 2).named("twice");
    same(
        &zoo()
            .animals()
            .filter(twice.field().gt(4))
            .order_by(twice.field().desc())
            .select((Animal::ID, twice.clone())),
        "animals?$compute=i32 mul 2 as twice&$filter=twice gt 4&$orderby=twice desc&$select=id,twice",
    );
    same(
        &zoo()
            .animals()
            .query()
            .compute(&twice)
            .filter(twice.field().gt(4)),
        "animals?$compute=i32 mul 2 as twice&$filter=twice gt 4",
    );
}

#[test]
fn groups_are_aggregated() {
    let most = Animal::I32.max().named("most");
    same(
        &zoo()
            .animals()
            .filter(Animal::FLAG.eq(true))
            .group_by((Animal::TYPE, Animal::EATS.then(Food::NAME)))
            .aggregate((
                count().named("n"),
                most.clone(),
                Animal::PRICE.average().named("mean"),
            ))
            .filter(most.field().gt(3))
            .order_by(most.field().desc())
            .top(2),
        "animals?$apply=filter(flag eq true)/groupby((type,eats/name),aggregate($count as n,i32 with max as most,\
         price with average as mean))&$filter=most gt 3&$orderby=most desc&$top=2",
    );
    same(
        &zoo().animals().query().group_by(Animal::TYPE).keys(),
        "animals?$apply=groupby((type))",
    );
    same(
        &zoo()
            .animals()
            .query()
            .aggregate((Animal::I32 * 2).sum().named("total")),
        "animals?$apply=aggregate(i32 mul 2 with sum as total)",
    );
    same(
        &zoo().animals().search("cat").apply(Transformation::Ranked {
            kind: Ranked::TopCount,
            of: Expr::Literal(3.into()),
            by: Expr::Path("price".into()),
        }),
        "animals?$apply=search(cat)/topcount(3,price)",
    );
}

#[test]
fn aliases_formats_and_versions() {
    same(
        &zoo()
            .animals()
            .filter(Animal::TEXT.eq(alias("t")).or(Animal::TYPE.eq(alias("t"))))
            .alias("t", "a'b")
            .format("json")
            .schema_version("2"),
        "animals?$filter=text eq @t or type eq @t&$format=json&$schemaversion=2&@t='a''b'",
    );
}

#[test]
fn what_has_no_place_is_refused() {
    let machines = estate().machines();
    for (query, why) in [
        (
            machines
                .select((
                    Machine::ID,
                    Machine::ALERTS.select(Alert::NUMBER),
                    Machine::ALERTS.top(1),
                ))
                .map(|_| ()),
            "`alerts` is expanded twice in one selection, and the answer has one place for it",
        ),
        (
            machines
                .select((Machine::ID, Machine::ALERTS.top(3).count()))
                .map(|_| ()),
            "the count of `alerts` has no place in a row: select `how_many()` for it",
        ),
        (
            machines
                .select(Machine::ALERTS.levels(2).select(Alert::NUMBER))
                .map(|_| ()),
            "`levels` has no place in rows of selected properties: select the levels one within the other",
        ),
        (
            machines
                .select(Machine::ALERTS.expand(Alert::MACHINE).select(Alert::NUMBER))
                .map(|_| ()),
            "`expand` of `machine` has no place in rows of selected properties: put the navigation property into the selection",
        ),
        (
            machines
                .expand(Machine::ALERTS.top(3).how_many())
                .map(|_| ()),
            "how many there are is asked with `filter` and `search` only",
        ),
        (
            machines
                .select((
                    Machine::ID.length().named("n"),
                    Machine::OWNER.length().named("n"),
                ))
                .map(|_| ()),
            "two computed values are called `n`",
        ),
        (
            machines
                .select(Machine::ID.length().named("a.b"))
                .map(|_| ()),
            "`a.b` is no name for a value: letters, digits and underscores",
        ),
        (
            machines
                .select(Machine::ID.length().named("owner"))
                .map(|_| ()),
            "`owner` is a property of Machine: what is computed needs another name",
        ),
        (
            machines
                .query()
                .aggregate((Machine::ID.max().named("n"), Machine::ID.min().named("n")))
                .map(|_| ()),
            "two aggregated values are called `n`",
        ),
        (
            machines
                .expand(Machine::ALERTS)
                .group_by(Machine::OWNER)
                .keys()
                .map(|_| ()),
            "`expand` of `alerts` has no place in rows that stand for many entities",
        ),
    ] {
        assert_eq!(refused(query.url()), format!("not sent: {why}"));
        // It is no restriction of the service's, which `unchecked` would lift.
        assert_eq!(refused(query.unchecked().url()), format!("not sent: {why}"));
    }
    let lost = machines
        .filter(Machine::ID.eq("m1"))
        .by_key("m2")
        .navigate(Machine::ALERTS);
    assert!(refused(lost.url()).contains("do not go along with a key"));
}

#[test]
fn what_is_asked_first_is_done_first() {
    let twice = (Animal::I32 * 2).named("twice");
    same(
        &zoo()
            .animals()
            .query()
            .compute(&twice)
            .filter(twice.field().gt(4))
            .order_by(Animal::I32.desc())
            .skip(1)
            .top(10)
            .group_by(Animal::TYPE)
            .keys()
            .top(2),
        "animals?$apply=compute(i32 mul 2 as twice)/filter(twice gt 4)/orderby(i32 desc)/skip(1)/top(10)/groupby((type))&$top=2",
    );
}

#[test]
fn the_item_is_another_one_within_a_collection() {
    let own = || Alert::SEVERITY.eq(it().then(Alert::SOURCE));
    filter(
        Machine::ALERTS.size_of(own()).gt(1),
        "alerts/$count($filter=severity eq $this/source) gt 1",
    );
    same(
        &estate().machines().expand(Machine::ALERTS.filter(own())),
        "machines?$expand=alerts($filter=severity eq $this/source)",
    );
    let filter = Machine::ALERTS.any(
        Alert::MACHINE
            .then(Machine::ALERTS)
            .size_of(own())
            .gt(1)
            .and(own()),
    );
    assert_eq!(
        filter.to_string(),
        "alerts/any(a:a/machine/alerts/$count($filter=severity eq $this/source) gt 1 and a/severity eq a/source)"
    );
    let ten: Decimal = "10".parse().expect("a decimal");
    assert_eq!(
        case(Animal::PRICE.gt(ten), 20).or_null().gt(3).to_string(),
        "case(price gt 10 :20) gt 3"
    );
}

#[test]
fn what_is_expanded_before_a_selection_is_not_thrown_away() {
    let query = estate()
        .machines()
        .expand(Machine::ALERTS)
        .select(Machine::ID);
    assert_eq!(
        refused(query.url()),
        "not sent: `expand` of `alerts` has no place in rows of selected properties: put the navigation property into the selection"
    );
    let score = estate()
        .exposure_score()
        .expand(Score::WORST)
        .select(Score::SCORE);
    assert!(refused(score.url()).contains("`worst`"));
}
