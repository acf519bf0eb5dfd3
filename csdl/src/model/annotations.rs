//! What is said about one model element.

use crate::syntax::{Annotation, Expression};

/// The annotations of one element, all names in full, inline ones before those from outside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations(Vec<Annotation>);

impl Annotations {
    pub(crate) fn new(inline: Vec<Annotation>) -> Self {
        Annotations(inline)
    }

    /// Adds one unless the same term and qualifier are already there.
    pub(crate) fn add(&mut self, annotation: Annotation) {
        let qualifier = annotation
            .qualifier
            .as_ref()
            .map(|qualifier| qualifier.as_str());
        if self
            .get_qualified(annotation.term.as_str(), qualifier)
            .is_none()
        {
            self.0.push(annotation);
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
        self.0.iter().filter(move |one| one.term.value == term)
    }

    /// Every one.
    pub fn iter(&self) -> std::slice::Iter<'_, Annotation> {
        self.0.iter()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a term, if it is there and has one.
    pub fn value(&self, term: &str) -> Option<&Expression> {
        self.get(term).and_then(|one| one.expression.as_ref())
    }

    /// The text of a term whose value is a string.
    pub fn str(&self, term: &str) -> Option<&str> {
        self.value(term).and_then(Expression::as_str)
    }

    /// The truth of a tag such as `Org.OData.Core.V1.Computed`: true when it stands there without a value.
    pub fn tag(&self, term: &str) -> Option<bool> {
        self.get(term).and_then(|one| {
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
        self.0.iter()
    }
}
