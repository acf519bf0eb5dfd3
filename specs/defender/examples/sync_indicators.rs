//! Makes the service's indicators those of a file; what the service has besides stays:
//! `cargo run -p odata-defender --example sync_indicators -- --dry-run specs/defender/examples/fixtures/indicators.csv`. The file has
//! the columns value, type, action, title and description, without quotes. With `--dry-run` it is checked, what would be submitted is shown,
//! and nothing is sent.

mod common;

use std::collections::BTreeMap;
use std::error::Error;

use common::Connection;
use odata_defender::odata::Changes;
use odata_defender::{EveryRow as _, Indicator};

const HELP: &str = "sync_indicators [--dry-run] [FILE]";
const USUAL: &str = include_str!("fixtures/indicators.csv");

/// A line of the file.
struct Wanted {
    value: String,
    kind: String,
    action: String,
    title: String,
    description: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = common::Arguments::read();
    let dry_run = arguments.switch("--dry-run");
    let rest = arguments.rest(1, HELP)?;
    let connection = Connection::open().await?;
    let text = match rest.first() {
        Some(path) => std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?,
        None => connection.sample(USUAL.to_owned(), HELP)?,
    };
    let wanted = read(&text)?;
    let defender = &connection.defender;
    if dry_run {
        for one in &wanted {
            println!("{}", one.changes());
        }
        println!(
            "{} indicators would be compared and submitted; nothing was sent",
            wanted.len()
        );
        return Ok(());
    }
    let bar = common::progress("indicators of the service");
    let mut known = BTreeMap::new();
    let mut rows = defender.indicators().every_row();
    while let Some(row) = rows.next().await {
        let row = row?;
        bar.inc(1);
        known.insert(row.indicator_value.clone().unwrap_or_default(), row);
    }
    bar.finish_and_clear();
    let is_other = |one: &&Wanted| known.get(&one.value).is_none_or(|known| !one.is(known));
    let changes: Vec<Changes<Indicator>> = wanted
        .iter()
        .filter(is_other)
        .map(Wanted::changes)
        .collect();
    let same = wanted.len() - changes.len();
    let answers = defender.import_indicators(&changes).await?;
    let failed: Vec<_> = answers
        .iter()
        .filter(|one| one.is_failed == Some(true))
        .collect();
    for one in &failed {
        eprintln!(
            "{}: {}",
            one.indicator.as_deref().unwrap_or("?"),
            one.failure_reason.as_deref().unwrap_or("no reason given")
        );
    }
    println!(
        "{same} as they are, {} submitted, {} of them refused",
        changes.len(),
        failed.len()
    );
    match failed.is_empty() {
        true => Ok(()),
        false => Err("some indicators were refused".into()),
    }
}

fn read(text: &str) -> Result<Vec<Wanted>, Box<dyn Error>> {
    let lines = text.lines().enumerate().skip(1);
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let cells: Vec<&str> = line.split(',').map(str::trim).collect();
            let [value, kind, action, title, description] = cells.as_slice() else {
                return Err(format!(
                    "line {}: five cells are expected, and there are {}",
                    at + 1,
                    cells.len()
                )
                .into());
            };
            Ok(Wanted {
                value: (*value).to_owned(),
                kind: (*kind).to_owned(),
                action: (*action).to_owned(),
                title: (*title).to_owned(),
                description: (*description).to_owned(),
            })
        })
        .collect()
}

impl Wanted {
    fn changes(&self) -> Changes<Indicator> {
        Changes::new()
            .set(Indicator::INDICATOR_VALUE, self.value.as_str())
            .set(Indicator::INDICATOR_TYPE, self.kind.as_str())
            .set(Indicator::ACTION, self.action.as_str())
            .set(Indicator::TITLE, self.title.as_str())
            .set(Indicator::DESCRIPTION, self.description.as_str())
    }

    fn is(&self, known: &Indicator) -> bool {
        let action = known.action.as_ref().map(|action| action.to_string());
        known.title.as_deref() == Some(&self.title)
            && known.description.as_deref() == Some(&self.description)
            && action.as_deref() == Some(&self.action)
    }
}
