//! `#[derive(Select)]`: a struct of the user's as what a query selects.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Error, Expr, Field, Fields, GenericArgument, Ident, Path, PathArguments,
    Type,
};

pub(crate) fn derive(input: TokenStream) -> syn::Result<TokenStream> {
    let input: DeriveInput = syn::parse2(input)?;
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.span(), "only a struct can be selected"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(
            data.fields.span(),
            "the fields need names: they are the properties that are selected",
        ));
    };
    if !input.generics.params.is_empty() {
        return Err(Error::new(
            input.generics.span(),
            "a selection has no type parameters",
        ));
    }
    let entity = entity(&input)?;
    let columns = fields.named.iter().enumerate();
    let columns = columns
        .map(|(index, field)| Column::of(index, field, &entity))
        .collect::<syn::Result<Vec<_>>>()?;
    Ok(implementation(&input.ident, &entity, &columns))
}

/// The type that is selected from: `#[odata(Machine)]`.
fn entity(input: &DeriveInput) -> syn::Result<Path> {
    let mut attributes = input
        .attrs
        .iter()
        .filter(|one| one.path().is_ident("odata"));
    let Some(attribute) = attributes.next() else {
        return Err(Error::new(
            Span::call_site(),
            "which type is it selected from? `#[odata(Machine)]` says it",
        ));
    };
    attribute.parse_args()
}

/// A field, and the expression of what is selected into it.
struct Column<'f> {
    field: &'f Ident,
    ty: &'f Type,
    pick: TokenStream,
    /// Where faults of it are shown.
    span: Span,
    /// The local variables of what is selected, and of its value.
    names: (Ident, Ident),
    index: usize,
}

impl<'f> Column<'f> {
    fn of(index: usize, field: &'f Field, entity: &Path) -> syn::Result<Self> {
        let name = field
            .ident
            .as_ref()
            .ok_or_else(|| Error::new(field.span(), "it has no name"))?;
        let (pick, span) = pick(name, field, entity)?;
        let span = span.resolved_at(Span::call_site());
        Ok(Column {
            field: name,
            ty: &field.ty,
            pick,
            span,
            names: (
                Ident::new(&format!("pick_{index}"), span),
                Ident::new(&format!("value_{index}"), span),
            ),
            index,
        })
    }
}

fn pick(name: &Ident, field: &Field, entity: &Path) -> syn::Result<(TokenStream, Span)> {
    let mut path: Option<Expr> = None;
    let mut expand: Option<Option<Expr>> = None;
    for attribute in field
        .attrs
        .iter()
        .filter(|one| one.path().is_ident("odata"))
    {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("path") {
                path = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("expand") {
                let options = meta.input.peek(syn::Token![=]);
                expand = Some(match options {
                    true => Some(meta.value()?.parse()?),
                    false => None,
                });
            } else {
                return Err(meta.error("expected `path = ...`, `expand` or `expand = ...`"));
            }
            Ok(())
        })?;
    }
    let text = name.to_string();
    let constant = odata_core::names::screaming(text.trim_start_matches("r#"));
    let constant = Ident::new(&constant, Span::call_site().located_at(name.span()));
    let own = quote!(#entity::#constant);
    match (path, expand) {
        (Some(path), None) => Ok((quote!(#path), path.span())),
        (None, None) => Ok((own, name.span())),
        (None, Some(navigation)) => {
            let row = item(&field.ty)?;
            let navigation = navigation.map_or(own, |navigation| quote!(#navigation));
            let span = field.ty.span();
            let expanded = quote_spanned!(span=> (#navigation).select_as::<#row>());
            Ok((expanded, row.span()))
        }
        (Some(_), Some(_)) => Err(Error::new(
            field.span(),
            "it is either a path or expanded: `expand = Machine::ALERTS.top(3)` has options",
        )),
    }
}

/// The type in `Vec<..>` or `Option<..>`.
fn item(ty: &Type) -> syn::Result<&Type> {
    let problem = || {
        Error::new(
            ty.span(),
            "what is expanded is a `Vec` of a struct that derives `Select`, or an `Option` of one",
        )
    };
    let Type::Path(path) = ty else {
        return Err(problem());
    };
    let last = path.path.segments.last().ok_or_else(problem)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return Err(problem());
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(item)) if last.ident == "Vec" || last.ident == "Option" => {
            Ok(item)
        }
        _ => Err(problem()),
    }
}

fn implementation(name: &Ident, entity: &Path, columns: &[Column<'_>]) -> TokenStream {
    let asks = columns.iter().map(|column| {
        let (pick, of) = (&column.pick, &column.names.0);
        let ask = quote_spanned! {column.span=>
            ::odata::field::selectable::<#entity, _>(&#of);
            ::odata::field::ask_for::<#entity, _>(&#of, asked);
        };
        quote! {
            let #of = || #pick;
            #ask
        }
    });
    let starts = columns.iter().map(|column| {
        let (pick, (of, value)) = (&column.pick, &column.names);
        let start = quote_spanned! {column.span=>
            ::odata::field::selectable::<#entity, _>(&#of);
            let mut #value = ::odata::field::start::<#entity, _>(&#of);
        };
        quote! {
            let #of = || #pick;
            #start
        }
    });
    let reads = columns.iter().map(|column| {
        let (index, (of, value)) = (column.index, &column.names);
        quote_spanned!(column.span=> #index => ::odata::field::cell_of::<#entity, _>(&#of, &mut #value, step),)
    });
    let fields = columns.iter().map(|column| {
        let (field, ty, value) = (column.field, column.ty, &column.names.1);
        quote_spanned!(ty.span()=> #field: ::odata::field::Held(#value).into_field::<#ty>())
    });
    quote! {
        impl ::odata::Selection<#entity> for #name {
            fn ask(asked: &mut ::odata::field::Asked) {
                #(#asks)*
            }

            fn read(
                columns: &::odata::decode::Columns,
                reader: &mut ::odata::json::Reader<'_>,
            ) -> ::std::result::Result<Self, ::odata::json::Fault> {
                #(#starts)*
                ::odata::field::read_columns(columns, reader, &mut |index, step| match index {
                    #(#reads)*
                    _ => ::std::result::Result::Ok(true),
                })?;
                ::std::result::Result::Ok(#name { #(#fields),* })
            }
        }
    }
}
