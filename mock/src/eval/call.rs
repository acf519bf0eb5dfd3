//! Calls of the service's own functions within expressions (URL conventions 5.1.1.15).

use std::collections::BTreeMap;

use odata_core::expr::Argument;
use odata_csdl::model::{Model, Operation, OperationId, Parameter, StructuredTypeId};
use odata_csdl::syntax::OperationKind;
use serde_json::Value as Json;

use crate::Call;
use crate::eval::{EvalError, Evaluator, Value, items, made};
use crate::shape::{Declared, Shape};

/// The operations of a name that are bound to a value, of which that is declared.
pub(crate) fn bound(
    model: &Model,
    value: &Value<'_>,
    declared: Declared,
    name: &str,
) -> Vec<OperationId> {
    let own: Option<StructuredTypeId> = match value {
        Value::Object(object) => object.ty,
        _ => None,
    };
    let shape = own.map_or(declared.shape, Shape::Structured);
    let fits = |operation: &Operation| {
        let Some(parameter) = operation.binding_parameter() else {
            return false;
        };
        let wanted = Declared::new(model, &parameter.ty, true);
        wanted.collection == declared.collection
            && match (shape, wanted.shape) {
                (Shape::Structured(own), Shape::Structured(wanted)) => model.is_a(own, wanted),
                (own, wanted) => own == wanted,
            }
    };
    let all = model.operations();
    all.filter(|(_, operation)| operation.is_bound && is_named(model, operation, name))
        .filter(|(_, operation)| fits(operation))
        .map(|(id, _)| id)
        .collect()
}

/// Whether an operation has that name, with its namespace, an alias of it, or without.
fn is_named(model: &Model, operation: &Operation, name: &str) -> bool {
    let by_alias = || {
        let mut schemas = model.schemas().iter();
        let schema = schemas.find(|schema| schema.namespace == operation.name.namespace);
        let alias = schema.and_then(|schema| schema.alias.as_deref());
        alias.is_some_and(|alias| name == format!("{alias}.{}", operation.name.name))
    };
    operation.name.to_string() == name || operation.name.name == name || by_alias()
}

/// The overload that takes these parameters. What an action takes and may be null can be left out (OData JSON 4.01, 18); of
/// several overloads the one that leaves out least is meant.
pub(crate) fn overload<'m>(
    model: &'m Model,
    overloads: &[OperationId],
    given: &BTreeMap<String, Json>,
) -> Option<&'m Operation> {
    let is_optional = |parameter: &Parameter| {
        let term = "Org.OData.Core.V1.OptionalParameter";
        parameter.annotations.get(term).is_some()
    };
    let fits = |operation: &&Operation| {
        let own = operation.own_parameters();
        let is_known = |name: &String| own.iter().any(|own| own.name == *name);
        let is_action = operation.kind == OperationKind::Action;
        let may_be_null = |own: &Parameter| is_action && own.nullable && !own.ty.collection;
        let is_given =
            |own: &Parameter| given.contains_key(&own.name) || is_optional(own) || may_be_null(own);
        given.keys().all(is_known) && own.iter().all(is_given)
    };
    let overloads = overloads.iter().map(|id| model.operation(*id));
    overloads
        .filter(fits)
        .min_by_key(|operation| operation.own_parameters().len())
}

impl<'a> Evaluator<'a> {
    /// What a function gives that is called on a value, or on nothing.
    pub(super) fn function(
        &mut self,
        on: Option<&Value<'a>>,
        name: &str,
        arguments: &'a [Argument],
    ) -> Result<Value<'a>, EvalError> {
        let world = self.world;
        // Of what is null, a function has nothing to say.
        if on.is_some_and(Value::is_null) {
            return Ok(Value::Null);
        }
        let overloads = match on {
            Some(value) => {
                let list = items(world.model, value);
                let first = list.as_ref().and_then(|list| list.first());
                let shape = match first.unwrap_or(value) {
                    Value::Object(object) => object.ty.map_or(Shape::Unknown, Shape::Structured),
                    _ => Shape::Unknown,
                };
                let declared = Declared {
                    shape,
                    collection: list.is_some(),
                    nullable: true,
                };
                bound(world.model, value, declared, name)
            }
            None => {
                let all = world.model.operations();
                all.filter(|(_, one)| !one.is_bound && is_named(world.model, one, name))
                    .map(|(id, _)| id)
                    .collect()
            }
        };
        let mut given = BTreeMap::new();
        for argument in arguments {
            let value = self.evaluate(&argument.value)?;
            let name = argument.name.as_deref().unwrap_or_default();
            given.insert(name.to_owned(), made::json(world.model, &value));
        }
        let called = overload(world.model, &overloads, &given)
            .filter(|called| called.kind == OperationKind::Function);
        let Some(called) = called else {
            return Err(EvalError::new(format!(
                "there is no function `{name}` that takes this"
            )));
        };
        let name = called.name.to_string();
        let Some(closure) = world.operations.get(&name) else {
            return Err(EvalError::unsupported(&name));
        };
        // A closure may do anything, and is called for each item.
        world.budget.charge(100)?;
        let call = Call {
            bound: on.map(|on| made::json(world.model, on)),
            parameters: given.into_iter().collect(),
        };
        let answer = closure(&call)
            .map_err(|canned| EvalError::new(format!("`{name}` answers {}", canned.status)))?;
        let declared = match &called.return_type {
            Some(returned) => Declared::new(world.model, &returned.ty, returned.nullable),
            None => Declared::UNKNOWN,
        };
        Ok(made::value(world.model, &answer, declared))
    }
}
