//! Whether anything of an object was lost: each of its members is a declared property, was kept as undeclared, or is
//! an annotation that is passed over on purpose.

use std::collections::BTreeSet;

use odata::decode::Value as _;
use odata::json::Reader;
use odata::{Structured, TypeInfo, ValueType};
use serde_json::{Map, Value};

/// Control information that is not kept (OData JSON 4.6); `#` stands for the name of a property.
const PASSED_OVER: [&str; 8] = [
    "@odata.context",
    "@odata.editLink",
    "@odata.mediaContentType",
    "@odata.mediaReadLink",
    "#@odata.type",
    "#@odata.navigationLink",
    "#@odata.associationLink",
    "#@odata.mediaContentType",
];

/// Makes sure that the entity holds every member of the object; gives the names of those that the schema does not
/// declare, with `/` before those within a complex value.
pub(crate) fn nothing<E: Structured + std::fmt::Debug>(
    entity: &mut E,
    object: &Value,
) -> BTreeSet<String> {
    let object = object.as_object().expect("an object");
    let shown = format!("{entity:?}");
    let mut kept = BTreeSet::new();
    let extras = entity.extras();
    let control = [
        ("@odata.etag", extras.etag()),
        ("@odata.id", extras.id()),
        ("@odata.type", extras.type_name()),
    ];
    for (name, found) in control {
        let sent = object.get(name).and_then(Value::as_str);
        assert_eq!(
            found,
            sent.map(|sent| sent.trim_start_matches('#')),
            "{name}"
        );
    }
    for (name, value) in undeclared(E::INFO, object) {
        if is_of_derived_type(E::INFO, object, &shown, name) {
            continue;
        }
        let json = extras.undeclared(name);
        let json = json.unwrap_or_else(|| panic!("`{name}` of {} is lost", E::INFO.name));
        assert_eq!(&serde_json::from_str::<Value>(json.text()).unwrap(), value);
        kept.insert(name.to_owned());
    }
    assert_eq!(extras.all_undeclared().count(), kept.len());
    within(E::INFO, object, &shown, &mut kept);
    stored::<E>(object);
    kept
}

/// Each declared value went somewhere: without it, what is read is another entity.
fn stored<E: Structured + std::fmt::Debug>(object: &Map<String, Value>) {
    let read = |object: &Map<String, Value>| {
        let text = serde_json::to_string(object).expect("JSON");
        let mut entity = E::default();
        let read = entity.read(&mut Reader::new(&text));
        read.unwrap_or_else(|fault| panic!("{fault}\n{text}"));
        format!("{entity:?}")
    };
    let whole = read(object);
    let nullable = |name: &&&str| E::INFO.property(name).is_some_and(|one| one.nullable);
    for name in E::INFO.properties.iter().filter(nullable) {
        let mut rest = object.clone();
        let Some(value) = rest.remove(*name) else {
            continue;
        };
        // Null and absent are the same, and so are an empty collection and an absent one.
        if !value.is_null() && value.as_array().is_none_or(|all| !all.is_empty()) {
            assert_ne!(read(&rest), whole, "`{name}` is lost");
        }
    }
}

/// The members of the object that are neither declared nor annotations.
fn undeclared<'o>(
    info: &'static TypeInfo,
    object: &'o Map<String, Value>,
) -> impl Iterator<Item = (&'o str, &'o Value)> {
    object.iter().filter_map(move |(name, value)| {
        if info.properties.iter().any(|known| *known == name) {
            return None;
        }
        // An operation that the service offers for the entity.
        if name.starts_with('#') {
            return None;
        }
        if let Some((of, term)) = name.split_once('@') {
            let of = if of.is_empty() { "" } else { "#" };
            let term = format!("{of}@{term}");
            let read = ["@odata.etag", "@odata.id", "@odata.type"].contains(&&*term);
            assert!(
                read || PASSED_OVER.contains(&&*term),
                "nobody said that `{name}` may be passed over"
            );
            return None;
        }
        Some((&**name, value))
    })
}

/// Complex values keep what is undeclared in themselves, where only the debug form reaches it without their types.
fn within(
    info: &'static TypeInfo,
    object: &Map<String, Value>,
    shown: &str,
    kept: &mut BTreeSet<String>,
) {
    for outer in info.properties {
        let property = info.property(outer).expect("it has that one");
        let (ValueType::Structured(of), Some(value)) = (property.value, object.get(*outer)) else {
            continue;
        };
        let values = value
            .as_array()
            .map_or(std::slice::from_ref(value), |all| all);
        for inner in values.iter().filter_map(Value::as_object) {
            for (name, _) in undeclared(of(), inner) {
                if is_of_derived_type(of(), inner, shown, name) {
                    continue;
                }
                assert!(
                    shown.contains(&format!("({name:?}, ")),
                    "`{name}` within `{}` is lost:\n{shown}",
                    outer
                );
                kept.insert(format!("{}/{name}", outer));
            }
            within(of(), inner, shown, kept);
        }
    }
}

/// Whether the value is of a type that extends the expected one, and the property was read into that.
fn is_of_derived_type(
    info: &'static TypeInfo,
    object: &Map<String, Value>,
    shown: &str,
    name: &str,
) -> bool {
    let said = object.get("@odata.type").and_then(Value::as_str);
    let Some((_, said)) = said.and_then(|said| said.rsplit_once('.')) else {
        return false;
    };
    let whole = shown.split(&format!("whole: {said} {{")).nth(1);
    said != info.short_name() && whole.is_some_and(|whole| whole.contains(&format!("{name}: ")))
}
