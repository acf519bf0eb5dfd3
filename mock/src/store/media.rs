//! The content of media entities and of stream properties (Protocol 4.01, 11.4.7 and 11.4.8).

use bytes::Bytes;
use serde_json::Value as Json;

use crate::media::{MediaSum, Pattern};
use crate::store::undo::Undo;
use crate::store::{Row, Store};

/// A content, and what is said of it.
#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub(crate) content_type: String,
    pub(crate) content: Content,
    pub(crate) etag: String,
}

/// The bytes, as far as they are kept.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Bytes(Bytes),
    /// They are made when they are asked for.
    Made(Pattern),
    /// They came, were counted, and are gone.
    Counted(MediaSum),
}

impl Store {
    pub(crate) fn media(&self, path: &str) -> Option<&Media> {
        self.media.get(path)
    }

    /// Puts a content in the place of the one at a path.
    pub(crate) fn put_media(&mut self, path: &str, content_type: &str, content: Content) {
        self.versions += 1;
        let media = Media {
            content_type: content_type.to_owned(),
            content,
            etag: format!("\"m{}\"", self.versions),
        };
        let old = self.media.insert(path.to_owned(), media);
        self.can_undo(Undo::Media(path.to_owned(), old));
    }

    /// Removes the content at a path and at those below it.
    pub(crate) fn remove_media(&mut self, path: &str) {
        let below = format!("{path}/");
        let is_there = |own: &&String| *own == path || own.starts_with(&below);
        let paths: Vec<String> = self.media.keys().filter(is_there).cloned().collect();
        for path in paths {
            let old = self.media.remove(&path);
            self.can_undo(Undo::Media(path, old));
        }
    }
}

/// Says in a row what the content of the entity, or of a stream property of it, is (OData JSON 4.01, 4.6.13 to 4.6.16).
pub(crate) fn describe(row: &mut Row, property: &str, media: Option<&Media>) {
    let names = ["mediaEtag", "mediaContentType"].map(|one| format!("{property}@odata.{one}"));
    let values = media.map(|media| [&media.etag, &media.content_type]);
    for (at, name) in names.into_iter().enumerate() {
        match values.and_then(|values| values.get(at).copied()) {
            Some(value) => {
                row.insert(name, Json::from(value.as_str()));
            }
            None => {
                row.remove(&name);
            }
        }
    }
}
