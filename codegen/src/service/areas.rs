//! `[areas]`: parts of a service by name, for a crate whose features choose among them.

use std::collections::BTreeMap;

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::{SourceId, Span, Spanned};
use serde::Deserialize;

use super::{Service, spanned};

/// Which areas are generated, beside what the lists at the top of `service.toml` ask for.
#[derive(Clone, Debug, Default)]
pub(crate) enum Areas {
    /// All that there are.
    #[default]
    All,
    /// These.
    Named(Vec<String>),
    /// Those whose feature is among these, as cargo writes them for build scripts: `LIBRARY_FILES`.
    Features(Vec<String>),
}

/// Lists as at the top of `service.toml`.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct Area {
    entity_sets: List,
    singletons: List,
    functions: List,
    actions: List,
    navigation_properties: List,
    types: List,
}

type List = Vec<toml::Spanned<String>>;

/// The table as it is written.
pub(super) type Written = BTreeMap<toml::Spanned<String>, Area>;

/// Puts what the areas ask for to what is asked for anyway. Where there are areas, nothing else is generated.
pub(super) fn choose(
    service: &mut Service,
    written: Written,
    areas: &Areas,
    diagnostics: &mut Diagnostics,
) {
    let source = service.source;
    if let Areas::Named(names) = areas {
        report_unknown(source, &written, names, diagnostics);
    }
    if written.is_empty() {
        return;
    }
    for list in lists(service) {
        list.get_or_insert_default();
    }
    let chosen = written
        .into_iter()
        .filter(|(name, _)| areas.has(name.get_ref()));
    let mut names = Vec::new();
    for (name, area) in chosen {
        names.push(name.into_inner());
        let sets = area.entity_sets.into_iter();
        service
            .entity_sets
            .extend(sets.map(|one| spanned(source, one)));
        let wanted = [
            area.singletons,
            area.functions,
            area.actions,
            area.navigation_properties,
            area.types,
        ];
        for (list, wanted) in lists(service).into_iter().zip(wanted) {
            let wanted = wanted.into_iter().map(|one| spanned(source, one));
            list.get_or_insert_default().extend(wanted);
        }
    }
    service.areas = (!matches!(areas, Areas::All)).then_some(names);
}

fn lists(service: &mut Service) -> [&mut Option<Vec<Spanned<String>>>; 5] {
    [
        &mut service.singletons,
        &mut service.functions,
        &mut service.actions,
        &mut service.navigation_properties,
        &mut service.types,
    ]
}

impl Areas {
    fn has(&self, area: &str) -> bool {
        match self {
            Areas::All => true,
            Areas::Named(names) => names.iter().any(|name| name == area),
            Areas::Features(features) => {
                let feature = area.to_ascii_uppercase().replace('-', "_");
                features.contains(&feature)
            }
        }
    }
}

fn report_unknown(
    source: SourceId,
    written: &Written,
    names: &[String],
    diagnostics: &mut Diagnostics,
) {
    let known: Vec<&str> = written.keys().map(|name| name.get_ref().as_str()).collect();
    for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
        let help = match known.as_slice() {
            [] => "it has no `[areas.NAME]` at all".to_owned(),
            known => format!("there are {}", known.join(", ")),
        };
        diagnostics.push(
            Diagnostic::error("unknown-area", format!("no area is called `{name}`"))
                .at(Span::new(source, 0, 0), "in this service")
                .suggest(name, known.iter().copied())
                .help(help),
        );
    }
}
