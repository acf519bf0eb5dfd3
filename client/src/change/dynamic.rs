//! What can be sent where no schema says which type it is of.

use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, Literal, TimeOfDay,
};

use super::body::Member;
use super::complete::Demands;
use super::json::write_literal;
use super::{Assign, Changes};
use crate::decode::Structured;
use crate::field::{Enumeration, Null, Primitive};

/// What an undeclared property or an annotation can be set to: a text, a number, a date and the like, a member of an enumeration, [`Changes`] of
/// a complex type, [`Json`], a [`Vec`] of any of these, or [`Null`].
#[diagnostic::on_unimplemented(
    message = "an undeclared property cannot be set to `{Self}`",
    label = "expected a value of EDM, a member, `Changes` of a complex type, or `Json`"
)]
pub trait Dynamic {
    /// The type of one value, where it is known.
    #[doc(hidden)]
    const TYPE: Option<&'static str>;

    /// Whether the JSON of one value tells its type (OData JSON 4.0, 4.5.3).
    #[doc(hidden)]
    const TOLD: bool = false;

    #[doc(hidden)]
    const MANY: bool = false;

    #[doc(hidden)]
    fn member(self) -> Member;
}

fn literal(value: &Literal) -> Member {
    let mut json = String::new();
    write_literal(value, &mut json);
    Member::Json(json)
}

macro_rules! primitive {
    ($($type:ty $(, $told:literal)?;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Dynamic for $type {
            const TYPE: Option<&'static str> = Some(<$type as Primitive>::TYPE.name());
            $(const TOLD: bool = $told;)?

            fn member(self) -> Member {
                literal(&Literal::from(self))
            }
        }
    )*};
}

primitive! {
    String, true; bool, true; f64, true;
    u8; i8; i16; i32; i64; Decimal; Guid; Date; TimeOfDay; DateTimeOffset; Duration; Binary;
}

impl Dynamic for &str {
    const TYPE: Option<&'static str> = <String as Dynamic>::TYPE;
    const TOLD: bool = true;

    fn member(self) -> Member {
        Dynamic::member(String::from(self))
    }
}

impl Dynamic for f32 {
    const TYPE: Option<&'static str> = Some(<f32 as Primitive>::TYPE.name());

    fn member(self) -> Member {
        <f32 as Assign<f32>>::member(self)
    }
}

/// JSON as it stands; of what type it is, it says itself.
impl Dynamic for Json {
    const TYPE: Option<&'static str> = None;

    fn member(self) -> Member {
        Member::Json(self.text().to_owned())
    }
}

impl Dynamic for Null {
    const TYPE: Option<&'static str> = None;

    fn member(self) -> Member {
        Member::Json("null".to_owned())
    }
}

#[diagnostic::do_not_recommend]
impl<M: Enumeration> Dynamic for M {
    const TYPE: Option<&'static str> = Some(M::INFO.name);

    fn member(self) -> Member {
        <M as Assign<M>>::member(self)
    }
}

/// A complex value says within itself of which type it is.
#[diagnostic::do_not_recommend]
impl<C: Structured> Dynamic for Changes<C> {
    const TYPE: Option<&'static str> = Some(C::INFO.name);
    const TOLD: bool = true;

    fn member(self) -> Member {
        let mut body = self.into_body().demanding(Demands::of::<C>());
        body.type_name.get_or_insert(C::INFO.name);
        Member::Object(body)
    }
}

#[diagnostic::do_not_recommend]
impl<V: Dynamic> Dynamic for Vec<V> {
    const TYPE: Option<&'static str> = V::TYPE;
    const MANY: bool = true;

    fn member(self) -> Member {
        Member::list(self.into_iter().map(V::member).collect())
    }
}
