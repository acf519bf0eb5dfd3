//! The macros of the `odata` crate, which re-exports and documents them.

#[cfg(feature = "service")]
mod service;

/// Generates the client of a service in place, with no build script.
///
/// The argument is the path to the `service.toml`, relative to the package. What is generated is the same as a build
/// script gives. When a document changes, the code is generated anew; a page that is added to a folder is seen once
/// `service.toml` names it.
///
/// ```text
/// odata::service!("specs/defender/service.toml");
/// ```
///
/// # Errors
/// A missing or malformed document stops the compilation; the message shows file, line and the line itself.
#[cfg(feature = "service")]
#[proc_macro]
pub fn service(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    service::expand(input.into())
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}
