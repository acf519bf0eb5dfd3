//! What is said of bindings that lead nowhere: only those of sets and singletons that are generated are worth a word.

use odata_csdl::diagnostic::{Diagnostic, Diagnostics};
use odata_csdl::source::Span;

use crate::plan::Plan;
use crate::service::Service;
use crate::wanted::Wanted;

/// Takes out what is said of bindings, unless all sets are generated: the plan knows which.
pub(crate) fn held_back(service: &Service, said: &mut Diagnostics) -> Diagnostics {
    let mut bindings = Diagnostics::new();
    if Wanted::of(service).every_set() {
        return bindings;
    }
    let is_binding = |one: &Diagnostic| one.code == "unresolved-binding";
    let all = std::mem::take(said).into_iter();
    let (of_bindings, others): (Vec<_>, Vec<_>) = all.partition(is_binding);
    said.extend(others);
    bindings.extend(of_bindings);
    bindings
}

/// What is said of those that are generated. A binding stands behind the name of its set or singleton, before the next one.
pub(crate) fn of_generated(bindings: Diagnostics, plan: &Plan<'_>) -> Diagnostics {
    let mut kept = Diagnostics::new();
    if bindings.is_empty() {
        return kept;
    }
    let containers = plan.model.containers().iter();
    let mut all: Vec<Span> = containers
        .flat_map(|one| {
            let sets = one.entity_sets.iter().map(|set| set.span);
            sets.chain(one.singletons.iter().map(|one| one.span))
        })
        .collect();
    all.sort();
    let sets = plan.sets.iter().map(|set| set.span);
    let generated: Vec<Span> = sets
        .chain(plan.singletons.iter().map(|one| one.span))
        .collect();
    let is_generated = |one: &Diagnostic| {
        let Some(place) = one.labels.first().map(|label| label.span) else {
            return true;
        };
        let before = all.partition_point(|span| *span <= place);
        let owner = before.checked_sub(1).and_then(|at| all.get(at));
        owner.is_none_or(|owner| owner.source != place.source || generated.contains(owner))
    };
    kept.extend(bindings.into_iter().filter(is_generated));
    kept
}
