//! Tables of relationships as navigation properties.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Spanned;
use odata_csdl::syntax::{NavigationProperty, TypeRef};

use super::answer::TypeName;
use super::described;
use super::drafts::{Drafts, TypeDraft};
use super::expression::{annotation, string};
use super::known::Known;
use super::names::{is_simple_identifier, letters, singular};
use super::vocabulary::DESCRIPTION;
use crate::pages::{Page, Relationship};

/// Where the tables of all pages lead; what leads to no entity type that a page describes is told, and left out.
pub(super) fn apply(
    pages: &[Page],
    known: &Known<'_>,
    drafts: &mut Drafts,
    qualified: &dyn Fn(&TypeName) -> String,
    diagnostics: &mut Diagnostics,
) {
    for page in pages.iter().filter(|page| !page.relationships.is_empty()) {
        let Some(owner) = described::about(page, known) else {
            diagnostics.extend(page.relationships.iter().map(|one| {
                left_out(one, "the title of its page names no type")
                    .help("a title such as `customer resource type` is expected")
            }));
            continue;
        };
        for one in &page.relationships {
            let target = target(one, known, drafts);
            let Some(target) = target.filter(|draft| draft.is_entity) else {
                diagnostics.push(
                    left_out(
                        one,
                        &format!("no page tells of an entity `{}`", called(one)),
                    )
                    .help(
                        "add the page of that type to `docs`; `[[key]]` in the overlay names a key",
                    ),
                );
                continue;
            };
            let written = property(one, target, qualified);
            let Some(draft) = drafts.find_mut(&owner.value) else {
                continue;
            };
            if is_simple_identifier(&one.name.value) && draft.is_free(&one.name.value) {
                draft.navigation.push(written);
            }
        }
    }
}

/// The type that a relationship leads to.
pub(super) fn target<'d>(
    one: &Relationship,
    known: &Known<'_>,
    drafts: &'d Drafts,
) -> Option<&'d TypeDraft> {
    let by_link = one.link.as_ref().and_then(|link| known.page_type(link));
    by_link
        .and_then(|name| drafts.find(name))
        .or_else(|| drafts.named(one.documented.object.as_deref()?))
}

/// Several come back where the cell says `collection`, and where it has the type's name in the plural.
fn property(
    one: &Relationship,
    target: &TypeDraft,
    qualified: &dyn Fn(&TypeName) -> String,
) -> NavigationProperty {
    let object = one.documented.object.as_deref().unwrap_or_default();
    let name = letters(&target.name.value.name);
    let is_plural = letters(object) != name && letters(&singular(object)) == name;
    let many = one.documented.collection || is_plural;
    let words = Some(&one.description).filter(|text| !text.value.is_empty());
    NavigationProperty {
        name: one.name.clone(),
        ty: TypeRef {
            collection: many,
            name: Spanned::new(qualified(&target.name.value), one.type_text.span),
        },
        nullable: (!many).then_some(true),
        annotations: words
            .map(|text| annotation(DESCRIPTION, None, string(text.value.clone(), text.span)))
            .into_iter()
            .collect(),
        span: one.name.span,
        ..NavigationProperty::default()
    }
}

fn called(one: &Relationship) -> &str {
    let object = one.documented.object.as_deref();
    object.unwrap_or(&one.type_text.value)
}

fn left_out(one: &Relationship, why: &str) -> Diagnostic {
    Diagnostic::warning(
        "relationship-left-out",
        format!("the relationship `{}` is left out: {why}", one.name.value),
    )
    .at(one.name.span, "it becomes no navigation property")
}
