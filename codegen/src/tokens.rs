//! The code as tokens, for the macro.

use proc_macro2::TokenStream;

use crate::error::{Error, Result};
use crate::generate::Generated;

impl Generated {
    /// The code as tokens; comments are gone, doc comments are not.
    ///
    /// # Errors
    /// When the text is no Rust, which is a fault of this crate.
    pub fn tokens(&self) -> Result<TokenStream> {
        self.text.parse().map_err(|error| {
            Error::output(
                "generated code",
                format!("is no Rust ({error}): please report it with the documents"),
            )
        })
    }
}
