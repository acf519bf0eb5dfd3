//! The types that pages are about, whether or not an operation answers with them.

use odata_csdl::source::Spanned;

use super::answer::{Answer, TypeName};
use super::catalog::Operation;
use super::drafts::Drafts;
use super::known::Known;
use super::relations;
use crate::pages::Page;

/// The type that a page with a table of properties or of relationships is about.
pub(super) fn about(page: &Page, known: &Known<'_>) -> Option<Spanned<TypeName>> {
    let name = page.type_name.as_ref()?;
    let describes = !page.properties.is_empty() || !page.relationships.is_empty();
    let ty = known.about(page).filter(|_| describes)?;
    Some(Spanned::new(ty.clone(), name.span))
}

/// Adds those that are not there yet; where a page says no namespace, samples may have said another one.
pub(super) fn add(pages: &[Page], known: &Known<'_>, drafts: &mut Drafts) {
    for page in pages {
        let Some(ty) = about(page, known) else {
            continue;
        };
        let name = &ty.value.name;
        let is_there = match page.namespace {
            Some(_) => drafts.find(&ty.value).is_some(),
            None => drafts.types.iter().any(|one| one.name.value.name == *name),
        };
        if !is_there {
            drafts.add(ty.clone(), &[], ty.span);
        }
    }
}

/// The keys that no path says: the one that a comment names; else `id`, where the type leads to others, or is led to.
pub(super) fn keys(
    pages: &[Page],
    answered: &[(&Operation<'_>, Answer)],
    known: &Known<'_>,
    drafts: &mut Drafts,
) {
    let mut related: Vec<TypeName> = Vec::new();
    for page in pages {
        let from = known.about(page).filter(|_| !page.relationships.is_empty());
        let to = page
            .relationships
            .iter()
            .filter_map(|one| relations::target(one, known, drafts));
        related.extend(
            from.into_iter()
                .chain(to.map(|draft| &draft.name.value))
                .cloned(),
        );
    }
    for (one, answer) in answered {
        if let (Some(_), Answer::Structured { ty, .. }) = (one.route.inside(), answer) {
            related.push(ty.value.clone());
        }
    }
    for page in pages {
        let Some(draft) = about(page, known).and_then(|ty| drafts.find_mut(&ty.value)) else {
            continue;
        };
        let stated = page.resource.as_ref().map(|note| note.key.as_ref());
        let (name, said) = match stated {
            Some(Some(key)) => (key.value.as_str(), Some(key.span)),
            Some(None) => continue,
            None if related.contains(&draft.name.value) => ("id", None),
            None => continue,
        };
        let property = draft.find(name);
        let key = property.map(|one| (one.name.value.clone(), said.unwrap_or(one.name.span)));
        if draft.key.is_none() && key.is_some() {
            draft.key = key;
            draft.is_entity = true;
        }
    }
}
