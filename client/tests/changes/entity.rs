//! Types as generated code has them, in one line each.

macro_rules! entity {
    ($name:ident, $wire:literal, $key:ty, $open:literal, $defaulted:expr; $($field:ident $text:literal: $type:ty),*) => {
        #[derive(Default)]
        pub(crate) struct $name {
            $(pub(crate) $field: $type,)*
            pub(crate) odata: odata::Extras,
        }

        impl odata::Structured for $name {
            const INFO: &'static odata::TypeInfo = &odata::TypeInfo {
                name: $wire,
                properties: &[$($text),*],
                key: &["id"],
                open: $open,
                describe: odata::decode::describe::<Self>,
            };

            const DEFAULTED: &'static [&'static str] = &$defaulted;

            fn slot(&self, index: usize) -> &dyn odata::Slot {
                let slots: &[&dyn odata::Slot] = &[$(&self.$field),*];
                slots.get(index).copied().unwrap_or(&self.odata)
            }
        }

        impl odata::Entity for $name {
            type Key = $key;
        }

        impl Clone for $name {
            fn clone(&self) -> Self {
                odata::decode::copied(self)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                odata::decode::equal(self, other)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                odata::decode::shown(self, f)
            }
        }
    };
}

pub(crate) use entity;
