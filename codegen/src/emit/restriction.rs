//! What the service does not support on a property, in its own words: a marker type for each restricted property, and
//! the trait whose message rustc shows where it is used all the same.

use std::collections::BTreeMap;

use odata_csdl::model::{EntitySet, Model, StructuredTypeId};
use odata_csdl::source::Sources;
use odata_csdl::syntax::{Annotation, Expression};

use super::settable::{self, Setting, Traits};
use super::unsupported;
use super::writer::{Writer, string};
use crate::names::{Names, RustName, Scope};
use crate::plan::Plan;

const STATEMENT: &str = "Rust.OData.Docs.V1.Statement";
const STATEMENT_PAGE: &str = "Rust.OData.Docs.V1.StatementPage";

/// One way to use a property, and how an entity set says that it is not supported.
struct Usage {
    option: &'static str,
    term: &'static str,
    /// The property of the annotation that is false where nothing is supported.
    supported: &'static str,
    /// The property of the annotation that lists what is not supported.
    listed: &'static str,
    /// The qualifier of the sentence that a page has on it; the trait of generated code is called so too.
    qualifier: &'static str,
    /// The trait of the runtime.
    right: &'static str,
}

const USAGES: [Usage; 3] = [
    Usage {
        option: "$filter",
        term: "FilterRestrictions",
        supported: "Filterable",
        listed: "NonFilterableProperties",
        qualifier: "Filter",
        right: "Filterable",
    },
    Usage {
        option: "$orderby",
        term: "SortRestrictions",
        supported: "Sortable",
        listed: "NonSortableProperties",
        qualifier: "Sort",
        right: "Sortable",
    },
    Usage {
        option: "$select",
        term: "SelectSupport",
        supported: "Supported",
        listed: "",
        qualifier: "Select",
        right: "Selectable",
    },
];

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
}

/// The restrictions of all types of a plan.
pub(super) struct Restrictions<'m> {
    sources: &'m Sources,
    folder: &'m str,
    types: BTreeMap<StructuredTypeId, OfType>,
}

impl<'m> Restrictions<'m> {
    pub(super) fn of(
        plan: &Plan<'_>,
        names: &Names<'_>,
        sources: &'m Sources,
        folder: &'m str,
    ) -> Self {
        let mut all = Restrictions {
            sources,
            folder,
            types: BTreeMap::new(),
        };
        let mut modules = Scope::methods();
        let mut sets: BTreeMap<StructuredTypeId, Vec<&EntitySet>> = BTreeMap::new();
        for set in &plan.sets {
            sets.entry(set.entity_type).or_default().push(set);
        }
        for &id in &plan.types {
            let Some(name) = names.structured(id) else {
                continue;
            };
            let sets = sets.get(&id).map_or(&[][..], Vec::as_slice);
            if let Some(found) = all.of_type(plan.model, id, sets, name.as_str(), &mut modules) {
                all.types.insert(id, found);
            }
        }
        all
    }

    /// A property is restricted where each set of its type says so: one set that supports it leaves it open.
    fn of_type(
        &self,
        model: &Model,
        id: StructuredTypeId,
        sets: &[&EntitySet],
        name: &str,
        modules: &mut Scope,
    ) -> Option<OfType> {
        let said = USAGES.each_ref().map(|usage| {
            let said = sets.iter().map(|set| self.said(set, usage));
            said.collect::<Option<Vec<_>>>().unwrap_or_default()
        });
        let document = |annotation: &Annotation| self.inside(self.document(annotation)).to_owned();
        let marked: Vec<_> = model
            .properties(id)
            .filter_map(|property| {
                let restricted = said.each_ref().map(|said| {
                    !said.is_empty() && said.iter().all(|said| said.restricts(&property.name))
                });
                let setting = settable::of(property, sets, document);
                let is_marked = restricted.contains(&true) || setting.is_some();
                is_marked.then_some((&property.name, restricted, setting))
            })
            .collect();
        if marked.is_empty() {
            return None;
        }
        let mut scope = Scope::variants();
        let mut traits = Vec::new();
        for (usage, said) in USAGES.iter().zip(&said) {
            let mut words: Vec<&str> = said.iter().map(|said| said.words.as_str()).collect();
            words.dedup();
            traits.push((usage, scope.name(usage.qualifier), words.join("; ")));
        }
        let mut never_set = Traits::new(&mut scope);
        let markers = marked.into_iter().map(|(property, restricted, setting)| {
            if let Some(setting) = &setting {
                never_set.add(setting);
            }
            Marker {
                property: property.clone(),
                name: scope.name(property),
                restricted,
                setting,
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

    fn said<'s>(&self, set: &'s EntitySet, usage: &Usage) -> Option<Said<'s>> {
        let term = format!("Org.OData.Capabilities.V1.{}", usage.term);
        let annotation = set.annotations.get(&term)?;
        let value = annotation.expression.as_ref()?;
        let supported = value
            .property(usage.supported)
            .and_then(Expression::as_bool);
        let listed = value
            .property(usage.listed)
            .map_or(&[][..], Expression::items);
        let paths = match supported {
            Some(false) => None,
            _ => Some(listed.iter().filter_map(Expression::as_path).collect()),
        };
        if paths.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        Some(Said {
            paths,
            words: self.words(set, usage, annotation),
        })
    }

    /// The page's sentence and where it stands, or else which annotation says so, and in which document.
    fn words(&self, set: &EntitySet, usage: &Usage, annotation: &Annotation) -> String {
        let stated = |term| {
            let found = set.annotations.get_qualified(term, Some(usage.qualifier))?;
            found.expression.as_ref()?.as_str()
        };
        let words = match (stated(STATEMENT), stated(STATEMENT_PAGE)) {
            (Some(sentence), Some(page)) => format!("{} says: \"{sentence}\"", self.inside(page)),
            (Some(sentence), None) => format!("the documentation says: \"{sentence}\""),
            (None, _) => format!(
                "`Capabilities.{}` of entity set `{}` says so: {}",
                usage.term,
                set.name,
                self.inside(self.document(annotation))
            ),
        };
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Without the line: what stands elsewhere in the document must not change what is generated.
    fn document(&self, annotation: &Annotation) -> &str {
        let source = self.sources.get(annotation.span.source);
        source.map_or("$metadata", |source| source.name())
    }

    fn inside<'t>(&self, place: &'t str) -> &'t str {
        place
            .strip_prefix(self.folder)
            .map_or(place, |rest| rest.trim_start_matches('/'))
    }

    /// The third parameter of a property's `Field`, with the comma before it.
    pub(super) fn parameter(&self, id: StructuredTypeId, property: &str) -> String {
        let found = self.types.get(&id).and_then(|ty| {
            let marker = ty.markers.iter().find(|one| one.property == property)?;
            Some(format!(", restricted::{}::{}", ty.module, marker.name))
        });
        found.unwrap_or_default()
    }

    /// What the runtime is told about a set, for the text of filters and for properties that other sets leave open.
    pub(super) fn table(&self, model: &Model, set: &EntitySet, out: &mut Writer<'_>) {
        for usage in &USAGES {
            let said = self.said(set, usage);
            if usage.listed.is_empty() {
                let why = said.map(|said| refusal(usage, None, &said.words));
                if let Some(why) = why {
                    out.call("not_selectable: Some", &[string(&why)], ",");
                }
                continue;
            }
            let rows = said.map_or_else(Vec::new, |said| {
                let paths: Vec<&str> = match &said.paths {
                    Some(paths) => paths.clone(),
                    None => {
                        let all = model.properties(set.entity_type);
                        all.map(|property| property.name.as_str()).collect()
                    }
                };
                let row = |path: &&str| {
                    let why = refusal(usage, Some(path), &said.words);
                    [string(path), string(&why)]
                };
                paths.iter().map(row).collect()
            });
            pairs(&format!("not_{}", usage.right.to_lowercase()), &rows, out);
        }
        let document = |annotation: &Annotation| self.inside(self.document(annotation)).to_owned();
        pairs("not_supported", &unsupported::rows(set, document), out);
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

/// Pairs of long texts, as rustfmt lays them out: one alone shares its brackets with the array.
fn pairs(field: &str, rows: &[[String; 2]], out: &mut Writer<'_>) {
    let (first, last) = match rows.len() {
        0 => return,
        1 => ("&[(", ")],"),
        _ => ("&[", "],"),
    };
    out.open(&format!("{field}: {first}"));
    for row in rows {
        if rows.len() > 1 {
            out.open("(");
        }
        for text in row {
            out.line(&format!("{text},"));
        }
        if rows.len() > 1 {
            out.close("),");
        }
    }
    out.close(last);
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
            let generics = match restricted {
                true => format!("E: {condition}<{name}>"),
                false => "E".to_owned(),
            };
            let right = usage.right;
            out.line(&format!(
                "impl<{generics}> odata::field::{right}<E> for {name} {{}}"
            ));
        }
        self.never_set.right(name, marker.setting.as_ref(), out);
    }
}

/// Braces stand for parameters in the message of a trait.
fn literal(words: &str) -> String {
    words.replace('{', "{{").replace('}', "}}")
}
