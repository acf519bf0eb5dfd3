//! Members that annotate: `@Term`, `Member@Term#Qualifier`, `@Term@Term` (CSDL JSON 4.01, 14.2).

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::json::Reader;
use crate::json::value::Member;
use crate::source::{Span, Spanned};

/// The annotations of an object, by the name of the member that they are about; empty for the object itself.
#[derive(Debug, Default)]
pub(super) struct Annotated<'v, 'a> {
    by_name: HashMap<&'v str, Vec<&'v Member<'a>>>,
}

impl<'v, 'a> Annotated<'v, 'a> {
    pub(super) fn of(members: &'v [Member<'a>]) -> Self {
        let mut by_name: HashMap<&str, Vec<&Member<'a>>> = HashMap::new();
        for member in members {
            if let Some((about, _)) = split(member) {
                by_name.entry(about).or_default().push(member);
            }
        }
        Annotated { by_name }
    }

    /// The names of what is annotated and not handed out yet, with the places of the first annotation of each.
    pub(super) fn names(&self) -> Vec<(String, Span)> {
        let names = self.by_name.iter();
        let places = names.filter_map(|(name, members)| {
            let first = members.first()?;
            Some(((*name).to_owned(), first.part_of_name(0, name.len()).span))
        });
        let mut names: Vec<_> = places.collect();
        names.sort_by_key(|(_, span)| *span);
        names
    }

    /// The annotations about a member, which are handed out once.
    pub(super) fn take(&mut self, about: &str) -> Vec<&'v Member<'a>> {
        self.by_name.remove(about).unwrap_or_default()
    }
}

/// What the member annotates and where its term begins; nothing when it is no annotation.
pub(super) fn split<'m>(member: &'m Member<'_>) -> Option<(&'m str, usize)> {
    let (about, term) = member.name.rsplit_once('@')?;
    // The control information of JSON payloads, not a term.
    let is_type = about.is_empty() && matches!(term, "type" | "odata.type");
    (!is_type).then_some((about, about.len().saturating_add(1)))
}

/// The term and the qualifier.
pub(super) fn term(
    member: &Member<'_>,
    start: usize,
) -> (Spanned<String>, Option<Spanned<String>>) {
    let whole = member.name.get(start..).unwrap_or_default();
    let end = member.name.len();
    match whole.find('#') {
        Some(length) => {
            let hash = start.saturating_add(length);
            (
                member.part_of_name(start, hash),
                Some(member.part_of_name(hash.saturating_add(1), end)),
            )
        }
        None => (member.part_of_name(start, end), None),
    }
}

impl Reader<'_> {
    /// Says which annotations were about nothing that is there.
    pub(super) fn left_over(&mut self, annotated: Annotated<'_, '_>) {
        let mut left: Vec<_> = annotated.by_name.into_iter().collect();
        left.sort_by_key(|(_, members)| members.first().map(|one| one.name_span));
        for (about, members) in left.into_iter().take(20) {
            let Some(first) = members.first() else {
                continue;
            };
            let about: String = about.chars().take(200).collect();
            let message = match about.as_str() {
                "" => "nothing can be annotated here".to_owned(),
                about => format!("there is no `{about}` here for this annotation to be about"),
            };
            let warning = Diagnostic::warning("unknown-target", message);
            self.warn(warning.at(first.name_span, "it is ignored"));
        }
    }
}
