//! Annotations and their expressions (CSDL JSON 4.01, 14).

use crate::json::annotated::{self, Annotated};
use crate::json::expected::Kind;
use crate::json::value::{Data, Member, Value};
use crate::json::{MAX_DEPTH, Reader};
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
        self.nested(member.name_span, |reader| {
            let kind = reader.expected.of_term(&term.value);
            let expression = reader.expression(&member.value, &kind);
            Annotation {
                expression: Some(expression),
                annotations: reader.annotations(all, &member.name),
                term,
                qualifier,
                span: member.span(),
            }
        })
    }

    /// Reads what is inside of something, unless that would be too deep.
    fn nested<T>(&mut self, span: Span, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            let message =
                format!("annotations and expressions are nested more than {MAX_DEPTH} deep");
            // One such place is enough to say.
            if self.warned.insert(("", message.clone())) {
                self.error("too-deep", message, span, "what is in here is left out");
            }
            return None;
        }
        self.depth = self.depth.saturating_add(1);
        let read = read(self);
        self.depth = self.depth.saturating_sub(1);
        Some(read)
    }

    pub(super) fn expression(&mut self, value: &Value<'_>, kind: &Kind) -> Expression {
        let span = value.span;
        let read = self.nested(span, |reader| match &value.data {
            Data::Null => Expression::Null(span),
            Data::Bool(value) => Expression::Bool(Spanned::new(*value, span)),
            Data::Number(text) => kind.number(text, span),
            Data::Text(text) => kind.text(text, span),
            Data::Array(items) => {
                let items = items.iter().map(|item| reader.expression(item, kind));
                let items = items.collect();
                Expression::Collection(Collection { items, span })
            }
            Data::Object(members) => match reader.dynamic(members, span, kind) {
                Some(expression) => expression,
                None => reader.record(members, span, kind),
            },
        });
        read.unwrap_or(Expression::Null(span))
    }

    /// CSDL JSON 14.4.12.
    fn record(&mut self, members: &[Member<'_>], span: Span, kind: &Kind) -> Expression {
        let mut all = Annotated::of(members);
        let mut record = Record {
            span,
            ..Record::default()
        };
        let typed = members
            .iter()
            .find(|one| matches!(one.name.as_ref(), "@type" | "@odata.type"));
        record.ty = typed.and_then(|member| {
            let written = self.text(member)?;
            // `address#Name`, of which XML has the name.
            let name = written.value.rsplit('#').next().unwrap_or_default();
            let start = written.span.range().end.saturating_sub(name.len());
            let span = match self.slice(written.span) == written.value {
                true => Span::new(self.source, start, written.span.range().end),
                false => written.span,
            };
            (!name.is_empty()).then(|| Spanned::new(name.to_owned(), span))
        });
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
                self.unknown_member("a record", member, super::dynamic::NAMES);
                continue;
            }
            let kind = self.expected.of_property(&ty, name);
            let expression = self.expression(&member.value, &kind);
            record.properties.push(PropertyValue {
                property: member.spanned_name(),
                expression: Some(expression),
                annotations: self.annotations(&mut all, name),
                span: member.span(),
            });
        }
        record.annotations = self.annotations(&mut all, "");
        self.left_over_of_record(all, &mut record);
        Expression::Record(record)
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
