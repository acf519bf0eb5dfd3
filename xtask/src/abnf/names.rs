//! What names stand for in the cases: their constraints as a scope.

use std::collections::BTreeMap;

use odata_core::edm::PrimitiveType;
use odata_core::expr::{Lookup, Named, Scope, Type};
use odata_core::url::decode;

/// Names by the rule that takes them. Which type a property is of, OASIS does not say, only of which kind.
pub(super) struct Names<'c>(pub(super) &'c BTreeMap<String, Vec<String>>);

/// Kinds of types, by the words with which their rules begin.
const KINDS: [&str; 6] = [
    "entityCol",
    "entity",
    "complexCol",
    "complex",
    "primitiveCol",
    "primitive",
];

fn kind(name: &str) -> Type {
    let single = match name.trim_end_matches("Col") {
        "entity" => Type::Structured("Entity".into()),
        "complex" => Type::Structured("Complex".into()),
        _ => Type::Primitive(PrimitiveType::String),
    };
    if name.ends_with("Col") {
        Type::Collection(Box::new(single))
    } else {
        single
    }
}

impl Names<'_> {
    /// Whether the rule takes the name.
    fn takes(&self, rule: &str, name: &str) -> bool {
        match self.0.get(rule) {
            Some(names) => names.iter().any(|known| known == name),
            None => true,
        }
    }

    /// The name behind a namespace, if that is one, or the name alone.
    fn unqualified<'n>(&self, name: &'n str) -> Option<&'n str> {
        let Some((namespace, last)) = name.rsplit_once('.') else {
            return Some(name);
        };
        let known = namespace
            .split('.')
            .all(|part| self.takes("namespacePart", part));
        known.then_some(last)
    }

    /// The first kind whose rule takes the name.
    fn kind_of(&self, name: &str, rule: impl Fn(&str) -> String) -> Option<Type> {
        let found = KINDS.into_iter().find(|kind| self.takes(&rule(kind), name));
        found.map(kind)
    }

    fn property_type(&self, name: &str) -> Option<Type> {
        let rules = |kind: &str| match kind {
            "entityCol" | "entity" => vec![format!("{kind}NavigationProperty")],
            "primitive" => vec![
                "primitiveKeyProperty".to_owned(),
                "primitiveNonKeyProperty".to_owned(),
            ],
            _ => vec![format!("{kind}Property")],
        };
        let takes = |kind: &&str| rules(kind).iter().any(|rule| self.takes(rule, name));
        if let Some(found) = KINDS.into_iter().find(takes) {
            return Some(kind(found));
        }
        if self.takes("streamProperty", name) {
            return Some(Type::Primitive(PrimitiveType::Stream));
        }
        self.is_custom_aggregate(&Type::Unchecked, name)
            .then(|| kind("primitive"))
    }
}

impl Scope for Names<'_> {
    fn root(&self) -> Type {
        Type::Unchecked
    }

    fn property(&self, of: &Type, name: &str) -> Lookup {
        // The range variable of no lambda: the rule for expressions takes it anywhere.
        let is_variable = *of == Type::Unchecked && !self.0.contains_key("lambdaVariableExpr");
        match self.property_type(name) {
            Some(ty) => Lookup::Found(ty),
            None if is_variable && self.cast(of, name).is_none() => Lookup::Found(Type::Unchecked),
            None => Lookup::Missing {
                of: of.to_string(),
                known: Vec::new(),
            },
        }
    }

    fn cast(&self, of: &Type, name: &str) -> Option<Type> {
        let name = self.unqualified(name)?;
        let (is_entity, is_complex) = match of {
            Type::Structured(known) => (&**known == "Entity", &**known == "Complex"),
            Type::Unchecked => (true, true),
            _ => (false, false),
        };
        if is_entity && self.takes("entityTypeName", name) {
            return Some(kind("entity"));
        }
        (is_complex && self.takes("complexTypeName", name)).then(|| kind("complex"))
    }

    fn operation(&self, _on: Option<&Type>, name: &str) -> Option<Named> {
        let name = self.unqualified(name)?;
        match self.kind_of(name, |kind| format!("{kind}Function")) {
            Some(ty) => Some(Named::Function(ty)),
            None => self.takes("action", name).then_some(Named::Action),
        }
    }

    fn resource(&self, name: &str) -> Option<Named> {
        if self.takes("entitySetName", name) {
            return Some(Named::Resource(kind("entityCol")));
        }
        if self.takes("singletonEntity", name) {
            return Some(Named::Resource(kind("entity")));
        }
        if self.takes("actionImport", name) {
            return Some(Named::Action);
        }
        self.kind_of(name, |kind| format!("{kind}FunctionImport"))
            .map(Named::Function)
    }

    fn term(&self, name: &str) -> Option<Type> {
        let term = self.unqualified(name.strip_prefix('@')?)?;
        self.takes("termName", term).then_some(Type::Unchecked)
    }

    fn is_entity(&self, name: &str) -> Option<bool> {
        Some(name == "Entity")
    }

    fn is_custom_aggregate(&self, _of: &Type, name: &str) -> bool {
        self.takes("customAggregate", name)
    }

    fn is_key_segment(&self, text: &str) -> bool {
        match self.0.get("keyPathLiteral") {
            Some(known) => known
                .iter()
                .any(|known| decode(known).is_ok_and(|known| known == text)),
            None => true,
        }
    }

    fn is_custom_option(&self, name: &str) -> bool {
        self.takes("customName", name)
    }

    fn checks_types(&self) -> bool {
        false
    }
}
