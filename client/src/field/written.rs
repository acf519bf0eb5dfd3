//! How a value of a type is written, for what rustc says of one that is written in another way.

use std::marker::PhantomData;

use super::{Listed, ListedNumber, Untyped};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[doc(hidden)]
        #[derive(Debug)]
        pub struct $name<T>(PhantomData<fn() -> T>);
    )*};
}

kinds! {
    /// A text.
    Quoted
    /// A number or a truth value.
    Bare
    /// What a text is parsed to.
    Parsed
    /// A number that a float is not exact enough for.
    Exact
    /// A member of an enumeration.
    Member
    /// Several values.
    Several
}

/// A type whose values are written as texts.
#[doc(hidden)]
pub trait TakesText {}

/// A type whose values are written as numbers with a fraction.
#[doc(hidden)]
pub trait TakesFraction {}

macro_rules! takes {
    ($($kind:ident: $text:ident, $fraction:ident;)*) => {$(
        impl<T: $text> TakesText for $kind<T> {}
        impl<T: $fraction> TakesFraction for $kind<T> {}
    )*};
}

takes! {
    Quoted: IsText, IsFraction;
    Bare: IsBareText, IsFraction;
    Parsed: IsParsedText, IsFraction;
    Exact: IsParsedText, IsExactFraction;
    Member: IsMemberText, IsMemberNumber;
    Several: IsSeveral, IsSeveral;
}

#[doc(hidden)]
pub trait IsText {}

#[diagnostic::do_not_recommend]
impl IsText for String {}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds `{Self}` takes no text",
    label = "expected `{Self}`, which is written without quotes"
)]
pub trait IsBareText {}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds `{Self}` takes no text",
    label = "expected `{Self}`, which a text is parsed to: `\"...\".parse::<{Self}>()?`"
)]
pub trait IsParsedText {}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds `{Self}` takes no `f64`",
    label = "expected `{Self}`"
)]
pub trait IsFraction {}

#[diagnostic::do_not_recommend]
impl IsFraction for f64 {}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds `{Self}` takes no `f64`, which is not exact",
    label = "expected a whole number or `{Self}`, which a text is parsed to: `\"9.99\".parse::<odata::Decimal>()?`"
)]
pub trait IsExactFraction {}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds the enumeration `{Self}` takes no text",
    label = "expected a member: `{Self}::...`"
)]
pub trait IsMemberText {}

#[diagnostic::do_not_recommend]
impl<M: Listed> IsMemberText for M {}

#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds the enumeration `{Self}` takes no number",
    label = "expected a member: `{Self}::...`"
)]
pub trait IsMemberNumber {}

#[diagnostic::do_not_recommend]
impl<M: ListedNumber> IsMemberNumber for M {}

/// Nothing implements it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds the collection `{Self}` takes no single value",
    label = "it is a collection: `.any_with(|item| item.eq(...))` asks its items, and it is set to a `Vec`"
)]
pub trait IsSeveral {}

/// A property that may be null.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a property that holds `{Self}` is never null",
    label = "only a nullable property, which holds an `Option`, takes `odata::Null`"
)]
pub trait Nullable {}

#[diagnostic::do_not_recommend]
impl<T> Nullable for Option<T> {}
#[diagnostic::do_not_recommend]
impl Nullable for Untyped {}
