//! What an operation answers with. The rule, in this order: the type that `@odata.context` names, the page of a type that
//! the text or a table of methods links to, the set that `@odata.context` names, the set that the path ends with or
//! begins with, the words of the text.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{Sources, Spanned};

use super::catalog::{Operation, OperationKind};
use super::known::Known;
use super::names::{is_simple_identifier, pascal_words, singular};
use super::route::Route;
use crate::pages::{Sample, SampleRole};

/// A type by its namespace, when a page names one, and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TypeName {
    pub(super) namespace: Option<String>,
    pub(super) name: String,
}

/// What an operation answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Nothing,
    Primitive { edm: String, many: bool },
    Structured { ty: Spanned<TypeName>, many: bool },
}

impl Known<'_> {
    /// By the rules above; contradictions between the first two are reported.
    pub(super) fn answer(
        &self,
        one: &Operation<'_>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Answer {
        if self.says_nothing(one) {
            return Answer::Nothing;
        }
        let many = match (one.kind, self.corrected(one)) {
            (_, Some((_, true))) | (OperationKind::List, _) => true,
            (
                OperationKind::Get
                | OperationKind::Singleton
                | OperationKind::Insert
                | OperationKind::Update,
                _,
            ) => false,
            _ => returns_many(one),
        };
        if let Some(edm) = responses(one).find_map(primitive) {
            return Answer::Primitive { edm, many };
        }
        self.report_contradiction(one, sources, diagnostics);
        self.report_slip(one, diagnostics);
        let ty = self
            .stated(one, sources)
            .or_else(|| self.by_path(one))
            .or_else(|| self.by_words(one))
            .or_else(|| self.by_name(one));
        match ty {
            Some(ty) => Answer::Structured { ty, many },
            None => Answer::Nothing,
        }
    }

    /// Whether the pages say that nothing comes back.
    pub(super) fn says_nothing(&self, one: &Operation<'_>) -> bool {
        if let Some(corrected) = self.naming.answers.get(&one.route.path()) {
            return corrected.is_empty();
        }
        let response = &one.facts.response;
        let no_content = response
            .statuses
            .iter()
            .any(|status| status.code.value == 204);
        let mut pairs = response.words.iter().zip(response.words.iter().skip(1));
        let is_empty = pairs.any(|(one, two)| {
            let two = two.value.to_lowercase();
            one.value.eq_ignore_ascii_case("empty") && matches!(two.as_str(), "body" | "response")
        });
        let shows = responses(one).any(|sample| sample.root.is_some());
        one.kind == OperationKind::Delete || no_content || (is_empty && !shows)
    }

    /// The type that a correction states, and whether it says `Collection(…)`.
    fn corrected(&self, one: &Operation<'_>) -> Option<(&str, bool)> {
        let name = self.naming.answers.get(&one.route.path())?;
        let item = name
            .strip_prefix("Collection(")
            .and_then(|rest| rest.strip_suffix(')'));
        Some((item.unwrap_or(name), item.is_some()))
    }

    pub(super) fn stated(
        &self,
        one: &Operation<'_>,
        sources: &Sources,
    ) -> Option<Spanned<TypeName>> {
        let place = one.facts.request.span();
        if let Some((name, _)) = self.corrected(one) {
            return Some(Spanned::new(plain_name(name.to_owned()), place));
        }
        let set = &one.route.set().value;
        let is_own = matches!(one.route, Route::Set(_) | Route::Entity { .. });
        let mut chosen = self.naming.set_types.iter();
        if let Some((_, name)) = chosen.find(|(name, _)| is_own && name.eq_ignore_ascii_case(set)) {
            return Some(Spanned::new(plain_name(name.clone()), place));
        }
        let by_type = responses(one).find_map(|sample| self.context_type(sample));
        let by_link = || self.linked(one, sources);
        let by_set = || {
            let name = responses(one).find_map(|sample| sample.context_set())?;
            let known = self.by_set.get(&name.value.to_lowercase()).cloned();
            let ty = known.unwrap_or_else(|| self.spelt(plain_name(singular(name.value))));
            Some(Spanned::new(ty, name.span))
        };
        by_type.or_else(by_link).or_else(by_set)
    }

    /// A link to the page of a type, in the text or in a table of methods.
    fn linked(&self, one: &Operation<'_>, sources: &Sources) -> Option<Spanned<TypeName>> {
        let page = file_name(one.page, sources).to_lowercase();
        let links = one.facts.response.links.iter();
        let mut links = links.chain(self.methods.get(page.as_str()).copied());
        links.find_map(|link| {
            let name = self.page_type(link)?;
            Some(Spanned::new(name.clone(), link.text.span))
        })
    }

    fn by_path(&self, one: &Operation<'_>) -> Option<Spanned<TypeName>> {
        let last = match &one.route {
            Route::Set(set) | Route::Entity { set, .. } => {
                return Some(set.clone().map_to(self.of_set(set)));
            }
            Route::OfEntity { member, .. }
            | Route::Inside { member, .. }
            | Route::OfSet { member, .. } => &member.name,
        };
        let wanted = last.value.to_lowercase();
        let found = self.by_set.iter().find(|(set, _)| {
            **set == wanted || singular(set) == wanted || **set == format!("{wanted}s")
        });
        found.map(|(_, ty)| last.clone().map_to(ty.clone()))
    }

    /// Two words that are the name of a type before one that is.
    fn by_words(&self, one: &Operation<'_>) -> Option<Spanned<TypeName>> {
        let words = &one.facts.response.words;
        let names = || {
            let pages = self.by_page.values().map(|ty| &ty.name);
            pages.chain(self.by_set.values().map(|ty| &ty.name))
        };
        let named = |text: &str| {
            names().find(|name| {
                name.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(&singular(text))
            })
        };
        let pairs = words.iter().zip(words.iter().skip(1));
        let pair = pairs.filter_map(|(one, two)| {
            Some(
                one.clone()
                    .map_to(named(&format!("{}{}", one.value, two.value))?.clone()),
            )
        });
        let single = words
            .iter()
            .filter_map(|word| Some(word.clone().map_to(named(&word.value)?.clone())));
        pair.chain(single)
            .next()
            .map(|name| Spanned::new(self.spelt(plain_name(name.value)), name.span))
    }

    /// What only a sample shows is called after the last segment of its path.
    fn by_name(&self, one: &Operation<'_>) -> Option<Spanned<TypeName>> {
        let shows_object = responses(one).any(|sample| {
            sample
                .items()
                .iter()
                .any(|item| !item.value.members().is_empty())
        });
        let last = one
            .route
            .member()
            .map_or(one.route.set(), |member| &member.name);
        shows_object.then(|| {
            last.clone()
                .map_to(plain_name(format!("{}Result", pascal_words(&last.value))))
        })
    }

    /// `#NS.Type`, `#Collection(NS.Type)`, `#NS.Type/$entity`; not `#Edm.String`.
    fn context_type(&self, sample: &Sample) -> Option<Spanned<TypeName>> {
        let context = sample.context()?;
        let (namespace, name) = inner(context.value).rsplit_once('.')?;
        let is_type = is_simple_identifier(name) && namespace != "Edm";
        is_type.then(|| {
            let is_ours = namespace == self.naming.namespace || self.is_slip(namespace);
            let ty = TypeName {
                namespace: (!is_ours).then(|| namespace.to_owned()),
                name: name.to_owned(),
            };
            Spanned::new(ty, context.span)
        })
    }

    /// A namespace that differs from the service's in its first part only: `contoso.windowsDefenderATP.api`.
    fn is_slip(&self, namespace: &str) -> bool {
        let behind = |name: &'_ str| name.split_once('.').map(|(_, rest)| rest.to_owned());
        namespace != self.naming.namespace
            && behind(namespace).is_some_and(|rest| Some(rest) == behind(&self.naming.namespace))
    }

    fn report_slip(&self, one: &Operation<'_>, diagnostics: &mut Diagnostics) {
        let contexts = responses(one).filter_map(|sample| sample.context());
        let slips = contexts.filter_map(|context| {
            let (namespace, _) = inner(context.value).rsplit_once('.')?;
            self.is_slip(namespace)
                .then_some((namespace.to_owned(), context.span))
        });
        diagnostics.extend(slips.map(|(namespace, span)| {
            Diagnostic::warning(
                "contradiction",
                format!("the sample has the namespace `{namespace}`"),
            )
            .at(
                span,
                "only the first part differs from the service's namespace",
            )
            .help(format!(
                "taken as `{}`, which the other samples have",
                self.naming.namespace
            ))
        }));
    }

    fn report_contradiction(
        &self,
        one: &Operation<'_>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) {
        let (Some(shown), Some(said)) = (
            responses(one).find_map(|sample| self.context_type(sample)),
            self.linked(one, sources),
        ) else {
            return;
        };
        if shown.value.name != said.value.name
            && !self.naming.answers.contains_key(&one.route.path())
        {
            diagnostics.push(
                Diagnostic::warning(
                    "contradiction",
                    format!(
                        "the answer is {} by its text and {} by its sample; the sample is followed",
                        said.value.name, shown.value.name
                    ),
                )
                .at(shown.span, "this type here")
                .at(said.span, "and this one here"),
            );
        }
    }
}

trait MapTo {
    fn map_to<T>(self, value: T) -> Spanned<T>;
}

impl MapTo for Spanned<String> {
    fn map_to<T>(self, value: T) -> Spanned<T> {
        Spanned::new(value, self.span)
    }
}

pub(super) fn plain_name(name: String) -> TypeName {
    TypeName {
        namespace: None,
        name,
    }
}

/// The samples of successful answers.
pub(super) fn responses<'a>(one: &Operation<'a>) -> impl Iterator<Item = &'a Sample> {
    one.samples
        .clone()
        .into_iter()
        .filter(|sample| is_answer(sample))
}

pub(super) fn is_answer(sample: &Sample) -> bool {
    let is_error = sample
        .root
        .as_ref()
        .is_some_and(|root| root.value.get("error").is_some());
    sample.role == SampleRole::Response
        && !is_error
        && sample.status.is_none_or(|status| status < 400)
}

fn returns_many(one: &Operation<'_>) -> bool {
    let shown: Vec<bool> = responses(one)
        .filter(|sample| sample.root.is_some())
        .map(Sample::is_collection)
        .collect();
    match shown.is_empty() {
        true => one.facts.response.collection,
        false => shown.contains(&true),
    }
}

fn primitive(sample: &Sample) -> Option<String> {
    let context = sample.context()?;
    let name = inner(context.value);
    name.starts_with("Edm.").then(|| name.to_owned())
}

fn inner(context: &str) -> &str {
    let context = context.strip_suffix("/$entity").unwrap_or(context);
    context
        .strip_prefix("Collection(")
        .and_then(|rest| rest.strip_suffix(')'))
        .unwrap_or(context)
        .trim()
}

pub(super) fn file_name(page: odata_csdl::source::SourceId, sources: &Sources) -> String {
    let name = sources.get(page).map_or("", |source| source.name());
    name.rsplit('/').next().unwrap_or(name).to_owned()
}
