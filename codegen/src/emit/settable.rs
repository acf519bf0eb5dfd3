//! What cannot be set, by the words of a property and of the entity sets of its type.

use odata_csdl::model::{Annotations, Property};
use odata_csdl::syntax::{Annotation, Expression};

use super::capability::{Capability, Resource, paths, truth};
use super::elsewhere::{Asked, Elsewhere};
use super::targets::Targets;
use super::writer::{Writer, string};
use crate::names::{RustName, Scope};

const COMPUTED: &str = "Org.OData.Core.V1.Computed";
const COMPUTED_DEFAULT: &str = "Org.OData.Core.V1.ComputedDefaultValue";
const IMMUTABLE: &str = "Org.OData.Core.V1.Immutable";
const PERMISSIONS: &str = "Org.OData.Core.V1.Permissions";

/// Why a property can never be set; the trait of generated code that has the words is called so.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Never {
    Computed,
    ReadOnly,
    Restricted,
}

const NEVER: [(Never, &str); 3] = [
    (Never::Computed, "Computed"),
    (Never::ReadOnly, "ReadOnly"),
    (Never::Restricted, "Set"),
];

/// How one property can be set, where that is not always.
pub(super) enum Setting {
    Never(Never, String),
    /// Why not when an entity is inserted, and why not when one is updated.
    Sometimes(Option<String>, Option<String>),
}

const INSERT: Asked = Asked {
    term: "InsertRestrictions",
    supported: "Insertable",
    listed: "NonInsertableProperties",
    of_one: false,
};
const UPDATE: Asked = Asked {
    term: "UpdateRestrictions",
    supported: "Updatable",
    listed: "NonUpdatableProperties",
    of_one: true,
};

/// What one set says of the two requests.
pub(super) struct Requests<'s, 'm> {
    insert: Capability<'m>,
    update: Capability<'m>,
    set: &'s Resource<'m>,
    targets: &'s Targets<'m>,
}

impl<'s, 'm> Requests<'s, 'm> {
    pub(super) fn of(set: &'s Resource<'m>, targets: &'s Targets<'m>) -> Self {
        Requests {
            insert: Capability::of(set, INSERT.term),
            update: Capability::of(set, UPDATE.term),
            set,
            targets,
        }
    }

    /// What the set says against a request with a property: of the property by itself, or of the request.
    fn word(
        &self,
        asked: &Asked,
        name: &str,
        is_key: bool,
        document: impl Fn(&Annotation) -> String,
    ) -> Option<Word> {
        let is_insert = asked.term == INSERT.term;
        let said = if is_insert {
            &self.insert
        } else {
            &self.update
        };
        let own = self.set.property(self.targets, name).and_then(|said| {
            let said = Said {
                name,
                nearer: None,
                declared: said,
            };
            let is_given = is_given(&said, is_key);
            let never = never(&said, is_given).map(|(_, term)| term);
            let stays = || stays(&said, is_given).filter(|_| !is_insert);
            let term = never.or_else(stays)?;
            let words = words(&said, term, &format!(" of {}", self.set), &document)?;
            let is_named = true;
            Some(Word { is_named, words })
        });
        own.or_else(|| Word::of(asked, said, name, document))
    }
}

/// What is said of a property: of the type that inherits it, before what is said where it is declared.
struct Said<'s> {
    name: &'s str,
    nearer: Option<&'s Annotations>,
    declared: &'s Annotations,
}

impl<'s> Said<'s> {
    fn of(property: &'s Property, nearer: Option<&'s Annotations>) -> Self {
        Said {
            name: &property.name,
            nearer,
            declared: &property.annotations,
        }
    }

    /// Who says something by a term.
    fn by(&self, term: &str) -> &'s Annotations {
        let nearer = self.nearer.filter(|said| said.unqualified(term).is_some());
        nearer.unwrap_or(self.declared)
    }

    fn unqualified(&self, term: &str) -> Option<&'s Annotation> {
        self.by(term).unqualified(term)
    }

    fn value(&self, term: &str) -> Option<&'s Expression> {
        self.by(term).value(term)
    }

    fn tag(&self, term: &str) -> Option<bool> {
        self.by(term).tag(term)
    }
}

/// What one set says against a request, where it does.
struct Word {
    /// Whether it is said of this property, and not of the request as a whole.
    is_named: bool,
    words: String,
}

impl Word {
    fn of(
        asked: &Asked,
        said: &Capability<'_>,
        name: &str,
        document: impl Fn(&Annotation) -> String,
    ) -> Option<Self> {
        if let Some((listed, words)) = said.find(paths(asked.listed), &document)
            && listed.contains(&name)
        {
            let is_named = true;
            return Some(Word { is_named, words });
        }
        let (supported, words) = said.find(truth(asked.supported), document)?;
        let is_named = false;
        (!supported).then_some(Word { is_named, words })
    }

    /// Those of all sets; nothing where one of them lets the property be set, or there is none.
    fn of_all(
        asked: &Asked,
        sets: &[Requests<'_, '_>],
        name: &str,
        is_key: bool,
        document: impl Fn(&Annotation) -> String,
    ) -> Option<Vec<Self>> {
        let words = sets
            .iter()
            .map(|set| set.word(asked, name, is_key, &document));
        let words: Vec<Word> = words.collect::<Option<_>>()?;
        (!words.is_empty()).then_some(words)
    }
}

fn joined(words: Vec<Word>) -> String {
    let words: Vec<String> = words.into_iter().map(|one| one.words).collect();
    words.join("; ")
}

/// Whether a property itself may say that it cannot be set.
pub(super) fn is_restricted(property: &Property) -> bool {
    let mut all = property.annotations.iter();
    all.any(|one| matches!(one.term.as_str(), COMPUTED | PERMISSIONS | IMMUTABLE))
}

/// What is said of a property; nothing where it can always be set. A set that says nothing leaves it open.
///
/// A part of the key that is read-only is what a client gives an entity when it inserts it, unless it is computed: it stays from then on.
pub(super) fn of(
    property: &Property,
    inherited: Option<&Annotations>,
    is_key: bool,
    sets: &[Requests<'_, '_>],
    elsewhere: &Elsewhere<'_, '_>,
    document: impl Fn(&Annotation) -> String,
) -> Option<Setting> {
    if sets.is_empty() && property.annotations.is_empty() && inherited.is_none() {
        return None;
    }
    let property = Said::of(property, inherited);
    let own = |term| own_words(&property, term, &document);
    let is_given = is_given(&property, is_key);
    if let Some((never, term)) = never(&property, is_given) {
        return own(term).map(|words| Setting::Never(never, words));
    }
    let name = property.name;
    let insert = Word::of_all(&INSERT, sets, name, is_key, &document)
        .filter(|_| !elsewhere.opens(&INSERT, name));
    let update = Word::of_all(&UPDATE, sets, name, is_key, &document)
        .filter(|_| !elsewhere.opens_update(&UPDATE, name));
    // A request that is not supported at all is refused by itself.
    let mut all = insert.iter().chain(&update).flatten();
    let (insert, update) = match all.any(|word| word.is_named) {
        true => (insert.map(joined), update.map(joined)),
        false => (None, None),
    };
    if let (Some(insert), Some(update)) = (&insert, &update) {
        let words = [insert.as_str(), update].join("; ");
        return Some(Setting::Never(Never::Restricted, words));
    }
    let update = update.or_else(|| stays(&property, is_given).and_then(own));
    let is_always_set = insert.is_none() && update.is_none();
    (!is_always_set).then_some(Setting::Sometimes(insert, update))
}

/// What a property says of itself by a term.
fn own_words(
    property: &Said<'_>,
    term: &str,
    document: impl Fn(&Annotation) -> String,
) -> Option<String> {
    words(property, term, "", document)
}

/// The same, where it is said in one place alone.
fn words(
    property: &Said<'_>,
    term: &str,
    place: &str,
    document: impl Fn(&Annotation) -> String,
) -> Option<String> {
    let annotation = property.unqualified(term)?;
    let short = term.rsplit('.').next().unwrap_or(term);
    Some(format!(
        "`Core.{short}` of property `{}`{place} says so: {}",
        property.name,
        document(annotation)
    ))
}

/// Whether it is a part of the key that a client gives.
fn is_given(property: &Said<'_>, is_key: bool) -> bool {
    let permissions = property.value(PERMISSIONS);
    is_key && permissions.is_some_and(|all| all.enum_members().eq(["Read"]))
}

/// Whether it says itself that it is never set, and the term.
fn never(property: &Said<'_>, is_given: bool) -> Option<(Never, &'static str)> {
    if property.tag(COMPUTED) == Some(true) {
        return Some((Never::Computed, COMPUTED));
    }
    let permissions = property.value(PERMISSIONS);
    let is_read_only = permissions.is_some_and(is_read_only) && !is_given;
    is_read_only.then_some((Never::ReadOnly, PERMISSIONS))
}

/// The term by which it says itself that it stays as it was inserted.
fn stays(property: &Said<'_>, is_given: bool) -> Option<&'static str> {
    match property.tag(IMMUTABLE) {
        Some(true) => Some(IMMUTABLE),
        _ => is_given.then_some(PERMISSIONS),
    }
}

/// Whether the service makes it where it is not set: it alone, or unless somebody else does. So may one make a key that is only
/// read, such as TripPin's `TripId`, though others want it to be given.
pub(super) fn is_made(property: &Property) -> bool {
    let said = |term| property.annotations.tag(term) == Some(true);
    let permissions = property.annotations.value(PERMISSIONS);
    said(COMPUTED) || said(COMPUTED_DEFAULT) || permissions.is_some_and(is_read_only)
}

/// `Read` or `None`, and nothing that lets it be written (Core.Permission).
fn is_read_only(permissions: &Expression) -> bool {
    let mut members = permissions.enum_members().peekable();
    members.peek().is_some() && members.all(|member| matches!(member, "Read" | "None"))
}

/// The traits of one type whose messages say why a property is never set.
pub(super) struct Traits(Vec<(Never, RustName, String)>);

impl Traits {
    /// Their names are taken whether they are needed or not, so that a document that says more renames nothing.
    pub(super) fn new(scope: &mut Scope) -> Self {
        let named = NEVER.iter();
        let named = named.map(|(never, name)| (*never, scope.name(name), String::new()));
        Traits(named.collect())
    }

    /// Keeps the words of a property for the message.
    pub(super) fn add(&mut self, setting: &Setting) {
        let Setting::Never(never, words) = setting else {
            return;
        };
        let found = self.0.iter_mut().find(|(known, _, _)| known == never);
        if let Some((_, _, all)) = found
            && !all.split("; ").any(|known| known == words)
        {
            if !all.is_empty() {
                all.push_str("; ");
            }
            all.push_str(words);
        }
    }

    /// Name and words of those that are needed.
    pub(super) fn needed(&self) -> impl Iterator<Item = (&RustName, &str)> {
        let all = self.0.iter().filter(|(_, _, words)| !words.is_empty());
        all.map(|(_, name, words)| (name, words.as_str()))
    }

    /// The right of a marker.
    pub(super) fn right(&self, marker: &RustName, setting: Option<&Setting>, out: &mut Writer<'_>) {
        let condition = match setting {
            Some(Setting::Never(never, _)) => self.0.iter().find(|(known, _, _)| known == never),
            _ => None,
        };
        let generics = match condition {
            Some((_, condition, _)) => format!("E: {condition}<{marker}>"),
            None => "E".to_owned(),
        };
        let head = format!("impl<{generics}> odata::field::Settable<E> for {marker} {{");
        let Some(Setting::Sometimes(insert, update)) = setting else {
            return out.line(&format!("{head}}}"));
        };
        out.open(&head);
        for (name, why) in [("NOT_INSERTED", insert), ("NOT_UPDATED", update)] {
            if let Some(why) = why {
                let left = format!("const {name}: Option<&'static str>");
                out.some_text(&left, &string(why));
            }
        }
        out.close("}");
    }
}
