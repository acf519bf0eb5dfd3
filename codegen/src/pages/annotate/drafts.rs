//! The types in the making: what the samples of all operations that answer with a type show of it.

use std::collections::HashSet;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics, Severity};
use odata_csdl::source::{Span, Spanned};
use odata_csdl::syntax::NavigationProperty;

use super::Naming;
use super::answer::TypeName;
use super::names::{complex_type, letters};
use crate::pages::{JsonNode, Kind, Shape, infer};

/// A type before it is written as CSDL.
pub(super) struct TypeDraft {
    pub(super) name: Spanned<TypeName>,
    pub(super) properties: Vec<PropertyDraft>,
    pub(super) navigation: Vec<NavigationProperty>,
    /// The property that is the key, and the place that said so.
    pub(super) key: Option<(String, Span)>,
    /// Whether a set or a singleton has it.
    pub(super) is_entity: bool,
    /// Whether samples show it inside another one, which named it.
    is_inside: bool,
    pub(super) span: Span,
    /// What its page says that it is.
    pub(super) description: Option<Spanned<String>>,
    /// What inference had to say; a property table may settle it.
    notes: Diagnostics,
}

pub(super) struct PropertyDraft {
    pub(super) name: Spanned<String>,
    pub(super) kind: Kind,
    pub(super) only_null: bool,
    /// Whether a sample has it; else a table alone says that it is there.
    pub(super) is_shown: bool,
    /// Whether a table says its type.
    pub(super) is_documented: bool,
    pub(super) description: Option<Spanned<String>>,
    pub(super) allowed: Vec<Spanned<String>>,
    /// What is to be told if nothing else says its type.
    pub(super) open: Option<Box<Diagnostic>>,
}

/// Every type, in the order in which the operations name them, the ones inside behind their owners.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) types: Vec<TypeDraft>,
}

impl Drafts {
    /// Adds a type of which these objects are the samples.
    pub(super) fn add(&mut self, name: Spanned<TypeName>, items: &[&JsonNode], span: Span) {
        let mut notes = Diagnostics::new();
        let shape = infer(items, &mut notes);
        let at = self.add_shape(name, shape, span);
        if let Some(draft) = self.types.get_mut(at) {
            draft.notes = notes;
        }
    }

    fn add_shape(&mut self, name: Spanned<TypeName>, shape: Shape, span: Span) -> usize {
        let at = self.types.len();
        self.types.push(TypeDraft {
            name: name.clone(),
            properties: Vec::new(),
            navigation: Vec::new(),
            key: None,
            is_entity: false,
            is_inside: false,
            span,
            description: None,
            notes: Diagnostics::new(),
        });
        let mut properties = Vec::new();
        for property in shape.properties {
            let kind = self.flat(&name.value, &property.name, property.kind, false);
            properties.push(PropertyDraft {
                name: property.name,
                kind,
                only_null: property.only_null,
                is_shown: true,
                is_documented: false,
                description: None,
                allowed: Vec::new(),
                open: None,
            });
        }
        if let Some(draft) = self.types.get_mut(at) {
            draft.properties = properties;
        }
        at
    }

    /// An object becomes a type of its own, named after its owner and the property that holds it.
    fn flat(
        &mut self,
        owner: &TypeName,
        property: &Spanned<String>,
        kind: Kind,
        many: bool,
    ) -> Kind {
        match kind {
            Kind::Collection(item) => {
                Kind::Collection(Box::new(self.flat(owner, property, *item, true)))
            }
            Kind::Complex(shape) => {
                let name = TypeName {
                    namespace: owner.namespace.clone(),
                    name: complex_type(&owner.name, &property.value, many),
                };
                if self.find(&name).is_none() {
                    let place = property.span;
                    let at = self.add_shape(Spanned::new(name.clone(), place), shape, place);
                    if let Some(draft) = self.types.get_mut(at) {
                        draft.is_inside = true;
                    }
                }
                Kind::Named(name.name)
            }
            other => other,
        }
    }

    /// A type with a key that a correction names is an entity type, whether or not a set has it.
    pub(super) fn apply_keys(&mut self, naming: &Naming) {
        for draft in self.types.iter_mut().filter(|draft| draft.key.is_none()) {
            let property = naming
                .keys
                .get(&draft.name.value.name)
                .and_then(|name| draft.find(name));
            if let Some(key) = property.map(|one| (one.name.value.clone(), one.name.span)) {
                draft.key = Some(key);
                draft.is_entity = true;
            }
        }
    }

    pub(super) fn find(&self, name: &TypeName) -> Option<&TypeDraft> {
        self.types.iter().find(|draft| draft.name.value == *name)
    }

    /// The type of that name, or of which it is the plural, by letters and digits alone.
    pub(super) fn named(&self, name: &str) -> Option<&TypeDraft> {
        let wanted = letters(name);
        self.types.iter().find(|draft| {
            let known = letters(&draft.name.value.name);
            known == wanted || wanted.strip_suffix('s') == Some(known.as_str())
        })
    }

    /// Leaves out what was made of objects in samples and is called otherwise by a table, with all that is inside.
    pub(super) fn drop_unused(&mut self) {
        loop {
            let used: HashSet<String> = self
                .types
                .iter()
                .flat_map(|draft| &draft.properties)
                .filter_map(|one| named_in(&one.kind))
                .collect();
            let before = self.types.len();
            self.types
                .retain(|draft| !draft.is_inside || used.contains(&draft.name.value.name));
            if self.types.len() == before {
                return;
            }
        }
    }

    pub(super) fn find_mut(&mut self, name: &TypeName) -> Option<&mut TypeDraft> {
        self.types
            .iter_mut()
            .find(|draft| draft.name.value == *name)
    }
}

/// The type that a kind names, without its namespace.
fn named_in(kind: &Kind) -> Option<String> {
    match kind {
        Kind::Collection(item) => named_in(item),
        Kind::Named(name) => Some(name.rsplit('.').next().unwrap_or(name).to_owned()),
        _ => None,
    }
}

impl TypeDraft {
    /// Whether no property is called so, as it is written.
    pub(super) fn is_free(&self, name: &str) -> bool {
        let mut properties = self.properties.iter().map(|one| &one.name.value);
        let mut navigation = self.navigation.iter().map(|one| &one.name.value);
        !properties.any(|known| known == name) && !navigation.any(|known| known == name)
    }

    /// Says what the samples leave open and no table settles.
    pub(super) fn report(&self, diagnostics: &mut Diagnostics) {
        let settled = |note: &Diagnostic| {
            let place = note.labels.first().map(|label| label.span);
            let mut documented = self
                .properties
                .iter()
                .filter(|property| property.is_documented);
            note.severity == Severity::Note
                && documented.any(|property| Some(property.name.span) == place)
        };
        diagnostics.extend(self.notes.iter().filter(|note| !settled(note)).cloned());
    }

    /// The property of that name: as it is written, else by its letters and digits alone.
    pub(super) fn find(&self, name: &str) -> Option<&PropertyDraft> {
        let exact = self
            .properties
            .iter()
            .find(|property| property.name.value == name);
        exact.or_else(|| {
            let wanted = letters(name);
            self.properties
                .iter()
                .find(|property| letters(&property.name.value) == wanted)
        })
    }
}
