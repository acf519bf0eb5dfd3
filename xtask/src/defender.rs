//! What the reader makes of the reference pages of Microsoft Defender for Endpoint: `cargo xtask defender [DIR]`.

mod accounts;
mod decoding;
mod directory;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use odata_codegen::csdl::diagnostic::Severity;
use odata_codegen::pages::{SurveyedOperation, survey};
use odata_codegen::{Description, describe};

/// Diagnostics by which the pages, the samples and the corrections are told to differ.
const CONTRADICTIONS: &[&str] = &[
    "contradiction",
    "documented-type-contradicted",
    "type-contradicted",
    "mixed-values",
    "undemonstrated-property",
    "unknown-filter-property",
    "operation-defined-twice",
];

pub(crate) fn run(directory: Option<&str>) -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let description = match directory {
        None => describe(&root, Path::new("specs/defender/service.toml")),
        Some(directory) => match directory::service_of(&root, Path::new(directory)) {
            Ok(service) => directory::describe_what_is_there(&service),
            Err(error) => {
                eprintln!("{directory}: {error}");
                return ExitCode::FAILURE;
            }
        },
    };
    match description {
        Ok(description) => report(&description),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn report(description: &Description) -> ExitCode {
    let operations = survey(
        &description.pages,
        &description.naming,
        &description.sources,
    );
    println!("operations, what they do and what they answer with:");
    for one in &operations {
        println!("  {}", line(one));
    }
    let types: usize = description
        .documents
        .iter()
        .flat_map(|document| &document.schemas)
        .map(|schema| schema.structured_types.len())
        .sum();
    let accounts = accounts::of(description);
    accounts.print();
    let decoding = decoding::of(description, &operations);
    for failure in &decoding.failures {
        println!("not decoded: {failure}");
    }
    let contradictions = contradictions(description);
    let untyped: Vec<&SurveyedOperation<'_>> =
        operations.iter().filter(|one| !one.is_typed).collect();
    for one in &untyped {
        println!("no page says what this answers with: {}", line(one));
    }
    let repeated: usize = operations.iter().map(|one| one.repeated.len()).sum();
    println!(
        "defender: pages={} operations={} distinct={} typed={} types={types} rows={} samples={} decoded={} contradictions={contradictions} unaccounted={}",
        description.pages.len(),
        operations.len() + repeated,
        operations.len(),
        operations.len() + repeated - untyped.len(),
        accounts.rows,
        decoding.answers,
        decoding.decoded,
        accounts.unaccounted.len(),
    );
    let all_decoded = decoding.answers == decoding.decoded;
    match untyped.is_empty() && accounts.unaccounted.is_empty() && all_decoded {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}

fn line(one: &SurveyedOperation<'_>) -> String {
    let answer = match one.answer.as_str() {
        "" if one.is_typed => "nothing",
        "" => "?",
        answer => answer,
    };
    format!(
        "{:7}{:62} {:11} {answer}",
        one.method.to_string(),
        one.path,
        one.kind.as_str()
    )
}

fn contradictions(description: &Description) -> usize {
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for one in description.diagnostics.iter() {
        if one.severity == Severity::Note && !CONTRADICTIONS.contains(&one.code) {
            continue;
        }
        *by_code.entry(one.code).or_default() += 1;
        if CONTRADICTIONS.contains(&one.code) {
            let places: Vec<String> = one
                .labels
                .iter()
                .map(|label| description.sources.place(label.span))
                .collect();
            println!("{}: {}: {}", one.code, one.message, places.join(" and "));
        }
    }
    println!("\nwhat the reader had to say, by its name:");
    for (code, count) in &by_code {
        println!("  {count:5} {code}");
    }
    let counted = by_code
        .iter()
        .filter(|(code, _)| CONTRADICTIONS.contains(code));
    counted.map(|(_, count)| count).sum()
}
