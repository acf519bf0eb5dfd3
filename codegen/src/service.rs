//! `service.toml`: what to read, and what the client needs to know.

use std::collections::BTreeMap;
use std::path::PathBuf;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Sources, Span, Spanned};
use serde::Deserialize;

use crate::pages::{Layout, MICROSOFT};
use crate::policy::Policies;

mod areas;
mod check;
mod extends;
mod rename;
mod written;

pub(crate) use areas::Areas;
pub(crate) use extends::Base;
pub use rename::Rename;
use written::other_notation;
pub(crate) use written::toml_error;

/// A service, as its `service.toml` describes it.
#[derive(Clone, Debug)]
pub struct Service {
    /// Where it is described.
    pub source: SourceId,
    /// What the generated client is called.
    pub name: Spanned<String>,
    /// The schema namespace that the pages' types belong to.
    pub namespace: Option<Spanned<String>>,
    /// The root below which the entity sets are found, with a slash at its end.
    pub base_url: Spanned<String>,
    /// What a token is asked for.
    pub scope: Option<String>,
    /// Hosts, beside that of the root, which may see the credential.
    pub hosts: Vec<Spanned<String>>,
    /// `$metadata` documents, relative to `service.toml`.
    pub metadata: Vec<Spanned<PathBuf>>,
    /// Reference pages, relative to `service.toml`.
    pub docs: Vec<Spanned<PathBuf>>,
    /// How the reference pages are laid out.
    pub layout: &'static Layout,
    /// Corrections, relative to `service.toml`; later ones count.
    pub overlays: Vec<Spanned<PathBuf>>,
    /// The entity sets to generate, as patterns, and paths from sets and singletons such as `security/alerts_v2`; all
    /// sets when no list says what to begin at.
    pub entity_sets: Vec<Spanned<String>>,
    /// The singletons to generate, as patterns.
    pub singletons: Option<Vec<Spanned<String>>>,
    /// The functions to generate, as patterns such as `Machine/*`.
    pub functions: Option<Vec<Spanned<String>>>,
    /// The actions to generate, as patterns.
    pub actions: Option<Vec<Spanned<String>>>,
    /// The navigation properties to generate, as patterns such as `Machine/alerts`.
    pub navigation_properties: Option<Vec<Spanned<String>>>,
    /// Types to generate though nothing leads to them, as patterns such as `contoso.sales.*`.
    pub types: Option<Vec<Spanned<String>>>,
    /// Those of its areas that are generated, where some were chosen; nothing where all are.
    pub areas: Option<Vec<String>>,
    /// Names in Rust that are not those that the rules give.
    pub renames: Vec<Rename>,
    /// Whether keys are segments of the path; what the model says when absent.
    pub key_as_segment: Option<bool>,
    /// Whether answers leave properties out that are never null, unless `$select` asks for them: only keys are required then.
    pub partial_entities: bool,
    /// Collections whose items may be null where the documents do not say, as patterns such as `Machine/machineTags`.
    pub nullable_items: Vec<Spanned<String>>,
    /// Whether the types have impls for serde.
    pub serde: bool,
    /// Type names for sets that only pages describe.
    pub set_types: BTreeMap<String, String>,
    /// Where these sets are named.
    pub set_type_names: Vec<Spanned<String>>,
    /// How defects of the documents are taken.
    pub policies: Policies,
    /// The file of each document that others refer to by a URI, relative to `service.toml`; the folder of those whose URI
    /// begins so, where both end with `/`.
    pub references: Vec<(Spanned<String>, Spanned<PathBuf>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Written {
    extends: Option<toml::Spanned<PathBuf>>,
    name: Option<toml::Spanned<String>>,
    namespace: Option<toml::Spanned<String>>,
    base_url: Option<toml::Spanned<String>>,
    scope: Option<String>,
    #[serde(default)]
    hosts: Vec<toml::Spanned<String>>,
    #[serde(default)]
    metadata: Vec<toml::Spanned<PathBuf>>,
    #[serde(default)]
    docs: Vec<toml::Spanned<PathBuf>>,
    layout: Option<toml::Spanned<String>>,
    overlay: Option<toml::Spanned<PathBuf>>,
    #[serde(default)]
    entity_sets: Option<toml::Spanned<Vec<toml::Spanned<String>>>>,
    singletons: Option<Vec<toml::Spanned<String>>>,
    functions: Option<Vec<toml::Spanned<String>>>,
    actions: Option<Vec<toml::Spanned<String>>>,
    navigation_properties: Option<Vec<toml::Spanned<String>>>,
    types: Option<Vec<toml::Spanned<String>>>,
    #[serde(default)]
    areas: areas::Written,
    #[serde(default)]
    rename: rename::Written,
    key_as_segment: Option<bool>,
    #[serde(default)]
    partial_entities: bool,
    #[serde(default)]
    nullable_items: Vec<toml::Spanned<String>>,
    #[serde(default)]
    serde: bool,
    #[serde(default)]
    set_types: BTreeMap<toml::Spanned<String>, String>,
    #[serde(default)]
    defects: BTreeMap<toml::Spanned<String>, toml::Spanned<String>>,
    #[serde(default)]
    references: BTreeMap<toml::Spanned<String>, toml::Spanned<PathBuf>>,
}

impl Written {
    /// The service that it extends.
    pub(crate) fn extends(&self, source: SourceId) -> Option<Spanned<PathBuf>> {
        let path = self.extends.clone();
        path.map(|path| spanned(source, path))
    }
}

/// Parses `service.toml`.
pub(crate) fn parse(
    source: SourceId,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Written> {
    let text = sources.get(source)?.text();
    match toml::from_str(text) {
        Ok(written) => Some(written),
        Err(error) => {
            let other = other_notation(source, sources);
            diagnostics.push(other.unwrap_or_else(|| toml_error(source, sources, &error)));
            None
        }
    }
}

/// What `service.toml` says, over what the one that it extends says.
pub(crate) fn read(
    source: SourceId,
    written: Written,
    base: Option<Base>,
    areas: &Areas,
    diagnostics: &mut Diagnostics,
) -> Option<Service> {
    let about_pages = check::about_pages(source, &written);
    let extended = base.as_ref().map(|base| &base.service);
    let name = written.name.map(|name| spanned(source, name));
    let name = name.or_else(|| extended.map(|base| base.name.clone()));
    let base_url = written.base_url.map(|url| spanned(source, url));
    let base_url = base_url.or_else(|| extended.map(|base| base.base_url.clone()));
    let (Some(name), Some(base_url)) = (name.clone(), base_url.clone()) else {
        let missing = match name {
            None => "`name` is missing",
            Some(_) => "`base-url` is missing",
        };
        let help =
            "a service that extends no other one says how it is called and where its root is";
        let at = Span::new(source, 0, 0);
        diagnostics.push(Diagnostic::error("bad-toml", missing).at(at, "").help(help));
        return None;
    };
    if let Some(sets) = written
        .entity_sets
        .as_ref()
        .filter(|sets| sets.get_ref().is_empty())
    {
        diagnostics.push(
            Diagnostic::error("no-entity-sets", "`entity-sets` names none")
                .at(
                    Span::new(source, sets.span().start, sets.span().end),
                    "nothing is asked for",
                )
                .help("leave it out to generate all of them"),
        );
    }
    let set_types = written.set_types.iter();
    let set_types = set_types.map(|(set, ty)| (set.get_ref().clone(), ty.clone()));
    let set_types = set_types.collect();
    let set_type_names = written.set_types.into_keys();
    let set_type_names = set_type_names.map(|set| spanned(source, set)).collect();
    let mut service = Service {
        source,
        name,
        namespace: written
            .namespace
            .map(|namespace| spanned(source, namespace)),
        base_url,
        scope: written.scope,
        hosts: written
            .hosts
            .into_iter()
            .map(|host| spanned(source, host))
            .collect(),
        metadata: written
            .metadata
            .into_iter()
            .map(|path| spanned(source, path))
            .collect(),
        docs: written
            .docs
            .into_iter()
            .map(|path| spanned(source, path))
            .collect(),
        layout: match (written.layout, extended) {
            (None, Some(base)) => base.layout,
            (written, _) => layout(source, written, diagnostics),
        },
        overlays: written
            .overlay
            .map(|path| spanned(source, path))
            .into_iter()
            .collect(),
        entity_sets: written
            .entity_sets
            .into_iter()
            .flat_map(toml::Spanned::into_inner)
            .map(|set| spanned(source, set))
            .collect(),
        singletons: patterns(source, written.singletons),
        functions: patterns(source, written.functions),
        actions: patterns(source, written.actions),
        navigation_properties: patterns(source, written.navigation_properties),
        types: patterns(source, written.types),
        areas: None,
        renames: rename::read(source, written.rename),
        key_as_segment: written.key_as_segment,
        partial_entities: written.partial_entities,
        nullable_items: patterns(source, Some(written.nullable_items)).unwrap_or_default(),
        serde: written.serde,
        set_types,
        set_type_names,
        policies: Policies::read(entries(source, written.defects), diagnostics),
        references: entries(source, written.references),
    };
    areas::choose(&mut service, written.areas, areas, diagnostics);
    if let Some(base) = base {
        service = service.over(base);
    }
    check::all(&service, &about_pages, diagnostics);
    Some(service)
}

/// The entries of a table, in the order in which they are written.
fn entries<T: Ord>(
    source: SourceId,
    written: BTreeMap<toml::Spanned<String>, toml::Spanned<T>>,
) -> Vec<(Spanned<String>, Spanned<T>)> {
    let pairs = written.into_iter();
    let mut entries: Vec<_> = pairs
        .map(|(name, value)| (spanned(source, name), spanned(source, value)))
        .collect();
    entries.sort_by_key(|(name, _)| name.span);
    entries
}

fn patterns(
    source: SourceId,
    written: Option<Vec<toml::Spanned<String>>>,
) -> Option<Vec<Spanned<String>>> {
    let of = |list: Vec<toml::Spanned<String>>| {
        list.into_iter().map(|one| spanned(source, one)).collect()
    };
    written.map(of)
}

/// The layout of that name; Microsoft Learn's when none is named.
fn layout(
    source: SourceId,
    name: Option<toml::Spanned<String>>,
    diagnostics: &mut Diagnostics,
) -> &'static Layout {
    let Some(name) = name.map(|name| spanned(source, name)) else {
        return &MICROSOFT;
    };
    Layout::named(&name.value).unwrap_or_else(|| {
        let known: Vec<&str> = Layout::names().collect();
        diagnostics.push(
            Diagnostic::error(
                "unknown-layout",
                format!("no layout of pages is called `{}`", name.value),
            )
            .at(name.span, "named here")
            .suggest(&name.value, known.iter().copied())
            .help(format!("there are {}", known.join(" and "))),
        );
        &MICROSOFT
    })
}

fn spanned<T>(source: SourceId, value: toml::Spanned<T>) -> Spanned<T> {
    let range = value.span();
    Spanned::new(
        value.into_inner(),
        Span::new(source, range.start, range.end),
    )
}
