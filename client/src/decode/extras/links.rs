//! Where a service says that an entity, and what belongs to it, is to be found (OData JSON 4.0, 4.5.7 to 4.5.11).

use super::{Extras, annotation};
use crate::change::write_string;

/// What is said by name: `editLink`, `alerts@navigationLink`, without the prefix that 4.0 has.
pub(super) type Links = Vec<(Box<str>, Box<str>)>;

/// What is said of an entity.
const OF_ENTITY: [&str; 6] = [
    "editLink",
    "readLink",
    "mediaReadLink",
    "mediaEditLink",
    "mediaContentType",
    "mediaEtag",
];

/// What is said of a property.
const OF_PROPERTY: [&str; 8] = [
    "context",
    "navigationLink",
    "associationLink",
    "mediaReadLink",
    "mediaEditLink",
    "mediaContentType",
    "mediaEtag",
    "type",
];

/// Whether it is one of these that a payload says of a property, or of the entity itself.
pub(super) fn is_kept(property: &str, term: &str) -> bool {
    match property {
        "" => OF_ENTITY.contains(&term),
        _ => OF_PROPERTY.contains(&term),
    }
}

/// Bytes that belong to an entity, and what a service says of them (OData JSON 4.0, 4.5.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MediaInfo<'e> {
    /// Where they are read.
    pub read_link: Option<&'e str>,
    /// Where they are written.
    pub edit_link: Option<&'e str>,
    /// Their media type.
    pub content_type: Option<&'e str>,
    /// Their ETag.
    pub etag: Option<&'e str>,
}

impl Extras {
    /// Keeps what the link to the rest of a collection is relative to, if that was such a link: who reads the entity as one of its own type follows it.
    pub(in crate::decode) fn keep_context(&mut self, name: &str, context: &str, all: bool) {
        let Some((property, "odata.nextLink" | "nextLink")) = annotation(name) else {
            return;
        };
        if property.is_empty() || self.said(property, "context").is_some() {
            return;
        }
        let link = (format!("{property}@context").into(), context.into());
        self.kept_mut().links.push(link);
        if all {
            let mut json = String::new();
            write_string(context, &mut json);
            self.annotate(property, "context", &json);
        }
    }

    fn said(&self, property: &str, term: &str) -> Option<&str> {
        let links = &self.kept()?.links;
        let is_it = |name: &str| match property {
            "" => name == term,
            _ => {
                name.strip_prefix(property)
                    .and_then(|rest| rest.strip_prefix('@'))
                    == Some(term)
            }
        };
        let found = links.iter().find(|(name, _)| is_it(name));
        found.map(|(_, link)| &**link)
    }

    /// Where the entity is changed and deleted, where the service says so: otherwise that follows from its key.
    /// [`EntitySet::by_entity`](crate::EntitySet::by_entity) goes there.
    pub fn edit_link(&self) -> Option<&str> {
        self.said("", "editLink")
    }

    /// Where the entity is read, where that is elsewhere.
    pub fn read_link(&self) -> Option<&str> {
        self.said("", "readLink").or_else(|| self.edit_link())
    }

    /// Where a navigation property leads, where the service says so.
    pub fn navigation_link(&self, property: &str) -> Option<&str> {
        self.said(property, "navigationLink")
    }

    /// Where the references of a navigation property are, where the service says so.
    pub fn association_link(&self, property: &str) -> Option<&str> {
        self.said(property, "associationLink")
    }

    /// The type of a property, where the service says so (`founded@odata.type`, its `#` dropped): for one that is not
    /// declared.
    pub fn type_of(&self, property: &str) -> Option<&str> {
        self.said(property, "type")
    }

    /// What is said of the bytes of a media entity; nothing where nothing is.
    pub fn media(&self) -> Option<MediaInfo<'_>> {
        self.media_of("")
    }

    /// What is said of the bytes of a stream property; nothing where nothing is.
    pub fn stream(&self, property: &str) -> Option<MediaInfo<'_>> {
        self.media_of(property)
    }

    fn media_of(&self, property: &str) -> Option<MediaInfo<'_>> {
        let info = MediaInfo {
            read_link: self.said(property, "mediaReadLink"),
            edit_link: self.said(property, "mediaEditLink"),
            content_type: self.said(property, "mediaContentType"),
            etag: self.said(property, "mediaEtag"),
        };
        let nothing = MediaInfo {
            read_link: None,
            edit_link: None,
            content_type: None,
            etag: None,
        };
        (info != nothing).then_some(info)
    }

    /// Each property that a link of that kind is said of, and the link.
    pub(crate) fn links_of<'e>(
        &'e self,
        term: &'e str,
    ) -> impl Iterator<Item = (&'e str, &'e str)> {
        let links = self.kept().into_iter().flat_map(|kept| kept.links.iter());
        links.filter_map(move |(name, link)| {
            let (property, said) = name.split_once('@')?;
            (said == term).then_some((property, &**link))
        })
    }
}
