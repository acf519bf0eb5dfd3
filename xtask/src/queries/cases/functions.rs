//! Filters that call functions.

use odata::{Date, TimeOfDay};
use odata_tests::library::LibraryFile as File;

use super::Case;

/// The questions.
pub(super) fn cases() -> Vec<Case> {
    let mut all = parts_of_texts();
    all.extend(other_texts());
    all.extend(moments());
    all
}

fn parts_of_texts() -> Vec<Case> {
    vec![
        Case::filter(File::FILE_NAME.contains("i"), |row| row.name.contains('i')),
        // `%` and `_` mean nothing here, unlike in SQL.
        Case::filter(File::FILE_NAME.contains("%_"), |row| {
            row.name.contains("%_")
        }),
        Case::filter(File::DESCRIPTION.contains("_"), |row| {
            row.description
                .as_deref()
                .is_some_and(|text| text.contains('_'))
        }),
        Case::filter(File::FILE_NAME.contains("'"), |row| row.name.contains('\'')),
        Case::filter(File::FILE_NAME.contains("+"), |row| row.name.contains('+')),
        Case::filter(File::FILE_NAME.contains("日本"), |row| {
            row.name.contains("日本")
        }),
        Case::filter(File::FILE_NAME.contains("🙂"), |row| {
            row.name.contains('🙂')
        }),
        Case::filter(!File::FILE_NAME.contains("."), |row| {
            !row.name.contains('.')
        }),
        Case::filter(File::FILE_NAME.starts_with("tool"), |row| {
            row.name.starts_with("tool")
        }),
        Case::filter(File::FILE_NAME.starts_with("100%"), |row| {
            row.name.starts_with("100%")
        }),
        Case::filter(File::FILE_NAME.ends_with(".ps1"), |row| {
            row.name.ends_with(".ps1")
        }),
        Case::filter(File::FILE_NAME.ends_with("EXE"), |row| {
            row.name.ends_with("EXE")
        }),
        // Of a null there is no part.
        Case::filter(File::CREATED_BY.starts_with("amy"), |row| {
            row.by.as_deref().is_some_and(|by| by.starts_with("amy"))
        }),
        // Nor has it no such part: null is neither, and its negation is null again.
        Case::filter(!File::CREATED_BY.starts_with("amy"), |row| {
            row.by.as_deref().is_some_and(|by| !by.starts_with("amy"))
        }),
        Case::text("startswith(fileName,'a') eq true", |row| {
            row.name.starts_with('a')
        }),
        Case::filter(
            File::FILE_NAME.matches_pattern("^[a-z]+[0-9]?\\.ps1$"),
            |row| ["collect.ps1", "script1.ps1"].contains(&row.name.as_str()),
        ),
    ]
}

fn other_texts() -> Vec<Case> {
    vec![
        Case::filter(File::FILE_NAME.length().eq(8), |row| {
            row.name.chars().count() == 8
        }),
        Case::filter(File::FILE_NAME.length().gt(11), |row| {
            row.name.chars().count() > 11
        }),
        Case::filter(File::FILE_NAME.to_lower().eq("tool.exe"), |row| {
            row.name.to_lowercase() == "tool.exe"
        }),
        Case::filter(File::FILE_NAME.to_upper().eq("TOOL.EXE"), |row| {
            row.name.to_uppercase() == "TOOL.EXE"
        }),
        Case::filter(
            File::FILE_NAME.to_upper().starts_with("СКРИПТ"),
            |row| row.name.starts_with("скрипт"),
        ),
        Case::filter(File::DESCRIPTION.trim().eq("padded"), |row| {
            row.description.as_deref().map(str::trim) == Some("padded")
        }),
        Case::filter(File::FILE_NAME.index_of(".").eq(4), |row| {
            row.name.find('.') == Some(4)
        }),
        Case::filter(File::FILE_NAME.index_of("x").eq(-1), |row| {
            !row.name.contains('x')
        }),
        Case::filter(File::FILE_NAME.substring(4).eq(".exe"), |row| {
            row.name.get(4..) == Some(".exe")
        }),
        Case::filter(File::FILE_NAME.substring_of_length(1, 2).eq("oo"), |row| {
            row.name.get(1..3) == Some("oo")
        }),
        Case::filter(File::FILE_NAME.concat("!").eq("fix.reg!"), |row| {
            row.name == "fix.reg"
        }),
        Case::text(
            "concat(concat(fileName,': '),description) eq 'null: null'",
            |row| row.name == "null",
        ),
        Case::filter(File::DESCRIPTION.to_lower().contains("unicode"), |row| {
            row.name.ends_with("🙂.sh")
        }),
    ]
}

fn moments() -> Vec<Case> {
    let mut all = vec![
        Case::filter(File::CREATION_TIME.year().eq(2024), |row| {
            row.created_part(0, 4) == 2024
        }),
        Case::filter(File::CREATION_TIME.month().eq(8), |row| {
            row.created_part(5, 7) == 8
        }),
        Case::filter(File::CREATION_TIME.day().gt(11), |row| {
            row.created_part(8, 10) > 11
        }),
        Case::filter(File::CREATION_TIME.hour().eq(23), |row| {
            row.created_part(11, 13) == 23
        }),
        Case::filter(File::CREATION_TIME.minute().lt(30), |row| {
            row.created_part(14, 16) < 30
        }),
        // The second alone, without its fraction.
        Case::filter(File::CREATION_TIME.second().eq(7), |row| {
            row.created_part(17, 19) == 7
        }),
        Case::text("fractionalseconds(creationTime) eq 0.999", |row| {
            row.created_part(20, 23) == 999
        }),
    ];
    if let Some(day) = Date::new(2024, 8, 11) {
        all.push(Case::filter(File::CREATION_TIME.date().eq(day), |row| {
            row.created.starts_with("2024-08-11")
        }));
    }
    if let Ok(noon) = "12:00:00".parse::<TimeOfDay>() {
        all.push(Case::filter(File::CREATION_TIME.time().ge(noon), |row| {
            row.created_part(11, 13) >= 12
        }));
    }
    all
}
