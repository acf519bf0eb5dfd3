//! `filter!`: the text of a filter, read while the program is compiled, as the calls that make it.

mod asked;
mod emit;
mod literal;
mod values;

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Expr, Ident, LitStr, Path, Token};

/// What stands in the parentheses of the macro.
struct Input {
    entity: Path,
    text: LitStr,
    arguments: Vec<Argument>,
}

/// A value for `{}`, or with a name for `{name}`.
struct Argument {
    name: Option<Ident>,
    value: Expr,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            let message = "the entity type comes first: `filter!(Machine, \"...\")`";
            return Err(input.error(message));
        }
        let entity = input.parse()?;
        input.parse::<Token![,]>()?;
        let text = input.parse()?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
        let arguments = Punctuated::<Argument, Token![,]>::parse_terminated(input)?;
        Ok(Input {
            entity,
            text,
            arguments: arguments.into_iter().collect(),
        })
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let named = input.peek(Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = match named {
            true => {
                let name = input.parse()?;
                input.parse::<Token![=]>()?;
                Some(name)
            }
            false => None,
        };
        let value = input.parse()?;
        Ok(Argument { name, value })
    }
}

pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let input: Input = syn::parse2(input)?;
    let span = input.text.span();
    let values = values::Values::of(&input.text.value(), input.arguments, span)?;
    let read = odata_core::expr::parse(values.text(), &odata_core::expr::AnyName);
    let read = read.map_err(|error| Error::new(span, values.as_written(&error.to_string())))?;
    let mut emitter = emit::Emitter::new(&input.entity, &values, span);
    let filter = at(span, emitter.filter(&read)?);
    let checks = emitter.checks().into_iter().map(|check| at(span, check));
    let entity = &input.entity;
    let bindings = values.bindings();
    let text = values.text();
    let checked = emitter
        .is_checked_when_sent()
        .then(|| quote!(.checked(#text)));
    Ok(quote! {{
        #(#checks)*
        #bindings
        let filter: ::odata::Filter<#entity> = #filter;
        filter #checked
    }})
}

/// Faults in what was made of the text are shown at the text.
fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let place = |mut tree: TokenTree| {
        if let TokenTree::Group(group) = &tree {
            let inner = at(span, group.stream());
            tree = TokenTree::Group(Group::new(group.delimiter(), inner));
        }
        tree.set_span(match &tree {
            // A constant that is not there is looked for where the macro stands: else rustc would have the text replaced by the
            // name of another one.
            TokenTree::Ident(ident) if !ident.to_string().contains(char::is_lowercase) => {
                Span::call_site().located_at(span)
            }
            _ => span,
        });
        tree
    };
    tokens.into_iter().map(place).collect()
}

/// What the macro cannot say.
fn beyond(span: Span, what: &str) -> Error {
    Error::new(
        span,
        format!(
            "`filter!` cannot express {what}: write it with methods, or read the text with `Filter::parse`"
        ),
    )
}
