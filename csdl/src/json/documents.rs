//! Documents, references and schemas (CSDL JSON 4.01, 3 to 5).

use crate::diagnostic::Diagnostic;
use crate::json::Reader;
use crate::json::annotated::{Annotated, split};
use crate::json::value::{Data, Member};
use crate::source::Span;
use crate::syntax::{
    Document, ExternalAnnotations, Include, IncludeAnnotations, OperationKind, Reference, Schema,
    StructuredKind,
};

const KINDS: &str = "EntityType, ComplexType, EnumType, TypeDefinition, Term, EntityContainer or, in an array, Action or Function";

impl Reader<'_> {
    pub(super) fn document(mut self, members: &[Member<'_>]) -> Document {
        let mut document = Document {
            source: self.source,
            ..Document::default()
        };
        for one in members {
            match one.name.as_ref() {
                "$Version" => document.version = self.text(one).unwrap_or_default(),
                "$EntityContainer" => document.entity_container = self.text(one),
                "$Reference" => {
                    for reference in self.object(one).unwrap_or_default() {
                        document.references.extend(self.reference(reference));
                    }
                }
                name if name.starts_with('$') || name.contains('@') => self.unknown_member(
                    "a document",
                    one,
                    &["$Version", "$EntityContainer", "$Reference"],
                ),
                _ => document.schemas.extend(self.schema(one)),
            }
        }
        if !matches!(document.version.as_str(), "" | "4.0" | "4.01") {
            let message = format!(
                "version `{}` of CSDL is not known; it is read as 4.01",
                document.version.value
            );
            self.diagnostics.push(
                Diagnostic::warning("unknown-version", message).at(document.version.span, ""),
            );
        }
        document
    }

    fn reference(&mut self, member: &Member<'_>) -> Option<Reference> {
        let members = self.object(member)?;
        let mut reference = Reference {
            uri: member.spanned_name(),
            span: member.span(),
            ..Reference::default()
        };
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Include" => {
                    for (members, span) in self.objects(one) {
                        reference.includes.extend(self.include(members, span));
                    }
                }
                "$IncludeAnnotations" => {
                    for (members, span) in self.objects(one) {
                        let include = self.include_annotations(members, span);
                        reference.include_annotations.extend(include);
                    }
                }
                _ => {
                    let known = &["$Include", "$IncludeAnnotations"];
                    self.unknown_member("a reference", one, known);
                }
            }
        }
        reference.annotations = self.only_annotations(members);
        Some(reference)
    }

    fn include(&mut self, members: &[Member<'_>], span: Span) -> Option<Include> {
        let (mut namespace, mut alias) = (None, None);
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Namespace" => namespace = Some(self.text(one)),
                "$Alias" => alias = self.text(one),
                _ => self.unknown_member("an inclusion", one, &["$Namespace", "$Alias"]),
            }
        }
        let was_there = namespace.is_some();
        let owner = ("an inclusion", span);
        Some(Include {
            namespace: self.required(namespace.flatten(), was_there, "$Namespace", owner)?,
            alias,
            annotations: self.only_annotations(members),
            span,
        })
    }

    fn include_annotations(
        &mut self,
        members: &[Member<'_>],
        span: Span,
    ) -> Option<IncludeAnnotations> {
        let (mut terms, mut qualifier, mut target) = (None, None, None);
        for one in members {
            match one.name.as_ref() {
                "$TermNamespace" => terms = Some(self.text(one)),
                "$Qualifier" => qualifier = self.text(one),
                "$TargetNamespace" => target = self.text(one),
                _ => self.unknown_member(
                    "an inclusion of annotations",
                    one,
                    &["$TermNamespace", "$Qualifier", "$TargetNamespace"],
                ),
            }
        }
        let was_there = terms.is_some();
        let owner = ("an inclusion of annotations", span);
        Some(IncludeAnnotations {
            term_namespace: self.required(terms.flatten(), was_there, "$TermNamespace", owner)?,
            qualifier,
            target_namespace: target,
            span,
        })
    }

    fn schema(&mut self, member: &Member<'_>) -> Option<Schema> {
        let members = self.object(member)?;
        let mut all = Annotated::of(members);
        let mut schema = Schema {
            namespace: member.spanned_name(),
            span: member.span(),
            ..Schema::default()
        };
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Alias" => schema.alias = self.text(one),
                "$Annotations" => {
                    for about in self.object(one).unwrap_or_default() {
                        let annotations = self.external_annotations(about);
                        schema.external_annotations.extend(annotations);
                    }
                }
                name if name.starts_with('$') => {
                    self.unknown_member("a schema", one, &["$Alias", "$Annotations"]);
                }
                _ => self.schema_child(&mut schema, one),
            }
        }
        schema.annotations = self.annotations(&mut all, "");
        self.left_over(all);
        Some(schema)
    }

    fn external_annotations(&mut self, member: &Member<'_>) -> Option<ExternalAnnotations> {
        let members = self.object(member)?;
        for one in members.iter().filter(|one| split(one).is_none()) {
            self.unknown_member("annotations of a target", one, &[]);
        }
        Some(ExternalAnnotations {
            target: member.spanned_name(),
            qualifier: None,
            annotations: self.only_annotations(members),
            span: member.span(),
        })
    }

    fn schema_child(&mut self, schema: &mut Schema, member: &Member<'_>) {
        if let Data::Array(_) = &member.value.data {
            for (members, span) in self.objects(member) {
                self.overload(schema, member, members, span);
            }
            return;
        }
        let Some(members) = self.object(member) else {
            return;
        };
        match member.value.get("$Kind").and_then(|kind| kind.as_str()) {
            Some("EntityType") => {
                let ty = self.structured_type(member, members, StructuredKind::Entity);
                schema.structured_types.push(ty);
            }
            Some("ComplexType") => {
                let ty = self.structured_type(member, members, StructuredKind::Complex);
                schema.structured_types.push(ty);
            }
            Some("EnumType") => schema.enum_types.push(self.enum_type(member, members)),
            Some("TypeDefinition") => {
                let definition = self.type_definition(member, members);
                schema.type_definitions.extend(definition);
            }
            Some("Term") => schema.terms.extend(self.term(member, members)),
            Some("EntityContainer") => {
                let container = self.entity_container(member, members);
                schema.entity_containers.push(container);
            }
            Some("Action" | "Function") => {
                let message = format!(
                    "`{}` is an object; the overloads of an action or a function are an array",
                    member.name
                );
                let warning = Diagnostic::warning("bad-value", message);
                self.warn(warning.at(member.name_span, "read as the only overload"));
                self.overload(schema, member, members, member.value.span);
            }
            _ => self.bad_kind(member, members, member.name_span),
        }
    }

    fn overload(
        &mut self,
        schema: &mut Schema,
        member: &Member<'_>,
        members: &[Member<'_>],
        span: Span,
    ) {
        let kind = members.iter().find(|one| one.name == "$Kind");
        let kind = match kind.and_then(|one| one.value.as_str()) {
            Some("Action") => OperationKind::Action,
            Some("Function") => OperationKind::Function,
            _ => return self.bad_kind(member, members, span),
        };
        let operation = self.operation(member, members, span, kind);
        schema.operations.push(operation);
    }

    /// Says that an element of a schema does not tell what it is.
    fn bad_kind(&mut self, member: &Member<'_>, members: &[Member<'_>], owner: Span) {
        let name: String = member.name.chars().take(200).collect();
        match members.iter().find(|one| one.name == "$Kind") {
            Some(kind) => {
                let written: String = self.slice(kind.value.span).chars().take(100).collect();
                let message = format!("`$Kind` of `{name}` is `{written}`; it can be {KINDS}");
                self.error("bad-value", message, kind.value.span, "");
            }
            None => {
                let message = format!("`{name}` has no `$Kind`");
                let label = format!("it can be {KINDS}");
                self.error("missing-attribute", message, owner, &label);
            }
        }
    }
}
