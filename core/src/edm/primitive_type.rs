use std::fmt;

macro_rules! primitive_types {
    ($($variant:ident: $doc:literal,)+) => {
        /// A primitive type of the EDM (`primitiveTypeName`; CSDL 4.01, section 3.3).
        ///
        /// ```
        /// use odata_core::edm::PrimitiveType;
        /// assert_eq!(PrimitiveType::from_name("Edm.Guid"), Some(PrimitiveType::Guid));
        /// assert_eq!(PrimitiveType::Int64.name(), "Edm.Int64");
        /// assert!(PrimitiveType::Byte.is_integer());
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum PrimitiveType {
            $(#[doc = $doc] $variant,)+
        }

        impl PrimitiveType {
            /// Every primitive type, in alphabetical order (`primitiveTypeName`).
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The qualified name, such as `Edm.Int32` (`primitiveTypeName`).
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("Edm.", stringify!($variant)),)+
                }
            }
        }
    };
}

primitive_types! {
    Binary: "Bytes of any length.",
    Boolean: "True or false.",
    Byte: "An integer of 8 bits without a sign.",
    Date: "A date without a time or a time zone.",
    DateTimeOffset: "A date and time with an offset from UTC.",
    Decimal: "A decimal number of any precision.",
    Double: "An IEEE 754 binary64 number.",
    Duration: "A signed duration in days, hours, minutes and seconds.",
    Geography: "Any of the round-earth types.",
    GeographyCollection: "A collection of round-earth shapes.",
    GeographyLineString: "A line on the round earth.",
    GeographyMultiLineString: "Several lines on the round earth.",
    GeographyMultiPoint: "Several points on the round earth.",
    GeographyMultiPolygon: "Several polygons on the round earth.",
    GeographyPoint: "A point on the round earth.",
    GeographyPolygon: "A polygon on the round earth.",
    Geometry: "Any of the flat-earth types.",
    GeometryCollection: "A collection of flat-earth shapes.",
    GeometryLineString: "A line on the flat earth.",
    GeometryMultiLineString: "Several lines on the flat earth.",
    GeometryMultiPoint: "Several points on the flat earth.",
    GeometryMultiPolygon: "Several polygons on the flat earth.",
    GeometryPoint: "A point on the flat earth.",
    GeometryPolygon: "A polygon on the flat earth.",
    Guid: "A globally unique identifier of 128 bits.",
    Int16: "A signed integer of 16 bits.",
    Int32: "A signed integer of 32 bits.",
    Int64: "A signed integer of 64 bits.",
    SByte: "A signed integer of 8 bits.",
    Single: "An IEEE 754 binary32 number.",
    Stream: "A stream of bytes, fetched by its own URL.",
    String: "A text of UTF-8 characters.",
    TimeOfDay: "A time of day without a date or a time zone.",
}

impl PrimitiveType {
    /// The type with this qualified name, in this case exactly (`primitiveTypeName`).
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|primitive| primitive.name() == name)
    }

    /// Whether values are numbers: the integers, `Edm.Decimal`, `Edm.Double` and `Edm.Single`.
    pub const fn is_numeric(self) -> bool {
        self.is_integer() || matches!(self, Self::Decimal | Self::Double | Self::Single)
    }

    /// Whether values are integers: `Edm.Byte`, `Edm.SByte`, `Edm.Int16`, `Edm.Int32`, `Edm.Int64`.
    pub const fn is_integer(self) -> bool {
        matches!(
            self,
            Self::Byte | Self::SByte | Self::Int16 | Self::Int32 | Self::Int64
        )
    }

    /// Whether values are shapes: the sixteen types of `abstractSpatialTypeName`.
    pub fn is_geo(self) -> bool {
        self.name().starts_with("Edm.Geo")
    }
}

impl fmt::Display for PrimitiveType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_by_its_name() {
        assert_eq!(PrimitiveType::ALL.len(), 33);
        for &primitive in PrimitiveType::ALL {
            assert_eq!(PrimitiveType::from_name(primitive.name()), Some(primitive));
        }
        for wrong in [
            "",
            "Guid",
            "edm.Guid",
            "Edm.guid",
            "Edm.Guid ",
            "Edm.Untyped",
        ] {
            assert_eq!(PrimitiveType::from_name(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn kinds_are_counted() {
        let count = |is: fn(PrimitiveType) -> bool| {
            PrimitiveType::ALL
                .iter()
                .filter(|&&primitive| is(primitive))
                .count()
        };
        assert_eq!(count(PrimitiveType::is_integer), 5);
        assert_eq!(count(PrimitiveType::is_numeric), 8);
        assert_eq!(count(PrimitiveType::is_geo), 16);
    }
}
