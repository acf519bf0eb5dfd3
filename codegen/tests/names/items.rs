//! The names in generated code, read by syn.

use std::collections::BTreeSet;

/// The items of a file, with what stands in them.
#[derive(Default, Debug)]
pub(crate) struct Items {
    pub(crate) types: Vec<String>,
    pub(crate) statics: Vec<String>,
    pub(crate) fields: Vec<(String, Vec<String>)>,
    pub(crate) variants: Vec<(String, Vec<String>)>,
    /// Constants and functions of a type.
    pub(crate) members: Vec<(String, Vec<String>)>,
}

impl Items {
    pub(crate) fn of(text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut items = Items::default();
        for item in file.items {
            match item {
                syn::Item::Struct(one) => {
                    items.types.push(one.ident.to_string());
                    let names = one.fields.iter().filter_map(|field| field.ident.as_ref());
                    let names = names.map(|name| name.to_string()).collect();
                    items.fields.push((one.ident.to_string(), names));
                }
                syn::Item::Enum(one) => {
                    items.types.push(one.ident.to_string());
                    let names = one.variants.iter().map(|variant| variant.ident.to_string());
                    items
                        .variants
                        .push((one.ident.to_string(), names.collect()));
                }
                syn::Item::Static(one) => items.statics.push(one.ident.to_string()),
                syn::Item::Impl(one) if one.trait_.is_none() => {
                    let syn::Type::Path(ty) = *one.self_ty else {
                        continue;
                    };
                    let ty = ty.path.require_ident().expect("a name").to_string();
                    let names = one.items.iter().filter_map(|item| match item {
                        syn::ImplItem::Const(one) => Some(one.ident.to_string()),
                        syn::ImplItem::Fn(one) => Some(one.sig.ident.to_string()),
                        _ => None,
                    });
                    let names: Vec<String> = names.collect();
                    match items.members.iter_mut().find(|(known, _)| *known == ty) {
                        Some((_, known)) => known.extend(names),
                        None => items.members.push((ty, names)),
                    }
                }
                _ => {}
            }
        }
        items
    }

    /// Every name once in its scope, as rustc compares them.
    pub(crate) fn are_distinct(&self) -> Result<(), String> {
        let scopes = self
            .fields
            .iter()
            .chain(&self.variants)
            .chain(&self.members);
        let scopes = scopes.map(|(name, names)| (name.as_str(), names));
        for (scope, names) in scopes.chain([("types", &self.types), ("statics", &self.statics)]) {
            let mut seen = BTreeSet::new();
            for name in names {
                if !seen.insert(
                    unicode_normalization::UnicodeNormalization::nfc(name.as_str())
                        .collect::<String>(),
                ) {
                    return Err(format!("`{name}` twice in {scope}"));
                }
            }
        }
        Ok(())
    }

    pub(crate) fn named<'a>(list: &'a [(String, Vec<String>)], name: &str) -> &'a [String] {
        let found = list.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("no {name}")).1
    }
}
