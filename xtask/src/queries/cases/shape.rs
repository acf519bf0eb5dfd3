//! Order, pages, counts, selections, searches and keys.

use odata_tests::library::LibraryFile as File;

use super::{Answer, Case, Row, texts};

/// The questions.
pub(super) fn cases() -> Vec<Case> {
    let mut all = vec![Case::unordered(|files| files.query(), |_| true)];
    all.extend(orders());
    all.extend(pages());
    all.extend(selections());
    all.extend(searches());
    all.extend(keys());
    all
}

/// Sorted by what the closure gives.
fn by<K: Ord>(mut rows: Vec<&Row>, key: impl Fn(&Row) -> K) -> Vec<&Row> {
    rows.sort_by_key(|row| key(row));
    rows
}

fn by_name(rows: Vec<&Row>) -> Vec<&Row> {
    by(rows, |row| row.name.clone())
}

fn orders() -> Vec<Case> {
    vec![
        Case::ordered(|files| files.order_by(File::FILE_NAME.asc()), by_name),
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.desc()),
            |rows| by_name(rows).into_iter().rev().collect(),
        ),
        // Nulls come first when ascending (Protocol 11.2.6.2); the name settles what is equal.
        Case::ordered(
            |files| {
                files
                    .order_by(File::CREATED_BY.asc())
                    .order_by(File::FILE_NAME.asc())
            },
            |rows| by(rows, |row| (row.by.clone(), row.name.clone())),
        ),
        Case::ordered(
            |files| {
                files
                    .order_by(File::SHA256.desc())
                    .order_by(File::FILE_NAME.asc())
            },
            |rows| {
                by(rows, |row| {
                    (std::cmp::Reverse(row.sha256.clone()), row.name.clone())
                })
            },
        ),
        Case::ordered(
            |files| {
                files
                    .order_by(File::HAS_PARAMETERS.desc())
                    .order_by(File::CREATION_TIME.asc())
                    .order_by(File::FILE_NAME.desc())
            },
            |rows| {
                by(rows, |row| {
                    let name = std::cmp::Reverse(row.name.clone());
                    (!row.has_parameters, row.created.clone(), name)
                })
            },
        ),
        Case::ordered(
            |files| {
                files
                    .order_by(File::FILE_NAME.length().asc())
                    .order_by(File::FILE_NAME.asc())
            },
            |rows| by(rows, |row| (row.name.chars().count(), row.name.clone())),
        ),
    ]
}

fn pages() -> Vec<Case> {
    vec![
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.asc()).top(2),
            |rows| by_name(rows).into_iter().take(2).collect(),
        ),
        // More than a page of three, and more than CAP's most of five.
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.asc()).top(4),
            |rows| by_name(rows).into_iter().take(4).collect(),
        ),
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.asc()).top(7),
            |rows| by_name(rows).into_iter().take(7).collect(),
        ),
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.asc()).top(0),
            |_| vec![],
        ),
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.asc()).skip(5),
            |rows| by_name(rows).into_iter().skip(5).collect(),
        ),
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.asc()).skip(2).top(5),
            |rows| by_name(rows).into_iter().skip(2).take(5).collect(),
        ),
        Case::ordered(
            |files| files.order_by(File::FILE_NAME.asc()).skip(100),
            |_| vec![],
        ),
        Case::ordered(
            |files| {
                files
                    .filter(File::HAS_PARAMETERS.eq(false))
                    .order_by(File::FILE_NAME.desc())
                    .skip(1)
                    .top(4)
            },
            |rows| {
                let without = rows.into_iter().filter(|row| !row.has_parameters).collect();
                by_name(without).into_iter().rev().skip(1).take(4).collect()
            },
        ),
        Case::counted(
            |files| files.order_by(File::FILE_NAME.asc()).top(1).count(),
            |rows| counted(rows, |_| true, 1),
        ),
        Case::counted(
            |files| {
                files
                    .filter(File::HAS_PARAMETERS.eq(true))
                    .order_by(File::FILE_NAME.asc())
                    .count()
            },
            |rows| counted(rows, |row| row.has_parameters, usize::MAX),
        ),
        Case::counted(
            |files| {
                files
                    .filter(File::FILE_NAME.eq("absent"))
                    .order_by(File::FILE_NAME.asc())
                    .count()
            },
            |rows| counted(rows, |_| false, usize::MAX),
        ),
    ]
}

/// The number of rows that are kept, then the first of them by name.
fn counted(rows: &[Row], keep: fn(&Row) -> bool, top: usize) -> Vec<String> {
    let kept = by_name(rows.iter().filter(|row| keep(row)).collect());
    let mut texts = vec![format!("count={:?}", Some(kept.len()))];
    texts.extend(kept.iter().take(top).map(|row| row.name.clone()));
    texts
}

fn selections() -> Vec<Case> {
    vec![
        Case::other(
            |files| {
                texts(
                    files
                        .select(File::FILE_NAME)
                        .order_by(File::FILE_NAME.asc()),
                    |name| name,
                )
            },
            |rows| {
                by_name(rows.iter().collect())
                    .iter()
                    .map(|row| row.name.clone())
                    .collect()
            },
        ),
        Case::other(
            |files| {
                let query = files
                    .select((File::SHA256, File::HAS_PARAMETERS))
                    .order_by(File::FILE_NAME.desc());
                texts(query, |row| format!("{row:?}"))
            },
            |rows| {
                let rows = by_name(rows.iter().collect()).into_iter().rev();
                rows.map(|row| format!("{:?}", (&row.sha256, Some(row.has_parameters))))
                    .collect()
            },
        ),
        Case::other(
            |files| {
                let query = files
                    .select((File::FILE_NAME, File::CREATED_BY, File::DESCRIPTION))
                    .filter(File::CREATED_BY.is_null())
                    .order_by(File::FILE_NAME.asc());
                texts(query, |row| format!("{row:?}"))
            },
            |rows| {
                let rows = by_name(rows.iter().filter(|row| row.by.is_none()).collect());
                rows.iter()
                    .map(|row| format!("{:?}", (&row.name, &row.by, &row.description)))
                    .collect()
            },
        ),
    ]
}

fn searches() -> Vec<Case> {
    vec![
        Case::unordered(
            |files| files.search("Slash"),
            |row| row.name == "dir/sub.sh",
        ),
        Case::unordered(
            |files| files.search("Slash in"),
            |row| row.name == "dir/sub.sh",
        ),
        Case::unordered(|files| files.search("nowhere"), |_| false),
        Case::unordered(
            |files| files.search("tool").filter(File::HAS_PARAMETERS.eq(true)),
            |row| row.name.eq_ignore_ascii_case("tool.exe"),
        ),
    ]
}

/// One row, by its key.
fn keys() -> Vec<Case> {
    vec![
        Case::other(
            |files| one(files, "collect.ps1"),
            |_| vec!["collect.ps1".into()],
        ),
        Case::other(
            |files| one(files, "o'brien & co.ps1"),
            |_| vec!["o'brien & co.ps1".into()],
        ),
        Case::other(
            |files| one(files, "100%#?+ file.cmd"),
            |_| vec!["100%#?+ file.cmd".into()],
        ),
        Case::other(
            |files| one(files, "скрипт-日本語-🙂.sh"),
            |_| vec!["скрипт-日本語-🙂.sh".into()],
        ),
        Case::other(
            |files| one(files, "dir/sub.sh"),
            |_| vec!["dir/sub.sh".into()],
        ),
        Case::other(|files| one(files, "null"), |_| vec!["null".into()]),
        Case::other(|files| one(files, "absent"), |_| vec![]),
    ]
}

fn one(files: &odata::EntitySet<File>, key: &str) -> (String, Answer) {
    let query = files.by_key(key);
    let url = query
        .url()
        .map_or_else(|error| error.to_string(), |url| url.to_string());
    let sent = query.send_optional();
    let answer = async move { Ok(sent.await?.map(|file| file.file_name).into_iter().collect()) };
    (url, Box::pin(answer))
}
