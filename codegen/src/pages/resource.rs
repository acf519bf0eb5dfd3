//! What a comment says about the resource that a page describes: `<!-- { "blockType": "resource", "keyProperty": "id" } -->`.

use odata_csdl::source::Spanned;

use super::json::{self, JsonNode};
use super::outline::Outline;

/// Such a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceNote {
    /// The property that is the key; what has none is no entity.
    pub key: Option<Spanned<String>>,
}

/// The first comment of that kind.
pub(super) fn read(outline: &Outline<'_>) -> Option<ResourceNote> {
    let mut at = 0;
    while let Some(start) = outline
        .text
        .get(at..)?
        .find("<!--")
        .map(|found| at + found + 4)
    {
        let end = outline
            .text
            .get(start..)?
            .find("-->")
            .map(|found| start + found)?;
        at = end;
        let range = outline.trimmed(start..end);
        let text = outline.slice(range.clone());
        if !text.starts_with('{') || !text.contains("\"blockType\"") {
            continue;
        }
        let Some(root) = json::read(outline.source, outline.text, range).value else {
            continue;
        };
        let member = |name: &str| member(&root, name);
        if member("blockType").is_some_and(|kind| kind.value == "resource") {
            return Some(ResourceNote {
                key: member("keyProperty"),
            });
        }
    }
    None
}

fn member(root: &JsonNode, name: &str) -> Option<Spanned<String>> {
    let node = root.value.get(name)?;
    Some(Spanned::new(node.value.as_str()?.to_owned(), node.span))
}
