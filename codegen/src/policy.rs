//! `[defects]` of service.toml: which defects of documents stop the generator, which are told, and which are not.

use std::collections::BTreeMap;

use odata_core::names::nearest;
use odata_csdl::diagnostic::{Diagnostic, Diagnostics, Severity};
use odata_csdl::source::{SourceId, Spanned};

use crate::defects::{DEFECTS, Defect, Policy};

/// How defects are taken: as the table says, or as the service says.
#[derive(Clone, Debug, Default)]
pub struct Policies(BTreeMap<&'static str, Policy>);

impl Policies {
    /// What the service says; what it cannot say is an error.
    pub(crate) fn read(
        written: Vec<(Spanned<String>, Spanned<String>)>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut policies = BTreeMap::new();
        for (code, value) in written {
            let Some(defect) = Defect::named(&code.value) else {
                let message = format!("no defect is called `{}`", code.value);
                let error =
                    Diagnostic::error("unknown-defect", message).at(code.span, "named here");
                // All of them are many, so that they are listed where no near one is known.
                diagnostics.push(error.help(meant(&code.value).unwrap_or_else(all)));
                continue;
            };
            let Some(policy) = Policy::named(&value.value) else {
                diagnostics.push(
                    Diagnostic::error(
                        "bad-policy",
                        format!("`{}` is no way to take a defect", value.value),
                    )
                    .at(value.span, "`error`, `warn` or `ignore` is expected")
                    .suggest(&value.value, ["error", "warn", "ignore"]),
                );
                continue;
            };
            if defect.meanwhile.is_none() && policy != Policy::Error {
                diagnostics.push(
                    Diagnostic::error(
                        "fixed-defect",
                        format!("`{}` cannot be gone past: {}", defect.code, defect.about),
                    )
                    .at(code.span, "this is an error always")
                    .help("take this line out"),
                );
                continue;
            }
            policies.insert(defect.code, policy);
        }
        Policies(policies)
    }

    /// These, and of the others what they say in addition.
    pub(crate) fn over(mut self, others: Policies) -> Self {
        for (code, policy) in others.0 {
            self.0.entry(code).or_insert(policy);
        }
        self
    }

    /// How a defect is taken.
    pub fn of(&self, defect: &Defect) -> Policy {
        self.0.get(defect.code).copied().unwrap_or(defect.default)
    }

    /// Passes on what a phase said, each defect as the service takes it. Only what is said of `documents`, the
    /// `$metadata` of the service, is a defect of theirs; what is said of pages and corrections stays as it is.
    pub(crate) fn settle(
        &self,
        said: Diagnostics,
        documents: &[SourceId],
        diagnostics: &mut Diagnostics,
    ) {
        for one in said {
            let place = one.labels.first().map(|label| label.span.source);
            let is_theirs = place.is_some_and(|source| documents.contains(&source));
            match Defect::named(one.code).filter(|_| is_theirs) {
                Some(defect) => diagnostics.extend(self.taken(one, defect)),
                None => diagnostics.push(one),
            }
        }
    }

    /// A defect with the severity that it has for this service; nothing when it is ignored.
    fn taken(&self, mut said: Diagnostic, defect: &Defect) -> Option<Diagnostic> {
        let (Some(meanwhile), true) = (defect.meanwhile, said.severity != Severity::Note) else {
            return Some(said);
        };
        let milder = !self.0.contains_key(defect.code) && said.severity == Severity::Warning;
        match self.of(defect) {
            // A reader that knows what is meant says so mildly; only the service makes that an error.
            Policy::Error if milder => {}
            Policy::Ignore => return None,
            Policy::Warn => said.severity = Severity::Warning,
            Policy::Error => {
                said.severity = Severity::Error;
                said.help.push(format!(
                    "to go on all the same, `{} = \"warn\"` below `[defects]` in service.toml: {meanwhile}",
                    defect.code
                ));
            }
        }
        Some(said)
    }

    /// The same, for what is said of the service as a whole.
    pub(crate) fn push(&self, said: Diagnostic, diagnostics: &mut Diagnostics) {
        match Defect::named(said.code) {
            Some(defect) => diagnostics.extend(self.taken(said, defect)),
            None => diagnostics.push(said),
        }
    }
}

/// The code that was meant, or those that begin with the words that were.
/// Every defect that there is a policy for.
fn all() -> String {
    let known = DEFECTS.iter().filter(|one| one.meanwhile.is_some());
    let known: Vec<String> = known.map(|one| format!("`{}`", one.code)).collect();
    format!("there are {}", known.join(", "))
}

fn meant(written: &str) -> Option<String> {
    let known = DEFECTS.iter().filter(|one| one.meanwhile.is_some());
    let known: Vec<&str> = known.map(|one| one.code).collect();
    if let Some(near) = nearest(written, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let begin_so: Vec<&str> = known
        .iter()
        .copied()
        .filter(|code| !written.is_empty() && code.starts_with(written))
        .collect();
    if !begin_so.is_empty() {
        return Some(format!("did you mean {}?", listed(&begin_so)));
    }
    let words = written.split('-').count();
    let beginning = |code: &'static str| {
        let mut ends = code.match_indices('-').map(|(at, _)| at);
        let end = ends.nth(words.saturating_sub(1));
        end.and_then(|end| code.get(..end)).unwrap_or(code)
    };
    let near = nearest(written, known.iter().map(|code| beginning(code)))?;
    let begin_so = known.into_iter().filter(|code| beginning(code) == near);
    let begin_so: Vec<&str> = begin_so.collect();
    Some(format!("did you mean {}?", listed(&begin_so)))
}

fn listed(codes: &[&str]) -> String {
    let quoted: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
    quoted.join(" or ")
}
