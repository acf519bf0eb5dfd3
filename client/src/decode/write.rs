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
        if let Some(type_name) = kept.type_of(name) {
            member(&format!("{name}@odata.type"), json);
            write_string(&format!("#{type_name}"), json);
        }
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

#[cfg(test)]
mod tests {
    use crate::Value;
    use crate::doc_example::LibraryFile;
    use crate::json::Reader;

    /// Without its type a service keeps an undeclared value as a string (OData JSON 4.01, 4.6.3).
    #[test]
    fn what_is_not_declared_keeps_its_type() {
        let text = r##"{"fileName":"a.ps1","signer@odata.type":"#Guid","signer":"3f2b5a0e-8a7e-4d56-9f6b-0c3c7e1d2a4b",
            "seen@type":"Collection(DateTimeOffset)","seen":[],"fileName@odata.type":"#String"}"##;
        let mut file = LibraryFile::default();
        file.read(&mut Reader::new(text)).expect("a file");
        let mut wrote = String::new();
        Value::write(&file, &mut wrote);
        assert_eq!(
            wrote,
            r##"{"fileName":"a.ps1","signer@odata.type":"#Guid","signer":"3f2b5a0e-8a7e-4d56-9f6b-0c3c7e1d2a4b","##.to_owned()
                + r##""seen@odata.type":"#Collection(DateTimeOffset)","seen":[]}"##
        );
    }
}
