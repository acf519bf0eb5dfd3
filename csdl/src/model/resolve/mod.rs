//! From syntax trees to the model. What cannot be resolved is said, and left out or marked; the rest goes on.

mod annotate;
mod bindings;
mod containers;
mod keys;
mod lookup;
mod operations;
mod targets;
mod types;
mod versions;

use std::collections::hash_map::Entry;
use std::rc::Rc;

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
    resolve_with_references(documents.to_vec(), Vec::new(), sources, diagnostics)
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
/// containers are no part of the service unless its own container extends them. What the trees hold goes into the model,
/// without a copy.
pub fn resolve_with_references(
    mut documents: Vec<Document>,
    mut referenced: Vec<Referenced>,
    _sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Model {
    let given = documents.len();
    let others = referenced.iter_mut().map(|one| &mut one.document);
    let parts = Parts::take(documents.iter_mut().chain(others));
    let others = referenced.iter().map(|one| &one.document);
    let own = documents.iter().map(|one| one.version.as_str());
    let version = own.max().unwrap_or_default().to_owned();
    let documents: Vec<&Document> = documents.iter().chain(others).collect();
    let mut resolver = Resolver {
        scopes: documents.iter().map(|one| Scope::of(one)).collect(),
        given,
        referenced: &referenced,
        namespaces: documents
            .iter()
            .flat_map(|document| &document.schemas)
            .map(|schema| schema.namespace.value.clone())
            .collect(),
        documents,
        diagnostics,
        model: Model {
            version,
            ..Model::default()
        },
        externals: Externals::default(),
        declared: HashMap::default(),
        reported: HashSet::default(),
        suggestions_left: 20,
        terms_used: HashMap::default(),
        by_lower_case: None,
        known: Vec::new(),
    };
    resolver.aliases();
    resolver.collect_externals(parts.externals);
    let work = resolver.declare(parts.types);
    let keys = resolver.types(work);
    inheritance::check(&mut resolver.model, resolver.diagnostics);
    resolver.keys(&keys);
    resolver.operations(parts.operations);
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
    /// Where each container is declared.
    declared: HashMap<String, Span>,
    /// Names that led nowhere; each is said once.
    reported: HashSet<String>,
    /// Comparing names is slow, and nobody reads the hundredth suggestion.
    suggestions_left: usize,
    /// Terms of the namespaces at hand, and where each is used first.
    terms_used: HashMap<String, Span>,
    /// Full names of types by their lower case; none where two differ in case alone.
    by_lower_case: Option<HashMap<String, Option<String>>>,
    /// Names of types that were looked up before, as they are written, by document.
    known: Vec<HashMap<String, TypeKind>>,
}

/// Something of a schema, with the number of its document and its namespace.
struct Of<T> {
    scope: usize,
    namespace: Rc<str>,
    what: T,
}

/// Nearly all that documents hold, taken out of them, by schema.
#[derive(Default)]
struct Parts {
    types: Vec<Of<Types>>,
    operations: Vec<Of<Vec<syntax::Operation>>>,
    externals: Vec<(usize, Vec<syntax::ExternalAnnotations>)>,
}

/// The types of a schema.
struct Types {
    structured: Vec<syntax::StructuredType>,
    enums: Vec<syntax::EnumType>,
    definitions: Vec<syntax::TypeDefinition>,
}

impl Types {
    fn count(&self) -> usize {
        let named = self.enums.len().saturating_add(self.definitions.len());
        self.structured.len().saturating_add(named)
    }
}

impl Parts {
    fn take<'d>(documents: impl Iterator<Item = &'d mut Document>) -> Self {
        let mut parts = Parts::default();
        for (scope, document) in documents.enumerate() {
            for schema in &mut document.schemas {
                let namespace: Rc<str> = schema.namespace.as_str().into();
                parts.types.push(Of {
                    scope,
                    namespace: Rc::clone(&namespace),
                    what: Types {
                        structured: std::mem::take(&mut schema.structured_types),
                        enums: std::mem::take(&mut schema.enum_types),
                        definitions: std::mem::take(&mut schema.type_definitions),
                    },
                });
                parts.operations.push(Of {
                    scope,
                    namespace,
                    what: std::mem::take(&mut schema.operations),
                });
                let externals = std::mem::take(&mut schema.external_annotations);
                parts.externals.push((scope, externals));
            }
        }
        parts
    }
}

/// The type declarations in the order of their ids.
#[derive(Default)]
struct Work {
    structured: Vec<Of<syntax::StructuredType>>,
    enums: Vec<Of<syntax::EnumType>>,
    definitions: Vec<Of<syntax::TypeDefinition>>,
}

impl Work {
    /// Where a type is declared.
    fn place(&self, kind: &TypeKind) -> Span {
        let place = match kind {
            TypeKind::Structured(id) => self
                .structured
                .get(id.index())
                .map(|one| one.what.name.span),
            TypeKind::Enum(id) => self.enums.get(id.index()).map(|one| one.what.name.span),
            TypeKind::Definition(id) => self
                .definitions
                .get(id.index())
                .map(|one| one.what.name.span),
            _ => None,
        };
        place.unwrap_or_default()
    }
}

impl<'a> Resolver<'a> {
    fn schemas(&self) -> impl Iterator<Item = (usize, &'a syntax::Schema)> + use<'a> {
        let documents = self.documents.clone();
        let numbered = documents.into_iter().enumerate();
        numbered.flat_map(|(at, document)| document.schemas.iter().map(move |one| (at, one)))
    }

    /// Says which aliases a document has for several namespaces (CSDL XML 4.01, 5.1.2).
    fn aliases(&mut self) {
        let repeated = self.scopes.iter_mut();
        let repeated = repeated.flat_map(|scope| std::mem::take(&mut scope.repeated));
        for (alias, first) in repeated.collect::<Vec<_>>() {
            let message = format!("the alias `{}` stands for two namespaces", alias.value);
            self.duplicate(&message, alias.span, first);
        }
    }

    /// Gives every type its id before any type is looked up.
    fn declare(&mut self, types: Vec<Of<Types>>) -> Work {
        let mut work = Work::default();
        let count = types.iter().map(|one| one.what.count()).sum();
        self.model.types_by_name.reserve(count);
        let structured = types.iter().map(|one| one.what.structured.len()).sum();
        work.structured.reserve_exact(structured);
        let enums = types.iter().map(|one| one.what.enums.len()).sum();
        work.enums.reserve_exact(enums);
        for ((scope, schema), types) in self.schemas().zip(types) {
            let namespace = types.namespace;
            if scope >= self.given && self.model.given_types.is_none() {
                self.model.given_types = Some((work.structured.len(), work.enums.len()));
            }
            for ty in types.what.structured {
                let kind = TypeKind::Structured(StructuredTypeId::at(work.structured.len()));
                let declared = self.declare_type(&work, &namespace, &ty.name, kind);
                work.structured.extend(declared.then(|| Of {
                    scope,
                    namespace: Rc::clone(&namespace),
                    what: ty,
                }));
            }
            for ty in types.what.enums {
                let kind = TypeKind::Enum(EnumTypeId::at(work.enums.len()));
                let declared = self.declare_type(&work, &namespace, &ty.name, kind);
                work.enums.extend(declared.then(|| Of {
                    scope,
                    namespace: Rc::clone(&namespace),
                    what: ty,
                }));
            }
            for ty in types.what.definitions {
                let kind = TypeKind::Definition(TypeDefinitionId::at(work.definitions.len()));
                let declared = self.declare_type(&work, &namespace, &ty.name, kind);
                work.definitions.extend(declared.then(|| Of {
                    scope,
                    namespace: Rc::clone(&namespace),
                    what: ty,
                }));
            }
            let annotations = schema.annotations.clone();
            let annotations = self.annotations(scope, annotations, &[&namespace]);
            self.model.schemas.push(Schema {
                namespace: schema.namespace.value.clone(),
                alias: schema.alias.as_ref().map(|alias| alias.value.clone()),
                annotations,
                span: schema.namespace.span,
            });
        }
        work
    }

    fn declare_type(
        &mut self,
        work: &Work,
        namespace: &str,
        name: &Spanned<String>,
        kind: TypeKind,
    ) -> bool {
        let full = [namespace, ".", name.as_str()].concat();
        match self.model.types_by_name.entry(full) {
            Entry::Vacant(place) => {
                place.insert(kind);
                true
            }
            Entry::Occupied(first) => {
                let message = format!("`{}` is declared twice", first.key());
                let first = work.place(first.get());
                self.duplicate(&message, name.span, first);
                false
            }
        }
    }

    fn declare_container(&mut self, full: &str, span: Span) -> bool {
        let ty = self.model.types_by_name.get(full);
        let ty = ty.map(|kind| self.model.place(kind));
        if let Some(first) = ty.or_else(|| self.declared.get(full).copied()) {
            self.duplicate(&format!("`{full}` is declared twice"), span, first);
            return false;
        }
        self.declared.insert(full.to_owned(), span);
        true
    }

    /// The full names of types and containers.
    fn declared_names(&self) -> impl Iterator<Item = &String> {
        let types = self.model.types_by_name.keys();
        types.chain(self.declared.keys())
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
        name: impl Fn(&'s T) -> &'s Spanned<String>,
    ) -> Vec<&'s T> {
        let repeated = self.repeated(what, taken, items.iter().map(name));
        let numbered = items.iter().enumerate();
        let kept = numbered.filter(|(at, _)| !repeated.contains(at));
        kept.map(|(_, item)| item).collect()
    }

    /// The places of names that are already taken, each of which is said.
    fn repeated<'s>(
        &mut self,
        what: &str,
        taken: &mut HashMap<&'s str, Span>,
        names: impl Iterator<Item = &'s Spanned<String>>,
    ) -> HashSet<usize> {
        let mut repeated = HashSet::default();
        taken.reserve(names.size_hint().0);
        for (at, Spanned { value: text, span }) in names.enumerate() {
            match taken.entry(text.as_str()) {
                Entry::Occupied(first) => {
                    let first = *first.get();
                    self.duplicate(&format!("`{what}` has `{text}` twice"), *span, first);
                    repeated.insert(at);
                }
                Entry::Vacant(place) => {
                    place.insert(*span);
                }
            }
        }
        repeated
    }
}

/// Whether all names differ, where there are so few that comparing them takes less than a table of them.
fn are_few_and_differ<T: PartialEq>(names: impl Iterator<Item = T> + Clone) -> bool {
    const FEW: usize = 12;
    let mut rest = names.clone();
    if names.clone().nth(FEW).is_some() {
        return false;
    }
    while let Some(one) = rest.next() {
        if rest.clone().any(|other| other == one) {
            return false;
        }
    }
    true
}

/// All but those at certain places.
fn without<T>(mut items: Vec<T>, left_out: &HashSet<usize>) -> Vec<T> {
    let mut at = 0_usize;
    if !left_out.is_empty() {
        items.retain(|_| {
            let is_kept = !left_out.contains(&at);
            at = at.saturating_add(1);
            is_kept
        });
    }
    items
}

fn text(value: Option<Spanned<String>>) -> Option<String> {
    value.map(|text| text.value)
}
