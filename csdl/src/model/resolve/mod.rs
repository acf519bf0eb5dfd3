//! From syntax trees to the model. What cannot be resolved is said, and left out or marked; the rest goes on.

mod annotate;
mod bindings;
mod containers;
mod keys;
mod lookup;
mod operations;
mod targets;
mod types;

use foldhash::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::names::Scope;
use crate::model::{
    EnumTypeId, Model, Schema, StructuredTypeId, TypeDefinitionId, TypeKind, inheritance,
};
use crate::source::{Sources, Span, Spanned};
use crate::syntax::{self, Document, IncludeAnnotations};
use targets::Externals;

/// Resolves the documents of one service together. All that is wrong is said in the diagnostics.
///
/// ```
/// use odata_csdl::{diagnostic::Diagnostics, model, source::Sources, syntax, xml};
///
/// let mut sources = Sources::new();
/// let text = r#"<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Demo">
///     <EntityType Name="Order"><Property Name="ID" Type="Edm.Strin"/></EntityType>
/// </Schema>"#;
/// let source = sources.add("demo.xml", text);
/// let mut diagnostics = Diagnostics::new();
/// let document = xml::read(source, &sources, &mut diagnostics).expect("it is XML");
/// let model = model::resolve(&[document], &sources, &mut diagnostics);
/// assert!(model.find_structured_type("Demo.Order").is_some());
/// assert!(diagnostics.render(&sources).contains("did you mean `Edm.String`?"));
/// ```
pub fn resolve(documents: &[Document], sources: &Sources, diagnostics: &mut Diagnostics) -> Model {
    resolve_with_references(documents, &[], sources, diagnostics)
}

/// A document that was read because others refer to it (CSDL XML 4.01, 3.3).
#[derive(Clone, Debug, Default)]
pub struct Referenced {
    /// The document.
    pub document: Document,
    /// Which of its annotations those that refer to it ask for. When they do not say, what it annotates of its own is
    /// taken, and nothing else.
    pub annotations: Vec<IncludeAnnotations>,
}

/// The same, with documents that these refer to. Their schemas are visible to a document that includes them, and their
/// containers are no part of the service unless its own container extends them.
pub fn resolve_with_references(
    documents: &[Document],
    referenced: &[Referenced],
    _sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Model {
    let given = documents.len();
    let others = referenced.iter().map(|one| &one.document);
    let documents: Vec<&Document> = documents.iter().chain(others).collect();
    let mut resolver = Resolver {
        scopes: documents.iter().map(|one| Scope::of(one)).collect(),
        given,
        referenced,
        namespaces: documents
            .iter()
            .flat_map(|document| &document.schemas)
            .map(|schema| schema.namespace.value.clone())
            .collect(),
        documents,
        diagnostics,
        model: Model::default(),
        externals: Externals::default(),
        declared: HashMap::default(),
        reported: HashSet::default(),
        suggestions_left: 20,
        terms_used: HashMap::default(),
        by_lower_case: None,
    };
    resolver.collect_externals();
    let work = resolver.declare();
    resolver.types(&work);
    inheritance::check(&mut resolver.model, resolver.diagnostics);
    resolver.keys(&work);
    resolver.operations();
    resolver.terms();
    resolver.containers();
    resolver.check_bindings();
    resolver.check_terms();
    resolver.finish_externals();
    resolver.model
}

/// The paths to an element that no target path leads to.
const NOWHERE: [&str; 0] = [];

struct Resolver<'a> {
    /// Those of the service, then those that they refer to.
    documents: Vec<&'a Document>,
    /// How many are of the service.
    given: usize,
    referenced: &'a [Referenced],
    scopes: Vec<Scope>,
    namespaces: HashSet<String>,
    diagnostics: &'a mut Diagnostics,
    model: Model,
    externals: Externals,
    /// Where each type and container is declared.
    declared: HashMap<String, Span>,
    /// Names that led nowhere; each is said once.
    reported: HashSet<String>,
    /// Comparing names is slow, and nobody reads the hundredth suggestion.
    suggestions_left: usize,
    /// Terms of the namespaces at hand, and where each is used first.
    terms_used: HashMap<String, Span>,
    /// Full names of types by their lower case; none where two differ in case alone.
    by_lower_case: Option<HashMap<String, Option<String>>>,
}

/// The type declarations in the order of their ids, each with the document and namespace it is from.
#[derive(Default)]
struct Work<'a> {
    structured: Vec<(usize, &'a str, &'a syntax::StructuredType)>,
    enums: Vec<(usize, &'a str, &'a syntax::EnumType)>,
    definitions: Vec<(usize, &'a str, &'a syntax::TypeDefinition)>,
}

impl<'a> Resolver<'a> {
    fn schemas(&self) -> impl Iterator<Item = (usize, &'a syntax::Schema)> + use<'a> {
        let documents = self.documents.clone();
        let numbered = documents.into_iter().enumerate();
        numbered.flat_map(|(at, document)| document.schemas.iter().map(move |one| (at, one)))
    }

    /// Gives every type its id before any type is looked up.
    fn declare(&mut self) -> Work<'a> {
        let mut work = Work::default();
        for (scope, schema) in self.schemas() {
            let namespace = schema.namespace.as_str();
            if scope >= self.given && self.model.given_types.is_none() {
                self.model.given_types = Some((work.structured.len(), work.enums.len()));
            }
            for ty in &schema.structured_types {
                let kind = TypeKind::Structured(StructuredTypeId::at(work.structured.len()));
                if self.declare_type(namespace, &ty.name, kind) {
                    work.structured.push((scope, namespace, ty));
                }
            }
            for ty in &schema.enum_types {
                let kind = TypeKind::Enum(EnumTypeId::at(work.enums.len()));
                if self.declare_type(namespace, &ty.name, kind) {
                    work.enums.push((scope, namespace, ty));
                }
            }
            for ty in &schema.type_definitions {
                let kind = TypeKind::Definition(TypeDefinitionId::at(work.definitions.len()));
                if self.declare_type(namespace, &ty.name, kind) {
                    work.definitions.push((scope, namespace, ty));
                }
            }
            let annotations = self.annotations(scope, &schema.annotations, &[namespace]);
            self.model.schemas.push(Schema {
                namespace: namespace.to_owned(),
                alias: schema.alias.as_ref().map(|alias| alias.value.clone()),
                annotations,
                span: schema.namespace.span,
            });
        }
        work
    }

    fn declare_type(&mut self, namespace: &str, name: &Spanned<String>, kind: TypeKind) -> bool {
        let full = [namespace, ".", name.as_str()].concat();
        let is_new = self.declare_name(&full, name.span);
        if is_new {
            self.model.types_by_name.insert(full, kind);
        }
        is_new
    }

    fn declare_name(&mut self, full: &str, span: Span) -> bool {
        if let Some(&first) = self.declared.get(full) {
            self.duplicate(&format!("`{full}` is declared twice"), span, first);
            return false;
        }
        self.declared.insert(full.to_owned(), span);
        true
    }

    fn duplicate(&mut self, message: &str, second: Span, first: Span) {
        let error = Diagnostic::error("duplicate-name", message);
        self.diagnostics.push(
            error
                .at(second, "declared again")
                .at(first, "first declared here"),
        );
    }

    /// Leaves out what bears a name that is already taken, and says so.
    fn unique<'s, T>(
        &mut self,
        what: &str,
        taken: &mut HashMap<&'s str, Span>,
        items: &'s [T],
        name: impl Fn(&T) -> &Spanned<String>,
    ) -> Vec<&'s T> {
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            let Spanned { value: text, span } = name(item);
            match taken.get(text.as_str()) {
                Some(&first) => {
                    self.duplicate(&format!("`{what}` has `{text}` twice"), *span, first)
                }
                None => {
                    taken.insert(text.as_str(), *span);
                    kept.push(item);
                }
            }
        }
        kept
    }
}

fn text(value: Option<&Spanned<String>>) -> Option<String> {
    value.map(|text| text.value.clone())
}
