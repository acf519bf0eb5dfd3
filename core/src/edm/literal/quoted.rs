use super::super::cursor::Reason;
use super::error::LiteralError;
use super::read::identifier_length;
use std::fmt;

/// Reads the quoted text whose opening quote is at `open`: its content and the end of the literal.
pub(super) fn read_quoted(input: &str, open: usize) -> Result<(String, usize), LiteralError> {
    let mut content = String::new();
    let mut at = open + 1;
    while let Some((before, after)) = input.get(at..).and_then(|rest| rest.split_once('\'')) {
        content.push_str(before);
        at += before.len() + 1;
        if !after.starts_with('\'') {
            return Ok((content, at));
        }
        content.push('\'');
        at += 1;
    }
    Err(LiteralError::new(open, "this string has no closing quote"))
}

/// Prints a text in quotes, its own quotes doubled (`SQUOTE-in-string`).
pub(super) fn write_quoted(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "'{}'", text.replace('\'', "''"))
}

/// Checks the content of an enumeration literal (`enumValue`).
pub(crate) fn check_members(members: &str) -> Result<(), Reason> {
    let known = members.split(',').all(|member| {
        (!member.is_empty() && identifier_length(member) == member.len())
            || member.parse::<i64>().is_ok()
    });
    known
        .then_some(())
        .ok_or("the members are names or integers with commas and no spaces between")
}
