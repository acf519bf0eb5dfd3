//! The same types with serde derives, made from generated code, so that they follow it whatever shape it has.
//!
//! What is kept: every struct with its fields, their types and their documentation, every enumeration with its members and
//! the variant for one that the schema does not declare. What is left out: everything else, such as constants, tables and
//! requests. The extras are skipped by serde: a flattened map would keep what is not declared, as ours does, and cost
//! the derives about as much again; it is not held against them.

use std::collections::BTreeSet;
use std::fmt::Write;

use quote::ToTokens;
use syn::{Fields, Item, ItemEnum, ItemStruct, ItemType, Type};

use super::values;
use super::wire::{WireNames, literal};

/// What a crate of derives consists of.
#[derive(Clone, Debug)]
pub(crate) struct Twin {
    /// `lib.rs`.
    pub(crate) text: String,
    /// `values.rs`, for the types of `odata`.
    pub(crate) values: String,
    pub(crate) structs: usize,
    pub(crate) enums: usize,
    pub(crate) fields: usize,
    /// Fields whose name on the wire had to be guessed from their name in Rust.
    pub(crate) guessed: usize,
}

/// Makes the twin of generated code.
pub(crate) fn of(generated: &str) -> Result<Twin, String> {
    let file = syn::parse_file(generated).map_err(|error| {
        let start = error.span().start();
        format!(
            "generated code, {}:{}: {error}",
            start.line,
            start.column + 1
        )
    })?;
    let names = WireNames::of(&file.items);
    let mut twin = Twin {
        text: "//! The same types with serde derives.\n\nmod values;\n\nuse serde::{Deserialize, Serialize};\n".to_owned(),
        values: String::new(),
        structs: 0,
        enums: 0,
        fields: 0,
        guessed: 0,
    };
    let mut used = BTreeSet::new();
    for item in &file.items {
        match item {
            Item::Struct(item) if is_data(item) => structure(item, &names, &mut twin, &mut used),
            Item::Enum(item) => enumeration(item, &names, &mut twin),
            Item::Type(item) => alias(item, &mut twin, &mut used),
            _ => {}
        }
    }
    if twin.structs == 0 {
        return Err("generated code has no struct with `Extras`: its shape is new, and `cost/twin.rs` does not know it".to_owned());
    }
    twin.values = values::of(&used)?;
    Ok(twin)
}

/// A type of the schema. What it holds besides tells it from clients and forms, and from the parameters of actions.
fn is_data(item: &ItemStruct) -> bool {
    match &item.fields {
        Fields::Named(fields) => fields.named.iter().any(|field| is_extras(&field.ty)),
        _ => false,
    }
}

fn structure(item: &ItemStruct, names: &WireNames, twin: &mut Twin, used: &mut BTreeSet<String>) {
    let name = item.ident.to_string();
    twin.structs += 1;
    let out = &mut twin.text;
    out.push('\n');
    docs(&item.attrs, "", out);
    out.push_str(
        "#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\n#[non_exhaustive]\n",
    );
    line(out, format_args!("pub struct {name} {{"));
    let fields: Vec<_> = item.fields.iter().collect();
    let own: Vec<String> = fields
        .iter()
        .filter(|field| !is_extras(&field.ty))
        .map(|field| field_name(field))
        .collect();
    for field in fields {
        let field_name = field_name(field);
        let ty = rust_type(&field.ty, used);
        docs(&field.attrs, "    ", out);
        if is_extras(&field.ty) {
            line(
                out,
                format_args!("    #[serde(skip)]\n    pub {field_name}: {ty},"),
            );
            continue;
        }
        twin.fields += 1;
        let wire = names.field(&name, &field_name, &own).unwrap_or_else(|| {
            twin.guessed += 1;
            camel(&field_name)
        });
        let absent = if ty.starts_with("Option<") {
            ", default, skip_serializing_if = \"Option::is_none\""
        } else if ty.starts_with("Vec<") {
            ", default, skip_serializing_if = \"Vec::is_empty\""
        } else {
            ""
        };
        line(out, format_args!("    #[serde(rename = {wire:?}{absent})]"));
        line(out, format_args!("    pub {field_name}: {ty},"));
    }
    out.push_str("}\n");
}

/// A type that is not generated.
fn alias(item: &ItemType, twin: &mut Twin, used: &mut BTreeSet<String>) {
    let ty = rust_type(&item.ty, used);
    let out = &mut twin.text;
    out.push('\n');
    docs(&item.attrs, "", out);
    line(out, format_args!("pub type {} = {ty};", item.ident));
}

fn enumeration(item: &ItemEnum, names: &WireNames, twin: &mut Twin) {
    let name = item.ident.to_string();
    twin.enums += 1;
    let out = &mut twin.text;
    out.push('\n');
    docs(&item.attrs, "", out);
    out.push_str(
        "#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]\n#[non_exhaustive]\n",
    );
    line(out, format_args!("pub enum {name} {{"));
    let mut other = None;
    for variant in &item.variants {
        docs(&variant.attrs, "    ", out);
        let variant_name = variant.ident.to_string();
        if variant.fields.is_empty() {
            let wire = names
                .member(&name, &variant_name)
                .unwrap_or_else(|| camel(&variant_name));
            line(
                out,
                format_args!("    #[serde(rename = {wire:?})]\n    {variant_name},"),
            );
        } else {
            // The text of a member that is not declared is kept, as ours keeps it.
            line(
                out,
                format_args!("    #[serde(untagged)]\n    {variant_name}(Box<str>),"),
            );
            other = Some(variant_name);
        }
    }
    out.push_str("}\n");
    if let Some(other) = other {
        line(
            out,
            format_args!(
                "\nimpl Default for {name} {{\n    fn default() -> Self {{\n        Self::{other}(Box::default())\n    }}\n}}"
            ),
        );
    }
}

fn docs(attributes: &[syn::Attribute], indent: &str, out: &mut String) {
    for attribute in attributes {
        if let syn::Meta::NameValue(meta) = &attribute.meta
            && meta.path.is_ident("doc")
            && let Some(text) = literal(&meta.value)
        {
            line(out, format_args!("{indent}///{text}"));
        }
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a String does not fail.
    let _ = out.write_fmt(text);
    out.push('\n');
}

fn field_name(field: &syn::Field) -> String {
    field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn is_extras(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Extras"))
}

/// The type as it stands in the twin, where what `odata` has is in `values`.
fn rust_type(ty: &Type, used: &mut BTreeSet<String>) -> String {
    let tokens = ty.to_token_stream().to_string();
    let mut words = tokens.split_whitespace().peekable();
    let mut text = String::new();
    while let Some(word) = words.next() {
        if word != "odata" {
            if text.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ',')
                && word.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                text.push(' ');
            }
            text.push_str(word);
            continue;
        }
        let mut last = "";
        while words.next_if_eq(&"::").is_some() {
            last = words.next().unwrap_or_default();
        }
        used.insert(last.to_owned());
        text.push_str("values::");
        text.push_str(last);
    }
    text
}

/// `file_name` and `FileName` as most services write them: `fileName`.
fn camel(name: &str) -> String {
    let mut words = name
        .trim_start_matches("r#")
        .split('_')
        .filter(|word| !word.is_empty());
    let mut text = words.next().unwrap_or_default().to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    for word in words {
        let start = text.len();
        text.push_str(word);
        if let Some(first) = text.get_mut(start..start + 1) {
            first.make_ascii_uppercase();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::documents::{self, Document};
    use crate::cost::scratch::Scratch;

    const GENERATED: &str = r#"
        pub struct Shop { client: odata::Client }
        /// A book.
        #[derive(Clone)]
        pub struct Book {
            /// Its number. (Key.)
            pub isbn: String,
            pub r#type: Option<odata::DateTimeOffset>,
            pub co_authors: Vec<Author>,
            pub kind: Option<Box<Kind>>,
            pub odata: odata::Extras,
        }
        impl Book {
            pub const ISBN: odata::Field<Self, String> = odata::field("ISBN");
            pub const TYPE: odata::Field<Self, Option<odata::DateTimeOffset>> = odata::field("type");
            pub const CO_AUTHORS: odata::Field<Self, Vec<Author>> = odata::field("co-authors");
            pub const ALL: usize = 3;
        }
        pub struct BookLendParameters {
            pub until: odata::Date,
            pub readers: Vec<odata::Changes<Reader>>,
        }
        pub enum Kind { NewOne, Other(Box<str>) }
        impl odata::Enumeration for Kind {
            const INFO: &'static odata::EnumInfo<Self> = &odata::EnumInfo {
                name: "Shop.Kind",
                members: &[("new one", Self::NewOne)],
                other: Self::Other,
            };
        }
    "#;

    #[test]
    fn data_is_kept_under_its_names_on_the_wire_and_the_rest_left_out() {
        let twin = of(GENERATED).unwrap();
        assert_eq!(
            (twin.structs, twin.enums, twin.fields, twin.guessed),
            (1, 1, 4, 1)
        );
        let wanted = "\
/// A book.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Book {
    /// Its number. (Key.)
    #[serde(rename = \"ISBN\")]
    pub isbn: String,
    #[serde(rename = \"type\", default, skip_serializing_if = \"Option::is_none\")]
    pub r#type: Option<values::DateTimeOffset>,
    #[serde(rename = \"co-authors\", default, skip_serializing_if = \"Vec::is_empty\")]
    pub co_authors: Vec<Author>,
    #[serde(rename = \"kind\", default, skip_serializing_if = \"Option::is_none\")]
    pub kind: Option<Box<Kind>>,
    #[serde(skip)]
    pub odata: values::Extras,
}
";
        assert!(twin.text.contains(wanted), "{}", twin.text);
        assert!(twin.text.contains("    #[serde(rename = \"new one\")]\n    NewOne,\n    #[serde(untagged)]\n    Other(Box<str>),\n"), "{}", twin.text);
        assert!(!twin.text.contains("Shop"));
        assert!(!twin.text.contains("BookLend"));
        assert!(twin.values.contains("pub struct DateTimeOffset"));
    }

    #[test]
    fn what_is_measured_has_a_twin() {
        let scratch = Scratch::new().unwrap();
        for document in [Document::Defender, Document::TripPin, Document::Graph] {
            if document != Document::Defender
                && let Err(message) = documents::corpus(&scratch)
            {
                assert!(std::env::var_os("CI").is_none(), "{message}");
                eprintln!("skipped: {message}");
                return;
            }
            let twin = of(&document.code(&scratch).unwrap());
            let twin = twin.unwrap_or_else(|error| panic!("{}: {error}", document.title()));
            assert!(twin.structs > 0, "{}", document.title());
            assert_eq!(twin.guessed, 0, "{}", document.title());
        }
    }

    #[test]
    fn a_shape_without_structs_is_told_and_not_measured() {
        assert!(
            of("odata::book!(isbn);")
                .unwrap_err()
                .contains("its shape is new")
        );
    }
}
