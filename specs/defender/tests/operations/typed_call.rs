//! The typed call of a row as it stands in the source, without what only the test needs.

use crate::row::Row;

/// The expression that is sent: the last one of a block.
pub(crate) fn of(row: &Row, source: &str) -> String {
    let (_, behind) = source
        .split_once(&format!("number: {},", row.number))
        .expect("the row stands in its source");
    let (_, code) = behind.split_once("async move {").expect("a call");
    let mut depth = 1;
    let end = code.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0
    });
    let block = &code[..end.expect("the end of the call")];
    let last = block.rsplit(";\n").next().unwrap_or(block);
    let one_line = last.split_whitespace().collect::<Vec<_>>().join(" ");
    let tight = one_line
        .replace(" .", ".")
        .replace("( ", "(")
        .replace(", )", ")")
        .replace(" )", ")")
        .replace(", ]", "]")
        .replace("[ ", "[");
    let start = tight.find('(').map_or(0, |at| at + 1);
    let call = tight.get(start..).unwrap_or_default();
    let call = call.trim_end_matches(['?', ')', ',']);
    let call = call.strip_suffix(".send().await").unwrap_or(call);
    match call.strip_prefix("d.") {
        Some(call) => format!("defender.{call}"),
        None => call.to_owned(),
    }
}
