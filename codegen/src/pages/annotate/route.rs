//! What a path below the service root addresses.

use odata_csdl::source::Spanned;

use crate::pages::{RequestLine, Segment, SegmentKind};

/// What a path below the service root addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// `alerts`: an entity set or a singleton.
    Set(Spanned<String>),
    /// `alerts/{id}`.
    Entity {
        /// `alerts`.
        set: Spanned<String>,
        /// `id`.
        key: Spanned<String>,
    },
    /// `alerts/{id}/files`, `machineactions/{id}/GetLink(index={n})`.
    OfEntity {
        /// `alerts`.
        set: Spanned<String>,
        /// `id`.
        key: Spanned<String>,
        /// `files`.
        member: Member,
    },
    /// `companies({id})/customers({id})`, `me/messages/{id}`: one of those that an entity or a singleton leads to.
    Inside {
        /// `companies`, `me`.
        set: Spanned<String>,
        /// `id`; none behind a singleton.
        key: Option<Spanned<String>>,
        /// `customers`.
        member: Member,
    },
    /// `machines/findbytag`, `machines/find(key={ip})`.
    OfSet {
        /// `machines`.
        set: Spanned<String>,
        /// `findbytag`.
        member: Member,
    },
}

/// What stands behind an entity or an entity set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// Its name.
    pub(super) name: Spanned<String>,
    /// What stands between its parentheses, if it has any.
    pub(super) arguments: Option<String>,
}

impl Route {
    /// None when the path leads elsewhere, or deeper than operations do.
    pub(super) fn of(request: &RequestLine, root: &str) -> Option<Route> {
        let (set, rest) = request.below(root)?.split_first()?;
        let SegmentKind::Literal(name) = &set.value else {
            return None;
        };
        let set = Spanned::new(name.clone(), set.span);
        match rest {
            [] => Some(Route::Set(set)),
            [one] => match (key(one), member(one)) {
                (Some(key), _) => Some(Route::Entity { set, key }),
                (_, member) => member.map(|member| Route::OfSet { set, member }),
            },
            [one, two] => match (key(one), key(two)) {
                (Some(key), None) => member(two).map(|member| Route::OfEntity { set, key, member }),
                (None, Some(_)) => member(one).map(|member| Route::Inside {
                    set,
                    key: None,
                    member,
                }),
                _ => None,
            },
            [one, two, three] => match (key(one), key(two), key(three)) {
                (Some(key), None, Some(_)) => member(two).map(|member| Route::Inside {
                    set,
                    key: Some(key),
                    member,
                }),
                _ => None,
            },
            _ => None,
        }
    }

    /// The first segment.
    pub(super) fn set(&self) -> &Spanned<String> {
        match self {
            Route::Set(set)
            | Route::Entity { set, .. }
            | Route::OfEntity { set, .. }
            | Route::Inside { set, .. }
            | Route::OfSet { set, .. } => set,
        }
    }

    /// What stands behind the entity or the set.
    pub(super) fn member(&self) -> Option<&Member> {
        match self {
            Route::OfEntity { member, .. }
            | Route::Inside { member, .. }
            | Route::OfSet { member, .. } => Some(member),
            Route::Set(_) | Route::Entity { .. } => None,
        }
    }

    /// Where it leads to, when that is a navigation property by what stands behind it: `companies/{}/customers`, in lower
    /// case.
    pub(super) fn inside(&self) -> Option<String> {
        match self {
            Route::Inside { .. } => Some(self.leads()?),
            _ => None,
        }
    }

    /// The same of whatever has a member without arguments.
    pub(super) fn leads(&self) -> Option<String> {
        let member = self.member().filter(|member| member.arguments.is_none())?;
        let key = match self {
            Route::OfEntity { .. } | Route::Inside { key: Some(_), .. } => "/{}",
            _ => "",
        };
        Some(format!("{}{key}/{}", self.set().value, member.name.value).to_lowercase())
    }

    /// The path as corrections name it: `machines/{}/alerts`, in lower case.
    pub(crate) fn path(&self) -> String {
        let set = self.set();
        let path = match self {
            Route::Set(_) => set.value.clone(),
            Route::Entity { .. } => format!("{}/{{}}", set.value),
            Route::OfEntity { member, .. } => format!("{}/{{}}/{}", set.value, member.name.value),
            Route::Inside {
                key: None, member, ..
            } => {
                format!("{}/{}/{{}}", set.value, member.name.value)
            }
            Route::Inside { member, .. } => {
                format!("{}/{{}}/{}/{{}}", set.value, member.name.value)
            }
            Route::OfSet { member, .. } => format!("{}/{}", set.value, member.name.value),
        };
        path.to_lowercase()
    }
}

fn key(segment: &Segment) -> Option<Spanned<String>> {
    let name = segment.value.key()?;
    Some(Spanned::new(name.to_owned(), segment.span))
}

fn member(segment: &Segment) -> Option<Member> {
    let (name, arguments) = match &segment.value {
        SegmentKind::Literal(name) if !name.starts_with('$') => (name, None),
        SegmentKind::Call(name, arguments) => (name, Some(arguments.clone())),
        _ => return None,
    };
    Some(Member {
        name: Spanned::new(name.clone(), segment.span),
        arguments,
    })
}
