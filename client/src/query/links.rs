//! Where a service says that an entity is, and what belongs to it. Where it says nothing that follows from the key.

use url::Url;

use super::reference::path;
use crate::decode::Extras;

/// The links of an entity that was read. Those that lead elsewhere than below the root of the service are left out, but for
/// bytes, which are often kept on other hosts.
pub(super) struct Links {
    /// Paths below the root.
    pub(super) read: Option<String>,
    pub(super) edit: Option<String>,
    navigation: Vec<(Box<str>, String)>,
    media: Option<Url>,
    streams: Vec<(Box<str>, Url)>,
}

impl Links {
    /// Nothing where nothing is said.
    pub(super) fn of(root: &Url, extras: &Extras) -> Option<Links> {
        if extras.is_empty() {
            return None;
        }
        let below = |link: &str| path(root, link).ok();
        let navigation = extras.links_of("navigationLink");
        let streams = extras.links_of("mediaReadLink");
        let media = extras.media().and_then(|media| media.read_link);
        let links = Links {
            read: extras.read_link().and_then(below),
            edit: extras.edit_link().and_then(below),
            navigation: navigation
                .filter_map(|(name, link)| Some((name.into(), below(link)?)))
                .collect(),
            media: media.and_then(|link| bytes(root, link)),
            streams: streams
                .filter_map(|(name, link)| Some((name.into(), bytes(root, link)?)))
                .collect(),
        };
        let is_empty = links.read.is_none()
            && links.edit.is_none()
            && links.navigation.is_empty()
            && links.media.is_none()
            && links.streams.is_empty();
        (!is_empty).then_some(links)
    }

    pub(super) fn navigation(&self, property: &str) -> Option<&str> {
        let mut links = self.navigation.iter();
        let found = links.find(|(name, _)| &**name == property);
        found.map(|(_, path)| path.as_str())
    }

    /// The bytes of the entity, or of a stream property.
    pub(super) fn bytes(&self, property: Option<&str>) -> Option<&Url> {
        let Some(property) = property else {
            return self.media.as_ref();
        };
        let mut streams = self.streams.iter();
        streams
            .find(|(name, _)| &**name == property)
            .map(|(_, url)| url)
    }
}

/// A link to bytes, on whatever host; not one that leaves https.
pub(super) fn bytes(root: &Url, link: &str) -> Option<Url> {
    let url = root.join(link).ok()?;
    let is_safe = url.scheme() == "https" || url.scheme() == root.scheme();
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_safe && is_plain && matches!(url.scheme(), "http" | "https")).then_some(url)
}
