//! Which types of Rust's stand for which of EDM's, and what can be asked of them.
#![allow(
    clippy::manual_map,
    reason = "a closure would be compiled for each type"
)]

use std::mem::discriminant;

use super::written::{Bare, Exact, Member, Parsed, Quoted, Several};
use crate::decode::Value;
use crate::json::same;
use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, Literal, PrimitiveType, TimeOfDay,
};

/// A type that stands for an EDM type, its nullability apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no primitive value and no member of an enumeration",
    label = "expected a property that holds one",
    note = "of a complex value, a property is asked: `.then(property)`"
)]
pub trait Edm {
    /// The type without `Option`.
    type Base;
    /// How a value is written.
    #[doc(hidden)]
    type Written;
}

/// Gives a macro the types of Rust's that stand for primitive types (CSDL 3.3).
macro_rules! for_each_primitive {
    ($with:ident) => {
        $with!(
            String,
            bool,
            u8,
            i8,
            i16,
            i32,
            i64,
            f32,
            f64,
            Binary,
            Date,
            DateTimeOffset,
            Decimal,
            Duration,
            Guid,
            Json,
            TimeOfDay
        );
    };
}
pub(crate) use for_each_primitive;

macro_rules! base {
    ($($kind:ident: $($type:ty),*;)*) => {$($(
        #[diagnostic::do_not_recommend]
        impl Edm for $type {
            type Base = $type;
            type Written = $kind<$type>;
        }
    )*)*};
}

base! {
    Quoted: String;
    Bare: bool, u8, i8, i16, i32, i64, f32, f64, Json;
    Parsed: Binary, Date, DateTimeOffset, Duration, Guid, TimeOfDay;
    Exact: Decimal;
}

impl<T: Edm> Edm for Option<T> {
    type Base = T::Base;
    type Written = T::Written;
}

impl<T: Edm> Edm for Vec<T> {
    type Base = Vec<T::Base>;
    type Written = Several<Vec<T>>;
}

/// An enumeration type (CSDL 10); generated code implements it.
pub trait Enumeration: Value {
    /// What it is called, and its members.
    const INFO: &'static EnumInfo<Self>;

    /// The name of a member that the schema does not declare; nothing for one that it declares.
    fn other(&self) -> Option<&str>;

    /// The value of a member's name, or of a number; an unknown one is kept.
    fn from_member(member: &str) -> Self {
        let is_number = const { may_be_number(Self::INFO.name) };
        for (name, value) in Self::INFO.members {
            if (is_number || name.len() == member.len()) && is_called(Self::INFO.name, name, member)
            {
                return value.clone();
            }
        }
        (Self::INFO.other)(member.into())
    }

    /// The name of the member, or the names of the members of a flags value, as on the wire.
    fn member(&self) -> &str {
        if let Some(name) = self.other() {
            return name;
        }
        let this = discriminant(self);
        for (name, value) in Self::INFO.members {
            if discriminant(value) == this {
                return name;
            }
        }
        ""
    }

    /// Whether all these members are among those of this flags value (`IsFlags`, CSDL XML 4.01, 10.1).
    ///
    /// # Example
    /// ```
    /// use odata::Enumeration;
    /// # fn example<AccessRights: Enumeration>(rights: AccessRights, read: AccessRights) {
    /// if rights.has(&read) {
    ///     println!("{} may be read", rights.member());
    /// }
    /// # }
    /// ```
    fn has(&self, members: &Self) -> bool {
        let names = |value: &Self| -> Vec<String> {
            let names = value.member().split(',');
            names.map(|name| name.trim().to_owned()).collect()
        };
        let own = names(self);
        names(members).iter().all(|name| own.contains(name))
    }

    /// The flags value that has all these members (`IsFlags`, CSDL XML 4.01, 10.1).
    ///
    /// # Example
    /// ```
    /// use odata::Enumeration;
    /// # fn example<AccessRights: Enumeration>(read: AccessRights, write: AccessRights) {
    /// let both = AccessRights::flags([read, write]); // `ReadAccess,WriteAccess`
    /// # }
    /// ```
    fn flags(members: impl IntoIterator<Item = Self>) -> Self {
        let members: Vec<Self> = members.into_iter().collect();
        let names: Vec<&str> = members.iter().map(Self::member).collect();
        Self::from_member(&names.join(","))
    }

    /// Its literal in a URL: `Namespace.Colour'Red'`, `'Red'` for one of [`Listed`] texts, and the number for one of
    /// [`ListedNumber`]s.
    fn literal(&self) -> Literal {
        literal(Self::INFO.name, self.member())
    }
}

/// What generated code tells of an enumeration type.
#[derive(Debug)]
pub struct EnumInfo<M: 'static> {
    /// Its qualified name; that of a primitive type where its values are numbers, and empty where they are texts.
    pub name: &'static str,
    /// Its members with their names on the wire.
    pub members: &'static [(&'static str, M)],
    /// Makes one of a member that the schema does not declare.
    pub other: fn(Box<str>) -> M,
}

/// Whether a type of that name may be a primitive one, as that of listed numbers is.
const fn may_be_number(type_name: &str) -> bool {
    matches!(type_name.as_bytes(), [b'E', b'd', b'm', b'.', ..])
}

/// Whether the member of that name is meant, by its name or by its number.
fn is_called(type_name: &str, name: &str, member: &str) -> bool {
    let (one, other) = (name.as_bytes(), member.as_bytes());
    one.len() == other.len() && same(one, other)
        || number_type(type_name).is_some() && same_number(name, member)
}

/// Not generic, so that it is compiled once: there are as many enumerations as a service has.
fn literal(type_name: &'static str, member: &str) -> Literal {
    if type_name.is_empty() {
        return Literal::String(member.to_owned());
    }
    match number_type(type_name) {
        // What is no number is sent as it is, for the service to refuse.
        Some(ty) => number(ty, member).unwrap_or_else(|| Literal::String(member.to_owned())),
        None => Literal::Enum {
            type_name: Some(type_name.into()),
            // Services that are written in .NET send a blank behind each comma, which no literal has.
            members: match member.contains(", ") {
                true => member.replace(' ', "").into(),
                false => member.into(),
            },
        },
    }
}

/// The type of numbers that goes by that name.
pub(crate) fn number_type(name: &str) -> Option<PrimitiveType> {
    if !name.starts_with("Edm.") {
        return None;
    }
    let ty = PrimitiveType::from_name(name)?;
    ty.is_numeric().then_some(ty)
}

/// A number of that type, from its text in a payload.
pub(crate) fn number(ty: PrimitiveType, text: &str) -> Option<Literal> {
    use PrimitiveType as P;
    let within = |least: i64, most: i64| {
        let number = text.parse().ok().filter(|it| (least..=most).contains(it));
        number.map(Literal::Int)
    };
    match ty {
        P::Double | P::Single => {
            let number = text.parse().ok().filter(|number: &f64| number.is_finite());
            number.map(Literal::Double)
        }
        P::Decimal => text.parse().ok().map(Literal::Decimal),
        P::Byte => within(0, u8::MAX.into()),
        P::SByte => within(i8::MIN.into(), i8::MAX.into()),
        P::Int16 => within(i16::MIN.into(), i16::MAX.into()),
        P::Int32 => within(i32::MIN.into(), i32::MAX.into()),
        _ => within(i64::MIN, i64::MAX),
    }
}

/// `2.50` is `2.5`.
fn same_number(one: &str, other: &str) -> bool {
    let numbers = (one.parse::<Decimal>(), other.parse::<Decimal>());
    one == other || matches!(numbers, (Ok(one), Ok(other)) if one == other)
}

/// The texts that a service lists for a property (Validation.AllowedValues); generated code implements it.
///
/// On the wire they are texts, so that the property can be compared with any text, and set to one.
pub trait Listed: Enumeration {}

/// The numbers that a service lists for a property (Validation.AllowedValues); generated code implements it.
///
/// On the wire they are numbers, so that the property can be compared with any number, and set to one.
pub trait ListedNumber: Enumeration {}

#[diagnostic::do_not_recommend]
impl<M: ListedNumber> Number for M {}
#[diagnostic::do_not_recommend]
impl<M: ListedNumber> Number for Option<M> {}

#[diagnostic::do_not_recommend]
impl<M: Listed> Text for M {}
#[diagnostic::do_not_recommend]
impl<M: Listed> Text for Option<M> {}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Edm for M {
    type Base = M;
    type Written = Member<M>;
}

macro_rules! class {
    ($(#[$doc:meta])* $name:ident: $($type:ty),*) => {
        $(#[$doc])*
        pub trait $name {}
        $(
            #[diagnostic::do_not_recommend]
            impl $name for $type {}
            #[diagnostic::do_not_recommend]
            impl $name for Option<$type> {}
        )*
    };
}

class! {
    /// Text.
    #[diagnostic::on_unimplemented(
        message = "a property of type `{Self}` is not text",
        label = "`contains`, `starts_with` and the other string functions need an Edm.String property",
        note = "OData URL conventions 5.1.1.5"
    )]
    Text: String
}

class! {
    /// A date, alone or with a time of day.
    #[diagnostic::on_unimplemented(
        message = "a property of type `{Self}` holds no date",
        label = "`year`, `month` and `day` need an Edm.Date or Edm.DateTimeOffset property",
        note = "OData URL conventions 5.1.1.8"
    )]
    Day: Date, DateTimeOffset
}

class! {
    /// A time of day, alone or with a date.
    #[diagnostic::on_unimplemented(
        message = "a property of type `{Self}` holds no time of day",
        label = "`hour`, `minute` and `second` need an Edm.TimeOfDay or Edm.DateTimeOffset property",
        note = "OData URL conventions 5.1.1.8"
    )]
    Clock: TimeOfDay, DateTimeOffset
}

class! {
    /// A date and a time of day.
    #[diagnostic::on_unimplemented(
        message = "a property of type `{Self}` is no moment in time",
        label = "this needs an Edm.DateTimeOffset property",
        note = "OData URL conventions 5.1.1.8"
    )]
    Moment: DateTimeOffset
}

class! {
    /// A length of time.
    #[diagnostic::on_unimplemented(
        message = "a property of type `{Self}` is no duration",
        label = "`total_seconds` needs an Edm.Duration property",
        note = "OData URL conventions 5.1.1.8.12"
    )]
    Span: Duration
}

class! {
    /// A number.
    #[diagnostic::on_unimplemented(
        message = "a property of type `{Self}` is not a number",
        label = "`round`, `floor` and `ceiling` need a numeric property",
        note = "OData URL conventions 5.1.1.9"
    )]
    Number: u8, i8, i16, i32, i64, f32, f64, Decimal
}

#[cfg(test)]
mod tests {
    use super::literal;

    /// Services that are written in .NET send members so, and a literal has no blanks (ABNF, `enumValue`).
    #[test]
    fn a_literal_of_several_members_has_no_blanks() {
        let of_several = literal("d.Access", "Read, Write,  Run").to_string();
        assert_eq!(of_several, "d.Access'Read,Write,Run'");
        assert_eq!(literal("", "Read, Write").to_string(), "'Read, Write'");
    }
}
