//! Every URL that a typed query can make is one of the grammar, with names and types that fit.

use odata::functions::{case, count, it, now};
use odata::{
    Date, DateTimeOffset, Decimal, Duration, Filter, Guid, Null, Order, Service, TimeOfDay,
    TypeInfo,
};
use odata_core::descriptor::TypeScope;
use odata_core::expr::{Lookup, Named, Scope, Type};
use odata_core::url::{QueryOption, RelativeUrl, decode};
use odata_mock::MockService;
use odata_tests::estate::{Alert, Estate, Machine};
use odata_tests::zoo::{Animal, Colour, Food, String_, Zoo};
use proptest::prelude::*;

const ZOO: &str = include_str!("../specs/zoo/metadata.xml");
const ESTATE: &str = include_str!("../specs/estate/metadata.xml");

fn zoo() -> Zoo {
    Zoo::builder()
        .transport(MockService::from_csdl(ZOO).expect("a model").transport())
        .build()
        .expect("a client")
}

fn estate() -> Estate {
    Estate::builder()
        .transport(MockService::from_csdl(ESTATE).expect("a model").transport())
        .build()
        .expect("a client")
}

/// The names of a service whose entity sets are of one type.
struct OneType(TypeScope);

impl OneType {
    fn of(info: &'static TypeInfo) -> Self {
        OneType(TypeScope::new(info))
    }
}

impl Scope for OneType {
    fn root(&self) -> Type {
        self.0.root()
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        self.0.property(of, name)
    }

    fn resource(&self, _: &str) -> Option<Named> {
        Some(Named::Resource(Type::Collection(Box::new(self.root()))))
    }
}

/// Reads what stands behind the root, and prints it: what it says is the same, encoded or not.
fn read(root: &str, url: &str, scope: &dyn Scope) -> Result<RelativeUrl, TestCaseError> {
    let relative = url.strip_prefix(root).expect("a URL of the service");
    let read = RelativeUrl::parse(relative, scope)
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(decode(&read.to_string()).ok(), decode(relative).ok());
    Ok(read)
}

fn date() -> impl Strategy<Value = Date> {
    (-9999..9999i32, 1..=12u8, 1..=28u8)
        .prop_filter_map("a day", |(year, month, day)| Date::new(year, month, day))
}

fn time() -> impl Strategy<Value = TimeOfDay> {
    (0..24u8, 0..60u8, 0..60u8, 0..1_000_000_000_000u64)
        .prop_filter_map("a time", |(h, m, s, p)| TimeOfDay::new(h, m, s, p))
}

fn moment() -> impl Strategy<Value = DateTimeOffset> {
    (date(), time(), -14 * 60..=14 * 60i16).prop_filter_map("a moment", |(date, time, offset)| {
        DateTimeOffset::new(date, time, offset)
    })
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0..20u32).prop_filter_map("a number", |(digits, point)| {
        let point = if point == 0 {
            String::new()
        } else {
            format!("e-{point}")
        };
        format!("{digits}{point}").parse().ok()
    })
}

fn colour() -> impl Strategy<Value = Colour> {
    prop_oneof![
        Just(Colour::Red),
        "[A-Z][a-z_é]{0,5}(,-?[1-9]{1,5})?".prop_map(|members| Colour::Other(members.into())),
    ]
}

/// A filter of one comparison.
fn leaf() -> impl Strategy<Value = Filter<Animal>> {
    let text = "\\PC{0,10}";
    let numbers = prop_oneof![
        any::<bool>().prop_map(|flag| Animal::FLAG.eq(flag)),
        any::<i8>().prop_map(|value| Animal::I8.lt(value)),
        any::<u8>().prop_map(|value| Animal::U8.gt(value)),
        any::<i32>().prop_map(|value| Animal::I32.ne(value)),
        any::<i64>().prop_map(|value| Animal::I64.le(value)),
        any::<f64>().prop_map(|value| Animal::F64.ge(value)),
        any::<f32>().prop_map(|value| Animal::F32.eq(value)),
        decimal().prop_map(|value| Animal::PRICE.round().ge(value)),
        decimal().prop_map(|value| Animal::PRICE
            .floor()
            .lt(value.clone())
            .or(Animal::PRICE.ceiling().eq(value))),
        prop::collection::vec(any::<i64>(), 0..4).prop_map(|values| Animal::I64.is_in(values)),
        Just(Animal::I32.gt(Animal::I32)),
        Just(Animal::I64.is_in([Animal::I64, Animal::I64])),
    ];
    let texts = prop_oneof![
        text.prop_map(|text| Animal::TEXT.eq(text)),
        text.prop_map(|text| Animal::TEXT.contains(text)),
        text.prop_map(|text| Animal::TEXT.to_lower().starts_with(text)),
        text.prop_map(|text| Animal::TEXT.trim().ends_with(text)),
        text.prop_map(|text| Animal::TEXT.matches_pattern(text)),
        text.prop_map(|text| Animal::TEXT.index_of(text).gt(2)),
        (text, any::<i32>()).prop_map(|(text, from)| {
            Animal::TEXT
                .concat(text)
                .substring_of_length(from, 5)
                .length()
                .eq(from)
        }),
        (text, any::<i32>())
            .prop_map(|(text, from)| Animal::TEXT.substring(from).to_upper().ne(text)),
        prop::collection::vec(text, 0..4).prop_map(|texts| Animal::TEXT.is_in(texts)),
        Just(Animal::TEXT.eq(Null).or(Animal::I32.is_not_null())),
        Just(Animal::TEXT.eq(Animal::SELF)),
    ];
    let rest = prop_oneof![
        date().prop_map(|date| Animal::BORN.lt(date).and(Animal::BORN.year().eq(5))),
        time().prop_map(|time| Animal::FEEDS_AT.ge(time).and(Animal::FEEDS_AT.hour().eq(5))),
        moment().prop_map(|at| Animal::SEEN
            .gt(at)
            .or(Animal::SEEN.total_offset_minutes().ne(0))),
        date().prop_map(|date| Animal::SEEN.date().eq(date)),
        time().prop_map(|time| Animal::SEEN.time().eq(time)),
        any::<i128>().prop_map(|span| Animal::NAPS.gt(Duration::from_picoseconds(span))),
        decimal().prop_map(|seconds| Animal::NAPS.total_seconds().le(seconds)),
        decimal().prop_map(|seconds| Animal::SEEN.fractional_seconds().le(seconds)),
        any::<[u8; 16]>().prop_map(|id| Animal::ID.eq(Guid::from(id))),
        colour().prop_map(|colour| Animal::COLOUR.eq(colour)),
    ];
    prop_oneof![numbers, texts, rest, newer()]
}

/// What stands behind paths, in collections, and what is calculated.
fn newer() -> impl Strategy<Value = Filter<Animal>> {
    let text = "\\PC{0,10}";
    let span = || any::<i64>().prop_map(|span| Duration::from_picoseconds(span.into()));
    let calculated = prop_oneof![
        (any::<i32>(), decimal()).prop_map(|(by, value)| {
            ((Animal::I32 + by) * 2 % by)
                .gt(by)
                .or((-Animal::PRICE / by).lt(value))
        }),
        any::<i32>().prop_map(|by| Animal::I64.div_by(by).is_not_null()),
        span().prop_map(|span| (Animal::SEEN + span).lt(now() - span)),
        (date(), span()).prop_map(|(date, span)| (Animal::BORN - date).gt(span)),
        (text, any::<i32>()).prop_map(|(text, number)| {
            case(Animal::FLAG.is_true(), text)
                .when(Animal::I32.gt(number), Animal::TEXT)
                .or_null()
                .ne("x")
        }),
        text.prop_map(|text| Animal::I32.cast::<String>().contains(text)),
        colour().prop_map(|colour| Animal::COLOUR.has(colour)),
    ];
    let behind = prop_oneof![
        text.prop_map(|text| Animal::EATS.then(Food::INSTEAD).then(Food::NAME).eq(text)),
        text.prop_map(|text| Animal::ALSO.any(Food::PARTS.all(Food::NAME.to_upper().ne(text)))),
        any::<i32>().prop_map(|number| {
            Animal::NUMBERS.all_with(|item| item.clone().gt(number).or(item.lt(Animal::I32)))
        }),
        (text, any::<i64>())
            .prop_map(|(text, size)| Animal::ALSO.size_of(Food::NAME.eq(text)).gt(size)),
        any::<i32>().prop_map(|number| {
            Animal::ALSO
                .any_with(|food| {
                    food.then(Food::PARTS)
                        .any_with(|part| part.then(Food::NAME).length().gt(it().then(Animal::I32)))
                })
                .or(Animal::NUMBERS.has_subset([number]))
        }),
        Just(!Animal::COLOURS.is_not_empty()),
    ];
    prop_oneof![calculated, behind]
}

fn filter() -> impl Strategy<Value = Filter<Animal>> {
    leaf().prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(one, other)| one.and(other)),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| one.or(other)),
            inner.prop_map(|one| !one),
        ]
    })
}

fn order() -> impl Strategy<Value = Order<Animal>> {
    prop_oneof![
        Just(Animal::TEXT.to_lower().desc()),
        Just(Animal::SEEN.year().asc()),
        any::<i32>().prop_map(|from| Animal::TEXT.substring(from).asc()),
        "\\PC{0,10}".prop_map(|tail| Animal::TEXT.concat(tail).length().desc()),
    ]
}

proptest! {
    #[test]
    fn queries_are_of_the_grammar(
        filter in filter(),
        orders in prop::collection::vec(order(), 0..3),
        words in "\\PC{1,10}",
        (top, skip, count) in (any::<u64>(), any::<u64>(), any::<bool>()),
        (name, value) in ("[a-z]{1,5}", "\\PC{0,10}"),
    ) {
        let zoo = zoo();
        let mut query = zoo.animals().filter(filter).search(words).top(top).skip(skip);
        for order in orders {
            query = query.order_by(order);
        }
        if count {
            query = query.count();
        }
        let twice = (Animal::I32 * 2).named("twice");
        let query = query
            .option(format!("x{name}"), value)
            .format("json")
            .select((Animal::TEXT, Animal::EATS.then(Food::NAME), twice));
        let url = query.url().expect("a URL");
        let scope = OneType::of(odata::type_info::<Animal>());
        let relative = read(zoo.client().root().as_str(), url.as_str(), &scope)?;
        let RelativeUrl::Resource { options, .. } = relative else {
            return Err(TestCaseError::fail("no resource"));
        };
        prop_assert!(options.contains(&QueryOption::Top(top)) && options.contains(&QueryOption::Skip(skip)));
    }

    #[test]
    fn what_comes_along_is_of_the_grammar(
        severity in "\\PC{0,10}",
        words in "\\PC{1,10}",
        (number, top, levels) in (any::<i32>(), any::<u64>(), any::<u64>()),
    ) {
        let estate = estate();
        let alerts = Machine::ALERTS
            .filter(Alert::SEVERITY.eq(severity).or(Alert::MACHINE.then(Machine::ALERTS).any(Alert::NUMBER.gt(number))))
            .search(words)
            .order_by(Alert::NUMBER.desc())
            .top(top)
            .count()
            .expand(Alert::MACHINE.expand(Machine::ALERTS.levels(levels)));
        let query = estate.machines().expand(alerts).expand(Machine::OWNER_PASCAL);
        let scope = OneType::of(odata::type_info::<Machine>());
        read(estate.client().root().as_str(), query.url().expect("a URL").as_str(), &scope)?;
    }

    #[test]
    fn groups_are_of_the_grammar(filter in filter(), after in any::<i32>()) {
        let zoo = zoo();
        let most = Animal::I32.max().named("most");
        let query = zoo
            .animals()
            .filter(filter)
            .group_by((Animal::TEXT, Animal::EATS.then(Food::NAME)))
            .aggregate((most.clone(), Animal::PRICE.average().named("mean"), count().named("n")))
            .filter(most.field().gt(after));
        let scope = OneType::of(odata::type_info::<Animal>());
        read(zoo.client().root().as_str(), query.url().expect("a URL").as_str(), &scope)?;
    }

    #[test]
    fn keys_are_of_the_grammar(id in any::<[u8; 16]>(), owner in "\\PC{0,10}", number in any::<i32>()) {
        let zoo = zoo();
        let root = zoo.client().root().to_string();
        let one = zoo.animals().by_key(Guid::from(id)).url().expect("a URL");
        read(&root, one.as_str(), &OneType::of(odata::type_info::<Animal>()))?;
        let two = zoo.strings().by_key((owner.as_str(), number)).url().expect("a URL");
        read(&root, two.as_str(), &OneType::of(odata::type_info::<String_>()))?;
    }

    /// Where keys are segments, any text can be one that is not a path of its own.
    #[test]
    fn keys_as_segments_are_of_the_grammar(source in "\\PC{1,10}", number in any::<i32>()) {
        let estate = estate();
        let alert = estate.alerts().by_key((source.as_str(), number));
        let Ok(url) = alert.url() else { return Ok(()) };
        let scope = OneType::of(odata::type_info::<Alert>());
        read(estate.client().root().as_str(), url.as_str(), &scope)?;
    }
}

/// Text that arrives at run time can use what 4.01 brought, and is checked the same.
#[test]
fn filters_from_text_are_checked_to_their_ends() {
    for text in [
        "hassubset(numbers,[1,2]) and 3 in numbers",
        "case(flag:i32,true:0) gt 1",
        "also/$count($filter=name eq 'x') gt 1",
        "also/$filter(startswith(name,'x'))/any()",
        "isof(eats,contoso.zoo.Food) and cast(i32,Edm.String) eq '1'",
        "text in @texts",
    ] {
        let filter = Filter::<Animal>::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(filter.to_string(), text);
    }
    for (text, shown) in [
        (
            "also/$count($filter=nam eq 'x') gt 1",
            "Food has no property `nam`\n  also/$count($filter=nam eq 'x') gt 1\n                      ^^^\ndid you mean `name`?",
        ),
        (
            "hassubset(text,[1])",
            "`hassubset` takes a collection here, not Edm.String\n  hassubset(text,[1])\n            ^^^^",
        ),
        (
            "text in numbers",
            "Edm.String cannot be one of Collection(Edm.Int32)\n  text in numbers\n          ^^^^^^^\n`in` needs a list in parentheses or a collection",
        ),
    ] {
        let error = Filter::<Animal>::parse(text).expect_err(text);
        assert_eq!(error.to_string(), shown);
    }
}
