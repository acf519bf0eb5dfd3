//! What came in place of what was asked for: an error, or a collection. Either has nothing beside it but control information.

use crate::client::Answer;
use crate::decode::{Record, keeps_any};
use crate::error::{Error, Result};
use crate::json::{Fault, Reader};
use crate::service_error::ServiceError;

/// The names of members that may be all of an answer that is no entity.
const NAMES: [&str; 4] = ["error", "odata.error", "value", "d"];

/// What most ask for.
pub(super) const ENTITY: &str = "entity";

/// Which of them an answer has, where that is all of it.
enum Found<'a> {
    Error(usize, &'a str),
    Collection(usize),
    V2(usize),
}

struct Seen<'a> {
    name: &'static str,
    found: Found<'a>,
    says_what_it_is: bool,
}

/// The error that says what an answer is that does not fit, where that can be told.
#[cold]
pub(crate) fn instead(error: Error, answer: &Answer) -> Error {
    let is_at = |name| {
        error
            .payload_path()
            .is_some_and(|path| path.starts_with(name))
    };
    match look(answer).map(|seen| seen.found) {
        Some(Found::Error(at, json)) if !is_at("error") => {
            of_service(at, ServiceError::from_member(json), answer)
        }
        Some(Found::Collection(at)) if !is_at("value") => collection(ENTITY, at),
        _ => error,
    }
}

/// Makes sure that what was read as an entity is one: only what it keeps undeclared is looked at, which is nothing of most.
pub(crate) fn is_entity(record: &dyn Record, answer: &Answer) -> Result<()> {
    match keeps_any(record, &NAMES) {
        true => is_not_instead(ENTITY, answer, &|name| {
            record.info().properties.contains(&name)
        }),
        false => Ok(()),
    }
}

/// Makes sure that an answer is not something else, which was read as a value only because all of that may be absent. An answer that says of
/// itself which entity it is, or of what type, is one: an open type may have any property.
///
/// # Errors
/// When it is an error with a code or a message (OData JSON 4.01, 21.1), a collection, or of OData V2.
#[cold]
pub(super) fn is_not_instead(
    asked: &str,
    answer: &Answer,
    is_declared: &dyn Fn(&str) -> bool,
) -> Result<()> {
    match look(answer) {
        Some(seen) if seen.says_what_it_is || is_declared(seen.name) => Ok(()),
        Some(Seen { found, .. }) => match found {
            Found::Error(at, json) => match ServiceError::worded(json) {
                Some(said) => Err(of_service(at, said, answer)),
                None => Ok(()),
            },
            Found::Collection(at) => Err(collection(asked, at)),
            Found::V2(at) => Err(Fault::new(at, "this is OData V2, and only V4 is read")
                .within("d")
                .into()),
        },
        None => Ok(()),
    }
}

/// Whether an answer may be something else, by the first of its members that is no control information.
pub(super) fn begins_otherwise(text: &str) -> bool {
    let first = || -> Option<bool> {
        let mut reader = Reader::new(text);
        let mut more = reader.begin_object().ok()?;
        while more {
            let name = reader.name().ok()?;
            if !name.starts_with('@') {
                return Some(NAMES.contains(&&*name));
            }
            reader.skip().ok()?;
            more = reader.goes_on().ok()?;
        }
        None
    };
    first().unwrap_or_default()
}

fn look(answer: &Answer) -> Option<Seen<'_>> {
    let (mut found, mut others, mut says_what_it_is) = (None, 0, false);
    let mut reader = Reader::new(answer.json().ok()?);
    let read = reader.object(&mut |name, reader| {
        let first = reader.peek();
        let at = reader.offset();
        let known = NAMES.into_iter().find(|known| *known == name);
        let this = match (known, first) {
            (Some("error" | "odata.error"), Some(b'{')) => Found::Error(at, reader.raw()?),
            (Some("value"), Some(b'[')) => {
                reader.skip()?;
                Found::Collection(at)
            }
            (Some("d"), Some(b'{' | b'[')) => {
                reader.skip()?;
                Found::V2(at)
            }
            _ if name.starts_with('@') => {
                says_what_it_is |= says_an_entity(name, reader.raw()?);
                return Ok(());
            }
            _ => {
                others += 1;
                return reader.skip();
            }
        };
        match (&found, known) {
            (None, Some(name)) => found = Some((name, this)),
            _ => others += 1,
        }
        Ok(())
    });
    read.ok()?;
    let (name, found) = found.filter(|_| others == 0)?;
    Some(Seen {
        name,
        found,
        says_what_it_is,
    })
}

/// Whether control information says that what it stands in is one entity.
fn says_an_entity(name: &str, json: &str) -> bool {
    let Ok(text) = Reader::new(json).string() else {
        return false;
    };
    let name = name.trim_start_matches('@');
    match name.strip_prefix("odata.").unwrap_or(name) {
        "id" => true,
        "type" => !text.trim_start_matches('#').starts_with("Collection("),
        "context" => text.ends_with("/$entity"),
        _ => false,
    }
}

fn of_service(at: usize, said: ServiceError, answer: &Answer) -> Error {
    Fault::of_service(at, said)
        .of_answer(answer.status())
        .into()
}

fn collection(asked: &str, at: usize) -> Error {
    let what = format!("one {asked} was asked for, and the answer is a collection");
    Fault::new(at, what).within("value").into()
}
