//! `service!`: path in, code out.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::LitStr;

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let path: LitStr = syn::parse2(input).map_err(|error| {
        syn::Error::new(
            error.span(),
            "expected the path to a service.toml: service!(\"specs/defender/service.toml\")",
        )
    })?;
    let root = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .unwrap_or_default();
    let at_path = |error: odata_codegen::Error| syn::Error::new(path.span(), message(&error));
    let generated = odata_codegen::generate(&root, Path::new(&path.value())).map_err(at_path)?;
    let tokens = generated.tokens().map_err(at_path)?;
    // rustc expands a macro again only when its tokens or a file that the crate includes have changed.
    let warnings = warnings(&generated, path.span());
    let inputs = generated
        .inputs
        .iter()
        .map(|input| input.display().to_string());
    Ok(quote! {
        #(const _: &[u8] = ::core::include_bytes!(#inputs);)*
        #(#warnings)*
        #tokens
    })
}

/// A macro cannot warn on stable Rust; using something deprecated can. The note is the warning.
fn warnings(generated: &odata_codegen::Generated, span: Span) -> Vec<TokenStream> {
    let all = generated.warnings().into_iter();
    all.map(|text| {
        quote_spanned! {span=>
            const _: () = {
                #[deprecated(note = #text)]
                #[allow(non_upper_case_globals)]
                const service: () = ();
                service
            };
        }
    })
    .collect()
}

/// The first line stands behind rustc's `error:`; the rest shows the place.
fn message(error: &odata_codegen::Error) -> String {
    format!("the service cannot be generated\n{error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(path: &str) -> String {
        expand(quote!(#path)).expect("expanded").to_string()
    }

    #[test]
    fn it_gives_the_checked_in_code_and_tracks_its_documents() {
        let expanded = expanded("../specs/defender/service.toml");
        let checked_in: TokenStream = include_str!("../../client/src/doc_example.rs")
            .parse()
            .expect("Rust");
        let tracked = expanded
            .strip_suffix(&checked_in.to_string())
            .expect("the checked-in code at the end");
        for document in ["service.toml", "docs/list-library-files.md", "overlay.toml"] {
            assert!(
                tracked.contains(document),
                "{document} is not tracked in {tracked}"
            );
        }
        let constants = tracked
            .matches("const _ : & [u8] = :: core :: include_bytes !")
            .count();
        assert_eq!(constants, 147, "{tracked}");
    }

    #[test]
    fn what_is_no_path_is_said_so() {
        for input in [quote!(), quote!(5), quote!("a" "b"), quote!(specs)] {
            let error = expand(input).expect_err("no path").to_string();
            assert!(
                error.contains("expected the path to a service.toml"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_fault_shows_file_line_and_the_line_itself() {
        let error = expand(quote!("no/such/service.toml"))
            .expect_err("missing")
            .to_string();
        assert_eq!(
            error.lines().next(),
            Some("the service cannot be generated")
        );
        assert!(
            error.contains("cannot read no/such/service.toml"),
            "{error}"
        );
    }
}
