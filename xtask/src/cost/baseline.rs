//! The least that a generator of such output does: an owned tree of the document by quick-xml, and text pushed line by line.
//!
//! It reads each attribute, follows base types, converts names and types, and writes for each type what generated code
//! has: a struct with its documentation, a constant and a table row for each property, a match arm, the impls around them.
//! It checks nothing, resolves names by their last part, knows no annotations and keeps no places. It writes until it has
//! as many bytes as our generator wrote, so that both have the same to do whatever shape generated code has.

use std::collections::HashMap;

use super::tree::{Element, gather, tree};

/// Reads a document and writes at least so many bytes of code for it.
pub(crate) fn generate(document: &str, bytes: usize) -> Result<String, String> {
    let root = tree(document)?;
    let mut schemas = Vec::new();
    gather(&root, "Schema", &mut schemas);
    let types: Vec<(&Element, &str)> = schemas
        .iter()
        .flat_map(|schema| {
            let namespace = schema.attribute("Namespace").unwrap_or_default();
            schema.children.iter().map(move |child| (child, namespace))
        })
        .collect();
    let by_name: HashMap<&str, &Element> = types.iter().map(|(ty, _)| (ty.called(), *ty)).collect();
    let mut out = String::new();
    while out.len() < bytes {
        let before = out.len();
        for (ty, namespace) in &types {
            if out.len() >= bytes {
                break;
            }
            match ty.name.as_str() {
                "EntityType" | "ComplexType" => structure(ty, namespace, &by_name, &mut out),
                "EnumType" => enumeration(ty, namespace, &mut out),
                _ => {}
            }
        }
        if out.len() == before {
            return Err("the document has no types".to_owned());
        }
    }
    Ok(out)
}

/// A property, with its names and types in Rust.
struct Row<'t> {
    wire: &'t str,
    field: String,
    constant: String,
    ty: String,
    value: String,
    kind: &'static str,
}

fn rows<'t>(ty: &'t Element, by_name: &HashMap<&str, &'t Element>) -> Vec<Row<'t>> {
    let mut line = vec![ty];
    while let Some(base) = line.last().and_then(|ty| ty.attribute("BaseType"))
        && let Some(base) = by_name.get(short(base))
        && line.len() < 100
    {
        line.push(base);
    }
    line.iter()
        .rev()
        .flat_map(|ty| ty.of_kind("Property"))
        .map(row)
        .collect()
}

fn row(property: &Element) -> Row<'_> {
    let wire = property.called();
    let named = property.attribute("Type").unwrap_or("Edm.String");
    let inner = named
        .strip_prefix("Collection(")
        .and_then(|rest| rest.strip_suffix(')'));
    let (item, value) = rust_type(inner.unwrap_or(named));
    let (ty, kind) = match (inner, property.attribute("Nullable")) {
        (Some(_), _) => (format!("Vec<{item}>"), "collection"),
        (None, Some("false")) => (item, "required"),
        (None, _) => (format!("Option<{item}>"), "nullable"),
    };
    let field = snake(wire);
    Row {
        wire,
        constant: field.to_uppercase(),
        field,
        ty,
        value,
        kind,
    }
}

fn rust_type(name: &str) -> (String, String) {
    let (item, value) = match name {
        "Edm.String" => ("String", "STRING"),
        "Edm.Boolean" => ("bool", "BOOLEAN"),
        "Edm.Int32" => ("i32", "INT32"),
        "Edm.Int64" => ("i64", "INT64"),
        "Edm.Double" => ("f64", "DOUBLE"),
        "Edm.DateTimeOffset" => ("odata::DateTimeOffset", "DATE_TIME_OFFSET"),
        "Edm.Date" => ("odata::Date", "DATE"),
        "Edm.Duration" => ("odata::Duration", "DURATION"),
        "Edm.Guid" => ("odata::Guid", "GUID"),
        other => {
            let item = pascal(short(other));
            let value = format!("odata::ValueType::Structured(odata::type_info::<{item}>)");
            return (item, value);
        }
    };
    (item.to_owned(), format!("odata::ValueType::{value}"))
}

fn structure<'t>(
    ty: &'t Element,
    namespace: &str,
    by_name: &HashMap<&str, &'t Element>,
    out: &mut String,
) {
    let (name, wire) = (pascal(ty.called()), ty.called());
    let rows = rows(ty, by_name);
    push(out, &["\n/// The type `", namespace, ".", wire, "`.\n"]);
    push(
        out,
        &[
            "#[derive(Clone, Debug, Default, PartialEq)]\n#[non_exhaustive]\n#[allow(dead_code)]\npub struct ",
            &name,
            " {\n",
        ],
    );
    for row in &rows {
        push(
            out,
            &[
                "    /// The property `",
                row.wire,
                "`.\n    pub ",
                &row.field,
                ": ",
                &row.ty,
                ",\n",
            ],
        );
    }
    push(
        out,
        &[
            "    /// What a payload held besides.\n    pub odata: odata::Extras,\n}\n\n#[allow(dead_code)]\nimpl ",
            &name,
            " {\n",
        ],
    );
    for row in &rows {
        push(
            out,
            &["    /// The property `", row.wire, "`, for queries.\n"],
        );
        let left = [
            "    pub const ",
            &row.constant,
            ": odata::Field<Self, ",
            &row.ty,
            "> =",
        ];
        push(out, &left);
        let long = left.iter().map(|part| part.len()).sum::<usize>() + row.wire.len() + 24 > 100;
        push(
            out,
            &[
                if long { "\n        " } else { " " },
                "odata::Field::new(\"",
                row.wire,
                "\");\n",
            ],
        );
    }
    push(
        out,
        &[
            "}\n\nimpl odata::Structured for ",
            &name,
            " {\n    const INFO: &'static odata::TypeInfo = &odata::TypeInfo {\n",
        ],
    );
    push(
        out,
        &[
            "        name: \"",
            namespace,
            ".",
            wire,
            "\",\n        properties: &[\n",
        ],
    );
    for row in &rows {
        let long = row.wire.len() + row.value.len() + 50 > 100;
        let (before, between, after) = if long {
            (
                "\n                ",
                ",\n                ",
                ",\n            ",
            )
        } else {
            ("", ", ", "")
        };
        push(
            out,
            &[
                "            odata::PropertyInfo::",
                row.kind,
                "(",
                before,
                "\"",
                row.wire,
                "\"",
                between,
                &row.value,
                after,
                "),\n",
            ],
        );
    }
    push(
        out,
        &[
            "        ],\n        key: &[],\n        open: false,\n    };\n\n    fn property(&mut self, index: usize) -> Option<&mut dyn odata::Value> {\n        match index {\n",
        ],
    );
    for (index, row) in rows.iter().enumerate() {
        push(
            out,
            &[
                "            ",
                &index.to_string(),
                " => Some(&mut self.",
                &row.field,
                "),\n",
            ],
        );
    }
    push(
        out,
        &[
            "            _ => None,\n        }\n    }\n\n    fn extras(&mut self) -> &mut odata::Extras {\n        &mut self.odata\n    }\n}\n\nimpl odata::Value for ",
            &name,
        ],
    );
    push(
        out,
        &[
            " {\n    fn read(&mut self, reader: &mut odata::json::Reader<'_>) -> Result<(), odata::json::Fault> {\n        odata::decode::record(self, reader)\n    }\n}\n",
        ],
    );
}

fn enumeration(ty: &Element, namespace: &str, out: &mut String) {
    let (name, wire) = (pascal(ty.called()), ty.called());
    let members: Vec<(&str, String)> = ty
        .of_kind("Member")
        .map(|one| (one.called(), pascal(one.called())))
        .collect();
    push(
        out,
        &[
            "\n/// The enumeration type `",
            namespace,
            ".",
            wire,
            "`.\n#[derive(Clone, Debug, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum ",
            &name,
            " {\n",
        ],
    );
    for (wire, variant) in &members {
        push(
            out,
            &["    /// The member `", wire, "`.\n    ", variant, ",\n"],
        );
    }
    push(
        out,
        &[
            "    /// A member that the schema does not declare.\n    Other(Box<str>),\n}\n\nimpl odata::Enumeration for ",
            &name,
            " {\n    fn from_member(member: &str) -> Self {\n        match member {\n",
        ],
    );
    for (wire, variant) in &members {
        push(
            out,
            &["            \"", wire, "\" => Self::", variant, ",\n"],
        );
    }
    push(
        out,
        &[
            "            other => Self::Other(other.into()),\n        }\n    }\n\n    fn member(&self) -> &str {\n        match self {\n",
        ],
    );
    for (wire, variant) in &members {
        push(
            out,
            &["            Self::", variant, " => \"", wire, "\",\n"],
        );
    }
    push(
        out,
        &["            Self::Other(other) => other,\n        }\n    }\n}\n"],
    );
}

fn push(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
}

fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn snake(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.chars() {
        if c.is_uppercase() && lower {
            text.push('_');
        }
        lower = c.is_lowercase() || c.is_ascii_digit();
        text.extend(c.to_lowercase());
    }
    text
}

fn pascal(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}
