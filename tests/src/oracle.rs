//! Other people's readers of CSDL, to hold our documents against: the npm package `odata-csdl`, which is what OASIS makes
//! CSDL JSON with, odatapy, and roxmltree.
//!
//! Each check answers with complaints; none means that the reader agrees. Where Node or Python is missing, a check answers
//! with nothing and a line says why; when `CI` is set that is a panic.

mod compare;
mod counts;
mod known;

pub use compare::{Difference, differences};
pub use known::{KNOWN, Known, explain};

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use odata_csdl::diagnostic::Diagnostics;
use odata_csdl::source::Sources;
use odata_csdl::{write, xml};
use serde_json::{Value, json};

use crate::servers::{install, or_skipped};

/// CSDL XML as the npm package `odata-csdl` turns it into CSDL JSON, or why it does not; one answer for each text.
///
/// # Panics
/// When `CI` is set and the package cannot be installed or run.
pub fn npm(texts: &[String]) -> Option<Vec<Result<Value, String>>> {
    let parse = |text: String| serde_json::from_str(&text).map_err(|error| error.to_string());
    let answers = npm_texts(texts)?.into_iter();
    Some(answers.map(|answer| answer.and_then(parse)).collect())
}

/// As [`npm`], the JSON as text, whose members have an order.
///
/// # Panics
/// When `CI` is set and the package cannot be installed or run.
pub fn npm_texts(texts: &[String]) -> Option<Vec<Result<String, String>>> {
    let answers = or_skipped("odata-csdl", npm_answers(texts))?;
    let answers = answers.into_iter().map(|one| match one["json"].as_str() {
        Some(json) => Ok(json.to_owned()),
        None => Err(one["error"].to_string()),
    });
    Some(answers.collect())
}

fn npm_answers(texts: &[String]) -> Result<Vec<Value>, String> {
    let mut command = Command::new("node");
    command
        .arg("convert.js")
        .current_dir(install::npm("odata-csdl")?);
    exchange(command, &json!(texts))
}

/// What odatapy's readers of CSDL XML and of CSDL JSON say against documents, each the XML and the JSON of one model.
/// Both have to count in them what roxmltree counts in the XML.
///
/// # Panics
/// When `CI` is set and odatapy cannot be installed or run.
pub fn odatapy(documents: &[(String, String)]) -> Option<Vec<Vec<String>>> {
    let answers = or_skipped("odatapy", odatapy_answers(documents))?;
    let complaints = documents.iter().zip(answers).map(|((xml, _), answer)| {
        let expected = match counts::by_roxmltree(xml) {
            Ok(counts) => counts,
            Err(error) => return vec![error],
        };
        ["xml", "json"]
            .iter()
            .flat_map(|form| counts::complaints(form, &expected, &answer[form]))
            .collect()
    });
    Some(complaints.collect())
}

fn odatapy_answers(documents: &[(String, String)]) -> Result<Vec<Value>, String> {
    let mut command = Command::new(install::odatapy()?);
    command
        .arg(install::sources("odatapy").join("count.py"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let documents = documents
        .iter()
        .map(|(xml, json)| json!({"xml": xml, "json": json}))
        .collect();
    exchange(command, &Value::Array(documents))
}

/// What roxmltree says against CSDL XML: it parses it, and finds as many elements of each kind as we read.
pub fn roxmltree(xml: &str) -> Vec<String> {
    match (counts::by_roxmltree(xml), read(xml)) {
        (Ok(theirs), Ok(document)) => {
            let ours = counts::by_us(&document);
            let differ = theirs
                .iter()
                .filter(|(name, count)| ours.get(*name) != Some(count));
            differ
                .map(|(name, count)| {
                    format!("roxmltree counts {count} {name}, we {:?}", ours.get(name))
                })
                .collect()
        }
        (Err(error), _) | (_, Err(error)) => vec![error],
    }
}

/// What any of the readers says against a document in its two forms. The JSON has to be what `odata-csdl` makes of the XML,
/// but for [`KNOWN`] differences.
///
/// # Panics
/// When `CI` is set and a reader cannot be installed or run.
pub fn complaints(xml: &str, json: &str) -> Vec<String> {
    let mut complaints = roxmltree(xml);
    match (
        npm(&[xml.to_owned()]).and_then(|mut one| one.pop()),
        serde_json::from_str(json),
    ) {
        (None, Ok(_)) => {}
        (Some(Ok(theirs)), Ok(ours)) => {
            let all = differences(&ours, &theirs);
            let unknown = all.iter().filter(|one| explain(one, &all).is_none());
            complaints.extend(unknown.map(ToString::to_string));
        }
        (Some(Err(error)), _) => complaints.push(format!("odata-csdl: {error}")),
        (_, Err(error)) => complaints.push(format!("the JSON is none: {error}")),
    }
    let of_odatapy = odatapy(&[(xml.to_owned(), json.to_owned())]);
    complaints.extend(of_odatapy.into_iter().flatten().flatten());
    complaints
}

/// The CSDL JSON that we make of CSDL XML, and the codes of what was said while it was written.
///
/// # Errors
/// When it is not read without errors.
pub fn ours(xml: &str) -> Result<(String, Vec<&'static str>), String> {
    let document = read(xml)?;
    let mut diagnostics = Diagnostics::new();
    let json = write::to_json(&document, &mut diagnostics);
    Ok((json, diagnostics.iter().map(|one| one.code).collect()))
}

fn read(text: &str) -> Result<odata_csdl::syntax::Document, String> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::new());
    let source = sources.add("metadata.xml", text);
    let document = xml::read(source, &sources, &mut diagnostics);
    match document {
        Some(document) if !diagnostics.has_errors() => Ok(document),
        _ => Err(diagnostics.render(&sources)),
    }
}

/// Runs a program that takes the names of two files: what it reads and what it writes, both JSON.
fn exchange(mut command: Command, question: &Value) -> Result<Vec<Value>, String> {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("exchange-{}-{number}", std::process::id());
    let (asked, answered) = (
        install::target().join(format!("{name}.in")),
        install::target().join(format!("{name}.out")),
    );
    fs::write(&asked, question.to_string()).map_err(|error| error.to_string())?;
    command.arg(&asked).arg(&answered);
    let answer = install::run(command)
        .and_then(|()| fs::read(&answered).map_err(|error| error.to_string()))
        .and_then(|text| serde_json::from_slice(&text).map_err(|error| error.to_string()));
    for file in [asked, answered] {
        // The answer is not there when the program failed.
        let _ = fs::remove_file(file);
    }
    answer
}
