//! The rows that every server holds, read without the client's decoder.

use odata::DateTimeOffset;
use odata_tests::library::LibraryFile;
use serde_json::Value as Json;

/// The rows; CAP's and odatapy's own files hold the same, which the answers show.
pub(crate) const TEXT: &str = include_str!("../../../tests/servers/libraryfiles.json");

/// One file of the library. Moments are texts of one form, `2024-01-11T08:30:00.123Z`, so that they sort as moments do.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) sha256: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) created: String,
    pub(crate) updated: String,
    pub(crate) by: Option<String>,
    pub(crate) has_parameters: bool,
    pub(crate) parameters: Option<String>,
}

impl Row {
    /// A part of the moment of creation, by the place of its digits.
    pub(crate) fn created_part(&self, from: usize, to: usize) -> u32 {
        self.created
            .get(from..to)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(u32::MAX)
    }

    /// Whether the answer's row is this one in every property.
    pub(crate) fn is(&self, file: &LibraryFile) -> bool {
        let moment = |text: &str| text.parse::<DateTimeOffset>().ok();
        self.name == file.file_name
            && self.sha256 == file.sha256
            && self.description == file.description
            && moment(&self.created) == file.creation_time
            && moment(&self.updated) == file.last_updated_time
            && self.by == file.created_by
            && Some(self.has_parameters) == file.has_parameters
            && self.parameters == file.parameters_description
    }
}

/// Reads the rows.
pub(crate) fn rows() -> Result<Vec<Row>, serde_json::Error> {
    let rows: Vec<Json> = serde_json::from_str(TEXT)?;
    let text = |row: &Json, name: &str| row.get(name).and_then(Json::as_str).map(str::to_owned);
    let row = |row: &Json| Row {
        name: text(row, "fileName").unwrap_or_default(),
        sha256: text(row, "sha256"),
        description: text(row, "description"),
        created: text(row, "creationTime").unwrap_or_default(),
        updated: text(row, "lastUpdatedTime").unwrap_or_default(),
        by: text(row, "createdBy"),
        has_parameters: row.get("hasParameters") == Some(&Json::Bool(true)),
        parameters: text(row, "parametersDescription"),
    };
    Ok(rows.iter().map(row).collect())
}
