//! `service!`: path in, code out.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let path: LitStr = syn::parse2(input).map_err(|error| {
        syn::Error::new(error.span(), "expected the path to a service.toml: service!(\"specs/defender/service.toml\")")
    })?;
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let at_path = |error: odata_codegen::Error| syn::Error::new(path.span(), message(&error));
    let generated = odata_codegen::generate(&root, Path::new(&path.value())).map_err(at_path)?;
    let tokens = generated.tokens().map_err(at_path)?;
    // rustc expands a macro again only when its tokens or a file that the crate includes have changed.
    let inputs = generated.inputs.iter().map(|input| input.display().to_string());
    Ok(quote! {
        #(const _: &[u8] = ::core::include_bytes!(#inputs);)*
        #tokens
    })
}

/// The first line stands behind rustc's `error:`; the rest shows the place.
fn message(error: &odata_codegen::Error) -> String {
    format!("the service cannot be generated\n{error}")
}
