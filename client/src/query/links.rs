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
    /// By stream property; those of a media entity by no name.
    bytes: Vec<(Box<str>, Bytes)>,
}

/// What is said of bytes.
#[derive(Clone, Default)]
pub(super) struct Bytes {
    pub(super) read: Option<Url>,
    pub(super) edit: Option<Url>,
    pub(super) etag: Option<String>,
}

impl Links {
    /// Nothing where nothing is said.
    pub(super) fn of(root: &Url, extras: &Extras) -> Option<Links> {
        if extras.is_empty() {
            return None;
        }
        let below = |link: &str| path(root, link).ok();
        let navigation = extras.links_of("navigationLink");
        let links = Links {
            read: extras.read_link().and_then(below),
            edit: extras.edit_link().and_then(below),
            navigation: navigation
                .filter_map(|(name, link)| Some((name.into(), below(link)?)))
                .collect(),
            bytes: all_bytes(root, extras),
        };
        let is_empty = links.read.is_none()
            && links.edit.is_none()
            && links.navigation.is_empty()
            && links.bytes.is_empty();
        (!is_empty).then_some(links)
    }

    pub(super) fn navigation(&self, property: &str) -> Option<&str> {
        let mut links = self.navigation.iter();
        let found = links.find(|(name, _)| &**name == property);
        found.map(|(_, path)| path.as_str())
    }

    /// The bytes of the entity, or of a stream property.
    pub(super) fn bytes(&self, property: Option<&str>) -> Option<&Bytes> {
        let wanted = property.unwrap_or_default();
        let mut all = self.bytes.iter();
        all.find(|(name, _)| &**name == wanted)
            .map(|(_, said)| said)
    }
}

/// What is said of the bytes of the entity and of its stream properties (OData JSON 4.0, 4.5.9 and 4.5.10).
fn all_bytes(root: &Url, extras: &Extras) -> Vec<(Box<str>, Bytes)> {
    let terms = ["mediaReadLink", "mediaEditLink", "mediaEtag"];
    let named = terms.into_iter().flat_map(|term| extras.links_of(term));
    let mut names: Vec<&str> = named.map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let media = extras.media().map(|media| ("", media));
    let streams = names.into_iter().filter(|name| !name.is_empty());
    let streams = streams.filter_map(|name| Some((name, extras.stream(name)?)));
    let all = media.into_iter().chain(streams).map(|(name, said)| {
        let edit = said.edit_link.and_then(|link| bytes(root, link));
        let read = said.read_link.and_then(|link| bytes(root, link));
        let said = Bytes {
            // They are read where they are written, unless it is said otherwise.
            read: read.or_else(|| edit.clone()),
            edit,
            etag: said.etag.map(str::to_owned),
        };
        (name.into(), said)
    });
    all.filter(|(_, said)| said.read.is_some() || said.etag.is_some())
        .collect()
}

/// A link to bytes, on whatever host; not one that leaves https.
pub(super) fn bytes(root: &Url, link: &str) -> Option<Url> {
    let url = root.join(link).ok()?;
    let is_safe = url.scheme() == "https" || url.scheme() == root.scheme();
    let is_plain = url.username().is_empty() && url.password().is_none();
    (is_safe && is_plain && matches!(url.scheme(), "http" | "https")).then_some(url)
}
