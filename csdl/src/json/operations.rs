//! Actions and functions (CSDL JSON 4.01, 12).

use crate::json::Reader;
use crate::json::annotated::split;
use crate::json::facets::{TYPED, Typed};
use crate::json::value::Member;
use crate::source::Span;
use crate::syntax::{Operation, OperationKind, Parameter, ReturnType};

const MEMBERS: &[&str] = &[
    "$Kind",
    "$IsBound",
    "$IsComposable",
    "$EntitySetPath",
    "$Parameter",
    "$ReturnType",
];

impl Reader<'_> {
    /// One overload.
    pub(super) fn operation(
        &mut self,
        member: &Member<'_>,
        members: &[Member<'_>],
        span: Span,
        kind: OperationKind,
    ) -> Operation {
        let mut operation = Operation {
            kind,
            name: member.spanned_name(),
            span,
            ..Operation::default()
        };
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Kind" => {}
                "$IsBound" => operation.is_bound = self.flag(one).unwrap_or(false),
                "$IsComposable" => operation.is_composable = self.flag(one).unwrap_or(false),
                "$EntitySetPath" => operation.entity_set_path = self.text(one),
                "$Parameter" => {
                    for (members, span) in self.objects(one) {
                        operation.parameters.extend(self.parameter(members, span));
                    }
                }
                "$ReturnType" => operation.return_type = self.return_type(one),
                _ => self.unknown_member("an action or a function", one, MEMBERS),
            }
        }
        operation.annotations = self.only_annotations(members);
        operation
    }

    fn parameter(&mut self, members: &[Member<'_>], span: Span) -> Option<Parameter> {
        let mut typed = Typed::default();
        let mut name = None;
        for one in members {
            match one.name.as_ref() {
                _ if split(one).is_some() => {}
                "$Name" => name = Some(self.text(one)),
                _ if self.typed(&mut typed, one) => {}
                _ => self.unknown_member("a parameter", one, &[&["$Name"], TYPED].concat()),
            }
        }
        let was_there = name.is_some();
        let owner = ("a parameter", span);
        let name = self.required(name.flatten(), was_there, "$Name", owner)?;
        Some(Parameter {
            ty: typed.type_ref(name.span)?,
            name,
            facets: typed.facets(),
            annotations: self.only_annotations(members),
            span,
        })
    }

    fn return_type(&mut self, member: &Member<'_>) -> Option<ReturnType> {
        let members = self.object(member)?;
        let mut typed = Typed::default();
        for one in members {
            if split(one).is_none() && !self.typed(&mut typed, one) {
                self.unknown_member("a return type", one, TYPED);
            }
        }
        Some(ReturnType {
            ty: typed.type_ref(member.name_span)?,
            facets: typed.facets(),
            annotations: self.only_annotations(members),
            span: member.span(),
        })
    }
}
