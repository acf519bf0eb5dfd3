//! Conversions between primitive types (URL conventions 5.1.1.10.1).

use odata_core::edm::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, PrimitiveType, TimeOfDay,
};
use odata_core::expr::Expr;

use super::{Computed, Edm, Field, Node, Ordered, computed};

/// A primitive type that a value can be cast to.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no primitive type that a value can be cast to",
    label = "expected `String`, `i32`, `odata::Decimal` or the like"
)]
pub trait Primitive: Edm {
    /// The type of EDM.
    const TYPE: PrimitiveType;
}

macro_rules! primitive {
    ($($type:ty => $name:ident),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Primitive for $type {
            const TYPE: PrimitiveType = PrimitiveType::$name;
        }
    )*};
}

primitive! {
    String => String, bool => Boolean, u8 => Byte, i8 => SByte, i16 => Int16, i32 => Int32, i64 => Int64, f32 => Single,
    f64 => Double, Decimal => Decimal, Guid => Guid, Date => Date, TimeOfDay => TimeOfDay, DateTimeOffset => DateTimeOffset,
    Duration => Duration, Binary => Binary
}

impl<E, T, R, N: Node> Field<E, T, R, N> {
    /// The value as one of another primitive type, null where it is none: `cast(property,Edm.String)`.
    ///
    /// # Example
    /// ```
    /// # use odata::doc_example::LibraryFile;
    /// let filter = LibraryFile::CREATION_TIME.cast::<String>().starts_with("2024-");
    /// assert_eq!(filter.to_string(), "startswith(cast(creationTime,Edm.String),'2024-')");
    /// ```
    pub fn cast<P: Primitive>(self) -> Field<E, Option<P>, R, Computed>
    where
        T: Ordered,
    {
        let standing = self.standing();
        let value = Some(Box::new(self.into_expr()));
        computed(Expr::Cast(value, P::TYPE.name().into()), standing)
    }
}
