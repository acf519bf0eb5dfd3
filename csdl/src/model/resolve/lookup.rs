//! What a name means: aliases, and the type behind a name.

use std::borrow::Cow;

use foldhash::HashMap;
use odata_core::edm::PrimitiveType;
use odata_core::names::nearest;

use crate::diagnostic::Diagnostic;
use crate::model::names::{Scope, USUAL_ALIASES};
use crate::model::resolve::Resolver;
use crate::model::{Type, TypeKind};
use crate::source::{Span, Spanned};
use crate::syntax::TypeRef;

/// Abstract and special types of the `Edm` namespace (CSDL XML 4.01, 3.3 and 4).
const SPECIAL: &[&str] = &[
    "Edm.PrimitiveType",
    "Edm.ComplexType",
    "Edm.EntityType",
    "Edm.AnnotationPath",
    "Edm.AnyPropertyPath",
    "Edm.ModelElementPath",
    "Edm.NavigationPropertyPath",
    "Edm.PropertyPath",
    "Edm.AnyPath",
];

/// Names longer than any real one are not compared: it would take too long.
pub(super) const LONGEST_COMPARED: usize = 256;

/// Whether a namespace is that of a vocabulary of OData, which everybody knows: `Org.OData.Core.V1`.
fn is_well_known(namespace: &str) -> bool {
    namespace.starts_with("Org.OData.")
}

impl Resolver<'_> {
    /// A qualified name with its alias replaced by the namespace.
    pub(super) fn full<'n>(&mut self, scope: usize, name: &'n str, span: Span) -> Cow<'n, str> {
        match self.meant(scope, name, span) {
            Some((namespace, simple)) => Cow::Owned([namespace, ".", simple].concat()),
            None => Cow::Borrowed(name),
        }
    }

    /// The namespace that the alias of a name stands for, and the simple name.
    pub(super) fn meant<'n>(
        &mut self,
        scope: usize,
        name: &'n str,
        span: Span,
    ) -> Option<(&str, &'n str)> {
        let (prefix, simple) = name.rsplit_once('.')?;
        let is_alias = |scope: &Scope| scope.aliases.contains_key(prefix);
        if !self.scopes.get(scope).is_some_and(is_alias) {
            self.imply_vocabulary(scope, prefix, span)?;
        }
        let aliases = self.scopes.get(scope).map(|scope| &scope.aliases);
        let namespace = aliases.and_then(|aliases| aliases.get(prefix))?;
        Some((namespace, simple))
    }

    /// Takes the usual alias of a vocabulary for what it means, where nothing else is called so.
    fn imply_vocabulary(&mut self, scope: usize, prefix: &str, span: Span) -> Option<()> {
        let usual = USUAL_ALIASES.iter().find(|(alias, _)| *alias == prefix);
        let (alias, namespace) = usual.filter(|_| !self.namespaces.contains(prefix))?;
        let message = format!("`{alias}` is used, but not included; it is taken for `{namespace}`");
        let help = format!(
            "add `<edmx:Include Namespace=\"{namespace}\" Alias=\"{alias}\"/>` to an `edmx:Reference`"
        );
        let warning = Diagnostic::warning("implied-vocabulary", message)
            .at(span, "")
            .help(help);
        self.diagnostics.push(warning);
        // From here on this document has the alias, so this is said once.
        if let Some(scope) = self.scopes.get_mut(scope) {
            scope
                .aliases
                .insert((*alias).to_owned(), (*namespace).to_owned());
            scope
                .included
                .insert((*namespace).to_owned(), (String::new(), span));
        }
        Some(())
    }

    /// A path whose segments may be qualified names, all of them in full.
    pub(super) fn full_path(&mut self, scope: usize, path: &str, span: Span) -> String {
        let mut full = String::with_capacity(path.len());
        for (at, segment) in path.split('/').enumerate() {
            if at > 0 {
                full.push('/');
            }
            full.push_str(&self.full(scope, segment, span));
        }
        full
    }

    pub(super) fn type_of(&mut self, scope: usize, ty: &TypeRef) -> Type {
        Type {
            collection: ty.collection,
            kind: self.kind_of(scope, &ty.name),
            span: ty.name.span,
        }
    }

    pub(super) fn kind_of(&mut self, scope: usize, name: &Spanned<String>) -> TypeKind {
        self.kind_of_what(scope, "type", name)
    }

    /// The type of that name; when there is none, it is said of what was looked for.
    pub(super) fn kind_of_what(
        &mut self,
        scope: usize,
        what: &'static str,
        name: &Spanned<String>,
    ) -> TypeKind {
        if name.value.starts_with("Edm.") {
            return self.edm_kind(name);
        }
        let known = self.known.get(scope);
        if let Some(kind) = known.and_then(|known| known.get(name.as_str())) {
            return kind.clone();
        }
        let full = self.full(scope, name.as_str(), name.span);
        let hidden = self.is_hidden(scope, &full);
        if let Some(kind) = self
            .model
            .types_by_name
            .get(full.as_ref())
            .filter(|_| !hidden)
        {
            let kind = kind.clone();
            if self.known.len() <= scope {
                let documents = self.documents.len();
                self.known.resize_with(documents, HashMap::default);
            }
            if let Some(known) = self.known.get_mut(scope) {
                known.insert(name.value.clone(), kind.clone());
            }
            return kind;
        }
        if let Some(kind) = self.misspelt(scope, name, &full) {
            return kind;
        }
        self.unknown(scope, what, &full, name);
        TypeKind::Unknown(full.into_owned())
    }

    /// Whether the namespace of a name is one that this document does not include, of a document that was referred to.
    pub(super) fn is_hidden(&self, scope: usize, full: &str) -> bool {
        let Some((namespace, _)) = full.rsplit_once('.') else {
            return false;
        };
        if self.referenced.is_empty() {
            return false;
        }
        let sees =
            |scope: &Scope| scope.own.contains(namespace) || scope.included.contains_key(namespace);
        if self.scopes.get(scope).is_none_or(sees) {
            return false;
        }
        // The documents of a service are one, however they are cut.
        let given = self.scopes.iter().take(self.given);
        scope >= self.given || !given.into_iter().any(|one| one.own.contains(namespace))
    }

    /// The type that is meant where only its case is wrong, or the namespace `Edm` is left out as CSDL 3 may; it is said.
    fn misspelt(&mut self, scope: usize, name: &Spanned<String>, full: &str) -> Option<TypeKind> {
        let written = name.as_str();
        if written.len() > LONGEST_COMPARED {
            return None;
        }
        if !written.contains('.') {
            let primitive = PrimitiveType::from_name(&format!("Edm.{written}"))?;
            if self.reported.insert(format!("unqualified {written}")) {
                let message = format!("`{written}` has no namespace; it is read as `{primitive}`");
                self.diagnostics.push(
                    Diagnostic::warning("unqualified-type", message)
                        .at(name.span, "names of types are qualified"),
                );
            }
            return Some(TypeKind::Primitive(primitive));
        }
        let (kind, meant) = match written.get(..4) {
            Some(edm) if edm.eq_ignore_ascii_case("edm.") => {
                let mut all = PrimitiveType::ALL.iter();
                let primitive = *all.find(|one| one.name().eq_ignore_ascii_case(written))?;
                (TypeKind::Primitive(primitive), primitive.name().to_owned())
            }
            _ => {
                let meant = self.only_other_case(full)?;
                if self.is_hidden(scope, &meant) {
                    return None;
                }
                (self.model.types_by_name.get(&meant)?.clone(), meant)
            }
        };
        if self.reported.insert(format!("case {written}")) {
            let message = format!("`{written}` is written `{meant}`; it is read as that");
            self.diagnostics
                .push(Diagnostic::warning("wrong-case", message).at(name.span, ""));
        }
        Some(kind)
    }

    /// The declared type whose name differs in case alone, when there is just one.
    fn only_other_case(&mut self, full: &str) -> Option<String> {
        let names = self.by_lower_case.get_or_insert_with(|| {
            let mut names: HashMap<String, Option<String>> = HashMap::default();
            for name in self.model.types_by_name.keys() {
                names
                    .entry(name.to_lowercase())
                    .and_modify(|one| *one = None)
                    .or_insert_with(|| Some(name.clone()));
            }
            names
        });
        names.get(&full.to_lowercase()).cloned().flatten()
    }

    fn edm_kind(&mut self, name: &Spanned<String>) -> TypeKind {
        if let Some(primitive) = PrimitiveType::from_name(name.as_str()) {
            return TypeKind::Primitive(primitive);
        }
        if name.value == "Edm.Untyped" {
            return TypeKind::Untyped;
        }
        if SPECIAL.contains(&name.as_str()) {
            return TypeKind::Other(name.value.clone());
        }
        let mut all = PrimitiveType::ALL.iter();
        if let Some(primitive) = all.find(|one| one.name().eq_ignore_ascii_case(name.as_str())) {
            if self.reported.insert(format!("case {}", name.value)) {
                let message = format!(
                    "`{}` is written `{primitive}`; it is read as that",
                    name.value
                );
                self.diagnostics
                    .push(Diagnostic::warning("wrong-case", message).at(name.span, ""));
            }
            return TypeKind::Primitive(*primitive);
        }
        if self.reported.insert(name.value.clone()) {
            let all = PrimitiveType::ALL.iter().map(|primitive| primitive.name());
            let short = name.value.len() <= LONGEST_COMPARED;
            let error =
                Diagnostic::error("unknown-type", format!("there is no type `{}`", name.value));
            self.diagnostics.push(match before_v4(name.as_str()) {
                Some(now) => error
                    .at(name.span, "a type of OData V2 and V3")
                    .help(format!("OData V4 has {now} in its place")),
                None => error.at(name.span, "not a type of OData").suggest(
                    if short { name.as_str() } else { "" },
                    all.chain(SPECIAL.iter().copied()),
                ),
            });
        }
        TypeKind::Unknown(name.value.clone())
    }

    /// Says once that a qualified name leads nowhere, and why.
    pub(super) fn unknown(
        &mut self,
        scope: usize,
        what: &'static str,
        full: &str,
        written: &Spanned<String>,
    ) {
        if !self.reported.insert(format!("{what} {full}")) {
            return;
        }
        let (namespace, simple) = full.rsplit_once('.').unwrap_or(("", full));
        if !self.namespaces.contains(namespace)
            && let Some((uri, include)) = self
                .scopes
                .get(scope)
                .and_then(|scope| scope.included.get(namespace))
        {
            let message = format!("the {what} `{full}` is in a document that was not given");
            // What a service says itself has to be whole; what it refers to may lead on and on.
            let said = match scope < self.given {
                _ if is_well_known(namespace) => Diagnostic::note("vocabulary-not-given", message),
                true => Diagnostic::error("missing-document", message),
                false => Diagnostic::warning("missing-further-document", message),
            };
            let error = said
                .at(written.span, "")
                .at(*include, format!("`{namespace}` is included here"))
                .help(format!("give the document `{uri}` as well"));
            self.diagnostics.push(error);
            return;
        }
        let message = format!("there is no {what} `{}`", written.value);
        let code = match what {
            "type" => "unknown-type",
            "base type" => "unknown-base-type",
            _ => "unknown-name",
        };
        let mut error = Diagnostic::error(code, message).at(written.span, "");
        if self.is_hidden(scope, full) && self.namespaces.contains(namespace) {
            let help = format!(
                "a document that was referred to declares `{namespace}`, but this one does not include it: \
                 `<edmx:Include Namespace=\"{namespace}\"/>`"
            );
            self.diagnostics.push(error.help(help));
            return;
        }
        let primitive =
            PrimitiveType::from_name(&format!("Edm.{simple}")).filter(|_| what == "type");
        if let Some(primitive) = primitive {
            error = error.help(format!("did you mean `{primitive}`?"));
            self.diagnostics.push(error);
            return;
        }
        if namespace.is_empty() {
            error = error.help("names of types are qualified: `Namespace.Name` or `Alias.Name`");
        }
        if let Some(near) = self.near(what, namespace, simple) {
            error = error.help(format!("did you mean `{near}`?"));
        } else if !self.namespaces.contains(namespace) && !namespace.is_empty() {
            error = error.help(format!(
                "no document declares or includes the namespace `{namespace}`"
            ));
        }
        self.diagnostics.push(error);
    }

    /// The declared name that is meant: the same simple name elsewhere, or a near one in the same namespace.
    fn near(&mut self, what: &str, namespace: &str, simple: &str) -> Option<String> {
        if self.suggestions_left == 0 || simple.len() > LONGEST_COMPARED {
            return None;
        }
        self.suggestions_left = self.suggestions_left.saturating_sub(1);
        let mut names: Vec<(&str, &str)> = match what {
            "type" | "base type" => self
                .model
                .types_by_name
                .keys()
                .filter_map(|name| name.rsplit_once('.'))
                .collect(),
            "container" => self
                .declared_names()
                .filter_map(|name| name.rsplit_once('.'))
                .collect(),
            _ => self
                .model
                .operations_by_name
                .keys()
                .filter_map(|name| name.rsplit_once('.'))
                .collect(),
        };
        names.retain(|(_, name)| name.len() <= LONGEST_COMPARED);
        names.sort_unstable();
        if let Some((other, same)) = names.iter().find(|(_, name)| *name == simple) {
            return Some(format!("{other}.{same}"));
        }
        let known = self.namespaces.contains(namespace);
        let in_reach = names.iter().filter(|(own, _)| !known || *own == namespace);
        let near = nearest(simple, in_reach.map(|(_, name)| *name))?;
        names
            .iter()
            .find(|(own, name)| *name == near && (!known || *own == namespace))
            .map(|(own, name)| format!("{own}.{name}"))
    }
}

/// What stands in the place of a primitive type that V4 no longer has.
fn before_v4(name: &str) -> Option<&'static str> {
    match name {
        "Edm.DateTime" => Some("`Edm.DateTimeOffset` and `Edm.Date`"),
        "Edm.Time" => Some("`Edm.TimeOfDay` and `Edm.Duration`"),
        "Edm.Float" => Some("`Edm.Single` and `Edm.Double`"),
        _ => None,
    }
}
