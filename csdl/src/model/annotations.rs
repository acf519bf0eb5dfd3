//! What is said about one model element.

use std::sync::Arc;

use crate::source::Span;
use crate::syntax::{Annotation, Expression};

/// What is said from outside of one target.
#[derive(Clone, Debug)]
pub(super) struct External {
    pub(super) said: Annotations,
    /// The target as it is written first, where that is not in full.
    pub(super) written: Option<String>,
    pub(super) span: Span,
    /// Which one of all that is.
    pub(super) at: usize,
    pub(super) is_taken: bool,
}

/// The annotations of one element, all names in full, inline ones before those from outside.
#[derive(Clone, Debug)]
pub struct Annotations(All);

#[derive(Clone, Debug)]
enum All {
    Own(Vec<Annotation>),
    /// What is said from outside stands under its target too.
    Shared(Arc<Vec<Annotation>>),
}

impl Default for Annotations {
    fn default() -> Self {
        Annotations::new(Vec::new())
    }
}

impl PartialEq for Annotations {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Annotations {
    pub(crate) fn new(inline: Vec<Annotation>) -> Self {
        Annotations(All::Own(inline))
    }

    /// From here on they are said of several elements.
    pub(crate) fn share(&mut self) {
        if let All::Own(own) = &mut self.0 {
            self.0 = All::Shared(Arc::new(std::mem::take(own)));
        }
    }

    /// Those that are not shared yet.
    pub(crate) fn own(&mut self) -> Option<&mut Vec<Annotation>> {
        match &mut self.0 {
            All::Own(own) => Some(own),
            All::Shared(_) => None,
        }
    }

    fn as_slice(&self) -> &[Annotation] {
        match &self.0 {
            All::Own(own) => own,
            All::Shared(shared) => shared,
        }
    }

    /// Adds those of others whose term and qualifier are not there yet.
    pub(crate) fn extend(&mut self, others: &Annotations) {
        if self.is_empty() {
            *self = others.clone();
            return;
        }
        for one in others {
            self.add(one.clone());
        }
    }

    /// Adds one unless the same term and qualifier are already there.
    fn add(&mut self, annotation: Annotation) {
        let qualifier = annotation
            .qualifier
            .as_ref()
            .map(|qualifier| qualifier.as_str());
        if self
            .get_qualified(annotation.term.as_str(), qualifier)
            .is_none()
        {
            match &mut self.0 {
                All::Own(own) => own.push(annotation),
                All::Shared(shared) => {
                    let all = shared.iter().cloned().chain([annotation]);
                    self.0 = All::Own(all.collect());
                }
            }
        }
    }

    /// The one of that full term name, such as `Org.OData.Core.V1.Description`; one without a qualifier is preferred.
    pub fn get(&self, term: &str) -> Option<&Annotation> {
        self.get_qualified(term, None)
            .or_else(|| self.all(term).next())
    }

    /// The one of that full term name with exactly that qualifier.
    pub fn get_qualified(&self, term: &str, qualifier: Option<&str>) -> Option<&Annotation> {
        self.all(term)
            .find(|one| one.qualifier.as_ref().map(|own| own.as_str()) == qualifier)
    }

    /// All of that full term name, whatever their qualifier.
    pub fn all(&self, term: &str) -> impl Iterator<Item = &Annotation> {
        self.iter().filter(move |one| one.term.value == term)
    }

    /// Every one.
    pub fn iter(&self) -> std::slice::Iter<'_, Annotation> {
        self.as_slice().iter()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.as_slice().is_empty()
    }

    /// The one of that full term name that has no qualifier: it holds wherever the element is used, where one with a
    /// qualifier is said under some condition that a client does not know (CSDL XML 4.01, 14.1).
    ///
    /// A qualifier that is the term once more, as Microsoft Graph has some, is none: it is no simple identifier.
    pub fn unqualified(&self, term: &str) -> Option<&Annotation> {
        self.get_qualified(term, None)
            .or_else(|| self.get_qualified(term, Some(term)))
    }

    /// The value of a term without a qualifier, if it is there and has one.
    pub fn value(&self, term: &str) -> Option<&Expression> {
        self.unqualified(term)
            .and_then(|one| one.expression.as_ref())
    }

    /// The text of a term whose value is a string, for somebody to read: one with a qualifier, where there is no other.
    pub fn str(&self, term: &str) -> Option<&str> {
        let expression = self.get(term)?.expression.as_ref();
        expression.and_then(Expression::as_str)
    }

    /// The truth of a tag such as `Org.OData.Core.V1.Computed`, without a qualifier: true when it stands there without a
    /// value.
    pub fn tag(&self, term: &str) -> Option<bool> {
        self.unqualified(term).and_then(|one| {
            one.expression
                .as_ref()
                .map_or(Some(true), Expression::as_bool)
        })
    }
}

impl<'a> IntoIterator for &'a Annotations {
    type Item = &'a Annotation;
    type IntoIter = std::slice::Iter<'a, Annotation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
