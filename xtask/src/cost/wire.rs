//! Names on the wire, found in generated code.

use std::collections::BTreeMap;

use syn::{Expr, ImplItem, Item, ItemImpl, Lit, Type};

/// What things are called on the wire.
#[derive(Debug, Default)]
pub(crate) struct WireNames {
    /// Of each type, its constants of properties and their names, in order.
    fields: BTreeMap<String, Vec<(String, String)>>,
    /// Of each enumeration, its variants and their names.
    members: BTreeMap<(String, String), String>,
}

impl WireNames {
    /// Reads them from generated code.
    pub(crate) fn of(items: &[Item]) -> Self {
        let mut names = WireNames::default();
        for item in items {
            if let Item::Impl(item) = item {
                let owner = last_word(&item.self_ty);
                names.read_constants(&owner, item);
                names.read_members(&owner, item);
            }
        }
        names
    }

    /// `pub const FILE_NAME: odata::Field<..> = odata::Field::new("fileName");`
    fn read_constants(&mut self, owner: &str, item: &ItemImpl) {
        for constant in &item.items {
            if let ImplItem::Const(constant) = constant
                && ["Field", "Navigation"].contains(&last_word(&constant.ty).as_str())
                && let Some(wire) = first_text(&constant.expr)
            {
                let own = self.fields.entry(owner.to_owned()).or_default();
                own.push((constant.ident.to_string(), wire));
            }
        }
    }

    /// `members: &[("notScanned", Self::NotScanned)],` of `INFO`.
    fn read_members(&mut self, owner: &str, item: &ItemImpl) {
        for constant in &item.items {
            if let ImplItem::Const(constant) = constant
                && constant.ident == "INFO"
                && let Expr::Reference(info) = &constant.expr
                && let Expr::Struct(info) = &*info.expr
            {
                for field in &info.fields {
                    if let Expr::Reference(list) = &field.expr
                        && let Expr::Array(list) = &*list.expr
                    {
                        let pairs = list.elems.iter().filter_map(pair);
                        self.members.extend(
                            pairs.map(|(wire, variant)| ((owner.to_owned(), variant), wire)),
                        );
                    }
                }
            }
        }
    }

    /// Of a field: by the constant of the same name, else by the one at the same place.
    pub(crate) fn field(&self, owner: &str, field: &str, all: &[String]) -> Option<String> {
        let own = self.fields.get(owner)?;
        let plain = field.trim_start_matches("r#");
        if let Some((_, wire)) = own
            .iter()
            .find(|(constant, _)| constant.to_lowercase() == plain)
        {
            return Some(wire.clone());
        }
        let at = all.iter().position(|one| one == field)?;
        own.get(at)
            .filter(|_| own.len() == all.len())
            .map(|(_, wire)| wire.clone())
    }

    /// Of a variant.
    pub(crate) fn member(&self, owner: &str, variant: &str) -> Option<String> {
        self.members
            .get(&(owner.to_owned(), variant.to_owned()))
            .cloned()
    }
}

fn last_word(ty: &Type) -> String {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// `("notScanned", Self::NotScanned)`
fn pair(expr: &Expr) -> Option<(String, String)> {
    let Expr::Tuple(pair) = expr else {
        return None;
    };
    match (pair.elems.first().and_then(literal), pair.elems.last()?) {
        (Some(wire), Expr::Path(path)) => {
            Some((wire, path.path.segments.last()?.ident.to_string()))
        }
        _ => None,
    }
}

/// The text that an expression is.
pub(crate) fn literal(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The first text among the arguments of a call.
fn first_text(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Call(call) => call.args.iter().find_map(literal),
        Expr::MethodCall(call) => call
            .args
            .iter()
            .find_map(literal)
            .or_else(|| first_text(&call.receiver)),
        _ => None,
    }
}
