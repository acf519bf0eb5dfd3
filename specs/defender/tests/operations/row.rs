//! A row of the table: an operation, the typed call of it, and what is known to differ from the page's own example.

use std::future::Future;
use std::pin::Pin;

use odata::{DateTimeOffset, Guid, Page, Structured};
use odata_defender::Defender;
use serde_json::Value;

/// An operation as the vendor's page has it, and how it is called.
pub(crate) struct Row {
    /// Its number among the operations of the vendor's pages, in the order of their names.
    pub(crate) number: usize,
    /// The vendor's page.
    pub(crate) page: &'static str,
    /// The method, and the path and query below the service root, percent-encoding undone.
    pub(crate) request: &'static str,
    /// The body, with the members and values of the page's example.
    pub(crate) body: Option<&'static str>,
    /// What differs from the page's example, each with the reason. One that is not listed is a failure, and so is one that
    /// no longer shows.
    pub(crate) differs: &'static [Difference],
    /// The call.
    pub(crate) call: for<'d> fn(&'d Defender) -> Asked<'d>,
}

/// A difference from the page's example, as it is found, and why it is right.
pub(crate) type Difference = (&'static str, &'static str);

/// What a call gives.
pub(crate) type Asked<'d> = Pin<Box<dyn Future<Output = odata::Result<Answer>> + 'd>>;

/// What an answer was decoded as.
pub(crate) struct Answer {
    /// The type, as a user sees it.
    pub(crate) decoded_as: String,
    /// The values, written as JSON again.
    pub(crate) values: Vec<Value>,
    /// Members that the type does not declare.
    pub(crate) undeclared: Vec<String>,
}

pub(crate) fn asked<'d>(call: impl Future<Output = odata::Result<Answer>> + 'd) -> Asked<'d> {
    Box::pin(call)
}

/// The entities or complex values of a page.
pub(crate) fn page<T: Structured>(page: Page<T>) -> odata::Result<Answer> {
    Ok(Answer {
        decoded_as: format!("`Page<{}>`", name::<T>()),
        values: page.items.iter().map(written).collect(),
        undeclared: page.items.iter().flat_map(undeclared).collect(),
    })
}

/// An entity or a complex value.
pub(crate) fn one<T: Structured>(one: T) -> odata::Result<Answer> {
    Ok(Answer {
        decoded_as: format!("`{}`", name::<T>()),
        values: vec![written(&one)],
        undeclared: undeclared(&one),
    })
}

/// An entity after it was changed.
pub(crate) fn changed<T: Structured>(entity: Option<T>) -> odata::Result<Answer> {
    let entity = one(entity.expect("the service sends the entity back"))?;
    Ok(Answer {
        decoded_as: format!("`Option<{}>`", entity.decoded_as.trim_matches('`')),
        ..entity
    })
}

/// A text.
pub(crate) fn text(text: Option<String>) -> odata::Result<Answer> {
    Ok(Answer {
        decoded_as: "`Option<String>`".to_owned(),
        values: text.map(Value::from).into_iter().collect(),
        undeclared: Vec::new(),
    })
}

/// Nothing.
pub(crate) fn nothing((): ()) -> odata::Result<Answer> {
    Ok(Answer {
        decoded_as: "nothing".to_owned(),
        values: Vec::new(),
        undeclared: Vec::new(),
    })
}

pub(crate) fn guid(text: &str) -> Guid {
    text.parse().expect("a GUID")
}

pub(crate) fn moment(text: &str) -> DateTimeOffset {
    text.parse().expect("a time")
}

/// What the type is called in Rust.
fn name<T>() -> &'static str {
    let path = std::any::type_name::<T>();
    path.rsplit("::").next().unwrap_or(path)
}

fn written<T: Structured>(value: &T) -> Value {
    let mut json = String::new();
    odata::Value::write(value, &mut json);
    serde_json::from_str(&json).expect("JSON")
}

fn undeclared<T: Structured>(value: &T) -> Vec<String> {
    let known = T::INFO.properties;
    let written = written(value);
    let members = written.as_object().into_iter().flatten();
    let names = members.map(|(name, _)| name.clone());
    names
        .filter(|name| !name.contains('@') && !known.contains(&name.as_str()))
        .collect()
}
