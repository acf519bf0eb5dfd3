//! `{}` and `{name}` in the text: values from the program.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Error, Expr, Ident};

use super::Argument;

/// The text with parameter aliases in place of its braces, and what they stand for.
///
/// An alias is as long as what it stands for, so that marks under the text stand where they should.
pub(super) struct Values {
    text: String,
    found: Vec<Value>,
}

struct Value {
    /// `@name`, as it stands in the text.
    alias: String,
    /// As it was written: `{name}`.
    written: String,
    variable: Ident,
    value: Expr,
}

impl Values {
    pub(super) fn of(text: &str, arguments: Vec<Argument>, span: Span) -> syn::Result<Self> {
        let mut values = Values {
            text: String::new(),
            found: Vec::new(),
        };
        let (named, positional): (Vec<Argument>, Vec<Argument>) = arguments
            .into_iter()
            .partition(|argument| argument.name.is_some());
        let mut positional = positional.into_iter();
        let mut used = vec![false; named.len()];
        let mut quoted = false;
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            quoted ^= c == '\'';
            let Some(inside) = rest.strip_prefix('{').filter(|_| !quoted) else {
                values.text.push(c);
                rest = &rest[c.len_utf8()..];
                continue;
            };
            let Some((name, behind)) = inside.split_once('}') else {
                return Err(Error::new(
                    span,
                    "a `{` has no `}`: `{}` or `{name}` stands for a value",
                ));
            };
            rest = behind;
            if name.is_empty() {
                let Some(argument) = positional.next() else {
                    return Err(Error::new(span, "there are more `{}` than values"));
                };
                values.add(name, argument.value)?;
                continue;
            }
            let known = named
                .iter()
                .position(|argument| argument.name.as_ref().is_some_and(|known| known == name));
            match known.and_then(|at| Some((used.get_mut(at)?, named.get(at)?))) {
                Some((used, argument)) => {
                    *used = true;
                    values.add(name, argument.value.clone())?;
                }
                // As in `format!`, a variable of that name.
                None => {
                    let variable: Expr = syn::parse_str(name).map_err(|_| {
                        Error::new(span, format!("`{{{name}}}` is no name of a value"))
                    })?;
                    values.add(name, variable)?;
                }
            }
        }
        let unused = used.iter().zip(&named).find(|(used, _)| !**used);
        if let Some((_, argument)) = unused {
            let name = argument.name.as_ref();
            let span = name.map_or(span, Ident::span);
            return Err(Error::new(span, "it does not stand in the text"));
        }
        if let Some(argument) = positional.next() {
            let span = syn::spanned::Spanned::span(&argument.value);
            return Err(Error::new(span, "there is no `{}` for it in the text"));
        }
        Ok(values)
    }

    fn add(&mut self, name: &str, value: Expr) -> syn::Result<()> {
        let alias = match name {
            "" => {
                let letters = ('a'..='z')
                    .chain('A'..='Z')
                    .map(|letter| format!("@{letter}"));
                let mut free = letters.filter(|one| !self.found.iter().any(|it| it.alias == *one));
                free.next().ok_or_else(|| {
                    let span = syn::spanned::Spanned::span(&value);
                    Error::new(span, "there are too many `{}`: give them names")
                })?
            }
            name => format!("@{name}_"),
        };
        self.text.push_str(&alias);
        if self.found.iter().any(|known| known.alias == alias) {
            return Ok(());
        }
        let variable = format_ident!("value_{}", self.found.len());
        self.found.push(Value {
            alias,
            written: format!("{{{name}}}"),
            variable,
            value,
        });
        Ok(())
    }

    /// What is read as an expression.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A message about the text, in the words of the program.
    pub(super) fn as_written(&self, message: &str) -> String {
        let mut message = message.to_owned();
        let mut longest_first: Vec<&Value> = self.found.iter().collect();
        longest_first.sort_by_key(|value| std::cmp::Reverse(value.alias.len()));
        for value in longest_first {
            message = message.replace(&value.alias, &value.written);
        }
        message
    }

    /// Each value is computed once, in the order of the text, before any of the names is there.
    pub(super) fn bindings(&self) -> TokenStream {
        let variables = self.found.iter().map(|value| &value.variable);
        let values = self.found.iter().map(|value| &value.value);
        quote!(let (#(#variables,)*) = (#(#values,)*);)
    }

    /// The value that the alias stands for.
    pub(super) fn get(&self, alias: &str) -> Option<TokenStream> {
        let found = self.found.iter().find(|value| value.alias == alias)?;
        let variable = &found.variable;
        let more = self.text.matches(alias).count() > 1;
        Some(match more {
            true => quote!(::std::clone::Clone::clone(&#variable)),
            false => quote!(#variable),
        })
    }
}
