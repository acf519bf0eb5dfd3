//! Literals of the text, as operands whose kind is known.

use odata_core::edm::Literal;
use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::beyond;

pub(super) fn emit(literal: &Literal, span: Span) -> syn::Result<TokenStream> {
    let kind = match literal {
        Literal::Null => return Ok(quote!(::odata::Null)),
        Literal::Boolean(_) => quote!(Truth),
        Literal::Int(_) => quote!(Whole),
        Literal::Decimal(_) | Literal::Double(_) => quote!(Fraction),
        Literal::String(_) => quote!(Characters),
        Literal::Guid(_) => quote!(Id),
        Literal::Date(_) => quote!(Day),
        Literal::TimeOfDay(_) => quote!(Time),
        Literal::DateTimeOffset(_) => quote!(Instant),
        Literal::Duration(_) => quote!(Length),
        Literal::Binary(_) => quote!(Bytes),
        Literal::Enum { .. } => quote!(Member),
        Literal::Geo { .. } => return Err(beyond(span, "a shape")),
    };
    let text = literal.to_string();
    Ok(quote!(::odata::field::constant::<::odata::field::kind::#kind>(#text)))
}
