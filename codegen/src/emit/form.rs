//! A form with a file that an entity set takes (`Rust.OData.Docs.V1.Form`): a method that begins it, a method for each
//! of its fields.

use std::borrow::Cow;

use odata_core::names::{snake, words};
use odata_csdl::model::EntitySet;
use odata_csdl::syntax::Expression;

use super::Context;
use super::docs::{safe, thousands};
use super::entity_set::{self, said_of};
use super::writer::{Writer, string};
use crate::names::Scope;

const FORM: &str = "Rust.OData.Docs.V1.Form";
const INSERT: &str = "Org.OData.Capabilities.V1.InsertRestrictions";

/// A form, as the pages describe it.
pub(super) struct Form<'m> {
    set: &'m EntitySet,
    entity: String,
    file: &'m str,
    texts: Vec<Text<'m>>,
    max_file_size: Option<i64>,
}

struct Text<'m> {
    name: &'m str,
    is_boolean: bool,
    is_required: bool,
    description: String,
}

/// The form of a set; nothing where it has none, or none with just one file.
pub(super) fn of<'m>(cx: &Context<'_, 'm>, set: &'m EntitySet) -> Option<Form<'m>> {
    let form = set.annotations.value(FORM)?;
    let entity = cx.names.structured(set.entity_type)?.to_string();
    let parameters = form.property("Parameters")?.items();
    let text = |parameter: &'m Expression, name: &str| {
        parameter.property(name).and_then(Expression::as_str)
    };
    let is_file = |parameter: &&'m Expression| text(parameter, "Type") == Some("Edm.Stream");
    let mut files = parameters.iter().filter(is_file);
    let (Some(file), None) = (files.next(), files.next()) else {
        return None;
    };
    let texts = parameters
        .iter()
        .filter(|parameter| !is_file(parameter))
        .filter_map(|parameter| {
            let required = parameter.property("Required").and_then(Expression::as_bool);
            Some(Text {
                name: text(parameter, "Name")?,
                is_boolean: text(parameter, "Type") == Some("Edm.Boolean"),
                is_required: required == Some(true),
                description: safe(text(parameter, "Description").unwrap_or_default()).into_owned(),
            })
        });
    Some(Form {
        set,
        entity,
        file: text(file, "Name")?,
        texts: texts.collect(),
        max_file_size: form.property("MaxFileSize").and_then(Expression::as_i64),
    })
}

impl Form<'_> {
    /// The name of the type; another type that is called so keeps its name.
    fn type_name(&self, cx: &Context<'_, '_>) -> String {
        let mut name = format!("{}Form", self.entity);
        while cx.names.is_taken(&name) {
            name.push('_');
        }
        name
    }

    fn info_name(&self, cx: &Context<'_, '_>) -> String {
        format!("{}_FORM", entity_set::static_name(cx, self.set))
    }

    fn argument(text: &Text<'_>) -> &'static str {
        if text.is_boolean {
            "bool"
        } else {
            "impl Into<String>"
        }
    }

    fn value(text: &Text<'_>, name: &str) -> String {
        if text.is_boolean {
            format!("{name}.to_string()")
        } else {
            name.to_owned()
        }
    }

    /// The method of the client that begins the form; what the service requires is asked for at once.
    pub(super) fn method(&self, cx: &Context<'_, '_>, methods: &mut Scope, out: &mut Writer<'_>) {
        let method = methods.name(&format!("upload_{}", words(&self.entity).join("_")));
        let description = self
            .set
            .annotations
            .value(INSERT)
            .and_then(|insert| insert.property("Description"));
        let description = description.and_then(Expression::as_str).map(safe);
        let mut docs = description.map_or_else(
            || format!("Uploads a file to `{}`.", self.set.name),
            Cow::into_owned,
        );
        let mut list = said_of(self.set, "Insert", INSERT);
        if let Some(size) = self.max_file_size {
            list.push(format!("- The file: at most {} bytes.", thousands(size)));
        }
        docs.push_str(&format!("\n\n{}", list.join("\n")));
        out.blank();
        out.doc(&docs);
        let required: Vec<&Text<'_>> = self.texts.iter().filter(|text| text.is_required).collect();
        let mut parameters = vec!["&self".to_owned(), "file: odata::FilePart".to_owned()];
        parameters.extend(
            required
                .iter()
                .map(|text| format!("{}: {}", snake(text.name), Self::argument(text))),
        );
        let name = self.type_name(cx);
        out.signature(
            &format!("pub fn {method}"),
            &parameters,
            &format!(" -> {name} {{"),
        );
        let arguments = [
            "&self.client".to_owned(),
            format!("&{}", entity_set::static_name(cx, self.set)),
            format!("&{}", self.info_name(cx)),
            string(self.file),
            "file".to_owned(),
        ];
        out.call("let form = odata::Form::new", &arguments, ";");
        for text in required {
            let argument = snake(text.name);
            out.line(&format!(
                "let form = form.text({}, {});",
                string(text.name),
                Self::value(text, &argument)
            ));
        }
        out.line(&format!("{name}(form)"));
        out.close("}");
    }

    /// The type of the form, and what the runtime is told about it.
    pub(super) fn declare(&self, cx: &Context<'_, '_>, out: &mut Writer<'_>) {
        let name = self.type_name(cx);
        out.blank();
        out.open(&format!(
            "static {}: odata::FormInfo = odata::FormInfo {{",
            self.info_name(cx)
        ));
        match self.max_file_size {
            Some(size) => out.line(&format!("max_file_size: Some({size}),")),
            None => out.line("max_file_size: None,"),
        }
        out.close("};");
        out.blank();
        out.doc(&format!(
            "A file on its way to `{}`, and what is said about it.",
            self.set.name
        ));
        out.line("#[derive(Debug)]");
        out.line("#[must_use = \"nothing is sent before `send`\"]");
        out.line(&format!("pub struct {name}(odata::Form<{}>);", self.entity));
        out.blank();
        out.line("#[allow(dead_code)]");
        out.open(&format!("impl {name} {{"));
        let mut methods = Scope::form();
        for text in self.texts.iter().filter(|text| !text.is_required) {
            let method = methods.name(text.name);
            let said = if text.description.is_empty() {
                format!("The field `{}`.", text.name)
            } else {
                text.description.clone()
            };
            out.doc(&said);
            out.open(&format!(
                "pub fn {method}(self, value: {}) -> Self {{",
                Self::argument(text)
            ));
            out.line(&format!(
                "Self(self.0.text({}, {}))",
                string(text.name),
                Self::value(text, "value")
            ));
            out.close("}");
            out.blank();
        }
        out.doc("One more header: as that of a query.");
        let parameters = [
            "self".to_owned(),
            "name: impl TryInto<odata::header::HeaderName>".to_owned(),
            "value: impl TryInto<odata::header::HeaderValue>".to_owned(),
        ];
        out.signature("pub fn header", &parameters, " -> Self {");
        out.line("Self(self.0.header(name, value))");
        out.close("}");
        out.blank();
        out.doc("Sends it, and gives the entity that the service made of it.");
        out.open(&format!(
            "pub async fn send(self) -> odata::Result<{}> {{",
            self.entity
        ));
        out.line("self.0.send().await");
        out.close("}");
        out.close("}");
    }
}
