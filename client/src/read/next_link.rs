//! The next link of a page that has arrived and is not read yet: it stands at the end of most pages, and the service can work on
//! the next page while this one is read.

use crate::json::Reader;

/// How much of the end is looked at. A link is no longer than that: no server would take it.
pub(crate) const REACH: usize = 64 * 1024;

/// The next link, when it is a member of the outermost object; `end` is the end of a page (OData JSON 4.6.5).
///
/// A quote within a string has a backslash before it, so that the name with both its quotes can only be a string of its own. That it
/// is a member of the outermost object shows in what follows: members and one brace. What is found is a guess until the page is
/// read, since nobody has checked what stands before.
pub(crate) fn in_end(end: &str) -> Option<String> {
    ["\"@odata.nextLink\"", "\"@nextLink\""]
        .into_iter()
        .find_map(|name| {
            let from = end.rfind(name)?;
            last_member(end.get(from..)?)
        })
}

/// The text of the member that stands first, when it and others end the outermost object.
fn last_member(text: &str) -> Option<String> {
    // So that it can be read as an object of its own.
    let whole = format!("{{{text}");
    let mut reader = Reader::new(&whole);
    let mut link = None;
    let mut first = true;
    let read = reader.object(&mut |_, reader| {
        if !std::mem::take(&mut first) {
            return reader.skip();
        }
        link = Some(reader.string()?.into_owned());
        Ok(())
    });
    read.and_then(|()| reader.end()).ok()?;
    link
}

#[cfg(test)]
mod tests {
    use super::in_end;

    #[test]
    fn only_the_link_of_the_page_is_found() {
        let link = |end: &str| in_end(end);
        let next = Some("x?$skip=2".to_owned());
        for end in [
            r#"{"value":[1],"@odata.nextLink":"x?$skip=2"}"#,
            r#"1,2],"@nextLink" : "x?$skip=2" , "@odata.count":3 } "#,
            r#"half of a string \"","b":[]}],"@odata.nextLink":"x?\u0024skip=2","a":{"b":[{}]}}"#,
            r#"{"@odata.nextLink":"x?$skip=2","value":[]}"#,
            r#"{"a@odata.nextLink":"a"}],"@odata.nextLink":"x?$skip=2"}"#,
        ] {
            assert_eq!(link(end), next, "{end}");
        }
        for end in [
            r#"{"value":[{"b@odata.nextLink":"x"}]}"#,
            r#"{"value":[{"pages":{"@odata.nextLink":"x"}}]}"#,
            r#"{"value":[{"a":"\"@odata.nextLink\":\"x\"}"}]}"#,
            r#"{"value":["@odata.nextLink"]}"#,
            r#"{"value":[],"@odata.nextLink":null}"#,
            r#"{"value":[],"@odata.nextLink":"x"#,
            r#"{"value":[],"@odata.nextLink":"x"} more"#,
            "",
        ] {
            assert_eq!(link(end), None, "{end}");
        }
    }
}
