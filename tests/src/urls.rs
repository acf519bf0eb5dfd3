//! URLs of typed queries, read again by the grammar.

use odata::{Query, Structured};
use odata_core::descriptor::TypeScope;
use odata_core::expr::{Lookup, Named, Scope, Type};
use odata_core::url::{RelativeUrl, decode};

/// The names of a service whose entity sets are of one type.
struct OneType(TypeScope);

impl Scope for OneType {
    fn root(&self) -> Type {
        self.0.root()
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        self.0.property(of, name)
    }

    fn resource(&self, _: &str) -> Option<Named> {
        Some(Named::Resource(Type::Collection(Box::new(self.root()))))
    }
}

/// What stands behind the root, decoded.
///
/// # Panics
/// When there is no URL.
pub fn asked(url: odata::Result<impl ToString>) -> String {
    let url = url.expect("a URL").to_string();
    let (_, relative) = url.split_once("/api/").expect("below the root");
    decode(relative).expect("a text")
}

/// The query has that URL, which is one of the grammar, with names and types that fit.
///
/// # Panics
/// When it has another, or it does not fit.
#[track_caller]
pub fn same<E: Structured, T>(query: &Query<E, T>, text: &str) {
    let url = query.url().expect("a URL").to_string();
    let (_, relative) = url.split_once("/api/").expect("below the root");
    assert_eq!(decode(relative).as_deref(), Ok(text));
    let scope = OneType(TypeScope::new(E::INFO));
    let read = RelativeUrl::parse(relative, &scope).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(decode(&read.to_string()).as_deref(), Ok(text));
}
