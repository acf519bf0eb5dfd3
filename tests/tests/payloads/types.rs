//! The types that payloads are read with, as the build script generates them.

// The names are those of the documents.
#![allow(clippy::upper_case_acronyms, dead_code, unreachable_pub, missing_docs)]

macro_rules! generated {
    ($($module:ident)*) => {$(
        pub(crate) mod $module {
            include!(concat!(env!("OUT_DIR"), "/payloads_", stringify!($module), ".rs"));
        }
    )*};
}

generated! {
    adventure demo dynamics northwind olingo records redfish restier rows samples statics trippin unit1 unit10 unit5 unit7 unit8
    unit9
}
