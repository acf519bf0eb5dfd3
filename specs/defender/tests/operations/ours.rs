//! Our own pages: which operation a request is of, and the sample of its answer.

use std::path::Path;

use odata_codegen::pages::{JsonValue, OperationKind, SurveyedOperation, survey};
use odata_codegen::{Description, describe};
use serde_json::{Map, Value};

/// What our pages say of an operation.
pub(crate) struct Operation {
    pub(crate) kind: OperationKind,
    /// `machines/{}/alerts`, in lower case.
    path: String,
    method: String,
    /// `Collection(Alert)`; empty when nothing comes back.
    pub(crate) answer: String,
    /// The JSON of an answer, and whose it is where the operation's own page has none.
    pub(crate) sample: Option<Value>,
    pub(crate) borrowed: bool,
}

impl Operation {
    pub(crate) fn gives_many(&self) -> bool {
        self.answer.starts_with("Collection(")
    }

    /// The name of the type of what comes back, or of each of it.
    pub(crate) fn item(&self) -> &str {
        item(&self.answer)
    }

    /// What comes back, or each of it, without control information.
    pub(crate) fn items(&self) -> Vec<Value> {
        let Some(sample) = &self.sample else {
            return Vec::new();
        };
        let items = match sample.get("value") {
            Some(Value::Array(items)) => items.clone(),
            Some(value) if self.answer.starts_with("Edm.") => vec![value.clone()],
            _ => vec![sample.clone()],
        };
        items.into_iter().map(plain).collect()
    }
}

/// All of them.
pub(crate) fn operations() -> Vec<Operation> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let description = match describe(folder, Path::new("service.toml")) {
        Ok(description) => description,
        Err(error) => panic!("{error}"),
    };
    let surveyed = survey(
        &description.pages,
        &description.naming,
        &description.sources,
    );
    let own = |one: &SurveyedOperation<'_>| sample(one, &description);
    let of_type = |answer: &str| {
        let mut same = surveyed
            .iter()
            .filter(|one| item(&one.answer) == item(answer));
        same.find_map(own)
    };
    let operation = |one: &SurveyedOperation<'_>| {
        let sample = own(one);
        Operation {
            kind: one.kind,
            path: one.path.clone(),
            method: one.method.to_string(),
            answer: one.answer.clone(),
            borrowed: sample.is_none() && !one.answer.is_empty(),
            sample: sample.or_else(|| of_type(&one.answer)),
        }
    };
    surveyed.iter().map(operation).collect()
}

/// The operation that a request is of: of several, the one whose path says most.
pub(crate) fn of<'o>(operations: &'o [Operation], method: &str, path: &str) -> &'o Operation {
    let asked: Vec<String> = path
        .split('/')
        .map(|segment| segment.split('(').next().unwrap_or(segment).to_lowercase())
        .collect();
    let fitting = operations.iter().filter(|one| {
        let own: Vec<&str> = one.path.split('/').collect();
        one.method == method
            && own.len() == asked.len()
            && own
                .iter()
                .zip(&asked)
                .all(|(own, asked)| *own == "{}" || own == asked)
    });
    let one = fitting.min_by_key(|one| one.path.matches("{}").count());
    one.unwrap_or_else(|| panic!("no page of ours has {method} {path}"))
}

fn item(answer: &str) -> &str {
    answer
        .trim_start_matches("Collection(")
        .trim_end_matches(')')
}

fn sample(one: &SurveyedOperation<'_>, description: &Description) -> Option<Value> {
    let samples = || description.pages.iter().flat_map(|page| &page.samples);
    one.samples.iter().find_map(|span| {
        let sample = samples().find(|sample| sample.span == *span && sample.complete)?;
        Some(json(&sample.root.as_ref()?.value))
    })
}

/// The JSON that the reader of pages made of it.
pub(crate) fn json(value: &JsonValue) -> Value {
    match value {
        JsonValue::Null => Value::Null,
        JsonValue::Bool(value) => Value::from(*value),
        JsonValue::Number(number) => serde_json::from_str(number).expect("a number"),
        JsonValue::String(text) => Value::from(text.as_str()),
        JsonValue::Array(items) => items.iter().map(|item| json(&item.value)).collect(),
        JsonValue::Object(members) => {
            let members = members.iter();
            let members = members.map(|one| (one.name.value.clone(), json(&one.value.value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

fn plain(mut item: Value) -> Value {
    if let Value::Object(members) = &mut item {
        members.remove("@odata.context");
    }
    item
}
