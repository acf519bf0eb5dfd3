//! One change of vendors and wares.

use proptest::option;
use proptest::prelude::*;

/// Vendors and wares are known by small numbers.
pub(crate) type Number = u8;
const MOST: Number = 4;

/// One change. What is a value of a property is left alone where there is none; null is nothing within.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    InsertVendor(Number, Option<String>),
    InsertWare(Number, Option<i32>, Option<Number>),
    UpdateVendor(Number, Option<Option<String>>, Option<Option<i32>>),
    UpdateWare(Number, Option<i32>),
    UpsertVendor(Number, Option<String>),
    ReplaceVendor(Number, Option<String>),
    DeleteVendor(Number),
    DeleteWare(Number),
    /// The vendor of a ware.
    Link(Number, Number),
    Unlink(Number),
}

fn name() -> impl Strategy<Value = Option<String>> {
    option::of("[a-zé'\" \\\\\u{1F600}]{0,6}")
}

/// Any of them.
pub(crate) fn any() -> impl Strategy<Value = Step> {
    let number = || 0..MOST;
    let amount = || option::of(any_amount());
    prop_oneof![
        3 => (number(), name()).prop_map(|(id, name)| Step::InsertVendor(id, name)),
        3 => (number(), amount(), option::of(number()))
            .prop_map(|(sku, amount, vendor)| Step::InsertWare(sku, amount, vendor)),
        2 => (number(), option::of(name()), option::of(amount()))
            .prop_map(|(id, name, founded)| Step::UpdateVendor(id, name, founded)),
        2 => (number(), amount()).prop_map(|(sku, amount)| Step::UpdateWare(sku, amount)),
        2 => (number(), name()).prop_map(|(id, name)| Step::UpsertVendor(id, name)),
        1 => (number(), name()).prop_map(|(id, name)| Step::ReplaceVendor(id, name)),
        1 => number().prop_map(Step::DeleteVendor),
        1 => number().prop_map(Step::DeleteWare),
        3 => (number(), number()).prop_map(|(sku, id)| Step::Link(sku, id)),
        1 => number().prop_map(Step::Unlink),
    ]
}

fn any_amount() -> impl Strategy<Value = i32> {
    prop_oneof![Just(0), Just(i32::MIN), Just(i32::MAX), -9..9_i32]
}
