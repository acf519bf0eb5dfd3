//! What the service does not support on a property, in its own words: a marker type for each restricted property, and
//! the trait whose message rustc shows where it is used all the same.

use odata_csdl::model::{Model, StructuredTypeId, TypeKind};
use odata_csdl::source::Sources;
use odata_csdl::syntax::Annotation;

use super::capability::{Capability, Resource, paths, truth};
use super::declaring::Declaring;
use super::elsewhere::Places;
use super::sets::Sets;
use super::settable::{self, Requests, Setting, Traits};
use super::targets::Targets;
use super::usage::{USAGES, Usage};
use super::writer::{Writer, string};
use crate::by_id::ById;
use crate::names::{Names, RustName, Scope};
use crate::place::from_folder;
use crate::plan::Plan;

const STATEMENT: &str = "Rust.OData.Docs.V1.Statement";
const STATEMENT_PAGE: &str = "Rust.OData.Docs.V1.StatementPage";

/// What a set says of one usage.
struct Said<'m> {
    /// The paths that are restricted; nothing where all are.
    paths: Option<Vec<&'m str>>,
    words: String,
}

impl Said<'_> {
    fn restricts(&self, name: &str) -> bool {
        self.paths
            .as_ref()
            .is_none_or(|paths| paths.contains(&name))
    }
}

/// The restrictions that hold for a type wherever it is.
struct OfType {
    module: RustName,
    /// The name of the trait and the words, by usage.
    traits: Vec<(&'static Usage, RustName, String)>,
    never_set: Traits,
    markers: Vec<Marker>,
}

struct Marker {
    property: String,
    name: RustName,
    /// By usage, whether it is restricted.
    restricted: [bool; USAGES.len()],
    setting: Option<Setting>,
    is_navigation: bool,
}

/// The restrictions of all types of a plan.
pub(super) struct Restrictions<'m> {
    sources: &'m Sources,
    folder: &'m str,
    types: ById<StructuredTypeId, OfType>,
}

impl<'m> Restrictions<'m> {
    pub(super) fn of(
        plan: &Plan<'_>,
        names: &Names<'_>,
        known: &Sets<'_>,
        targets: &Targets<'_>,
        sources: &'m Sources,
        folder: &'m str,
    ) -> Self {
        let mut all = Restrictions {
            sources,
            folder,
            types: ById::default(),
        };
        let mut modules = Scope::methods();
        let sets = plan.sets.iter().map(|set| Resource::set(known, set));
        let singletons = plan.singletons.iter().map(|one| Resource::singleton(one));
        let places = Places::of(plan, sets.chain(singletons));
        let restricted = Declaring::of(plan.model, |ty| {
            ty.properties.iter().any(settable::is_restricted)
        });
        for &id in &plan.types {
            let Some(name) = names.structured(id) else {
                continue;
            };
            // Of most types no set says anything, and they say nothing themselves.
            let says = restricted.has(plan.model, id) || targets.has_inherited(id);
            if places.own(id).is_empty() && !says {
                continue;
            }
            let (places, name) = ((&places, targets), name.as_str());
            if let Some(found) = all.of_type(plan.model, id, places, name, &mut modules) {
                all.types.insert(id, found);
            }
        }
        all
    }

    /// A property is restricted where each set of its type says so: one set that supports it leaves it open, and so does any
    /// other place where entities of the type are.
    fn of_type(
        &self,
        model: &Model,
        id: StructuredTypeId,
        (places, targets): (&Places<'_, '_>, &Targets<'_>),
        name: &str,
        modules: &mut Scope,
    ) -> Option<OfType> {
        let resources = places.own(id);
        let elsewhere = places.elsewhere(id);
        let said = USAGES.each_ref().map(|usage| {
            let all = resources.iter();
            let all = all.filter(|one| one.is_set() || usage.of_singletons);
            let said = all.map(|one| self.said(one, usage));
            said.collect::<Option<Vec<_>>>().unwrap_or_default()
        });
        let document = |annotation: &Annotation| self.in_document(annotation);
        let sets = resources.iter().filter(|one| one.is_set());
        let requests = sets.map(|one| Requests::of(one, targets));
        let requests: Vec<Requests<'_, '_>> = requests.collect();
        let restricts = |of_navigation: bool, name: &str| {
            let mut usages = USAGES.iter();
            said.each_ref().map(|said| {
                let usage = usages.next();
                let usage = usage.filter(|usage| usage.of_navigation == of_navigation);
                let is_restricted =
                    !said.is_empty() && said.iter().all(|said| said.restricts(name));
                usage.is_some_and(|usage| is_restricted && !elsewhere.opens(&usage.asked(), name))
            })
        };
        let key = model.key(id).map_or(&[][..], |key| &key.properties);
        let structural = model.properties(id).map(|property| {
            let restricted = restricts(false, &property.name);
            let is_key = key.iter().any(|one| one.path == property.name);
            let setting = settable::of(
                property,
                targets.inherited(id, &property.name),
                is_key,
                &requests,
                &elsewhere,
                document,
            );
            (&property.name, restricted, setting, false)
        });
        let navigation = model.navigation_properties(id);
        let navigation = navigation.map(|property| {
            let restricted = restricts(true, &property.name);
            (&property.name, restricted, None, true)
        });
        let marked: Vec<_> = structural
            .chain(navigation)
            .filter(|(_, restricted, setting, _)| restricted.contains(&true) || setting.is_some())
            .collect();
        if marked.is_empty() {
            return None;
        }
        let mut scope = Scope::markers();
        let mut traits = Vec::new();
        for (usage, said) in USAGES.iter().zip(&said) {
            let mut words: Vec<&str> = said.iter().map(|said| said.words.as_str()).collect();
            words.dedup();
            traits.push((usage, scope.name(usage.qualifier), words.join("; ")));
        }
        let mut never_set = Traits::new(&mut scope);
        let markers = marked.into_iter();
        let markers = markers.map(|(property, restricted, setting, is_navigation)| {
            if let Some(setting) = &setting {
                never_set.add(setting);
            }
            Marker {
                property: property.clone(),
                name: scope.name(property),
                restricted,
                setting,
                is_navigation,
            }
        });
        let markers = markers.collect();
        Some(OfType {
            module: modules.name(name),
            traits,
            never_set,
            markers,
        })
    }

    fn said<'s>(&self, resource: &Resource<'s>, usage: &Usage) -> Option<Said<'s>> {
        let said = Capability::of(resource, usage.term);
        let document = |annotation: &Annotation| self.in_document(annotation);
        let (paths, words) = match said.find(truth(usage.supported), document) {
            Some((false, words)) => (None, words),
            _ => {
                let listed = said.find(paths(usage.listed), document);
                let (listed, words) = listed.filter(|(listed, _)| !listed.is_empty())?;
                (Some(listed), words)
            }
        };
        let words = self.sentence(resource, usage).unwrap_or(words);
        Some(Said {
            paths,
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
        })
    }

    /// The page's sentence and where it stands.
    fn sentence(&self, resource: &Resource<'_>, usage: &Usage) -> Option<String> {
        let stated = |term| {
            let said = resource.annotations;
            let found = said.get_qualified(term, Some(usage.qualifier))?;
            found.expression.as_ref()?.as_str()
        };
        let sentence = stated(STATEMENT)?;
        Some(match stated(STATEMENT_PAGE) {
            Some(page) => format!("{} says: \"{sentence}\"", page),
            None => format!("the documentation says: \"{sentence}\""),
        })
    }

    /// The document in which something is said, as the words have it.
    pub(super) fn in_document(&self, annotation: &Annotation) -> String {
        from_folder(self.folder, self.document(annotation))
    }

    /// Without the line: what stands elsewhere in the document must not change what is generated.
    fn document(&self, annotation: &Annotation) -> &str {
        let source = self.sources.get(annotation.span.source);
        source.map_or("$metadata", |source| source.name())
    }

    /// The third parameter of a property's `Field`, with the comma before it.
    pub(super) fn parameter(&self, id: StructuredTypeId, property: &str) -> String {
        let found = self.types.get(id).and_then(|ty| {
            let marker = ty.markers.iter().find(|one| one.property == property)?;
            Some(format!(", restricted::{}::{}", ty.module, marker.name))
        });
        found.unwrap_or_default()
    }

    /// Properties that a set does not let be used in certain ways, each with why; by the name of the field in the
    /// runtime's description.
    pub(super) fn rows(
        &self,
        model: &Model,
        resource: &Resource<'_>,
    ) -> Vec<(String, Vec<[String; 2]>)> {
        let listed = USAGES.iter().filter(|usage| !usage.listed.is_empty());
        let rows = listed.map(|usage| {
            let said = self.said(resource, usage);
            let rows = said.map_or_else(Vec::new, |said| {
                let row = |path: &str| {
                    let why = refusal(usage, Some(path), &said.words);
                    [string(path), string(&why)]
                };
                match (&said.paths, usage.of_navigation) {
                    (Some(paths), _) => paths.iter().map(|path| row(path)).collect(),
                    (None, false) => {
                        let all = model.properties(resource.entity_type);
                        all.map(|property| row(&property.name)).collect()
                    }
                    (None, true) => {
                        let all = model.navigation_properties(resource.entity_type);
                        all.map(|property| row(&property.name)).collect()
                    }
                }
            });
            let mut rows: Vec<[String; 2]> = rows;
            if !usage.of_navigation {
                self.behind(model, resource.entity_type, usage, &mut rows);
            }
            (format!("not_{}", usage.right.to_lowercase()), rows)
        });
        rows.collect()
    }

    /// What is restricted wherever entities of its type are, where they are behind a navigation property: rustc sees it in what is typed, and the text of a
    /// filter is read at run time.
    fn behind(
        &self,
        model: &Model,
        entity_type: StructuredTypeId,
        usage: &Usage,
        rows: &mut Vec<[String; 2]>,
    ) {
        let place = USAGES.iter().position(|one| one.option == usage.option);
        for navigation in model.navigation_properties(entity_type) {
            let TypeKind::Structured(target) = navigation.ty.kind else {
                continue;
            };
            let (Some(of_type), Some(place)) = (self.types.get(target), place) else {
                continue;
            };
            let words = of_type.traits.get(place).map_or("", |(_, _, words)| words);
            let restricted = |marker: &&Marker| {
                !marker.is_navigation && marker.restricted.get(place) == Some(&true)
            };
            for marker in of_type.markers.iter().filter(restricted) {
                let path = format!("{}/{}", navigation.name, marker.property);
                rows.push([string(&path), string(&refusal(usage, Some(&path), words))]);
            }
        }
    }

    /// Why nothing can be selected from a set, if so.
    pub(super) fn not_selectable(&self, resource: &Resource<'_>) -> Option<String> {
        let usage = USAGES.iter().find(|usage| usage.listed.is_empty())?;
        let said = self.said(resource, usage)?;
        Some(refusal(usage, None, &said.words))
    }

    /// The module of all markers; nothing where there is none.
    pub(super) fn emit(&self, out: &mut Writer<'_>) {
        if self.types.is_empty() {
            return;
        }
        out.blank();
        out.doc(
            "What the service does not support on certain properties: one type for each of them.",
        );
        out.line("#[allow(dead_code)]");
        out.open("pub mod restricted {");
        for (at, ty) in self.types.values().enumerate() {
            if at > 0 {
                out.blank();
            }
            ty.emit(out);
        }
        out.close("}");
    }
}

fn refusal(usage: &Usage, path: Option<&str>, words: &str) -> String {
    let on = path.map_or_else(String::new, |path| format!(" on `{path}`"));
    format!(
        "the service does not support `{}`{on}: {words}",
        usage.option
    )
}

impl OfType {
    fn emit(&self, out: &mut Writer<'_>) {
        out.doc("Properties of one type.");
        out.open(&format!("pub mod {} {{", self.module));
        let mut is_first = true;
        let restricted = self.traits.iter().enumerate();
        let restricted = restricted.filter(|(at, _)| self.restricts(*at));
        let restricted = restricted.map(|(_, (usage, name, words))| {
            let message = format!("the service does not support `{}` on `{{P}}`", usage.option);
            (format!("`{}`", usage.option), message, name, words.as_str())
        });
        let never_set = self.never_set.needed().map(|(name, words)| {
            let message = "the service does not let `{P}` be set".to_owned();
            ("`Changes::set`".to_owned(), message, name, words)
        });
        for (what, message, name, words) in restricted.chain(never_set) {
            if !std::mem::take(&mut is_first) {
                out.blank();
            }
            out.doc(&format!("What {what} needs, and nothing has."));
            out.open("#[diagnostic::on_unimplemented(");
            out.line(&format!("message = {},", string(&message)));
            out.line("label = \"not supported by the service\",");
            out.line(&format!("note = {},", string(&literal(words))));
            out.line("note = \"`.unchecked()` sends it all the same\"");
            out.close(")]");
            out.line(&format!("pub trait {name}<P> {{}}"));
        }
        for marker in &self.markers {
            if !std::mem::take(&mut is_first) {
                out.blank();
            }
            self.marker(marker, out);
        }
        out.close("}");
    }

    fn restricts(&self, usage: usize) -> bool {
        self.markers
            .iter()
            .any(|marker| marker.restricted.get(usage) == Some(&true))
    }

    fn marker(&self, marker: &Marker, out: &mut Writer<'_>) {
        let name = &marker.name;
        out.doc(&format!("The property `{}`.", marker.property));
        out.line(&format!("pub struct {name};"));
        for ((usage, condition, _), restricted) in self.traits.iter().zip(marker.restricted) {
            if usage.of_navigation != marker.is_navigation {
                continue;
            }
            let generics = match restricted {
                true => format!("E: {condition}<{name}>"),
                false => "E".to_owned(),
            };
            let right = usage.right;
            out.line(&format!(
                "impl<{generics}> odata::field::{right}<E> for {name} {{}}"
            ));
        }
        if !marker.is_navigation {
            self.never_set.right(name, marker.setting.as_ref(), out);
        }
    }
}

/// Braces stand for parameters in the message of a trait.
fn literal(words: &str) -> String {
    words.replace('{', "{{").replace('}', "}}")
}
