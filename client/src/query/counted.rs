//! What a limit on calls may be for, named by what it is and not by a text.

use super::action::ActionCall;
use super::collection::Query;
use super::entity::EntityQuery;
use super::entity_set::EntitySet;
use super::function::FunctionCall;
use super::navigation::Navigation;

/// Whatever calls can be counted of: an entity set, a singleton, a function, an action, a navigation property.
/// [`ClientBuilder::rate_limit_on`](crate::ClientBuilder::rate_limit_on) takes it.
pub trait Counted: sealed::Sealed {
    /// What it is called in the URL; nothing where its calls are not told from others.
    #[doc(hidden)]
    fn counted_as(&self) -> Option<&'static str>;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! counted {
    ($($counted:ident<$($of:ident),+>: $info:expr;)+) => {$(
        impl<$($of),+> sealed::Sealed for $counted<$($of),+> {}

        impl<$($of),+> Counted for $counted<$($of),+> {
            fn counted_as(&self) -> Option<&'static str> {
                let info: fn(&Self) -> Option<&'static odata_core::descriptor::EntitySetInfo> = $info;
                info(self).map(|info| info.name).filter(|name| !name.is_empty())
            }
        }
    )+};
}

counted! {
    EntitySet<E>: |set| Some(set.known());
    EntityQuery<E, T>: |query| Some(query.known());
    Query<E, T>: |query| Some(query.known());
    Navigation<E, T, R>: |property| property.known();
    FunctionCall<B, R>: |call| call.known();
    ActionCall<B, R>: |call| call.known();
}
