//! Expressions that are objects with a `$` member (CSDL JSON 4.01, 14.4).

use crate::json::Reader;
use crate::json::annotated::split;
use crate::json::expected::Kind;
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

/// The member that makes the object an expression; nothing when it is a record.
pub(super) fn main_member<'v, 'a>(members: &'v [Member<'a>]) -> Option<&'v Member<'a>> {
    let dollars = members.iter().filter(|one| one.name.starts_with('$'));
    let mut dollars = dollars.filter(|one| NAMES.contains(&one.name.as_ref()));
    dollars.next()
}

impl Reader<'_> {
    pub(super) fn dynamic(
        &mut self,
        main: &Member<'_>,
        members: &[Member<'_>],
        span: Span,
        kind: &Kind,
    ) -> Expression {
        match main.name.as_ref() {
            "$Path" => return self.path(main, members, span),
            "$Cast" => {
                if let Some(members) = self.cast_to_enum(main, members) {
                    return Expression::EnumMember(members);
                }
            }
            _ => {}
        }
        let arguments = self.arguments(main, kind);
        self.with_parts(main, members, arguments, span)
    }

    fn path(&mut self, main: &Member<'_>, members: &[Member<'_>], span: Span) -> Expression {
        for member in members.iter().filter(|one| one.name != main.name) {
            self.unknown_member("a path", member, &[]);
        }
        let path = self.text(main);
        path.map_or(Expression::Null(span), Expression::Path)
    }

    fn arguments(&mut self, main: &Member<'_>, kind: &Kind) -> Vec<Expression> {
        match main.name.as_ref() {
            "$Null" | "$LabeledElementReference" => Vec::new(),
            "$LabeledElement" => vec![self.expression(&main.value, kind)],
            name if OF_ONE.contains(&name) => vec![self.expression(&main.value, &Kind::Unknown)],
            "$If" => {
                // The condition is no value of the term.
                let (condition, values) = self.array(main).split_at_checked(1).unwrap_or_default();
                let mut arguments = self.operands(condition, &Kind::Unknown);
                arguments.append(&mut self.operands(values, kind));
                arguments
            }
            _ => {
                let operands = self.array(main);
                self.operands(operands, &Kind::Unknown)
            }
        }
    }

    fn with_parts(
        &mut self,
        main: &Member<'_>,
        members: &[Member<'_>],
        arguments: Vec<Expression>,
        span: Span,
    ) -> Expression {
        let mut dynamic = Dynamic {
            name: main.name.trim_start_matches('$').to_owned(),
            arguments,
            span,
            ..Dynamic::default()
        };
        match (main.name.as_ref(), &main.value.data) {
            ("$Null", Data::Null) => {}
            ("$Null", _) => self.wrong_value(main, "null"),
            ("$LabeledElementReference", _) => dynamic.text = self.text(main),
            _ => {}
        }
        self.parts(&mut dynamic, main, members);
        dynamic.annotations = self.only_annotations(members);
        if main.name == "$Null" && dynamic.annotations.is_empty() {
            return Expression::Null(span);
        }
        Expression::Dynamic(dynamic)
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
        let names = self.expected.enum_of(ty)?.written(text)?;
        Some(Spanned::new(names, main.value.span))
    }
}
