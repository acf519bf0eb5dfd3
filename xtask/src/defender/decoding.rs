//! Samples of answers, decoded by the types that are generated from our own pages.

use odata_codegen::Description;
use odata_codegen::pages::{JsonValue, SurveyedOperation};

pub(crate) struct Decoding {
    /// Answers in JSON, once the stated repairs are made.
    pub(crate) answers: usize,
    /// Those that the generated types decode.
    pub(crate) decoded: usize,
    /// What does not, and why.
    pub(crate) failures: Vec<String>,
}

pub(crate) fn of(description: &Description, operations: &[SurveyedOperation<'_>]) -> Decoding {
    let mut decoding = Decoding {
        answers: 0,
        decoded: 0,
        failures: Vec::new(),
    };
    for one in operations {
        let ty = one
            .answer
            .trim_start_matches("Collection(")
            .trim_end_matches(')');
        for span in &one.samples {
            let mut samples = description.pages.iter().flat_map(|page| &page.samples);
            let Some(sample) = samples.find(|sample| sample.span == *span && sample.complete)
            else {
                continue;
            };
            // What answers with nothing, or with a text, has no type to decode.
            if sample.root.is_none() || ty.is_empty() || ty.starts_with("Edm.") {
                continue;
            }
            let place = description.sources.place(*span);
            if let Some(placeholder) = sample
                .items()
                .iter()
                .find_map(|item| placeholder(&item.value))
            {
                println!(
                    "{place}: no answer, since it has the placeholder `{placeholder}` for a value"
                );
                continue;
            }
            decoding.answers += 1;
            let results = sample.items().into_iter().map(|item| {
                let text = text_of(&item.value);
                match odata_tests::everything::decode(ty, &text) {
                    Some(result) => result,
                    None => Err(format!("no type `{ty}` is generated")),
                }
            });
            match results.collect::<Result<Vec<()>, String>>() {
                Ok(_) => decoding.decoded += 1,
                Err(error) => decoding.failures.push(format!("{place}: {error}")),
            }
        }
    }
    decoding
}

/// `{machine_action_id}`: what the reader of the page is to think of.
fn placeholder(value: &JsonValue) -> Option<&str> {
    let members = value.members().iter().map(|member| &member.value.value);
    let mut texts = members.filter_map(JsonValue::as_str);
    texts.find(|text| text.starts_with('{') && text.ends_with('}') && !text.contains(['"', ' ']))
}

/// JSON again, with the repairs.
fn text_of(value: &JsonValue) -> String {
    match value {
        JsonValue::Null => "null".to_owned(),
        JsonValue::Bool(value) => value.to_string(),
        JsonValue::Number(number) => number.clone(),
        JsonValue::String(text) => serde_json::Value::from(text.as_str()).to_string(),
        JsonValue::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| text_of(&item.value)).collect();
            format!("[{}]", items.join(","))
        }
        JsonValue::Object(members) => {
            let members = members.iter().map(|member| {
                let name = serde_json::Value::from(member.name.value.as_str());
                format!("{name}:{}", text_of(&member.value.value))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}
