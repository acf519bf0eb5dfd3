//! A plain look at the text of the pages, held against what the reader says that it read: table rows, request lines, samples.

use odata_codegen::Description;
use odata_codegen::pages::{Page, TableRole};

pub(crate) struct Accounts {
    /// Rows of tables, by a look at the text.
    pub(crate) rows: usize,
    /// Rows that are no part of the API, by the role of their table.
    not_api: usize,
    /// Request lines.
    requests: usize,
    /// Samples.
    pub(crate) samples: usize,
    /// Samples that were read to their end.
    pub(crate) read_samples: usize,
    /// What the reader says nothing about.
    pub(crate) unaccounted: Vec<String>,
}

pub(crate) fn of(description: &Description) -> Accounts {
    let mut accounts = Accounts {
        rows: 0,
        not_api: 0,
        requests: 0,
        samples: 0,
        read_samples: 0,
        unaccounted: Vec::new(),
    };
    for page in &description.pages {
        let Some(source) = description.sources.get(page.source) else {
            continue;
        };
        accounts.rows_of(page, source.name(), source.text(), description);
        accounts.requests_of(page, source.name(), source.text());
        accounts.samples += page.samples.len();
        accounts.read_samples += page.samples.iter().filter(|sample| sample.complete).count();
    }
    accounts
}

impl Accounts {
    /// Every line that looks like a row stands in a table that the reader names.
    fn rows_of(&mut self, page: &Page, name: &str, text: &str, description: &Description) {
        let rows = rows(text);
        self.rows += rows.len();
        for (number, range) in rows {
            let within = page.tables.iter().find(|table| {
                let span = table.span.range();
                span.start <= range.start && range.start < span.end
            });
            match within.map(|table| table.role) {
                None | Some(TableRole::Unknown) => self
                    .unaccounted
                    .push(format!("{name}:{number}: a row of no known table")),
                Some(TableRole::NotApi(_)) => self.not_api += 1,
                Some(_) => {
                    let told = description.diagnostics.iter().any(|one| {
                        one.code == "unread-row"
                            && one.labels.iter().any(|label| {
                                label.span.source == page.source
                                    && range.contains(&label.span.range().start)
                            })
                    });
                    if told {
                        println!("{name}:{number}: told, and not read");
                    }
                }
            }
        }
        let silent: usize = page
            .tables
            .iter()
            .filter(|table| !matches!(table.role, TableRole::NotApi(_) | TableRole::Unknown))
            .map(|table| table.rows - table.read)
            .sum();
        let told = description
            .diagnostics
            .iter()
            .filter(|one| {
                one.code == "unread-row"
                    && one
                        .labels
                        .first()
                        .is_some_and(|label| label.span.source == page.source)
            })
            .count();
        if silent > told {
            self.unaccounted.push(format!(
                "{name}: {silent} rows were not read, {told} of them told"
            ));
        }
    }

    /// Every line that begins with a method and a path is a request of the page.
    fn requests_of(&mut self, page: &Page, name: &str, text: &str) {
        for (at, line) in text.lines().enumerate() {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            if !is_request(line) {
                continue;
            }
            self.requests += 1;
            // A request may be broken into two lines; what stands further on is another.
            let behind = text.get(start + line.len() + 1..).unwrap_or_default();
            let end = start + line.len() + 1 + behind.lines().next().map_or(0, str::len);
            let known = page.requests.iter().any(|request| {
                let place = request.url.span.range();
                place.start >= start && place.start <= end
            });
            if !known {
                self.unaccounted.push(format!(
                    "{name}:{}: `{}` was read as no request",
                    at + 1,
                    line.trim()
                ));
            }
        }
    }

    pub(crate) fn print(&self) {
        for one in &self.unaccounted {
            println!("unaccounted: {one}");
        }
        println!(
            "rows of tables: {}, of which {} belong to no call; request lines: {}; samples: {}, read to the end: {}",
            self.rows, self.not_api, self.requests, self.samples, self.read_samples
        );
    }
}

/// Lines with a pipe outside of fences, behind a line that separates a head from its rows.
fn rows(text: &str) -> Vec<(usize, std::ops::Range<usize>)> {
    let mut rows = Vec::new();
    let (mut fenced, mut in_table) = (false, false);
    for (at, line) in text.lines().enumerate() {
        let bare = line.trim();
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        if bare.starts_with("```") {
            fenced = !fenced;
        }
        let is_separator = bare.contains("---")
            && bare.contains(['|', ':'])
            && bare.chars().all(|c| matches!(c, '|' | ':' | '-' | ' '));
        match () {
            () if fenced || !bare.contains('|') => in_table = false,
            () if is_separator => in_table = true,
            () if in_table && bare.chars().any(char::is_alphanumeric) => {
                rows.push((at + 1, start..start + line.len() + 1))
            }
            () => {}
        }
    }
    rows
}

fn is_request(line: &str) -> bool {
    let mut words = line.trim().trim_matches('`').split_whitespace();
    let method = words.next().unwrap_or_default();
    let target = words.next().unwrap_or_default().trim_start_matches('`');
    let is_target = target.starts_with('/')
        || target.starts_with("https://")
        || target.to_lowercase().starts_with("api/");
    matches!(method, "GET" | "POST" | "PATCH" | "PUT" | "DELETE") && is_target
}
