//! Every kind of value, read into generated types.

use odata::json::Reader;
use odata::{Decimal, Value};
use odata_tests::zoo::{Animal, Colour, DeepAnimal, Level, Option_};

const REQUIRED: &str = r#""id":"6e212a0d-b618-507c-44e4-ec8ee7499dfe","flag":true"#;

fn read(rest: &str) -> Result<Animal, String> {
    let colours = if rest.contains("\"colours\"") {
        ""
    } else {
        r#","colours":[]"#
    };
    let text = format!("{{{REQUIRED}{colours}{rest}}}");
    let mut animal = Animal::default();
    let mut reader = Reader::new(&text);
    animal
        .read(&mut reader)
        .and_then(|()| reader.end())
        .map_err(|fault| fault.to_string())?;
    Ok(animal)
}

#[test]
fn every_kind_of_value() {
    let animal = read(
        r#","u8":255,"i8":-128,"i16":-32768,"i32":2147483647,"i64":9223372036854775807,"f32":0.1,"f64":1e308,
           "price":123456789012345678901234567890.123456789,"weight":1.500,"text":"t","bytes":"_-8",
           "born":"0000-02-29","feedsAt":"23:59:59.999999999999","naps":"-P1DT1H","seen":"2024-02-29T23:59:60.123456789012+14:00",
           "place":{"type":"Point","coordinates":[1,2]},"anything":[1,"x"],"colour":"Green","colours":["Red","Blue"],
           "eats":{"name":"hay","instead":{"name":"straw","parts":[]},"parts":[{"name":"grass","parts":[]}]},
           "also":[{"name":"oats","parts":[]}],"notes":{"by":"Ann"},"numbers":[1,null,3],
           "type":"y","self":"s","odata":"o","fooBar":"1","foo_bar":"2","info":"i""#,
    )
    .unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(
        (animal.u8, animal.i8, animal.i16, animal.i32),
        (Some(255), Some(-128), Some(-32768), Some(i32::MAX))
    );
    assert_eq!(
        (animal.i64, animal.f32, animal.f64),
        (Some(i64::MAX), Some(0.1), Some(1e308))
    );
    let shown =
        |value: Option<&dyn std::fmt::Display>| value.map(ToString::to_string).unwrap_or_default();
    assert_eq!(
        shown(animal.price.as_ref().map(|v| v as _)),
        "123456789012345678901234567890.123456789"
    );
    assert_eq!(shown(animal.weight.as_ref().map(|v| v as _)), "1.500");
    assert_eq!(animal.bytes.as_deref(), Some(&[0xff, 0xef][..]));
    assert_eq!(shown(animal.born.as_ref().map(|v| v as _)), "0000-02-29");
    assert_eq!(
        shown(animal.feeds_at.as_ref().map(|v| v as _)),
        "23:59:59.999999999999"
    );
    assert_eq!(shown(animal.naps.as_ref().map(|v| v as _)), "-P1DT1H");
    assert_eq!(
        shown(animal.seen.as_ref().map(|v| v as _)),
        "2024-02-29T23:59:60.123456789012+14:00"
    );
    assert_eq!(
        animal.place.as_ref().map(|json| json.text()),
        Some(r#"{"type":"Point","coordinates":[1,2]}"#)
    );
    assert_eq!(
        animal.anything.as_ref().map(|json| json.text()),
        Some(r#"[1,"x"]"#)
    );
    assert_eq!(
        (animal.colour, animal.colours),
        (
            Some(Colour::Green),
            vec![Colour::Red, Colour::Other("Blue".into())]
        )
    );
    let eats = animal.eats.expect("food");
    assert_eq!(
        (
            eats.name.as_str(),
            eats.instead.as_ref().map(|food| food.name.as_str())
        ),
        ("hay", Some("straw"))
    );
    assert_eq!(
        (eats.parts[0].name.as_str(), animal.also[0].name.as_str()),
        ("grass", "oats")
    );
    let notes = animal.notes.expect("notes");
    assert_eq!(
        notes.odata.undeclared("by").map(|json| json.text()),
        Some("\"Ann\"")
    );
    assert_eq!(animal.numbers, [Some(1), None, Some(3)]);
    assert_eq!(
        (
            animal.r#type.as_deref(),
            animal.self_.as_deref(),
            animal.odata_.as_deref()
        ),
        (Some("y"), Some("s"), Some("o"))
    );
    assert_eq!(
        (
            animal.foo_bar.as_deref(),
            animal.foo_bar_snake.as_deref(),
            animal.info.as_deref()
        ),
        (Some("1"), Some("2"), Some("i"))
    );
    assert!(animal.odata.is_empty());
}

#[test]
fn awkward_names_are_read_into_what_they_are_called() {
    let animal = read(
        r#","odd":{"name":"a","Name":"b","_name":"c","NAME":"d","async":"e","crate":"f","Self":"g","_2fa":"h","größe":"i","level":"Low","deep":{}}"#,
    )
    .expect("an animal");
    let odd = animal.odd.expect("odd").into_inner();
    let found = [
        odd.name,
        odd.name_pascal,
        odd._name,
        odd.name_upper,
        odd.r#async,
        odd.crate_,
        odd.self_,
        odd._2fa,
        odd.größe,
    ];
    let found: Vec<String> = found.into_iter().flatten().collect();
    assert_eq!(found.concat(), "abcdefghi");
    assert_eq!(odd.level, Some(Level::LowPascal));
    assert_eq!(odd.deep, Some(DeepAnimal::default().into()));
    let text = Option_::NAME
        .eq("x")
        .and(Option_::_NAME.eq("y"))
        .to_string();
    assert_eq!(text, "name eq 'x' and _name eq 'y'");
}

#[test]
fn numbers_may_come_as_strings_and_the_special_ones_do() {
    let animal = read(r#","i64":"-9223372036854775808","price":"0.1","f64":"INF","f32":"-INF""#)
        .expect("an animal");
    assert_eq!(
        (animal.i64, animal.f64, animal.f32),
        (Some(i64::MIN), Some(f64::INFINITY), Some(f32::NEG_INFINITY))
    );
    assert_eq!(
        animal.price,
        Some("0.1".parse::<Decimal>().expect("a decimal"))
    );
    assert!(
        read(r#","f64":"NaN""#)
            .expect("an animal")
            .f64
            .is_some_and(f64::is_nan)
    );
}

#[test]
fn nulls_and_absences() {
    let animal = read(r#","text":null,"eats":null,"also":null,"colour":null,"anything":null"#)
        .expect("an animal");
    assert_eq!(
        (animal.text, animal.eats, animal.colour, animal.anything),
        (None, None, None, None)
    );
    assert!(animal.also.is_empty() && animal.numbers.is_empty());
}

#[test]
fn what_does_not_fit_is_named() {
    for (rest, says) in [
        (r#","u8":256"#, "u8: `256` is not an Edm.Byte"),
        (r#","i32":1.5"#, "i32: `1.5` is not an Edm.Int32"),
        (
            r#","i64":9223372036854775808"#,
            "i64: `9223372036854775808` is not an Edm.Int64",
        ),
        (r#","i64":"x""#, "i64: `x` is not an Edm.Int64"),
        (
            r#","text":1"#,
            "text: a string is expected, and a number is here",
        ),
        (
            r#","colour":true"#,
            "colour: a string is expected, and a boolean is here",
        ),
        (r#","bytes":"!""#, "bytes: `!` is not an Edm.Binary"),
        (
            r#","born":"2023-02-29""#,
            "born: `2023-02-29` is not an Edm.Date",
        ),
        (r#","eats":{"parts":[]}"#, "eats.name: Food lacks it"),
        (
            r#","eats":{"name":"a","parts":[{"name":"b","parts":[]},{"name":null}]}"#,
            "eats.parts[1].name: it is null",
        ),
        (
            r#","eats":[]"#,
            "eats: an object is expected, and an array is here",
        ),
        (
            r#","numbers":[1,"x"]"#,
            "numbers[1]: `x` is not an Edm.Int32",
        ),
        (
            r#","colours":[null]"#,
            "colours[0]: it is null, and the schema does not say that items may be",
        ),
        (
            r#","colours":[],"colours":[]"#,
            "colours: the property appears twice",
        ),
    ] {
        let fault = read(rest).expect_err(rest);
        assert!(fault.starts_with(says), "{rest}\n{fault}");
    }
    let mut animal = Animal::default();
    let fault = animal
        .read(&mut Reader::new(r#"{"flag":true,"colours":[]}"#))
        .expect_err("no key");
    assert_eq!(fault.path(), "id");
    // A required collection that is left out is empty: SAP's services do that.
    let text = r#"{"id":"6e212a0d-b618-507c-44e4-ec8ee7499dfe","flag":true}"#;
    let read = animal.read(&mut Reader::new(text));
    assert!(read.is_ok() && animal.colours.is_empty(), "{read:?}");
}

#[test]
fn what_the_schema_does_not_know_survives() {
    let animal = read(
        r##","@odata.type":"#contoso.zoo.Penguin","@odata.etag":"W/\"1\"","@odata.id":"animals(1)","@odata.editLink":"x",
           "text@odata.type":"#String","swims":true,"depth":1e400,"toes":{"left":[4]}"##,
    )
    .expect("an animal");
    assert_eq!(animal.odata.type_name(), Some("contoso.zoo.Penguin"));
    assert_eq!(
        (animal.odata.etag(), animal.odata.id()),
        (Some("W/\"1\""), Some("animals(1)"))
    );
    let kept: Vec<(&str, &str)> = animal
        .odata
        .all_undeclared()
        .map(|(name, json)| (name, json.text()))
        .collect();
    assert_eq!(
        kept,
        [
            ("swims", "true"),
            ("depth", "1e400"),
            ("toes", r#"{"left":[4]}"#)
        ]
    );
    assert!(
        animal
            .odata
            .undeclared("toes")
            .and_then(|json| json.read::<serde_json::Value>().ok())
            .is_some()
    );
    let cut = read(r#","also":[],"also@odata.nextLink":"more""#).expect("an animal");
    assert_eq!(
        (cut.odata.next_link("also"), cut.odata.next_link("numbers")),
        (Some("more"), None)
    );
    let short = read(r#","@etag":"e","@type":"Penguin""#).expect("4.01 leaves the prefix out");
    assert_eq!(
        (short.odata.etag(), short.odata.type_name()),
        (Some("e"), Some("Penguin"))
    );
}

#[test]
fn values_convert_to_other_crates_types() {
    let animal = read(r#","price":12.50,"seen":"2024-01-02T03:04:05.5+01:00""#).expect("an animal");
    let price: rust_decimal::Decimal = animal.price.expect("a price").try_into().expect("it fits");
    assert_eq!(price.to_string(), "12.50");
    let seen: jiff::Timestamp = animal.seen.expect("a moment").try_into().expect("it fits");
    assert_eq!(seen.to_string(), "2024-01-02T02:04:05.5Z");
    let id: uuid::Uuid = animal.id.into();
    assert_eq!(id.to_string(), "6e212a0d-b618-507c-44e4-ec8ee7499dfe");
    assert_eq!(Animal::ID.eq(id).to_string(), format!("id eq {id}"));
    assert_eq!(
        Animal::SEEN.gt(seen).to_string(),
        "seen gt 2024-01-02T02:04:05.5Z"
    );
    assert_eq!(odata::type_info::<Animal>().short_name(), "Animal");
}
