//! Types that stand in the twin for those of `odata`: text or JSON that serde reads and writes.

use std::collections::BTreeSet;
use std::fmt::Write;

/// Values that are text in JSON.
const TEXTS: &[&str] = &[
    "Binary",
    "Date",
    "DateTimeOffset",
    "Duration",
    "Guid",
    "TimeOfDay",
];

/// `values.rs`, with the types of `odata` that fields have.
pub(crate) fn of(used: &BTreeSet<String>) -> Result<String, String> {
    let mut text = String::from(
        "//! What stands for the types of `odata`.\n\nuse serde::{Deserialize, Serialize};\n",
    );
    for name in used {
        let inner = match name.as_str() {
            "Decimal" => "f64",
            "Json" | "AnyEntity" => "serde_json::Value",
            "Nested" | "Expanded" => {
                let inner = if name == "Nested" { "Box" } else { "Vec" };
                // Writing into a String does not fail.
                let _ = write!(
                    text,
                    "\n/// `odata::{name}`.\n#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\n#[serde(transparent)]\npub struct {name}<T>(pub {inner}<T>);\n"
                );
                continue;
            }
            text if TEXTS.contains(&text) => "String",
            "Extras" => {
                text += "\n/// What a payload held besides.\n#[derive(Clone, Debug, Default, PartialEq)]\npub struct Extras(pub Vec<(String, serde_json::Value)>);\n";
                continue;
            }
            other => {
                return Err(format!(
                    "the twin has nothing for `odata::{other}`; `cost/values.rs` says what stands for a type"
                ));
            }
        };
        // Writing into a String does not fail.
        let _ = write!(
            text,
            "\n/// `odata::{name}`.\n#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\n#[serde(transparent)]\npub struct {name}(pub {inner});\n"
        );
    }
    Ok(text)
}
