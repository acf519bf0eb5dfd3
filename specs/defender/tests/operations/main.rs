//! Every operation of the vendor's pages, called through the typed client against the mock: what is sent is compared with the
//! page's own example, what comes back with the sample that it was made of. docs/defender-operations.md is what comes of it.

mod areas;
mod compare;
mod limits;
#[allow(unreachable_pub, reason = "a module of another crate's")]
#[path = "../../../../tests/src/lost.rs"]
mod lost;
mod ours;
mod row;
mod service;
mod table;
mod typed_call;
mod vendor;

use std::path::Path;

use compare::Sent;
use odata_defender::Defender;
use ours::Operation;
use row::Row;
use serde_json::Value;
use table::{Line, Summary};

/// A row, and the source text that it stands in.
struct Placed {
    row: &'static Row,
    source: &'static str,
}

#[tokio::test]
async fn each_operation_is_what_its_page_shows() {
    let mut rows: Vec<Placed> = Vec::new();
    for (all, source) in areas::ALL {
        rows.extend(all.iter().map(|row| Placed { row, source }));
    }
    rows.sort_by_key(|placed| placed.row.number);
    let numbers: Vec<usize> = rows.iter().map(|placed| placed.row.number).collect();
    let all: Vec<usize> = (1..=114).collect();
    assert_eq!(numbers, all, "each operation once");
    let folder = vendor::folder();
    let operations = ours::operations();
    let (mut lines, mut failures) = (Vec::new(), Vec::new());
    for Placed { row, source } in rows {
        match outcome(row, source, folder.as_deref(), &operations).await {
            Ok(line) => lines.push(line),
            Err(what) => failures.push(format!(
                "{} {} ({}): {what}",
                row.number, row.request, row.page
            )),
        }
    }
    let failed = failures.len();
    assert!(
        failed == 0,
        "{failed} of 114 failed:\n{}",
        failures.join("\n")
    );
    let summary = Summary::of(&lines);
    println!("{summary}");
    if folder.is_some() {
        table::hold(&lines, &summary);
    }
}

/// Calls it, and holds what was sent and what came against the pages.
async fn outcome(
    row: &'static Row,
    source: &str,
    folder: Option<&Path>,
    operations: &[Operation],
) -> Result<Line, String> {
    let (method, target) = row.request.split_once(' ').expect("a method");
    let path = target.split('?').next().unwrap_or(target);
    let operation = ours::of(operations, method, path);
    let shown = folder.map(|folder| vendor::shown(folder, row.page, method));
    let shown = shown.unwrap_or_default();
    let filled = service::filled(target, operation).map_err(|error| error.to_string())?;
    let builder = Defender::builder()
        .transport(filled.service.transport())
        .bearer_token("token");
    let mut hosts = shown.iter().filter_map(|one| host(&one.url));
    let own = hosts.rfind(|host| <Defender as odata::Service>::INFO.hosts.contains(host));
    let builder = match own {
        Some(host) => builder.base_url(format!("https://{host}/api/")),
        None => builder,
    };
    let defender = builder.build().map_err(|error| error.to_string())?;
    let answer = (row.call)(&defender).await;
    let requests = filled.service.requests();
    let [request] = requests.as_slice() else {
        return Err(format!("{} requests; {:?}", requests.len(), answer.err()));
    };
    let sent = Sent::of(request);
    let mut wrong = Vec::new();
    if method == "GET" && !sent.accepts_json() {
        wrong.push("JSON is not asked for".to_owned());
    }
    if sent.line() != row.request {
        wrong.push(format!("sent {}", sent.line()));
    }
    let body: Option<Value> = row
        .body
        .map(|body| serde_json::from_str(body).expect("JSON"));
    if sent.body != body {
        wrong.push(format!("sent {}", sent.body.clone().unwrap_or_default()));
    }
    let compared = (!shown.is_empty()).then(|| closest(&sent, &shown));
    if let Some((_, found)) = &compared {
        let listed: Vec<&str> = row.differs.iter().map(|(what, _)| *what).collect();
        wrong.extend(
            found
                .iter()
                .filter(|one| !listed.contains(&one.as_str()))
                .map(|one| format!("differs: {one}")),
        );
        let vanished = listed
            .iter()
            .filter(|one| !found.iter().any(|found| found == *one));
        wrong.extend(vanished.map(|one| format!("no longer differs: {one}")));
    } else if folder.is_some() {
        wrong.push("the page shows no such request".to_owned());
    }
    match answer {
        Err(error) => wrong.push(format!("answer: {error}")),
        Ok(answer) => {
            if answer.values.len() != filled.expected.len() {
                wrong.push(format!(
                    "{} values of {}",
                    answer.values.len(),
                    filled.expected.len()
                ));
            }
            for (came, sample) in answer.values.iter().zip(&filled.expected) {
                wrong.extend(lost::between(sample, came).map(|lost| format!("answer{lost}")));
            }
            wrong.extend(
                answer
                    .undeclared
                    .iter()
                    .map(|name| format!("`{name}` is not declared")),
            );
            if filled.expected.is_empty() && !operation.answer.is_empty() {
                wrong.push("there is no sample of the answer".to_owned());
            }
            let basis = compared.map_or("", |(is_example, _)| match is_example {
                true => "example",
                false => "request line",
            });
            if wrong.is_empty() {
                return Ok(Line {
                    row,
                    call: typed_call::of(row, source),
                    basis,
                    decoded_as: answer.decoded_as,
                    values: answer.values.len(),
                    answered: filled.answered,
                    borrowed: operation.borrowed,
                });
            }
        }
    }
    Err(wrong.join("; "))
}

/// Of what a page shows, that which is nearest: an example before a definition, then the one with the fewest differences.
fn closest(sent: &Sent, shown: &[vendor::Shown]) -> (bool, Vec<String>) {
    let all = shown
        .iter()
        .map(|one| (one.is_example, compare::differences(sent, one)));
    let is_other = |found: &Vec<String>| {
        let other = ["segment ", "path ", "method "];
        found
            .iter()
            .any(|one| other.iter().any(|start| one.starts_with(start)))
    };
    let nearest = all.min_by_key(|(is_example, found)| (is_other(found), !is_example, found.len()));
    nearest.expect("at least one")
}

fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split('/').next()
}
