//! Entities as parameters of functions.

use super::Reference;
use crate::change::reference;
use crate::decode::Structured;

/// What can be given for a parameter of a function that takes an entity: the entity, of which what is there is sent, or a [`Reference`] to it
/// (Protocol 4.01, 11.5.4: "or just the entity reference").
///
/// # Example: `isKnown(to=@to)?@to={"@odata.id":"People('ann')"}`
/// ```
/// use odata::{AnyEntity, EntityArgument, FunctionCall, Just, OnEntity, Reference};
///
/// // As generated code has it.
/// fn is_known(to: impl EntityArgument<AnyEntity>) -> FunctionCall<OnEntity<AnyEntity>, Just<bool>> {
///     FunctionCall::plain("isKnown", true).entity("to", to)
/// }
///
/// let call = is_known(&Reference::new("People('ann')"));
/// assert_eq!(format!("{call:?}"), "FunctionCall(isKnown(to=@to))");
/// ```
#[diagnostic::on_unimplemented(
    message = "a parameter that takes an entity of type `{T}` cannot be given `{Self}`",
    label = "expected `&` of a `{T}` that was read, or of a `Reference` to one",
    note = "`Reference::new(\"Set('key')\")` refers to the entity with that key, `.upcast()` of a `Reference` to one of a derived type"
)]
pub trait EntityArgument<T> {
    #[doc(hidden)]
    fn json(self) -> String;
}

#[diagnostic::do_not_recommend]
impl<T: Structured> EntityArgument<T> for &T {
    fn json(self) -> String {
        let mut json = String::new();
        crate::Value::write(self, &mut json);
        json
    }
}

#[diagnostic::do_not_recommend]
impl<T: Structured> EntityArgument<T> for &Reference<T> {
    fn json(self) -> String {
        let mut json = String::new();
        reference(self.id(), &mut json);
        json
    }
}
