//! Entities that are there, to be led to (OData JSON 4.0, 8.5; Protocol 4.01, 11.4.6).

use url::Url;

use crate::batch::is_result;
use crate::client::Client;
use crate::decode::Structured;
use crate::error::{Error, Result, shown_text};
use crate::field::DerivedFrom;
use crate::query::{Entity, EntityQuery, Inherited, Many, One, Own, Reference, path_below};

/// Which entity.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum Link {
    /// At a path below a root.
    Below(Url, String),
    /// By an id, as the service wrote it.
    Id(Box<str>),
    /// None, and why.
    None(String),
}

/// An entity of type `T` that is there: the question for it, a reference to it, or the entity itself, if it came with its id. One of a type
/// that extends `T` is one, too; `How` tells the two apart, so that rustc finds which it is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no entity of type `{T}` that is there",
    label = "expected `set.by_key(...)`, a `Reference`, or an entity that was read, of type `{T}`",
    note = "an entity that is to be made along with it is given to `with`, as `Changes`"
)]
pub trait IntoLink<T, How = Own> {
    #[doc(hidden)]
    fn into_link(self) -> Link;
}

#[diagnostic::do_not_recommend]
impl<T: Structured> IntoLink<T> for EntityQuery<T> {
    fn into_link(self) -> Link {
        self.as_link()
    }
}

#[diagnostic::do_not_recommend]
impl<T: Structured> IntoLink<T> for &EntityQuery<T> {
    fn into_link(self) -> Link {
        self.as_link()
    }
}

#[diagnostic::do_not_recommend]
impl<T, D: DerivedFrom<T>> IntoLink<T, Inherited> for EntityQuery<D> {
    fn into_link(self) -> Link {
        self.as_link()
    }
}

#[diagnostic::do_not_recommend]
impl<T, D: DerivedFrom<T>> IntoLink<T, Inherited> for &EntityQuery<D> {
    fn into_link(self) -> Link {
        self.as_link()
    }
}

// A reference of which nobody said what it leads to is one of `T`: with a second impl rustc would ask.
#[diagnostic::do_not_recommend]
impl<T> IntoLink<T> for Reference<T> {
    fn into_link(self) -> Link {
        <&Self as IntoLink<T>>::into_link(&self)
    }
}

#[diagnostic::do_not_recommend]
impl<T> IntoLink<T> for &Reference<T> {
    fn into_link(self) -> Link {
        match self.id() {
            "" => Link::None("the entity-id is empty".to_owned()),
            id => Link::Id(id.into()),
        }
    }
}

/// One that was read says which it is where it came with its id; most services leave that out, and `set.by_entity(&entity)` knows it.
#[diagnostic::do_not_recommend]
impl<T: Entity> IntoLink<T> for &T {
    fn into_link(self) -> Link {
        own_id(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, D: Entity + DerivedFrom<T>> IntoLink<T, Inherited> for &D {
    fn into_link(self) -> Link {
        own_id(self)
    }
}

fn own_id<T: Structured>(entity: &T) -> Link {
    match entity.extras().id() {
        Some(id) => Link::Id(id.into()),
        None => Link::None(format!(
            "the {} came without its id: say `by_entity(&...)` of the set that it is in",
            T::INFO.short_name()
        )),
    }
}

/// What a navigation property can be led to: an entity where it leads to one, a list of them where it leads to many.
#[diagnostic::on_unimplemented(
    message = "a navigation property to `{N}` cannot be led to `{Self}`",
    label = "expected an entity of the related type, or a list of them where it leads to many",
    note = "an entity is `set.by_key(...)`, a `Reference`, or one that was read"
)]
pub trait Links<N, How = Own> {
    #[doc(hidden)]
    fn links(self) -> Vec<Link>;
}

#[diagnostic::do_not_recommend]
impl<T, How, L: IntoLink<T, How>> Links<One<T>, How> for L {
    fn links(self) -> Vec<Link> {
        vec![self.into_link()]
    }
}

#[diagnostic::do_not_recommend]
impl<T, How, I> Links<Many<T>, How> for I
where
    I: IntoIterator,
    I::Item: IntoLink<T, How>,
{
    fn links(self) -> Vec<Link> {
        self.into_iter().map(IntoLink::into_link).collect()
    }
}

impl Link {
    /// As it stands in a payload: absolute. Relative URLs are relative to the URL of the request (OData JSON 4.01, 4.5), which many services take
    /// as relative to their root, and which Microsoft Graph does not take at all.
    pub(super) fn text(&self, root: &Url) -> Result<String> {
        match self {
            // What another request of the batch makes has no URL yet.
            Link::Below(_, path) if is_result(path) => Ok(path.clone()),
            Link::Id(id) if is_result(id) => Ok(id.to_string()),
            Link::Below(own, path) => Ok(below(own, path)),
            Link::Id(id) => match path_below(root, id) {
                Ok(path) => Ok(below(root, &path)),
                // What is no URL of the service is for the service to understand.
                Err(_) => Ok(id.to_string()),
            },
            Link::None(why) => Err(Error::refused(why.clone())),
        }
    }

    /// As the service wrote it, where that has the whole path: services of Redfish know their ids and no other URLs. Else absolute.
    pub(super) fn as_served(&self, root: &Url) -> Result<String> {
        match self {
            Link::Id(id) if id.starts_with('/') => Ok(id.to_string()),
            other => other.text(root),
        }
    }

    /// The absolute URL of one that is below the root of the client, or its id.
    pub(crate) fn absolute(&self, client: &Client) -> Result<String> {
        self.text(client.root())
    }

    /// For showing.
    pub(super) fn shown(&self, root: Option<&Url>) -> String {
        match (self, root) {
            (Link::Below(own, path), Some(root)) if own != root => below(own, path),
            (Link::Below(_, path), _) => path.clone(),
            (Link::Id(id), _) => shown_text(id),
            (Link::None(_), _) => "...".to_owned(),
        }
    }
}

fn below(root: &Url, path: &str) -> String {
    let mut url = root.clone();
    url.set_path(&format!("{}{path}", root.path()));
    url.into()
}
