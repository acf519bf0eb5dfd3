//! All that a resolved model says, one line for each fact, in the words that CSDL XML and CSDL JSON have in common.
//!
//! What one of them cannot say is left out or brought to one form here, so this is also the list of what JSON has no
//! way to express:
//!
//! - `kinds of text`: a path, a date, a binary and a text are all text, unless the type of the term is known;
//! - `kinds of number`: integers, decimals and doubles are all numbers;
//! - `type of a member`: the members of an enumeration have no type where the term tells it;
//! - `no value`: an annotation without a value is written with the default of its term, or true;
//! - `no property value`: a property of a record without a value is left out;
//! - `max`: `MaxLength="max"` is no limit; `absent facets` mean other things, and are written out;
//! - `set of the container`: a set of the same container goes by its name alone;
//! - `alias`: names go by their alias, also in paths.

mod said;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use odata_csdl::model::{Annotations, Model, Type, TypeKind};
use odata_csdl::syntax::{Document, Facets, MaxLength, Scale};
use said::canonical;

pub(crate) type Facts = BTreeMap<String, String>;

/// The facts of a model of that document. The service's own names are in full, whatever the document calls them.
pub(crate) fn of(model: &Model, document: &Document) -> Facts {
    let mut teller = Teller {
        model,
        aliases: aliases(document),
        facts: Facts::new(),
    };
    teller.tell();
    for reference in &document.references {
        let uri = &reference.uri.value;
        for include in &reference.includes {
            let alias = include.alias.as_ref().map(|one| one.value.as_str());
            let key = format!("{uri} includes {} as {alias:?}", include.namespace.value);
            let said = teller.said_of(&include.annotations);
            teller.facts.insert(key, said);
        }
        for include in &reference.include_annotations {
            let text = |one: &Option<odata_csdl::source::Spanned<String>>| {
                one.as_ref().map(|one| one.value.clone())
            };
            let (qualifier, target) = (text(&include.qualifier), text(&include.target_namespace));
            let terms = &include.term_namespace.value;
            let key = format!("{uri} includes annotations {terms} {qualifier:?} {target:?}");
            teller.facts.insert(key, String::new());
        }
        for one in &reference.annotations {
            let key = format!("{uri}@{}", teller.full(&one.term.value));
            let said = teller.said_of(std::slice::from_ref(one));
            teller.facts.insert(key, said);
        }
    }
    teller.facts
}

fn aliases(document: &Document) -> HashMap<String, String> {
    let mut aliases = HashMap::new();
    for include in document.references.iter().flat_map(|one| &one.includes) {
        if let Some(alias) = &include.alias {
            aliases.insert(alias.value.clone(), include.namespace.value.clone());
        }
    }
    for schema in &document.schemas {
        if let Some(alias) = &schema.alias {
            aliases.insert(alias.value.clone(), schema.namespace.value.clone());
        }
    }
    aliases
}

struct Teller<'m> {
    model: &'m Model,
    aliases: HashMap<String, String>,
    facts: Facts,
}

impl Teller<'_> {
    fn put(&mut self, key: &str, value: String) {
        let old = self.facts.insert(key.to_owned(), value);
        assert!(old.is_none(), "two facts of `{key}`");
    }

    fn tell(&mut self) {
        let model = self.model;
        for (at, schema) in model.schemas().iter().enumerate() {
            let key = format!("schema {}", schema.namespace);
            self.facts
                .insert(key.clone(), format!("{:?}", schema.alias));
            self.annotations(&format!("{key} {at}"), &schema.annotations);
        }
        for (id, ty) in model.structured_types() {
            let base = ty
                .base
                .map(|base| model.structured_type(base).name.to_string());
            let key = ty.key.as_ref().map(|key| {
                let parts = key.properties.iter();
                parts
                    .map(|one| (one.path.clone(), one.alias.clone()))
                    .collect::<Vec<_>>()
            });
            let name = ty.name.to_string();
            let flags = (ty.is_abstract, ty.is_open, ty.has_stream);
            let lineage = model.lineage(id).count();
            self.put(
                &name,
                format!("{:?} {base:?} {flags:?} {key:?} {lineage}", ty.kind),
            );
            self.annotations(&name, &ty.annotations);
            for (at, one) in ty.properties.iter().enumerate() {
                let key = format!("{name}/{}", one.name);
                let default = one.default_value.as_deref().map(canonical);
                let facets = self.facets(&one.ty, one.facets);
                let ty = self.ty(&one.ty);
                self.put(
                    &key,
                    format!("{at} {ty} {} {facets} {default:?}", one.nullable),
                );
                self.annotations(&key, &one.annotations);
            }
            for (at, one) in ty.navigation_properties.iter().enumerate() {
                let key = format!("{name}/{}", one.name);
                let constraints = one.referential_constraints.iter();
                for pair in &one.referential_constraints {
                    self.annotations(&format!("{key}={}", pair.property), &pair.annotations);
                }
                self.annotations(&format!("{key} deletion"), &one.on_delete_annotations);
                let constraints: Vec<_> = constraints
                    .map(|pair| {
                        (
                            self.full(&pair.property),
                            self.full(&pair.referenced_property),
                        )
                    })
                    .collect();
                let ty = self.ty(&one.ty);
                let rest = (&one.partner, one.contains_target, one.on_delete);
                self.put(
                    &key,
                    format!("{at} {ty} {} {rest:?} {constraints:?}", one.nullable),
                );
                self.annotations(&key, &one.annotations);
            }
        }
        for (_, ty) in model.enum_types() {
            let name = ty.name.to_string();
            self.put(&name, format!("enum {:?} {}", ty.underlying, ty.is_flags));
            self.annotations(&name, &ty.annotations);
            for (at, one) in ty.members.iter().enumerate() {
                let key = format!("{name}/{}", one.name);
                self.put(&key, format!("{at} {}", one.value));
                self.annotations(&key, &one.annotations);
            }
        }
        for (_, ty) in model.type_definitions() {
            let name = ty.name.to_string();
            let own = Type {
                collection: false,
                kind: TypeKind::Primitive(ty.underlying),
                span: ty.span,
            };
            let facets = self.facets(&own, ty.facets);
            self.put(&name, format!("definition {:?} {facets}", ty.underlying));
            self.annotations(&name, &ty.annotations);
        }
        self.operations();
        self.terms();
        self.containers();
        for (target, annotations) in model.external_annotations() {
            self.annotations(&format!("outside {target}"), annotations);
        }
    }

    fn operations(&mut self) {
        let model = self.model;
        let mut overloads: HashMap<String, usize> = HashMap::new();
        for (_, operation) in model.operations() {
            let number = overloads.entry(operation.name.to_string()).or_default();
            let name = format!("{}:{number}", operation.name);
            *number += 1;
            let flags = (operation.is_bound, operation.is_composable);
            let path = operation
                .entity_set_path
                .as_deref()
                .map(|path| self.full(path));
            self.put(&name, format!("{:?} {flags:?} {path:?}", operation.kind));
            self.annotations(&name, &operation.annotations);
            for (at, one) in operation.parameters.iter().enumerate() {
                let key = format!("{name}/{}", one.name);
                let (ty, facets) = (self.ty(&one.ty), self.facets(&one.ty, one.facets));
                self.put(&key, format!("{at} {ty} {} {facets}", one.nullable));
                self.annotations(&key, &one.annotations);
            }
            if let Some(one) = &operation.return_type {
                let key = format!("{name}/$ReturnType");
                let (ty, facets) = (self.ty(&one.ty), self.facets(&one.ty, one.facets));
                self.put(&key, format!("{ty} {} {facets}", one.nullable));
                self.annotations(&key, &one.annotations);
            }
        }
    }

    fn terms(&mut self) {
        let model = self.model;
        for term in model.terms() {
            let name = format!("term {}", term.name);
            let default = term.default_value.as_deref().map(canonical);
            let ty = self.ty(&term.ty);
            let facets = self.facets(&term.ty, term.facets);
            let rest = (&term.base_term, term.nullable, &term.applies_to);
            self.put(&name, format!("{ty} {default:?} {facets} {rest:?}"));
            self.annotations(&name, &term.annotations);
        }
    }

    fn containers(&mut self) {
        let model = self.model;
        for container in model.containers() {
            let name = container.name.to_string();
            self.put(&name, format!("container {:?}", container.extends));
            self.annotations(&name, &container.annotations);
            for one in &container.entity_sets {
                let key = format!("{name}/{}", one.name);
                let ty = &model.structured_type(one.entity_type).name;
                let bindings = self.bindings(&one.navigation_property_bindings);
                let listed = one.include_in_service_document;
                self.put(&key, format!("set {ty} {listed} {bindings:?}"));
                self.annotations(&key, &one.annotations);
            }
            for one in &container.singletons {
                let key = format!("{name}/{}", one.name);
                let ty = &model.structured_type(one.entity_type).name;
                let bindings = self.bindings(&one.navigation_property_bindings);
                self.put(
                    &key,
                    format!("singleton {ty} {} {bindings:?}", one.nullable),
                );
                self.annotations(&key, &one.annotations);
            }
            for one in &container.operation_imports {
                let key = format!("{name}/{}", one.name);
                let set = one.entity_set.as_deref().map(|path| self.path_to_set(path));
                let named = one.operations.first().map(|id| &model.operation(*id).name);
                let count = one.operations.len();
                let listed = one.include_in_service_document;
                let what = format!("{:?} {named:?} {count} {set:?} {listed}", one.kind);
                self.put(&key, what);
                self.annotations(&key, &one.annotations);
            }
        }
    }

    fn bindings(
        &self,
        all: &[odata_csdl::model::NavigationPropertyBinding],
    ) -> BTreeMap<String, String> {
        let pairs = all
            .iter()
            .map(|one| (one.path.clone(), self.path_to_set(&one.target)));
        // Of two bindings of one path the first stands.
        pairs.rev().collect()
    }

    fn path_to_set(&self, path: &str) -> String {
        let full = self.full(path);
        for container in self.model.containers() {
            let within = full.strip_prefix(&container.name.to_string());
            if let Some(name) = within.and_then(|rest| rest.strip_prefix('/')) {
                return name.to_owned();
            }
        }
        full
    }

    fn ty(&self, ty: &Type) -> String {
        let name = match &ty.kind {
            TypeKind::Structured(id) => self.model.structured_type(*id).name.to_string(),
            TypeKind::Enum(id) => self.model.enum_type(*id).name.to_string(),
            TypeKind::Definition(id) => self.model.type_definition(*id).name.to_string(),
            other => format!("{other:?}"),
        };
        format!("{}{name}", if ty.collection { "*" } else { "" })
    }

    fn facets(&self, ty: &Type, facets: Facets) -> String {
        let name = match &ty.kind {
            TypeKind::Primitive(primitive) => primitive.name(),
            _ => "",
        };
        let is_time = matches!(
            name,
            "Edm.DateTimeOffset" | "Edm.Duration" | "Edm.TimeOfDay"
        );
        let is_decimal = name == "Edm.Decimal";
        let max_length = facets.max_length.filter(|one| *one != MaxLength::Max);
        let precision = facets.precision.or(is_time.then_some(0));
        let scale = facets.scale.or(is_decimal.then_some(Scale::Digits(0)));
        // Absent it says something of decimals only.
        let scale = scale.filter(|one| is_decimal || *one != Scale::Variable);
        let unicode = facets.unicode.filter(|one| !one);
        format!(
            "{max_length:?} {precision:?} {scale:?} {:?} {unicode:?}",
            facets.srid
        )
    }

    fn annotations(&mut self, owner: &str, all: &Annotations) {
        for one in all {
            let qualifier = one.qualifier.as_ref().map(|one| one.value.as_str());
            let key = format!(
                "{owner}@{}#{}",
                one.term.value,
                qualifier.unwrap_or_default()
            );
            let said = self.said_of(std::slice::from_ref(one));
            self.facts.insert(key, said);
        }
    }
}

/// A fact in which two models differ.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) about: String,
    pub(crate) one: String,
    pub(crate) other: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} / {}", self.about, self.one, self.other)
    }
}

/// The facts in which two models differ; what one of them does not say is empty.
pub(crate) fn differences(one: &Facts, other: &Facts) -> Vec<Difference> {
    let get = |facts: &Facts, key: &str| facts.get(key).cloned().unwrap_or_default();
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differ = keys
        .into_iter()
        .filter(|key| one.get(*key) != other.get(*key))
        .map(|key| Difference {
            about: key.clone(),
            one: get(one, key),
            other: get(other, key),
        });
    differ.collect()
}
