//! What may be shown of what a service says.

use url::form_urlencoded::byte_serialize;

use super::terms::Terms;
use crate::change::write_string;
use crate::service_error::{ServiceError, cut};

/// How much of it is shown.
const SHOWN: usize = 500;

/// An error in one line, without anything of what was sent. Where the service does not word one as OData has it, nothing is shown of what it said.
pub(super) fn said(body: &[u8], terms: &Terms) -> String {
    let Some(error) = ServiceError::in_body(body) else {
        return "with no reason that can be read".to_owned();
    };
    let mut values: Vec<&str> = terms
        .members
        .iter()
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
        .collect();
    // One may be part of another one.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    let mut text = error.to_string();
    for value in values {
        let mut json = String::new();
        write_string(value, &mut json);
        let encoded: String = byte_serialize(value.as_bytes()).collect();
        for form in [value, json.trim_matches('"'), &encoded] {
            text = text.replace(form, "...");
        }
    }
    let line: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    cut(line.trim(), SHOWN)
}
