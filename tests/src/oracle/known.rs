//! Where the npm package and we differ, and why.

use super::Difference;
use serde_json::{Value, json};

/// A kind of difference that is meant, or cannot be helped.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What it is called in a report.
    pub name: &'static str,
    /// Why it is there.
    pub reason: &'static str,
    /// Whether a difference is of this kind, given all differences of the document.
    pub is: fn(&Difference, &[Difference]) -> bool,
}

/// All of them. One that no document of the corpus shows is an error there.
pub const KNOWN: &[Known] = &[
    Known {
        name: "address of a vocabulary",
        reason: "the package makes `.json` of the `.xml` of two known sites; we write the address that is stated",
        is: |one, all| {
            let stem = |name: &str| name.rsplit_once('.').map(|(stem, _)| stem.to_owned());
            one.path.len() == 2
                && one.path.iter().any(|name| name == "$Reference")
                && in_pair(one, all, &stem)
        },
    },
    Known {
        name: "alias in the path of a binding",
        reason: "the package spells paths of navigation property bindings as XML does; we use the alias, as for all names",
        is: |one, all| {
            let last = |name: &str| name.rsplit_once('/').map(|(_, last)| last.to_owned());
            let above = one.path.iter().rev().nth(1);
            above.is_some_and(|name| name == "$NavigationPropertyBinding")
                && in_pair(one, all, &last)
        },
    },
    Known {
        name: "Scale in capitals",
        reason: "`Variable` is no value of Scale; we read it as `variable`, which JSON leaves out, the package as any text",
        is: |one, _| {
            one.name() == "$Scale" && one.ours.is_none() && one.theirs == Some(json!("Variable"))
        },
    },
    Known {
        name: "SRID in capitals",
        reason: "`Variable` is no value of SRID; we read it as `variable`, the package as any text",
        is: |one, _| {
            let both = (&one.ours, &one.theirs);
            one.name() == "$SRID" && both == (&Some(json!("variable")), &Some(json!("Variable")))
        },
    },
    Known {
        name: "Boolean in capitals",
        reason: "`True` is no Boolean of XML; we read it with a warning, the package as if it were not there",
        is: |one, _| {
            let flags = ["$IsBound", "$ContainsTarget", "$OpenType", "$IsComposable"];
            flags.contains(&one.name()) && one.ours == Some(json!(true)) && one.theirs.is_none()
        },
    },
    Known {
        name: "default value in capitals",
        reason: "`False` is no Boolean of XML; we read it as one where the type is, the package as text",
        is: |one, _| {
            let words = texts(&one.ours, &one.theirs);
            let word = one.theirs.as_ref().and_then(Value::as_str);
            let ours = one.ours.as_ref().and_then(Value::as_bool);
            one.name() == "$DefaultValue"
                && words.is_none()
                && ours.is_some_and(|ours| {
                    word.is_some_and(|word| word.eq_ignore_ascii_case(&ours.to_string()))
                })
        },
    },
    Known {
        name: "default value of an enumeration",
        reason: "a number as the default value of an enumeration type is a member in JSON, so text; the package goes by its looks",
        is: |one, _| {
            let text = one.ours.as_ref().and_then(Value::as_str);
            one.name() == "$DefaultValue"
                && text.is_some_and(|text| {
                    one.theirs.as_ref().is_some_and(|theirs| {
                        theirs.is_number() && theirs.as_i64() == text.parse().ok()
                    })
                })
        },
    },
    Known {
        name: "precision of durations and times of day",
        reason: "absent it is zero in XML and any in JSON (7.2.3); the package says so for DateTimeOffset alone",
        is: |one, _| {
            one.name() == "$Precision" && one.ours == Some(json!(0)) && one.theirs.is_none()
        },
    },
    Known {
        name: "blanks around a path",
        reason: "paths and names are trimmed by us; the package keeps the line breaks of the element's text",
        is: |one, _| {
            texts(&one.ours, &one.theirs).is_some_and(|(ours, theirs)| {
                ours != theirs && ours.trim() == theirs.trim() && ours.trim() == ours
            })
        },
    },
    Known {
        name: "line breaks in text",
        reason: "a line break in an attribute is a blank (XML 1.0, 3.3.3) and a character reference is what it says; the package keeps the former and makes `\\n` of `\\r\\n` in the latter",
        is: |one, _| {
            texts(&one.ours, &one.theirs).is_some_and(|(ours, theirs)| {
                let blanks = |text: &str| text.replace("\r\n", "\n").replace(['\n', '\t'], " ");
                blanks(ours) == blanks(theirs)
            })
        },
    },
    Known {
        name: "more than two operands",
        reason: "`Or` has two operands in CSDL; of more we write all, the package drops the third and keeps its operands",
        is: |one, _| {
            let both = (one.ours.as_ref(), one.theirs.as_ref());
            let lists = (
                both.0.and_then(Value::as_array),
                both.1.and_then(Value::as_array),
            );
            matches!(one.name(), "$Or" | "$And")
                && matches!(lists, (Some(ours), Some(theirs)) if ours.len() > 2 && ours.get(..2) == theirs.get(..2))
        },
    },
    Known {
        name: "alias of an enumeration type in a collection",
        reason: "the package leaves the type of such a cast as XML spells it; we use the alias, as for all names",
        is: |one, _| {
            let last = |text: &str| text.rsplit('.').next().map(str::to_owned);
            one.name() == "$Type"
                && one.path.iter().any(|name| name.starts_with('@'))
                && texts(&one.ours, &one.theirs)
                    .is_some_and(|(ours, theirs)| last(ours) == last(theirs))
        },
    },
    Known {
        name: "text that is JSON",
        reason: "the package knows the terms whose text is JSON and writes it as such; we read no vocabulary and keep the text",
        is: |one, _| {
            let text = one.ours.as_ref().and_then(Value::as_str);
            let parsed = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
            one.name().starts_with('@') && parsed.is_some() && parsed == one.theirs
        },
    },
];

/// The kind of a difference, given all of its document.
pub fn explain(difference: &Difference, all: &[Difference]) -> Option<&'static Known> {
    KNOWN.iter().find(|known| (known.is)(difference, all))
}

fn texts<'a>(ours: &'a Option<Value>, theirs: &'a Option<Value>) -> Option<(&'a str, &'a str)> {
    Some((ours.as_ref()?.as_str()?, theirs.as_ref()?.as_str()?))
}

/// Whether the same value is on the other side too, by a name that comes to the same.
fn in_pair(one: &Difference, all: &[Difference], same: &dyn Fn(&str) -> Option<String>) -> bool {
    let name = same(one.name());
    name.is_some()
        && all.iter().any(|other| {
            let depth = one.path.len() - 1;
            other.path.len() == one.path.len()
                && other.path[..depth] == one.path[..depth]
                && same(other.name()) == name
                && (&one.ours, &one.theirs) == (&other.theirs, &other.ours)
        })
}
