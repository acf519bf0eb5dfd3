//! Values to JSON (OData JSON 7).

use super::structured::{Record, extras};
use crate::change::write_string;

/// Writes what is there of a value: null and empty collections are left out, what was not declared is written as it came.
pub(crate) fn record(record: &dyn Record, json: &mut String) {
    let mut first = true;
    let mut member = |name: &str, json: &mut String| {
        json.push(if std::mem::take(&mut first) { '{' } else { ',' });
        write_string(name, json);
        json.push(':');
    };
    let kept = extras(record);
    if let Some(type_name) = kept.type_name() {
        member("@odata.type", json);
        write_string(&format!("#{type_name}"), json);
    }
    for (index, name) in record.info().properties.iter().enumerate() {
        let slot = record.slot(index);
        if !slot.is_nothing() {
            member(name, json);
            slot.write(json);
        }
    }
    for (name, slot) in kept.whole().into_iter().flat_map(|whole| whole.own()) {
        if !slot.is_nothing() {
            member(name, json);
            slot.write(json);
        }
    }
    for (name, value) in kept.all_undeclared() {
        member(name, json);
        json.push_str(value.text());
    }
    json.push_str(if first { "{}" } else { "}" });
}

/// Writes so many items.
pub(super) fn array(count: usize, item: &mut dyn FnMut(usize, &mut String), json: &mut String) {
    json.push('[');
    for at in 0..count {
        if at > 0 {
            json.push(',');
        }
        item(at, json);
    }
    json.push(']');
}
