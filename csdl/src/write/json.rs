//! CSDL JSON 4.01, the other notation of a document.
//!
//! It is more than a change of brackets: names become members, absent facets mean other things, and some things that XML
//! can say have no place. What has none is a warning; what is only said less exactly is a note, once in a document.

mod annotations;
mod containers;
mod dynamic;
mod facets;
mod names;
mod operations;
mod types;
mod value;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Span;
use crate::syntax::{Document, Reference, Schema, TypeRef};
use names::Names;
use value::{Json, Object};

/// Prints the document as CSDL JSON 4.01: two blanks of indentation, the order of the tree, names by their aliases.
///
/// What JSON cannot express is left out and a warning says so, code `lost-in-json`; what it says less exactly is a note.
///
/// ```
/// use odata_csdl::diagnostic::Diagnostics;
/// use odata_csdl::syntax::{Document, Schema};
///
/// let document = Document {
///     version: "4.0".into(),
///     schemas: vec![Schema { namespace: "Demo".into(), ..Schema::default() }],
///     ..Document::default()
/// };
/// let mut diagnostics = Diagnostics::new();
/// let json = odata_csdl::write::to_json(&document, &mut diagnostics);
/// assert_eq!(json, "{\n  \"$Version\": \"4.0\",\n  \"Demo\": {}\n}\n");
/// assert!(diagnostics.is_empty());
/// ```
pub fn to_json(document: &Document, diagnostics: &mut Diagnostics) -> String {
    let mut writer = Writer::new(document, diagnostics);
    let json = writer.document(document);
    writer.say_notes();
    json.print()
}

/// Turns syntax into JSON; one method per kind of element, in the files of this folder.
struct Writer<'d> {
    names: Names,
    /// By alias: the primitive type beneath a type definition; `enumeration` for an enumeration type.
    underlying: HashMap<String, String>,
    /// By alias: types and default values of this document's terms.
    term_defaults: HashMap<String, (TypeRef, String)>,
    /// The entity container of the service, by namespace.
    container: Option<String>,
    is_4_0: bool,
    diagnostics: &'d mut Diagnostics,
    notes: BTreeMap<&'static str, (&'static str, Span, usize)>,
}

impl<'d> Writer<'d> {
    fn new(document: &Document, diagnostics: &'d mut Diagnostics) -> Self {
        let names = Names::of(document);
        let (mut underlying, mut term_defaults) = (HashMap::new(), HashMap::new());
        for schema in &document.schemas {
            let named = |name: &str| names.qualified(&format!("{}.{name}", schema.namespace.value));
            for one in &schema.type_definitions {
                let ty = one.underlying_type.value.clone();
                underlying.insert(named(one.name.as_str()), ty);
            }
            for one in &schema.enum_types {
                underlying.insert(named(one.name.as_str()), "enumeration".to_owned());
            }
            for one in &schema.terms {
                if let Some(text) = &one.default_value {
                    let default = (one.ty.clone(), text.value.clone());
                    term_defaults.insert(named(one.name.as_str()), default);
                }
            }
        }
        let stated = document.entity_container.as_ref();
        let container = stated.map(|name| name.value.clone());
        let container = container.or_else(|| container_of(document, &names));
        Writer {
            names,
            underlying,
            term_defaults,
            container,
            is_4_0: matches!(document.version.as_str(), "" | "4.0"),
            diagnostics,
            notes: BTreeMap::new(),
        }
    }

    fn document(&mut self, document: &Document) -> Json {
        let mut root = Object::default();
        let version = match document.version.as_str() {
            "" => "4.0",
            version => version,
        };
        root.set("$Version", Json::text(version));
        if let Some(container) = &self.container {
            root.set("$EntityContainer", Json::text(container.as_str()));
        }
        let mut references = Object::default();
        for one in &document.references {
            self.reference(&mut references, one);
        }
        if !references.is_empty() {
            root.set("$Reference", Json::Object(references));
        }
        for one in &document.schemas {
            match root.object(one.namespace.as_str()) {
                Some(object) => self.schema(object, one),
                None => self.taken(one.namespace.as_str(), one.span),
            }
        }
        Json::Object(root)
    }

    /// CSDL JSON 4.1; references to one address are one there.
    fn reference(&mut self, references: &mut Object, reference: &Reference) {
        let Some(object) = references.object(reference.uri.as_str()) else {
            return;
        };
        for one in &reference.includes {
            let mut include = Object::default();
            include.set("$Namespace", Json::text(one.namespace.as_str()));
            if let Some(alias) = &one.alias {
                include.set("$Alias", Json::text(alias.as_str()));
            }
            self.annotations(&mut include, "", &one.annotations);
            let include = Json::Object(include);
            if let Some(includes) = object.array("$Include") {
                // The same document may be referred to twice for the same schema.
                if !includes.contains(&include) {
                    includes.push(include);
                }
            }
        }
        for one in &reference.include_annotations {
            let mut include = Object::default();
            include.set("$TermNamespace", Json::text(one.term_namespace.as_str()));
            if let Some(qualifier) = &one.qualifier {
                include.set("$Qualifier", Json::text(qualifier.as_str()));
            }
            if let Some(namespace) = &one.target_namespace {
                include.set("$TargetNamespace", Json::text(namespace.as_str()));
            }
            if let Some(includes) = object.array("$IncludeAnnotations") {
                includes.push(Json::Object(include));
            }
        }
        self.annotations(object, "", &reference.annotations);
    }

    fn schema(&mut self, object: &mut Object, schema: &Schema) {
        if let Some(alias) = &schema.alias {
            let value = Json::text(alias.as_str());
            self.put(object, "$Alias".to_owned(), value, alias.span);
        }
        for one in &schema.enum_types {
            let value = self.enum_type(one);
            self.put(object, one.name.value.clone(), value, one.span);
        }
        for one in &schema.type_definitions {
            let value = self.type_definition(one);
            self.put(object, one.name.value.clone(), value, one.span);
        }
        for one in &schema.structured_types {
            let value = self.structured_type(one);
            self.put(object, one.name.value.clone(), value, one.span);
        }
        for one in &schema.operations {
            let value = self.operation(one);
            match object.array(one.name.as_str()) {
                Some(overloads) => overloads.push(value),
                None => self.taken(one.name.as_str(), one.span),
            }
        }
        for one in &schema.terms {
            let value = self.term(one);
            self.put(object, one.name.value.clone(), value, one.span);
        }
        for one in &schema.entity_containers {
            let value = self.entity_container(one);
            self.put(object, one.name.value.clone(), value, one.span);
        }
        if !schema.external_annotations.is_empty() {
            self.external_annotations(object, schema);
        }
        self.annotations(object, "", &schema.annotations);
    }

    /// CSDL JSON 5.2; blocks about one target are one there.
    fn external_annotations(&mut self, object: &mut Object, schema: &Schema) {
        let Some(targets) = object.object("$Annotations") else {
            return;
        };
        for one in &schema.external_annotations {
            let target = self.names.target(one.target.as_str());
            let qualifier = one.qualifier.as_ref().map(|text| text.as_str());
            if let Some(about) = targets.object(&target) {
                self.qualified_annotations(about, "", &one.annotations, qualifier);
            }
        }
    }

    /// Says that the name of a member is taken.
    fn taken(&mut self, name: &str, span: Span) {
        let what = format!("a second `{name}`");
        self.lost(&what, "an object has each name once", span);
    }

    /// Says that something is not written.
    fn lost(&mut self, what: &str, why: &str, span: Span) {
        let message = format!("{what} has no place in CSDL JSON: {why}");
        self.diagnostics
            .push(Diagnostic::warning("lost-in-json", message).at(span, "not written as it is"));
    }

    /// Keeps what is to be said once, for the first place and with the number of places.
    fn note(&mut self, code: &'static str, message: &'static str, span: Span) {
        self.notes.entry(code).or_insert((message, span, 0)).2 += 1;
    }

    fn say_notes(&mut self) {
        for (code, (message, span, count)) in std::mem::take(&mut self.notes) {
            let label = match count {
                1 => String::new(),
                _ => format!("the first of {count} such places"),
            };
            self.diagnostics
                .push(Diagnostic::note(code, message).at(span, label));
        }
    }
}

/// The qualified name of the container of the service: the one that no other extends. Of several, the last.
fn container_of(document: &Document, names: &Names) -> Option<String> {
    let mut containers = Vec::new();
    let mut extended = HashSet::new();
    for schema in &document.schemas {
        for one in &schema.entity_containers {
            containers.push(format!("{}.{}", schema.namespace.value, one.name.value));
            extended.extend(
                one.extends
                    .as_ref()
                    .map(|base| names.qualified(base.as_str())),
            );
        }
    }
    containers.retain(|name| !extended.contains(&names.qualified(name)));
    containers.pop()
}
