//! What a value has to keep to, as one short sentence behind what is said of a property: facets (CSDL XML 4.01, 7.2), and what
//! the Validation vocabulary says. The service checks it, the client does not.

use std::fmt::Write;

use odata_core::edm::PrimitiveType;
use odata_csdl::model::{Annotations, Property, TypeKind};
use odata_csdl::syntax::{Expression, Facets, MaxLength, Scale};

use super::Context;

const MINIMUM: &str = "Org.OData.Validation.V1.Minimum";
const MAXIMUM: &str = "Org.OData.Validation.V1.Maximum";
const PATTERN: &str = "Org.OData.Validation.V1.Pattern";

/// The sentence, a blank before it; empty where there is nothing to say.
pub(super) fn sentence(cx: &Context<'_, '_>, property: &Property) -> String {
    let mut said = String::new();
    let own = &property.facets;
    let (primitive, of_type) = match property.ty.kind {
        TypeKind::Primitive(primitive) => (primitive, None),
        TypeKind::Definition(id) => {
            let definition = cx.plan.model.type_definition(id);
            (definition.underlying, Some(&definition.facets))
        }
        _ => return said,
    };
    let either = |of: fn(&Facets) -> bool| match of_type {
        Some(facets) if !of(own) => facets,
        _ => own,
    };
    let each = match property.ty.collection {
        true => "Each ",
        false => "",
    };
    match primitive {
        PrimitiveType::String | PrimitiveType::Binary => {
            let facets = either(|facets| facets.max_length.is_some());
            if let Some(MaxLength::Limit(length)) = facets.max_length {
                let unit = match primitive {
                    PrimitiveType::String => "character",
                    _ => "byte",
                };
                let s = if length == 1 { "" } else { "s" };
                add(&mut said, each, &format!("at most {length} {unit}{s}"));
            }
        }
        PrimitiveType::Decimal => {
            let facets = either(|facets| facets.precision.is_some());
            if let Some(precision) = facets.precision {
                // Without a scale there is none behind the point (CSDL XML 4.01, 7.2.4).
                let digits = match facets.scale {
                    Some(Scale::Variable | Scale::Floating) => {
                        format!("at most {precision} digits")
                    }
                    Some(Scale::Digits(scale)) if scale > 0 => {
                        format!("at most {precision} digits, {scale} of them behind the point")
                    }
                    _ => format!("at most {precision} digits, none behind the point"),
                };
                add(&mut said, each, &digits);
            }
        }
        _ => {}
    }
    if !property.annotations.is_empty() {
        validation(&property.annotations, each, &mut said);
    }
    said
}

fn validation(annotations: &Annotations, each: &str, said: &mut String) {
    let limit = |term: &str| {
        let annotation = annotations.get_qualified(term, None)?;
        // `Validation.Exclusive` says that it is none of the values.
        let is_itself = annotation.annotations.is_empty();
        annotation.expression.as_ref().filter(|_| is_itself)
    };
    for (term, word) in [(MINIMUM, "at least"), (MAXIMUM, "at most")] {
        let number = match limit(term) {
            Some(Expression::Int(number)) => number.value.to_string(),
            Some(Expression::Decimal(number)) => number.value.clone(),
            Some(Expression::Float(number)) => number.value.to_string(),
            _ => continue,
        };
        add(said, each, &format!("{word} {number}"));
    }
    // A pattern with a mark that ends code is told by nothing.
    let pattern = annotations.str(PATTERN);
    if let Some(pattern) = pattern.filter(|one| !one.contains(['`', '\n', '\r'])) {
        add(said, each, &format!("as the pattern `{pattern}` has it"));
    }
}

fn add(said: &mut String, each: &str, what: &str) {
    let mut first = what.chars();
    let _ = match (each.is_empty(), first.next()) {
        (true, Some(c)) => write!(said, " {}{}.", c.to_ascii_uppercase(), first.as_str()),
        _ => write!(said, " {each}{what}."),
    };
}
