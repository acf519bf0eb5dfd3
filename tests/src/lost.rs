//! Whether anything of a payload was lost between reading it and writing it back.

use serde_json::{Map, Value};

/// Control information that has no place in what is written (OData JSON 4.6); `#` stands for the name of a property.
const PASSED_OVER: [&str; 11] = [
    "@odata.context",
    "@odata.editLink",
    "@odata.mediaEditLink",
    "@odata.etag",
    "@odata.id",
    "@removed",
    "#@odata.associationLink",
    "#@odata.context",
    "#@odata.navigationLink",
    "#@odata.type",
    "@odata.mediaContentType",
];

/// The first difference that is not allowed, with the way to it. Left out may be null and an empty collection, which
/// read as absent, and control information.
pub fn between(sent: &Value, wrote: &Value) -> Option<String> {
    match (sent, wrote) {
        (Value::Object(sent), Value::Object(wrote)) => members(sent, wrote),
        (Value::Array(sent), Value::Array(wrote)) if sent.len() == wrote.len() => {
            let mut both = sent.iter().zip(wrote).enumerate();
            both.find_map(|(at, (sent, wrote))| Some(format!("[{at}]{}", between(sent, wrote)?)))
        }
        (Value::Number(sent), Value::Number(wrote)) if sent.as_f64() == wrote.as_f64() => None,
        (Value::String(sent), Value::String(wrote)) if same_text(sent, wrote) => None,
        (sent, wrote) if sent == wrote => None,
        (sent, wrote) => Some(format!(": {sent} became {wrote}")),
    }
}

fn members(sent: &Map<String, Value>, wrote: &Map<String, Value>) -> Option<String> {
    let invented = wrote
        .iter()
        .find(|(name, value)| !sent.contains_key(*name) && !is_absent(value));
    if let Some((name, _)) = invented {
        return Some(format!(".{name} was not sent"));
    }
    sent.iter()
        .find_map(|(name, value)| match (name.as_str(), wrote.get(name)) {
            ("@odata.type", Some(wrote)) => {
                let said = |value: &Value| {
                    let text = value.as_str().unwrap_or_default();
                    text.trim_start_matches('#').to_owned()
                };
                (said(value) != said(wrote)).then(|| format!(".{name}: {value} became {wrote}"))
            }
            (_, Some(wrote)) => Some(format!(".{name}{}", between(value, wrote)?)),
            (name, None) if is_passed_over(name) || is_absent(value) => None,
            (name, None) => Some(format!(".{name} is lost")),
        })
}

/// Equal, or the same Edm.Binary: Graph writes it in the usual alphabet of base64, OData has that of URLs, and some leave
/// out what fills it up. Or the same Edm.Duration or Edm.Guid, since there are several
/// ways to write one.
fn same_text(sent: &str, wrote: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim_end_matches('=').replace('+', "-");
        text.replace('/', "_")
    };
    let is_base64 = |text: &str| {
        let mut bytes = text.bytes();
        bytes.all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let duration = |text: &str| text.parse::<odata::Duration>().ok();
    let guid = |text: &str| text.parse::<odata::Guid>().ok();
    sent == wrote
        || wrote.len().is_multiple_of(4) && is_base64(&plain(sent)) && plain(sent) == plain(wrote)
        || guid(sent).is_some_and(|sent| guid(wrote) == Some(sent))
        || duration(sent).is_some_and(|sent| duration(wrote) == Some(sent))
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn is_passed_over(name: &str) -> bool {
    // An operation that the service offers for the entity (OData JSON 16 and 17).
    if name.starts_with('#') {
        return true;
    }
    name.split_once('@').is_some_and(|(of, term)| {
        let of = if of.is_empty() { "" } else { "#" };
        PASSED_OVER.contains(&&*format!("{of}@{term}"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::between;

    #[test]
    fn what_may_be_left_out_is_not_lost() {
        let sent = json!({
            "@odata.context": "$metadata#users", "@odata.type": "Ns.User", "a": 1, "b": null, "c": [],
            "c@odata.type": "#Collection(String)", "d": { "e": null }, "f": 1.50, "g": "+a/b",
            "h": "aGk", "i": "P0DT0H0M6S", "#Ns.copy": {}
        });
        let wrote = json!({
            "@odata.type": "#Ns.User", "a": 1, "d": {}, "f": 1.5, "g": "-a_b", "h": "aGk=", "i": "PT6S", "j": null
        });
        assert_eq!(between(&sent, &wrote), None);
    }

    #[test]
    fn what_is_lost_changed_or_invented_is_told_with_its_place() {
        let sent = json!({ "a": [{ "b": "x" }, { "b": "y" }], "c@Ns.Term": 1 });
        let is = |wrote, expected: &str| {
            assert_eq!(between(&sent, &wrote).as_deref(), Some(expected));
        };
        is(json!({}), ".a is lost");
        is(json!({ "a": [{ "b": "x" }, {}] }), ".a[1].b is lost");
        is(
            json!({ "a": [{ "b": "x" }, { "b": "z" }] }),
            ".a[1].b: \"y\" became \"z\"",
        );
        is(
            json!({ "a": [{ "b": "x" }, { "b": "y" }] }),
            ".c@Ns.Term is lost",
        );
        is(json!({ "d": 1 }), ".d was not sent");
        let short = between(&sent, &json!({ "a": [{ "b": "x" }] }));
        assert!(short.is_some_and(|told| told.starts_with(".a: ")));
    }
}
