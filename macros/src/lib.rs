//! The macros of the `odata` crate, which re-exports and documents them.

#[cfg(feature = "query")]
mod filter;
#[cfg(feature = "query")]
mod select;
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

/// Makes a struct a selection from an entity type: what a query asks for is what the struct has.
///
/// `#[odata(Machine)]` says which type. A field is the property whose constant is called as the field is in capitals
/// (`file_name` is `LibraryFile::FILE_NAME`), or:
///
/// - `#[odata(path = Machine::VM.then(Vm::ID))]`: any property, path or named value of the type;
/// - `#[odata(expand)]`: what the navigation property of that name leads to, as a `Vec` or an `Option` of a struct that
///   derives `Select` from the other type (`$expand` with `$select`);
/// - `#[odata(expand = Machine::ALERTS.top(3))]`: the same with options.
///
/// A field may be an `Option` where the property is not.
///
/// ```text
/// #[derive(odata::Select)]
/// #[odata(LibraryFile)]
/// struct Script {
///     file_name: String,
///     sha256: Option<String>,
/// }
/// let scripts = defender.library_files().select_as::<Script>().send().await?;
/// ```
///
/// # Errors
/// A field that is no property of the type, and one of another type than the property has, stop the compilation at the
/// field.
#[cfg(feature = "query")]
#[proc_macro_derive(Select, attributes(odata))]
pub fn select(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    select::derive(input.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// The text of a filter, read while the program is compiled.
///
/// `{}` stands for a value from the program, `{name}` for one with a name, or for the variable of that name. Outside of texts
/// in quotes only: nothing has to be escaped, since a value is never part of the text.
///
/// Names and types of the entity type's own properties are checked by the compiler, as in
/// `LibraryFile::FILE_NAME.ends_with(...)`, and what the service does not let be filtered is refused. Behind a navigation or
/// complex property the next name is checked by the compiler, too; types there, and names further on, are checked when the
/// query is sent, which then fails before it is.
///
/// ```text
/// let files = defender.library_files().filter(odata::filter!(LibraryFile, "endswith(fileName, {}) and hasParameters eq true", suffix));
/// ```
///
/// # Errors
/// What is no filter stops the compilation with a caret under the fault.
#[cfg(feature = "query")]
#[proc_macro]
pub fn filter(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    filter::expand(input.into())
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
