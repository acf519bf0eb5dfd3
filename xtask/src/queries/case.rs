//! A question and its answer worked out by hand.

use std::pin::Pin;

use futures_util::TryStreamExt;
use odata::{EntitySet, Filter, Query};
use odata_tests::library::{Library, LibraryFile};

use super::Row;

/// An answer on its way, a text for each row.
pub(crate) type Answer = Pin<Box<dyn Future<Output = odata::Result<Vec<String>>>>>;

type Files = EntitySet<LibraryFile>;
type Ask = Box<dyn Fn(&Files) -> Query<LibraryFile>>;
type Expect = Box<dyn Fn(&[Row]) -> Vec<String>>;

/// How a question is asked.
enum Kind {
    /// Whole rows; each shows as its key.
    Rows(Ask),
    /// Whole rows and, before them, their number on all pages.
    Counted(Ask),
    /// Something else: the URL and the answer.
    Other(fn(&Files) -> (String, Answer)),
}

/// A question over `libraryfiles`.
pub(crate) struct Case {
    kind: Kind,
    expect: Expect,
    is_ordered: bool,
}

impl Case {
    /// A typed filter, and which rows it keeps.
    pub(crate) fn filter(filter: Filter<LibraryFile>, keep: fn(&Row) -> bool) -> Self {
        let ask: Ask = Box::new(move |files| files.filter(filter.clone()));
        Self::keeping(Kind::Rows(ask), keep)
    }

    /// The text of a filter, checked against the schema, and which rows it keeps.
    pub(crate) fn text(text: &'static str, keep: fn(&Row) -> bool) -> Self {
        let ask: Ask = Box::new(move |files| match files.filter_text(text) {
            Ok(query) => query,
            Err(error) => panic!("{error}"),
        });
        Self::keeping(Kind::Rows(ask), keep)
    }

    /// Any query whose rows may come in any order.
    pub(crate) fn unordered(ask: fn(&Files) -> Query<LibraryFile>, keep: fn(&Row) -> bool) -> Self {
        Self::keeping(Kind::Rows(Box::new(ask)), keep)
    }

    fn keeping(kind: Kind, keep: fn(&Row) -> bool) -> Self {
        let expect = move |rows: &[Row]| {
            let kept = rows.iter().filter(|row| keep(row));
            kept.map(|row| row.name.clone()).collect()
        };
        Case {
            kind,
            expect: Box::new(expect),
            is_ordered: false,
        }
    }

    /// A query whose rows come in a certain order.
    pub(crate) fn ordered(
        ask: fn(&Files) -> Query<LibraryFile>,
        expect: fn(Vec<&Row>) -> Vec<&Row>,
    ) -> Self {
        let expect = move |rows: &[Row]| {
            let rows = expect(rows.iter().collect());
            rows.into_iter().map(|row| row.name.clone()).collect()
        };
        Case {
            kind: Kind::Rows(Box::new(ask)),
            expect: Box::new(expect),
            is_ordered: true,
        }
    }

    /// A query with `$count`: the number, then the rows in a certain order.
    pub(crate) fn counted(
        ask: fn(&Files) -> Query<LibraryFile>,
        expect: fn(&[Row]) -> Vec<String>,
    ) -> Self {
        Case {
            kind: Kind::Counted(Box::new(ask)),
            expect: Box::new(expect),
            is_ordered: true,
        }
    }

    /// Any other question, in a certain order.
    pub(crate) fn other(
        ask: fn(&Files) -> (String, Answer),
        expect: fn(&[Row]) -> Vec<String>,
    ) -> Self {
        Case {
            kind: Kind::Other(ask),
            expect: Box::new(expect),
            is_ordered: true,
        }
    }

    /// The answer worked out by hand.
    pub(crate) fn expected(&self, rows: &[Row]) -> Vec<String> {
        (self.expect)(rows)
    }

    /// The question as it stands in the URL, readable.
    pub(crate) fn query(&self) -> String {
        let Ok(library) = Library::builder().build() else {
            return String::new();
        };
        let files = library.library_files();
        let url = match &self.kind {
            Kind::Rows(ask) | Kind::Counted(ask) => shown(&ask(&files)),
            Kind::Other(ask) => ask(&files).0,
        };
        let text = url
            .rsplit_once("/api/")
            .map_or(url.as_str(), |(_, end)| end);
        let text = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
        let text = text.trim_start_matches("libraryfiles");
        text.trim_start_matches('?').to_owned()
    }

    /// Asks; every page is read.
    pub(crate) async fn ask(&self, client: &Library, rows: &[Row]) -> odata::Result<Vec<String>> {
        let files = client.library_files();
        let (query, is_counted) = match &self.kind {
            Kind::Rows(ask) => (ask(&files), false),
            Kind::Counted(ask) => (ask(&files), true),
            Kind::Other(ask) => return ask(&files).1.await,
        };
        let mut stream = query.stream();
        let mut got = Vec::new();
        while let Some(file) = stream.next().await {
            got.push(named(&file?, rows));
        }
        if is_counted {
            let count = stream.total();
            got.insert(0, format!("count={count:?}"));
        }
        Ok(got)
    }

    /// The rows as they came, or where any order will do in that of the fixture.
    pub(crate) fn in_order(&self, mut got: Vec<String>, rows: &[Row]) -> Vec<String> {
        if !self.is_ordered {
            got.sort_by_key(|name| rows.iter().position(|row| row.name == *name));
        }
        got
    }

    /// Whether these are the same rows.
    pub(crate) fn same(&self, wanted: &[String], got: &[String]) -> bool {
        if self.is_ordered {
            return wanted == got;
        }
        let sorted = |texts: &[String]| {
            let mut texts = texts.to_vec();
            texts.sort();
            texts
        };
        sorted(wanted) == sorted(got)
    }
}

/// The rows of a question that is no question for whole rows, each as text.
pub(crate) fn texts<T: Send + 'static>(
    query: Query<LibraryFile, T>,
    text: fn(T) -> String,
) -> (String, Answer) {
    let url = shown(&query);
    let rows = query.stream().map_ok(text).try_collect();
    (url, Box::pin(rows))
}

/// A row's key; when a property is not what the fixture says, that is said, so that it cannot pass for the row.
fn named(file: &LibraryFile, rows: &[Row]) -> String {
    if rows.iter().any(|row| row.is(file)) {
        file.file_name.clone()
    } else {
        format!("{} (with other values)", file.file_name)
    }
}

fn shown<T>(query: &Query<LibraryFile, T>) -> String {
    query
        .url()
        .map_or_else(|error| error.to_string(), |url| url.to_string())
}
