//! Whether a page has all that stands around its rows.

use odata::Page;
use serde_json::{Map, Value};

use crate::payload::Wrong;
use crate::sent::Sent;

/// The name that 4.0 has for control information: 4.01 lets the prefix be left out (OData JSON 4.01, 4.6).
pub(crate) fn in_full(name: &str) -> String {
    match name.split_once('@') {
        Some((of, term)) if !term.contains('.') => format!("{of}@odata.{term}"),
        _ => name.to_owned(),
    }
}

pub(crate) fn is_whole<T>(page: &Page<T>, sent: &Sent) -> Result<(), Wrong> {
    let json = sent.json();
    let members = json.as_object().expect("an object");
    let members: Map<String, Value> = members
        .iter()
        .map(|(name, value)| (in_full(name), value.clone()))
        .collect();
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    assert_eq!(
        Some(page.items.len()),
        members["value"].as_array().map(Vec::len)
    );
    assert_eq!(
        page.count,
        members.get("@odata.count").and_then(Value::as_u64)
    );
    assert_eq!(page.context.as_deref(), text("@odata.context"));
    assert_eq!(page.next_link.as_deref(), text("@odata.nextLink"));
    // The delta link is given by `track_changes` and `delta_from`, where it was asked for.
    let read = [
        "value",
        "@odata.count",
        "@odata.context",
        "@odata.nextLink",
        "@odata.deltaLink",
    ];
    let mut others = members.iter().filter(|(name, _)| !read.contains(&&***name));
    let kept = |name: &str| {
        let mut all = page.annotations.iter();
        let kept = all.find(|(known, _)| in_full(known) == name);
        kept.and_then(|(_, json)| serde_json::from_str::<Value>(json.text()).ok())
    };
    match others.find(|(name, value)| kept(name).as_ref() != Some(*value)) {
        None => Ok(()),
        Some((name, _)) => Err(Wrong::Lost(format!("`{name}` of the page"))),
    }
}
