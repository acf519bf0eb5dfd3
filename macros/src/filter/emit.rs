//! A tree as the calls that make it.

use odata_core::edm::Literal;
use odata_core::expr::{ArithmeticOp, CompareOp, Expr, LambdaKind, LogicOp};
use odata_core::names::screaming;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Ident, Path};

use super::values::Values;
use super::{asked, beyond, literal};

pub(super) struct Emitter<'a> {
    entity: &'a Path,
    values: &'a Values,
    span: Span,
    /// Range variables: in the text, and in the program, and the property whose items they are.
    variables: Vec<(String, Ident, Option<TokenStream>)>,
    checks: Vec<TokenStream>,
    /// There are names whose types only the tables of the generated code know.
    deep: bool,
}

type Result = syn::Result<TokenStream>;

impl<'a> Emitter<'a> {
    pub(super) fn new(entity: &'a Path, values: &'a Values, span: Span) -> Self {
        Emitter {
            entity,
            values,
            span,
            variables: Vec::new(),
            checks: Vec::new(),
            deep: false,
        }
    }

    /// Names behind the first one of a path, checked while the program is compiled.
    pub(super) fn checks(&self) -> Vec<TokenStream> {
        self.checks.clone()
    }

    pub(super) fn is_checked_when_sent(&self) -> bool {
        self.deep
    }

    fn beyond(&self, what: &str) -> syn::Error {
        beyond(self.span, what)
    }

    pub(super) fn filter(&mut self, expr: &Expr) -> Result {
        match expr {
            Expr::Logic(op, terms) => {
                let method = match op {
                    LogicOp::And => quote!(and),
                    LogicOp::Or => quote!(or),
                };
                let mut terms = terms.iter();
                let Some(first) = terms.next() else {
                    return Err(self.beyond("nothing"));
                };
                let mut all = self.filter(first)?;
                for term in terms {
                    let term = self.filter(term)?;
                    all = quote!(#all.#method(#term));
                }
                Ok(all)
            }
            Expr::Not(one) => {
                let one = self.filter(one)?;
                Ok(quote!((!#one)))
            }
            Expr::Compare(op, left, right) => self.compare(*op, left, right),
            Expr::In(one, values) => {
                let one = self.value(one)?;
                let values = values.iter().map(|value| self.operand(value));
                let values = values.collect::<syn::Result<Vec<_>>>()?;
                Ok(quote!(#one.is_in([#(#values),*])))
            }
            Expr::InCollection(one, all) => match &**all {
                Expr::Path(alias) if alias.starts_with('@') => {
                    let one = self.value(one)?;
                    let all = self.given(alias)?;
                    Ok(quote!(#one.is_in(#all)))
                }
                _ => Err(self.beyond("`in` of a collection")),
            },
            Expr::Call(function, arguments) => {
                let Some(method) = asked::filter(*function) else {
                    return Err(self.beyond(&format!("`{}`", function.name())));
                };
                self.call(method, arguments)
            }
            Expr::Path(path) if !path.starts_with('@') => {
                let property = self.path(path)?;
                Ok(quote!(#property.is_true()))
            }
            Expr::Lambda {
                over,
                kind,
                variable,
                body,
            } => self.lambda(over, *kind, variable, body.as_deref()),
            other => Err(self.beyond(&format!("`{other}`"))),
        }
    }

    /// What is asked stands before the operator: a literal there trades places.
    fn compare(&mut self, op: CompareOp, left: &Expr, right: &Expr) -> Result {
        let is_value = |expr: &Expr| match expr {
            Expr::Literal(_) => true,
            Expr::Path(path) => path.starts_with('@'),
            _ => false,
        };
        let (op, left, right) = match (is_value(left), op) {
            (true, CompareOp::Has) => return Err(self.beyond("flags before `has`")),
            (true, op) => (turned(op), right, left),
            (false, op) => (op, left, right),
        };
        let method = match op {
            CompareOp::Eq => quote!(eq),
            CompareOp::Ne => quote!(ne),
            CompareOp::Gt => quote!(gt),
            CompareOp::Ge => quote!(ge),
            CompareOp::Lt => quote!(lt),
            CompareOp::Le => quote!(le),
            CompareOp::Has => quote!(has),
        };
        let left = self.value(left)?;
        let right = self.operand(right)?;
        Ok(quote!(#left.#method(#right)))
    }

    /// What can stand beside a property.
    fn operand(&mut self, expr: &Expr) -> Result {
        match expr {
            Expr::Literal(value) => {
                // What a member is called is not known before the type is.
                self.deep |= matches!(value, Literal::Enum { .. });
                literal::emit(value, self.span)
            }
            Expr::Path(alias) if alias.starts_with('@') => self.given(alias),
            other => self.value(other),
        }
    }

    fn given(&self, alias: &str) -> Result {
        let found = self.values.get(alias);
        found.ok_or_else(|| self.beyond(&format!("the alias `{alias}`")))
    }

    /// What can be asked: a property, or what is computed from one.
    fn value(&mut self, expr: &Expr) -> Result {
        match expr {
            Expr::Path(path) if !path.starts_with('@') => self.path(path),
            Expr::Call(function, arguments) => {
                if let Some(name) = asked::of_nothing(*function) {
                    let name = format_ident!("{name}");
                    return Ok(quote!(::odata::functions::#name()));
                }
                let method = asked::value(*function, arguments.len());
                match method {
                    Some(method) => self.call(method, arguments),
                    None => Err(self.beyond(&format!("`{}`", function.name()))),
                }
            }
            Expr::Arithmetic(op, left, right) => {
                let (left, right) = (self.value(left)?, self.operand(right)?);
                Ok(match op {
                    ArithmeticOp::Add => quote!((#left + #right)),
                    ArithmeticOp::Sub => quote!((#left - #right)),
                    ArithmeticOp::Mul => quote!((#left * #right)),
                    ArithmeticOp::Div => quote!((#left / #right)),
                    ArithmeticOp::Mod => quote!((#left % #right)),
                    ArithmeticOp::DivBy => quote!(#left.div_by(#right)),
                })
            }
            Expr::Negate(one) => {
                let one = self.value(one)?;
                Ok(quote!((-#one)))
            }
            other => Err(self.beyond(&format!("`{other}` where a property is needed"))),
        }
    }

    fn call(&mut self, method: &str, arguments: &[Expr]) -> Result {
        let Some((first, more)) = arguments.split_first() else {
            return Err(self.beyond("a function of nothing"));
        };
        let first = self.value(first)?;
        let is_place = method.starts_with("substring");
        let more = more.iter().map(|argument| match argument {
            // Places in a text are plain numbers.
            Expr::Literal(Literal::Int(number)) if is_place => i32::try_from(*number)
                .map(|number| quote!(#number))
                .map_err(|_| self.beyond("so large a number")),
            other => self.operand(other),
        });
        let more = more.collect::<syn::Result<Vec<_>>>()?;
        let method = format_ident!("{method}");
        Ok(quote!(#first.#method(#(#more),*)))
    }

    /// A property is a constant of the type; what stands behind it is known by the tables of the generated code.
    fn path(&mut self, path: &str) -> Result {
        let (first, rest) = match path.split_once('/') {
            Some((first, rest)) => (first, Some(rest)),
            None => (path, None),
        };
        let variable = self.variables.iter().rev().find(|(name, ..)| name == first);
        let (head, leads) = match variable {
            Some((_, variable, over)) => (quote!(#variable.clone()), over.clone()),
            None => {
                let property = self.constant(first)?;
                (property.clone(), Some(property))
            }
        };
        let Some(rest) = rest else {
            return Ok(head);
        };
        self.deep = true;
        let next = rest.split('/').next().unwrap_or(rest);
        if let Some(leads) = leads.filter(|_| !next.starts_with('$') && !next.contains('.')) {
            let message = format!("what `{first}` leads to has no property `{next}`");
            self.checks.push(quote! {
                const _: () = ::odata::field::has_property(::odata::field::info_behind(&#leads), #next, #message);
            });
        }
        Ok(quote!(#head.untyped(#rest)))
    }

    fn constant(&self, name: &str) -> Result {
        let constant = screaming(name);
        let constant = syn::parse_str::<Ident>(&constant)
            .map_err(|_| self.beyond(&format!("the path `{name}`")))?;
        let constant = Ident::new(&constant.to_string(), self.span);
        let entity = self.entity;
        Ok(quote!(#entity::#constant))
    }

    fn lambda(
        &mut self,
        over: &str,
        kind: LambdaKind,
        variable: &str,
        body: Option<&Expr>,
    ) -> Result {
        let leads = match over.contains('/') || self.variables.iter().any(|(name, ..)| name == over)
        {
            true => None,
            false => Some(self.constant(over)?),
        };
        let collection = self.path(over)?;
        let Some(body) = body else {
            return Ok(quote!(#collection.is_not_empty()));
        };
        let name = format_ident!("item_{}", self.variables.len());
        self.variables
            .push((variable.to_owned(), name.clone(), leads));
        let body = self.filter(body);
        self.variables.pop();
        let body = body?;
        let method = match kind {
            LambdaKind::Any => quote!(any_with),
            LambdaKind::All => quote!(all_with),
        };
        Ok(quote!(#collection.#method(|#name| #body)))
    }
}

/// The comparison that says the same from the other side.
fn turned(op: CompareOp) -> CompareOp {
    match op {
        CompareOp::Gt => CompareOp::Lt,
        CompareOp::Ge => CompareOp::Le,
        CompareOp::Lt => CompareOp::Gt,
        CompareOp::Le => CompareOp::Ge,
        same => same,
    }
}
