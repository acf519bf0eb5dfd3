//! Whether what was read holds all that was sent. It does when three things are so: what it writes is what was sent;
//! control information is given out as it came; and no member could have been left out without a difference.

use std::any::Any;

use odata::json::{Fault, Reader};
use odata::{Extras, Structured};
use odata_tests::lost;
use serde_json::{Map, Value};

use crate::envelope::in_full;
use crate::payload::{Outcome, Wrong};
use crate::sent::Sent;

/// What was read, its type forgotten, so that all below is compiled once.
pub(crate) trait Held: Any + Send {
    fn write(&self) -> String;
    fn extras(&mut self) -> &Extras;
    fn is(&self, other: &dyn Held) -> bool;
    fn copy(&self) -> Box<dyn Held>;
    fn shown(&self) -> String;
    /// It is the same after other formats.
    fn survives(&self);
    /// Reads another one of the type.
    fn read(&self, json: &str) -> Result<Box<dyn Held>, Fault>;
}

impl<T: Structured> Held for T {
    fn write(&self) -> String {
        let mut json = String::new();
        odata::Value::write(self, &mut json);
        json
    }

    fn extras(&mut self) -> &Extras {
        Structured::extras(self)
    }

    fn is(&self, other: &dyn Held) -> bool {
        (other as &dyn Any).downcast_ref() == Some(self)
    }

    fn copy(&self) -> Box<dyn Held> {
        Box::new(self.clone())
    }

    fn shown(&self) -> String {
        format!("{self:?}")
    }

    fn survives(&self) {
        odata_tests::interchange::survives(self);
    }

    fn read(&self, json: &str) -> Result<Box<dyn Held>, Fault> {
        let mut value = T::default();
        let mut reader = Reader::new(json);
        odata::Value::read(&mut value, &mut reader)?;
        reader.end()?;
        Ok(Box::new(value))
    }
}

/// Each of the rows of a page.
pub(crate) fn rows(rows: Vec<Box<dyn Held>>, sent: &Sent) -> Outcome {
    let json = sent.json();
    let all = json["value"].as_array().expect("rows");
    let mut members = 0;
    for (at, (row, json)) in rows.iter().zip(all).enumerate() {
        let text = json.to_string();
        members +=
            is_whole(&**row, json, &text, sent.passed_over).map_err(|wrong| match wrong {
                Wrong::Lost(lost) => Wrong::Lost(format!("value[{at}]: {lost}")),
                refused => refused,
            })?;
    }
    Ok(members)
}

/// Whether it holds all of the object; how many members were looked for.
pub(crate) fn is_whole(held: &dyn Held, sent: &Value, text: &str, passed_over: &[&str]) -> Outcome {
    let lost = |lost: String| Wrong::Lost(lost);
    let wrote = held.write();
    let read: Value = serde_json::from_str(&wrote).expect("JSON");
    if let Some(difference) = lost::between(&values(sent), &values(&read)) {
        return Err(lost(difference));
    }
    // A whole number of many digits is compared as text: as a number of serde_json's it has lost some.
    let of_number = |c: char| c.is_ascii_digit() || ".eE".contains(c);
    let numbers = text.split(|c: char| !of_number(c));
    let mut long =
        numbers.filter(|text| text.len() > 15 && text.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(number) = long.find(|number| !wrote.contains(number)) {
        return Err(lost(format!("digits of {number}")));
    }
    let again = held.read(&wrote).expect("what was written is read");
    assert_eq!(again.write(), wrote, "it changes when it is written twice");
    assert!(held.copy().is(held), "a copy differs");
    held.survives();
    // With what is kept unasked, too, as the text has it.
    if let Ok(plain) = held.read(text) {
        plain.survives();
    }
    said_of(held.copy().extras(), sent.as_object().expect("an object"))?;
    let shown = held.shown();
    if let Some(name) = annotation(sent, &|term| !shown.contains(&format!("{term:?}"))) {
        return Err(lost(name));
    }
    each_counts(held, sent, passed_over)
}

/// Without annotations, which are not written back, but for the type and what changed.
fn values(json: &Value) -> Value {
    match json {
        Value::Array(items) => items.iter().map(values).collect(),
        Value::Object(members) => {
            let named = members.iter().map(|(name, value)| (in_full(name), value));
            let kept = named.filter(|(name, value)| match name.split_once('@') {
                None => !name.starts_with('#') && ids(value).is_none(),
                Some((of, term)) => match term {
                    "odata.type" => of.is_empty(),
                    "odata.delta" => !of.is_empty(),
                    _ => false,
                },
            });
            kept.map(|(name, value)| (name, values(value))).collect()
        }
        other => other.clone(),
    }
}

/// The first annotation, at any depth, of whose term that is so.
fn annotation(json: &Value, is: &dyn Fn(&str) -> bool) -> Option<String> {
    match json {
        Value::Array(items) => items.iter().find_map(|item| annotation(item, is)),
        Value::Object(members) => {
            members
                .iter()
                .find_map(|(name, value)| match name.split_once('@') {
                    Some((_, term)) if term.contains('.') && !term.starts_with("odata.") => {
                        is(term).then(|| name.clone())
                    }
                    Some(_) => None,
                    None => annotation(value, is),
                })
        }
        _ => None,
    }
}

/// The ids, where these are references in place of entities.
fn ids(json: &Value) -> Option<Vec<&str>> {
    let one = |json: &Value| match json.as_object() {
        Some(all) => all.len() == 1 && all.contains_key("@odata.id"),
        None => false,
    };
    let all = match json {
        Value::Array(items) if !items.is_empty() => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let are = all.iter().all(one);
    are.then(|| {
        all.iter()
            .filter_map(|one| one["@odata.id"].as_str())
            .collect()
    })
}

/// What is said of the entity and its properties is given out as it came.
fn said_of(extras: &Extras, sent: &Map<String, Value>) -> Result<(), Wrong> {
    for (name, value) in sent {
        let full = in_full(name);
        let Some((of, term)) = full
            .split_once('@')
            .or(name.starts_with('#').then_some(("", name)))
        else {
            if let Some(ids) = ids(value)
                && extras.undeclared(name).is_none()
                && !extras.references(name).eq(ids)
            {
                return Err(Wrong::Lost(format!("the references of {name}")));
            }
            continue;
        };
        let plain = term.strip_prefix("odata.").unwrap_or(term);
        // Of an expansion, which has them itself: that they are there is seen when they are left out.
        if !of.is_empty() && matches!(plain, "count" | "nextLink" | "delta") {
            continue;
        }
        let json = extras.annotation_of(of, plain).map(|json| json.text());
        let json = json.and_then(|json| serde_json::from_str::<Value>(json).ok());
        if json.as_ref() != Some(value) {
            return Err(Wrong::Lost(format!("{name}: {json:?}")));
        }
        let media = match of {
            "" => extras.media(),
            of => extras.stream(of),
        };
        let given = match (of, plain) {
            ("", "etag") => extras.etag(),
            ("", "id") => extras.id(),
            ("", "type") => extras.type_name(),
            ("", "editLink") => extras.edit_link(),
            ("", "readLink") => extras.read_link(),
            (of, "type") => extras.type_of(of),
            (of, "navigationLink") => extras.navigation_link(of),
            (of, "associationLink") => extras.association_link(of),
            (_, "mediaReadLink") => media.and_then(|media| media.read_link),
            (_, "mediaEditLink") => media.and_then(|media| media.edit_link),
            (_, "mediaContentType") => media.and_then(|media| media.content_type),
            (_, "mediaEtag") => media.and_then(|media| media.etag),
            _ => continue,
        };
        let sent = value.as_str().map(|text| match plain {
            "type" => text.trim_start_matches('#'),
            _ => text,
        });
        if given != sent {
            return Err(Wrong::Lost(format!("{name}: {given:?}")));
        }
    }
    Ok(())
}

/// The way to a member: names, and places in arrays.
#[derive(Clone, Debug)]
enum Step {
    Name(String),
    At(usize),
}

/// Leaves out each member in turn: what is read then is another entity, or an error.
fn each_counts(held: &dyn Held, sent: &Value, passed_over: &[&str]) -> Outcome {
    let whole = held.read(&sent.to_string());
    let whole = whole.map_err(|fault| Wrong::Refused(fault.to_string()))?;
    let mut ways = Vec::new();
    members(sent, &mut Vec::new(), &mut ways);
    ways.retain(|way| match way.last() {
        Some(Step::Name(name)) => !passed_over.contains(&&*in_full(name)),
        _ => true,
    });
    for way in &ways {
        let less = without(sent, way).to_string();
        if let Ok(other) = held.read(&less)
            && other.is(&*whole)
        {
            return Err(Wrong::Lost(format!("{way:?} makes no difference")));
        }
    }
    Ok(ways.len())
}

/// How many items of a collection within an entity are looked into.
const ITEMS: usize = 4;

/// The ways to all members that have to make a difference.
fn members(json: &Value, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
    match json {
        Value::Object(all) => {
            for (name, value) in all {
                way.push(Step::Name(name.clone()));
                if counts(name, value) {
                    ways.push(way.clone());
                }
                if !name.contains('@') && !name.starts_with('#') {
                    members(value, way, ways);
                }
                way.pop();
            }
        }
        Value::Array(items) => {
            // Of many alike the first ones tell.
            for (at, item) in items.iter().enumerate().take(ITEMS) {
                way.push(Step::At(at));
                members(item, way, ways);
                way.pop();
            }
        }
        _ => {}
    }
}

/// Null and absent are the same, and so are an empty collection and an absent one. What is kept only where it was asked
/// for, as for the entity itself, does not count: context URLs, annotations, offers of actions and functions.
fn counts(name: &str, value: &Value) -> bool {
    let name = in_full(name);
    let is_absent = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let is_asked_for = match name.split_once('@') {
        Some((_, term)) => !term.starts_with("odata.") || term == "odata.context",
        None => name.starts_with('#'),
    };
    !is_absent && !is_asked_for && name != "@odata.metadataEtag"
}

fn without(json: &Value, way: &[Step]) -> Value {
    let mut json = json.clone();
    let (last, before) = way.split_last().expect("a way");
    let mut at = &mut json;
    for step in before {
        at = match step {
            Step::Name(name) => &mut at[name],
            Step::At(index) => &mut at[index],
        };
    }
    if let (Step::Name(name), Some(object)) = (last, at.as_object_mut()) {
        object.remove(name);
    }
    json
}
