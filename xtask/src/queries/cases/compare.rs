//! Filters that compare: texts, booleans, moments, nulls, lists, and how they are joined.

use odata::{DateTimeOffset, Null};
use odata_tests::library::LibraryFile as File;

use super::Case;

/// The questions.
pub(super) fn cases() -> Vec<Case> {
    let mut all = texts();
    all.extend(booleans_and_nulls());
    all.extend(moments());
    all.extend(joined());
    all
}

fn texts() -> Vec<Case> {
    vec![
        Case::filter(File::FILE_NAME.eq("script1.ps1"), |row| {
            row.name == "script1.ps1"
        }),
        Case::filter(File::FILE_NAME.ne("script1.ps1"), |row| {
            row.name != "script1.ps1"
        }),
        Case::filter(File::FILE_NAME.eq("o'brien & co.ps1"), |row| {
            row.name == "o'brien & co.ps1"
        }),
        Case::filter(File::FILE_NAME.eq("100%#?+ file.cmd"), |row| {
            row.name == "100%#?+ file.cmd"
        }),
        Case::filter(File::FILE_NAME.eq("a+b.sh"), |row| row.name == "a+b.sh"),
        Case::filter(File::FILE_NAME.eq("скрипт-日本語-🙂.sh"), |row| {
            row.name == "скрипт-日本語-🙂.sh"
        }),
        Case::filter(File::FILE_NAME.eq("dir/sub.sh"), |row| {
            row.name == "dir/sub.sh"
        }),
        // Upper case is another text.
        Case::filter(File::FILE_NAME.eq("TOOL.EXE"), |row| row.name == "TOOL.EXE"),
        // The text `null` is not null.
        Case::filter(File::FILE_NAME.eq("null"), |row| row.name == "null"),
        Case::filter(File::DESCRIPTION.eq("null"), |row| {
            row.description.as_deref() == Some("null")
        }),
        Case::filter(File::FILE_NAME.eq(""), |_| false),
        Case::filter(File::FILE_NAME.gt("o"), |row| row.name.as_str() > "o"),
        Case::filter(File::FILE_NAME.le("collect.ps1"), |row| {
            row.name.as_str() <= "collect.ps1"
        }),
        Case::filter(
            File::DESCRIPTION.eq("Quote ' and \"double\", ampersand; semicolon"),
            |row| row.name == "o'brien & co.ps1",
        ),
        Case::filter(
            File::FILE_NAME.is_in(["tool.exe", "o'brien & co.ps1", "absent"]),
            |row| ["tool.exe", "o'brien & co.ps1"].contains(&row.name.as_str()),
        ),
        Case::filter(
            File::CREATED_BY.is_in(["amy@contoso.com", "carl@contoso.com"]),
            |row| {
                matches!(
                    row.by.as_deref(),
                    Some("amy@contoso.com" | "carl@contoso.com")
                )
            },
        ),
        Case::text(
            "not (createdBy in ('amy@contoso.com','bob@contoso.com'))",
            |row| {
                // A null is in no list of texts.
                !matches!(
                    row.by.as_deref(),
                    Some("amy@contoso.com" | "bob@contoso.com")
                )
            },
        ),
        Case::filter(File::FILE_NAME.eq(File::DESCRIPTION), |row| {
            row.description.as_ref() == Some(&row.name)
        }),
        Case::text("'tool.exe' eq fileName", |row| row.name == "tool.exe"),
    ]
}

fn booleans_and_nulls() -> Vec<Case> {
    vec![
        Case::filter(File::HAS_PARAMETERS.eq(true), |row| row.has_parameters),
        Case::filter(File::HAS_PARAMETERS.ne(true), |row| !row.has_parameters),
        Case::filter(!File::HAS_PARAMETERS.eq(true), |row| !row.has_parameters),
        Case::text("hasParameters", |row| row.has_parameters),
        Case::text("not hasParameters", |row| !row.has_parameters),
        Case::filter(File::SHA256.is_null(), |row| row.sha256.is_none()),
        Case::filter(File::SHA256.is_not_null(), |row| row.sha256.is_some()),
        Case::filter(File::DESCRIPTION.eq(Null), |row| row.description.is_none()),
        // Null is equal to no text, so it is unequal to every one (URL conventions 5.1.1.1.2).
        Case::filter(File::CREATED_BY.ne("amy@contoso.com"), |row| {
            row.by.as_deref() != Some("amy@contoso.com")
        }),
        // Null is neither greater nor less.
        Case::filter(File::CREATED_BY.ge("carl@contoso.com"), |row| {
            row.by.as_deref().is_some_and(|by| by >= "carl@contoso.com")
        }),
        Case::filter(File::CREATED_BY.lt("carl@contoso.com"), |row| {
            row.by.as_deref().is_some_and(|by| by < "carl@contoso.com")
        }),
        Case::filter(
            File::DESCRIPTION.is_null().and(File::SHA256.is_not_null()),
            |row| row.description.is_none() && row.sha256.is_some(),
        ),
    ]
}

fn moments() -> Vec<Case> {
    let moment = |text: &str| text.parse::<DateTimeOffset>().unwrap_or_default();
    vec![
        Case::filter(
            File::CREATION_TIME.eq(moment("2024-08-11T08:30:07.123Z")),
            |row| row.created == "2024-08-11T08:30:07.123Z",
        ),
        Case::filter(
            File::CREATION_TIME.gt(moment("2024-06-11T08:30:05.123Z")),
            |row| row.created.as_str() > "2024-06-11T08:30:05.123Z",
        ),
        Case::filter(
            File::CREATION_TIME.ge(moment("2024-06-11T08:30:05.123Z")),
            |row| row.created.as_str() >= "2024-06-11T08:30:05.123Z",
        ),
        Case::filter(
            File::CREATION_TIME.lt(moment("2024-01-01T00:00:00Z")),
            |row| row.created.as_str() < "2024",
        ),
        // The same instant on another clock.
        Case::filter(
            File::CREATION_TIME.eq(moment("2024-04-11T14:00:00+02:00")),
            |row| row.created == "2024-04-11T12:00:00.000Z",
        ),
        Case::filter(
            File::LAST_UPDATED_TIME.ne(moment("2024-10-01T00:00:00Z")),
            |row| row.updated != "2024-10-01T00:00:00.000Z",
        ),
        Case::filter(
            File::LAST_UPDATED_TIME
                .ge(moment("2024-11-01T00:00:00Z"))
                .and(File::LAST_UPDATED_TIME.lt(moment("2024-12-01T00:00:00Z"))),
            |row| row.updated.starts_with("2024-11"),
        ),
        Case::filter(File::LAST_UPDATED_TIME.gt(File::CREATION_TIME), |row| {
            row.updated > row.created
        }),
    ]
}

fn joined() -> Vec<Case> {
    vec![
        Case::filter(
            File::HAS_PARAMETERS
                .eq(true)
                .and(File::CREATED_BY.eq("carl@contoso.com"))
                .or(File::FILE_NAME.eq("null")),
            |row| {
                row.has_parameters && row.by.as_deref() == Some("carl@contoso.com")
                    || row.name == "null"
            },
        ),
        Case::filter(
            File::HAS_PARAMETERS.eq(true).and(
                File::CREATED_BY
                    .eq("carl@contoso.com")
                    .or(File::FILE_NAME.eq("tool.exe")),
            ),
            |row| {
                row.has_parameters
                    && (row.by.as_deref() == Some("carl@contoso.com") || row.name == "tool.exe")
            },
        ),
        Case::filter(
            !(File::SHA256.is_null().or(File::HAS_PARAMETERS.eq(true))),
            |row| !(row.sha256.is_none() || row.has_parameters),
        ),
        Case::text(
            "hasParameters eq true or hasParameters eq false and fileName eq 'fix.reg'",
            |row| row.has_parameters || row.name == "fix.reg",
        ),
        Case::text(
            "fileName eq 'a+b.sh' or fileName eq 'fix.reg' or fileName eq 'null' or fileName eq 'x'",
            |row| ["a+b.sh", "fix.reg", "null"].contains(&row.name.as_str()),
        ),
    ]
}
