//! Whether a page has all that stands around its rows.

use odata::Page;
use serde_json::{Map, Value};

use crate::payload::Wrong;
use crate::sent::Sent;

/// What a page does not have: where changes will be asked for, which is of no use yet, and the version of the schema.
const PASSED_OVER: [&str; 2] = ["@odata.deltaLink", "@odata.metadataEtag"];

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
    let read = ["value", "@odata.count", "@odata.context", "@odata.nextLink"];
    let is_known = |name: &str| {
        [&read[..], &PASSED_OVER, sent.passed_over]
            .concat()
            .contains(&name)
    };
    match members.keys().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => Err(Wrong::Lost(format!("`{name}` of the page"))),
    }
}
