//! Values to JSON text, with all that was kept of them: what changes send is less (`decode::write`).

use odata_core::descriptor::ValueType;
use odata_core::edm::PrimitiveType;

use super::exact::again;
use super::kept::{ANNOTATED, BASE, ETAG, EXACT, PRESENT};
use crate::change::write_string;
use crate::decode::slot::View;
use crate::decode::structured::extras;
use crate::decode::{Extras, Record, Slot};
use crate::json::Reader;

/// The members of an object, while they are written.
struct Object<'j> {
    json: &'j mut String,
    first: bool,
    /// What serde does not keep all of.
    exact: Vec<(String, String)>,
}

impl<'j> Object<'j> {
    fn begin(json: &'j mut String) -> Self {
        Object {
            json,
            first: true,
            exact: Vec::new(),
        }
    }

    /// The name of a member: its value has to follow.
    fn name(&mut self, name: &str) -> &mut String {
        let first = std::mem::take(&mut self.first);
        self.json.push(if first { '{' } else { ',' });
        write_string(name, self.json);
        self.json.push(':');
        self.json
    }

    fn string(&mut self, name: &str, text: &str) {
        write_string(text, self.name(name));
    }

    fn json(&mut self, name: &str, text: &str) {
        if again(text) != text {
            self.exact.push((name.to_owned(), text.to_owned()));
        }
        self.name(name).push_str(text);
    }

    fn end(mut self) {
        let exact = std::mem::take(&mut self.exact);
        if !exact.is_empty() {
            let mut texts = Object::begin(self.name(EXACT));
            for (name, text) in exact {
                texts.string(&name, &text);
            }
            texts.end();
        }
        self.json.push_str(if self.first { "{}" } else { "}" });
    }
}

/// Writes a record. What is null, and collections of nothing, are left out, as for changes.
pub(super) fn record(record: &dyn Record, json: &mut String) {
    let mut object = Object::begin(json);
    let kept = extras(record);
    said(kept, &mut object);
    let info = record.info();
    for (index, name) in info.properties.iter().enumerate() {
        property(kept, name, record.slot(index), &mut object);
    }
    for (name, slot) in kept.whole().into_iter().flat_map(|whole| whole.own()) {
        property(kept, name, slot, &mut object);
    }
    for (name, value) in kept.all_undeclared() {
        object.json(name, value.text());
    }
    if let Some(present) = kept.present() {
        array(present, object.name(PRESENT), &mut |name, json| {
            write_string(name, json)
        });
    }
    object.end();
}

/// Control information and annotations.
fn said(kept: &Extras, object: &mut Object<'_>) {
    let is_annotated = kept.all_annotations().next().is_some();
    if is_annotated {
        object.name(ANNOTATED).push_str("true");
    }
    kept.each_said(&mut |name, json| object.json(name, json));
    if let Some(etag) = kept
        .etag()
        .filter(|_| is_annotated && kept.annotation("etag").is_none())
    {
        object.string(ETAG, etag);
    }
}

fn property(kept: &Extras, name: &str, value: &dyn Slot, object: &mut Object<'_>) {
    let mut is_said = false;
    if let View::Expansion(Some(rows), _) = value.view() {
        if let Some(link) = rows.next_link() {
            object.string(&format!("{name}@odata.nextLink"), link);
        }
        if let Some(base) = rows.base()
            && kept.annotation_of(name, "context").is_none()
        {
            let term = match kept.all_annotations().next() {
                Some(_) => BASE,
                None => "odata.context",
            };
            object.string(&format!("{name}@{term}"), base);
        }
        if let Some(count) = rows.count() {
            let json = object.name(&format!("{name}@odata.count"));
            json.push_str(&count.to_string());
        }
        is_said = rows.next_link().or(rows.base()).is_some() || rows.count().is_some();
    }
    let ids: Vec<&str> = kept.references(name).collect();
    if !ids.is_empty() {
        array(ids, object.name(name), &mut |id, json| {
            let mut one = Object::begin(json);
            one.string("@odata.id", id);
            one.end();
        });
    } else if is_said || !value.is_nothing() {
        match value.view() {
            View::Plain(_) => {
                let mut json = String::new();
                slot(value, &mut json);
                object.json(name, &json);
            }
            _ => slot(value, object.name(name)),
        }
    }
}

/// Writes the value of a property.
pub(super) fn slot(value: &dyn Slot, json: &mut String) {
    match value.view() {
        View::Plain(plain) => {
            let mut text = String::new();
            plain.write_plain(&mut text);
            match value.property_type().value {
                ValueType::Primitive(PrimitiveType::Decimal) => strings(&text, json),
                _ => json.push_str(&text),
            }
        }
        View::Member(_) => {
            let mut text = String::new();
            value.write(&mut text);
            match again(&text) == text {
                true => json.push_str(&text),
                false => strings(&text, json),
            }
        }
        View::One(Some(one), _) => record(one, json),
        View::One(None, _) | View::Expansion(None, _) => json.push_str("null"),
        View::Items(items) => {
            let items = (0..items.len()).filter_map(|at| items.get(at));
            array(items, json, &mut record);
        }
        View::Expansion(Some(rows), _) => {
            array(rows.items(), json, &mut |row, json| record(&**row, json));
        }
    }
}

/// Writes numbers as strings, which lose no digit anywhere, as with `IEEE754Compatible=true` (OData JSON 4.01, 3.2).
fn strings(text: &str, json: &mut String) {
    let mut reader = Reader::new(text);
    match reader.peek() {
        Some(b'[') => {
            let mut items = Vec::new();
            let read = reader.array(&mut |_, reader| {
                items.push(reader.raw()?);
                Ok(())
            });
            match read {
                Ok(()) => array(items, json, &mut strings),
                Err(_) => json.push_str(text),
            }
        }
        Some(b'-' | b'0'..=b'9') => write_string(text, json),
        _ => json.push_str(text),
    }
}

fn array<T>(
    items: impl IntoIterator<Item = T>,
    json: &mut String,
    write: &mut dyn FnMut(T, &mut String),
) {
    json.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        write(item, json);
    }
    json.push(']');
}
