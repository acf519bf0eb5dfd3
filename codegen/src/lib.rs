//! Generates typed OData clients from `$metadata` and a vendor's reference pages.

pub mod pages;
