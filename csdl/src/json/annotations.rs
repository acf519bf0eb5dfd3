//! Annotations and their expressions (CSDL JSON 4.01, 14).

use crate::json::annotated::{self, Annotated};
use crate::json::expected::Kind;
use crate::json::value::{Data, Member, Value};
use crate::json::{MAX_DEPTH, Reader, dynamic};
use crate::source::{Span, Spanned};
use crate::syntax::{Annotation, Collection, Expression, PropertyValue, Record};

impl Reader<'_> {
    /// What is said about a member of an object; about the object itself when the name is empty.
    pub(super) fn annotations(
        &mut self,
        all: &mut Annotated<'_, '_>,
        about: &str,
    ) -> Vec<Annotation> {
        let mut annotations = Vec::new();
        for member in all.take(about) {
            annotations.extend(self.annotation(all, member));
        }
        annotations
    }

    /// The annotations of an object all of whose annotations are about itself.
    pub(super) fn only_annotations(&mut self, members: &[Member<'_>]) -> Vec<Annotation> {
        let mut all = Annotated::of(members);
        let annotations = self.annotations(&mut all, "");
        self.left_over(all);
        annotations
    }

    fn annotation(
        &mut self,
        all: &mut Annotated<'_, '_>,
        member: &Member<'_>,
    ) -> Option<Annotation> {
        let (_, start) = annotated::split(member)?;
        let (term, qualifier) = annotated::term(member, start);
        if term.value.is_empty() || qualifier.as_ref().is_some_and(|one| one.value.is_empty()) {
            let message = "an annotation is named `@` and its term, or `@Term#Qualifier`";
            self.error("bad-value", message.to_owned(), member.name_span, "");
            return None;
        }
        if !self.enter(member.name_span) {
            return None;
        }
        let kind = self.expected.of_term(&term.value);
        let expression = self.expression(&member.value, &kind);
        let annotations = self.annotations(all, &member.name);
        self.leave();
        Some(Annotation {
            expression: Some(expression),
            annotations,
            term,
            qualifier,
            span: member.span(),
        })
    }

    /// Counts one annotation or expression more around what is read; false when that would be too deep.
    fn enter(&mut self, span: Span) -> bool {
        if self.depth < MAX_DEPTH {
            self.depth = self.depth.saturating_add(1);
            return true;
        }
        let message = format!("annotations and expressions are nested more than {MAX_DEPTH} deep");
        // One such place is enough to say.
        if self.warned.insert(("", message.clone())) {
            self.error("too-deep", message, span, "what is in here is left out");
        }
        false
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// The frames of this and of what it calls are kept small: they stand on the stack as often as values nest.
    pub(super) fn expression(&mut self, value: &Value<'_>, kind: &Kind) -> Expression {
        let span = value.span;
        if !self.enter(span) {
            return Expression::Null(span);
        }
        let read = match &value.data {
            Data::Array(_) | Data::Object(_) if *kind == Kind::Stream => {
                let text = self.slice(span).to_owned();
                Expression::String(Spanned::new(text, span))
            }
            Data::Array(items) => {
                let items = self.operands(items, kind);
                Expression::Collection(Collection { items, span })
            }
            Data::Object(members) => match dynamic::main_member(members) {
                Some(main) => self.dynamic(main, members, span, kind),
                None => Expression::Record(self.record(members, span, kind)),
            },
            _ => simple(value, kind),
        };
        self.leave();
        read
    }

    pub(super) fn operands(&mut self, items: &[Value<'_>], kind: &Kind) -> Vec<Expression> {
        let mut operands = Vec::with_capacity(items.len());
        for item in items {
            operands.push(self.expression(item, kind));
        }
        operands
    }

    /// CSDL JSON 14.4.12.
    fn record(&mut self, members: &[Member<'_>], span: Span, kind: &Kind) -> Record {
        let mut all = Annotated::of(members);
        let mut record = Record {
            span,
            ..Record::default()
        };
        record.ty = self.type_of_record(members);
        let ty = match &record.ty {
            Some(ty) => self.expected.of_name(&ty.value),
            None => kind.clone(),
        };
        for member in members {
            let name = member.name.as_ref();
            if matches!(name, "@type" | "@odata.type") || annotated::split(member).is_some() {
                continue;
            }
            if name.starts_with('$') {
                self.unknown_member("a record", member, dynamic::NAMES);
                continue;
            }
            let property = self.property_value(&mut all, member, &ty);
            record.properties.push(property);
        }
        record.annotations = self.annotations(&mut all, "");
        self.left_over_of_record(all, &mut record);
        record
    }

    fn property_value(
        &mut self,
        all: &mut Annotated<'_, '_>,
        member: &Member<'_>,
        owner: &Kind,
    ) -> PropertyValue {
        let kind = self.expected.of_property(owner, &member.name);
        PropertyValue {
            expression: Some(self.expression(&member.value, &kind)),
            annotations: self.annotations(all, &member.name),
            property: member.spanned_name(),
            span: member.span(),
        }
    }

    /// `address#Name`, of which XML has the name.
    fn type_of_record(&mut self, members: &[Member<'_>]) -> Option<Spanned<String>> {
        let is_type = |one: &&Member<'_>| matches!(one.name.as_ref(), "@type" | "@odata.type");
        let written = self.text(members.iter().find(is_type)?)?;
        let name = written.value.rsplit('#').next().unwrap_or_default();
        let end = written.span.range().end;
        let span = match self.slice(written.span) == written.value {
            true => Span::new(self.source, end.saturating_sub(name.len()), end),
            false => written.span,
        };
        (!name.is_empty()).then(|| Spanned::new(name.to_owned(), span))
    }

    /// A property that is annotated and has no value has its default (CSDL XML 4.01, 14.4.12).
    fn left_over_of_record(&mut self, all: Annotated<'_, '_>, record: &mut Record) {
        let mut all = all;
        for (name, span) in all.names() {
            let is_plain = !name.contains(['@', '#', '$']);
            if !is_plain || name.is_empty() {
                continue;
            }
            let annotations = self.annotations(&mut all, &name);
            record.properties.push(PropertyValue {
                property: Spanned::new(name, span),
                expression: None,
                annotations,
                span,
            });
        }
        self.left_over(all);
    }
}

/// A value without others in it.
fn simple(value: &Value<'_>, kind: &Kind) -> Expression {
    let span = value.span;
    match &value.data {
        Data::Bool(value) => Expression::Bool(Spanned::new(*value, span)),
        Data::Number(text) => kind.number(text, span),
        Data::Text(text) => kind.text(text, span),
        Data::Null | Data::Array(_) | Data::Object(_) => Expression::Null(span),
    }
}
