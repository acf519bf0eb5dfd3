//! Expressions that are objects with a `$` member (CSDL JSON 4.01, 14.4).

use crate::json::Reader;
use crate::json::annotated::split;
use crate::json::expected::{Kind, enum_members};
use crate::json::value::{Data, Member, find};
use crate::source::{Span, Spanned};
use crate::syntax::{Dynamic, Expression};

/// The members that make an object an expression.
pub(super) const NAMES: &[&str] = &[
    "$Path",
    "$Null",
    "$And",
    "$Or",
    "$Not",
    "$Eq",
    "$Ne",
    "$Gt",
    "$Ge",
    "$Lt",
    "$Le",
    "$Has",
    "$In",
    "$Add",
    "$Sub",
    "$Neg",
    "$Mul",
    "$Div",
    "$DivBy",
    "$Mod",
    "$Apply",
    "$Cast",
    "$IsOf",
    "$If",
    "$LabeledElement",
    "$LabeledElementReference",
    "$UrlRef",
];

/// Those that have one operand.
const OF_ONE: &[&str] = &[
    "$Not",
    "$Neg",
    "$Cast",
    "$IsOf",
    "$LabeledElement",
    "$UrlRef",
];

/// Facets of `$Cast` and `$IsOf`.
const FACETS: &[&str] = &["$MaxLength", "$Precision", "$Scale", "$SRID", "$Unicode"];

impl Reader<'_> {
    /// The expression that the object is; nothing when it is a record.
    pub(super) fn dynamic(
        &mut self,
        members: &[Member<'_>],
        span: Span,
        kind: &Kind,
    ) -> Option<Expression> {
        // An expression is short; a record need not be searched to its end for each of the names.
        let main = members
            .iter()
            .find(|member| NAMES.contains(&member.name.as_ref()))?;
        let name = main.name.strip_prefix('$').unwrap_or_default();
        match name {
            "Path" => {
                self.no_more(main, members);
                let path = self.text(main);
                return Some(path.map_or(Expression::Null(span), Expression::Path));
            }
            "Cast" => {
                if let Some(members) = self.cast_to_enum(main, members) {
                    return Some(Expression::EnumMember(members));
                }
            }
            _ => {}
        }
        let mut dynamic = Dynamic {
            name: name.to_owned(),
            span,
            ..Dynamic::default()
        };
        match (name, &main.value.data) {
            ("Null", Data::Null) => {}
            ("Null", _) => self.wrong_value(main, "null"),
            ("LabeledElementReference", _) => dynamic.text = self.text(main),
            _ if OF_ONE.contains(&main.name.as_ref()) => {
                let kind = match name {
                    "LabeledElement" => kind.clone(),
                    _ => Kind::Unknown,
                };
                let operand = self.expression(&main.value, &kind);
                dynamic.arguments.push(operand);
            }
            _ => {
                for (at, operand) in self.array(main).iter().enumerate() {
                    let is_value = name == "If" && at > 0;
                    let kind = if is_value { kind } else { &Kind::Unknown };
                    dynamic.arguments.push(self.expression(operand, kind));
                }
            }
        }
        self.parts(&mut dynamic, main, members);
        dynamic.annotations = self.only_annotations(members);
        if name == "Null" && dynamic.annotations.is_empty() {
            return Some(Expression::Null(span));
        }
        Some(Expression::Dynamic(dynamic))
    }

    /// The members beside the operands: attributes in XML.
    fn parts(&mut self, dynamic: &mut Dynamic, main: &Member<'_>, members: &[Member<'_>]) {
        let is_type = matches!(dynamic.name.as_str(), "Cast" | "IsOf");
        let push = |dynamic: &mut Dynamic, name: &str, value: Spanned<String>| {
            dynamic.attributes.push((name.to_owned(), value));
        };
        if is_type {
            let ty = self.written_type(main, members);
            push(dynamic, "Type", ty);
        }
        for member in members {
            let name = member.name.as_ref();
            match (dynamic.name.as_str(), name) {
                _ if name == main.name || split(member).is_some() => {}
                (_, "$Type" | "$Collection") if is_type => {}
                ("Apply", "$Function") => {
                    if let Some(function) = self.text(member) {
                        push(dynamic, "Function", function);
                    }
                }
                ("LabeledElement", "$Name") => {
                    if let Some(label) = self.text(member) {
                        push(dynamic, "Name", label);
                    }
                }
                (_, facet) if is_type && FACETS.contains(&facet) => {
                    let text = match &member.value.data {
                        Data::Number(text) => (*text).to_owned(),
                        Data::Text(text) => text.clone().into_owned(),
                        Data::Bool(value) => value.to_string(),
                        _ => {
                            self.wrong_value(member, "a number or a text");
                            continue;
                        }
                    };
                    let facet = facet.strip_prefix('$').unwrap_or_default();
                    push(dynamic, facet, Spanned::new(text, member.value.span));
                }
                _ => self.unknown_member("an expression", member, &["$Type", "$Function", "$Name"]),
            }
        }
    }

    /// `$Type` and `$Collection` as XML writes them.
    fn written_type(&mut self, main: &Member<'_>, members: &[Member<'_>]) -> Spanned<String> {
        let ty = find(members, "$Type").and_then(|member| self.text(member));
        let collection = find(members, "$Collection").and_then(|member| self.flag(member));
        let ty = ty.unwrap_or_else(|| Spanned::new("Edm.String".to_owned(), main.name_span));
        match collection {
            Some(true) => Spanned::new(format!("Collection({})", ty.value), ty.span),
            _ => ty,
        }
    }

    /// CSDL JSON 14.3.7: where nothing else tells the type of a member's name, a cast does.
    fn cast_to_enum(&self, main: &Member<'_>, members: &[Member<'_>]) -> Option<Spanned<String>> {
        let ty = find(members, "$Type")?.value.as_str()?;
        let is_plain = members.len() == 2 && !ty.starts_with("Edm.");
        let text = main.value.as_str().filter(|_| is_plain)?;
        if self.expected.is_enum(ty) == Some(false) {
            return None;
        }
        let names = enum_members(ty, text)?;
        Some(Spanned::new(names, main.value.span))
    }

    fn no_more(&mut self, main: &Member<'_>, members: &[Member<'_>]) {
        for member in members.iter().filter(|one| one.name != main.name) {
            self.unknown_member("a path", member, &[]);
        }
    }
}
