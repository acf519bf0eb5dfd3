//! The operations of all pages, sorted by the entity set they are about.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Spanned};

use crate::pages::{Method, OperationFacts, Page, Sample, SampleRole, Segment, SegmentKind};

/// An operation and the page it stands on.
#[derive(Clone, Copy)]
pub(super) struct Documented<'a> {
    pub(super) page: SourceId,
    pub(super) facts: &'a OperationFacts,
}

/// What the pages say about one entity set.
pub(super) struct SetFacts<'a> {
    /// The segment of the URL.
    pub(super) name: Spanned<String>,
    pub(super) list: Documented<'a>,
    pub(super) insert: Option<Documented<'a>>,
    /// The operations on one entity, with the placeholder of its key.
    pub(super) by_key: Vec<(Spanned<String>, Documented<'a>)>,
    /// The samples of its entities.
    pub(super) samples: Vec<&'a Sample>,
}

pub(super) struct Catalog<'a> {
    pub(super) sets: Vec<SetFacts<'a>>,
}

/// What a path below the service root addresses.
enum Address<'a> {
    Set(&'a str, &'a Segment),
    Entity(&'a str, Spanned<String>),
    Other,
}

impl<'a> Catalog<'a> {
    pub(super) fn build(pages: &'a [Page], root: &str, diagnostics: &mut Diagnostics) -> Self {
        let mut catalog = Catalog { sets: Vec::new() };
        let operations: Vec<Documented<'a>> = pages
            .iter()
            .flat_map(|page| {
                page.operations.iter().map(|facts| Documented {
                    page: page.source,
                    facts,
                })
            })
            .collect();
        for one in &operations {
            catalog.add_list(*one, root, diagnostics);
        }
        for one in operations {
            catalog.add_other(one, root, diagnostics);
        }
        for set in &mut catalog.sets {
            set.find_samples(pages);
        }
        catalog
    }

    fn add_list(&mut self, one: Documented<'a>, root: &str, diagnostics: &mut Diagnostics) {
        let Address::Set(name, segment) = address(one.facts, root) else {
            return;
        };
        if one.facts.request.method != Method::Get {
            return;
        }
        if !one.facts.returns_collection() {
            diagnostics.push(
                Diagnostic::note(
                    "not-a-collection",
                    format!("`{name}` is left out: it answers with a single value"),
                )
                .at(segment.span, ""),
            );
            return;
        }
        match self.set_named(name) {
            Some(known)
                if known.list.facts.request.from_example && !one.facts.request.from_example =>
            {
                known.list = one
            }
            Some(_) => {}
            None => self.sets.push(SetFacts {
                name: Spanned::new(name.to_owned(), segment.span),
                list: one,
                insert: None,
                by_key: Vec::new(),
                samples: Vec::new(),
            }),
        }
    }

    fn set_named(&mut self, name: &str) -> Option<&mut SetFacts<'a>> {
        self.sets
            .iter_mut()
            .find(|set| set.name.value.eq_ignore_ascii_case(name))
    }

    fn add_other(&mut self, one: Documented<'a>, root: &str, diagnostics: &mut Diagnostics) {
        let request = &one.facts.request;
        match (address(one.facts, root), request.method) {
            (Address::Set(..), Method::Get) => return,
            (Address::Set(name, _), Method::Post) => {
                if let Some(set) = self.set_named(name) {
                    set.insert.get_or_insert(one);
                    return;
                }
            }
            (
                Address::Entity(name, key),
                Method::Get | Method::Patch | Method::Put | Method::Delete,
            ) => {
                if let Some(set) = self.set_named(name) {
                    set.by_key.push((key, one));
                    return;
                }
            }
            _ => {}
        }
        let what = format!(
            "`{} {}` is left out: it is no plain read or change of an entity set",
            request.method, request.url.value
        );
        diagnostics.push(Diagnostic::note("operation-left-out", what).at(request.span(), ""));
    }
}

impl<'a> SetFacts<'a> {
    /// The name in `@odata.context`, by the samples of the list.
    pub(super) fn context_name(&self) -> Option<Spanned<&'a str>> {
        self.list.facts.samples.iter().find_map(Sample::context_set)
    }

    /// Those of the list, of the operations by key, and of any page whose context is this set's.
    fn find_samples(&mut self, pages: &'a [Page]) {
        let context = self.context_name().map(|name| name.value);
        let same_context = |sample: &&Sample| {
            context.is_some() && sample.context_set().map(|name| name.value) == context
        };
        let by_key = self
            .by_key
            .iter()
            .filter(|(_, one)| one.facts.request.method == Method::Get);
        let own = std::iter::once(&self.list).chain(by_key.map(|(_, one)| one));
        let own = own.flat_map(|one| &one.facts.samples).filter(|sample| {
            match (context, sample.context_set()) {
                (Some(context), Some(of_sample)) => of_sample.value == context,
                _ => true,
            }
        });
        let others = pages
            .iter()
            .flat_map(|page| &page.samples)
            .filter(same_context);
        for sample in own.chain(others) {
            let shows_entity = sample.role == SampleRole::Response && is_success(sample);
            if shows_entity && !self.samples.iter().any(|known| known.span == sample.span) {
                self.samples.push(sample);
            }
        }
    }
}

fn is_success(sample: &Sample) -> bool {
    let is_error = sample
        .root
        .as_ref()
        .is_some_and(|root| root.value.get("error").is_some());
    !is_error && sample.status.is_none_or(|status| status < 400)
}

fn address<'a>(facts: &'a OperationFacts, root: &str) -> Address<'a> {
    let Some(path) = facts.request.below(root) else {
        return Address::Other;
    };
    let Some((set, rest)) = path.split_first() else {
        return Address::Other;
    };
    let SegmentKind::Literal(name) = &set.value else {
        return Address::Other;
    };
    match rest {
        [] => Address::Set(name, set),
        [
            Spanned {
                value: SegmentKind::Placeholder(key),
                span,
            },
        ] => Address::Entity(name, Spanned::new(key.clone(), *span)),
        _ => Address::Other,
    }
}
