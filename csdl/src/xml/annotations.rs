//! Annotations and expressions, as attributes and as elements.

use crate::source::Spanned;
use crate::syntax::{Annotation, Collection, Dynamic, Expression, PropertyValue, Record};
use crate::xml::Reader;
use crate::xml::element::Element;

/// Constants and paths: each is an attribute of an annotation or an element of its own (CSDL XML 4.01, 14.3, 14.4.1).
const VALUES: &[&str] = &[
    "String",
    "Bool",
    "Int",
    "Decimal",
    "Float",
    "Date",
    "DateTimeOffset",
    "Duration",
    "TimeOfDay",
    "Guid",
    "Binary",
    "EnumMember",
    "Path",
    "PropertyPath",
    "NavigationPropertyPath",
    "AnnotationPath",
    "ModelElementPath",
    "AnyPropertyPath",
    "UrlRef",
];

/// What has to be evaluated (CSDL XML 4.01, 14.4).
const DYNAMIC: &[&str] = &[
    "And",
    "Or",
    "Not",
    "Eq",
    "Ne",
    "Gt",
    "Ge",
    "Lt",
    "Le",
    "Has",
    "In",
    "Add",
    "Sub",
    "Neg",
    "Mul",
    "Div",
    "DivBy",
    "Mod",
    "Apply",
    "Cast",
    "IsOf",
    "If",
    "LabeledElement",
    "LabeledElementReference",
    "UrlRef",
    "AnyPropertyPath",
];

impl Reader<'_> {
    /// The annotations of an element that has no other children.
    pub(super) fn only_annotations(&mut self, element: Element<'_>) -> Vec<Annotation> {
        let [count] = element.count(["Annotation"]);
        let mut annotations = Vec::with_capacity(count);
        for (name, child) in element.edm_children() {
            match name {
                "Annotation" => annotations.extend(self.annotation(child)),
                _ => self.unknown_child(element, child, &["Annotation"]),
            }
        }
        annotations
    }

    pub(super) fn annotation(&mut self, element: Element<'_>) -> Option<Annotation> {
        self.known_attributes_and(element, &["Term", "Qualifier"], VALUES);
        let term = self.required(element, "Term")?;
        let (expression, annotations) = self.value_and_annotations(element);
        Some(Annotation {
            term,
            qualifier: element.optional("Qualifier"),
            expression,
            annotations,
            span: self.span(element),
        })
    }

    fn value_and_annotations(
        &mut self,
        element: Element<'_>,
    ) -> (Option<Expression>, Vec<Annotation>) {
        let mut values = self.attribute_values(element);
        let annotations = self.operands(element, &mut values);
        if let Some(extra) = values.get(1) {
            let (message, span) = (
                format!("`{}` has more than one value", element.name),
                extra.span(),
            );
            self.error("bad-value", message, span, "only the first one counts");
        }
        values.truncate(1);
        (values.pop(), annotations)
    }

    fn attribute_values(&mut self, element: Element<'_>) -> Vec<Expression> {
        let mut values = Vec::new();
        for attribute in element.attributes() {
            if !attribute.foreign && VALUES.contains(&attribute.name) {
                // Nearly always there is one.
                values.reserve_exact(1);
                values.extend(self.value(attribute.name, attribute.spanned()));
            }
        }
        values
    }

    /// Reads child expressions to the end of the list, and hands back the annotations between them.
    fn operands(&mut self, element: Element<'_>, values: &mut Vec<Expression>) -> Vec<Annotation> {
        let mut annotations = Vec::new();
        for (name, child) in element.edm_children() {
            match name {
                "Annotation" => annotations.extend(self.annotation(child)),
                "Collection" => values.push(self.collection(child)),
                "Record" => values.push(self.record(child)),
                "Null" => values.push(self.null(child)),
                _ if DYNAMIC.contains(&name) => values.push(self.dynamic(child)),
                _ if VALUES.contains(&name) => {
                    self.known_attributes(child, &[]);
                    values.extend(self.value(child.name, child.spanned_text()));
                }
                _ => self.unknown_child(
                    element,
                    child,
                    &[VALUES, DYNAMIC, &["Collection", "Record", "Null"]].concat(),
                ),
            }
        }
        annotations
    }

    fn collection(&mut self, element: Element<'_>) -> Expression {
        self.known_attributes(element, &[]);
        let mut items = Vec::new();
        let _ = self.operands(element, &mut items);
        Expression::Collection(Collection {
            items,
            span: self.span(element),
        })
    }

    fn record(&mut self, element: Element<'_>) -> Expression {
        self.known_attributes(element, &["Type"]);
        let [count] = element.count(["PropertyValue"]);
        let mut record = Record {
            ty: element.optional("Type"),
            properties: Vec::with_capacity(count),
            span: self.span(element),
            ..Record::default()
        };
        for (name, child) in element.edm_children() {
            match name {
                "PropertyValue" => record.properties.extend(self.property_value(child)),
                "Annotation" => record.annotations.extend(self.annotation(child)),
                _ => self.unknown_child(element, child, &["PropertyValue", "Annotation"]),
            }
        }
        Expression::Record(record)
    }

    fn property_value(&mut self, element: Element<'_>) -> Option<PropertyValue> {
        self.known_attributes_and(element, &["Property"], VALUES);
        let property = self.required(element, "Property")?;
        let (expression, annotations) = self.value_and_annotations(element);
        Some(PropertyValue {
            property,
            expression,
            annotations,
            span: self.span(element),
        })
    }

    fn null(&mut self, element: Element<'_>) -> Expression {
        self.known_attributes(element, &[]);
        let annotations = self.only_annotations(element);
        if annotations.is_empty() {
            return Expression::Null(self.span(element));
        }
        let (name, span) = (element.name.to_owned(), self.span(element));
        Expression::Dynamic(Dynamic {
            name,
            annotations,
            span,
            ..Dynamic::default()
        })
    }

    fn dynamic(&mut self, element: Element<'_>) -> Expression {
        let mut arguments = self.attribute_values(element);
        let annotations = self.operands(element, &mut arguments);
        let attributes = element
            .attributes()
            .iter()
            .filter(|one| !one.foreign && !VALUES.contains(&one.name));
        let has_text = element.children().next().is_none() && !element.text.trim().is_empty();
        Expression::Dynamic(Dynamic {
            name: element.name.to_owned(),
            attributes: attributes
                .map(|one| (one.name.to_owned(), one.spanned()))
                .collect(),
            text: has_text.then(|| element.spanned_text()),
            arguments,
            annotations,
            span: self.span(element),
        })
    }

    /// A constant or a path from its text.
    fn value(&mut self, name: &str, text: Spanned<String>) -> Option<Expression> {
        let span = text.span;
        let trimmed = |text: Spanned<String>| Spanned::new(text.value.trim().to_owned(), span);
        Some(match name {
            "String" => Expression::String(text),
            "Bool" => Expression::Bool(Spanned::new(
                self.bool_text(name, text.as_str(), span)?,
                span,
            )),
            "Int" => Expression::Int(Spanned::new(self.parsed(name, &text)?, span)),
            "Float" => Expression::Float(Spanned::new(self.parsed(name, &text)?, span)),
            "Decimal" => Expression::Decimal(trimmed(text)),
            "Date" => Expression::Date(trimmed(text)),
            "DateTimeOffset" => Expression::DateTimeOffset(trimmed(text)),
            "Duration" => Expression::Duration(trimmed(text)),
            "TimeOfDay" => Expression::TimeOfDay(trimmed(text)),
            "Guid" => Expression::Guid(trimmed(text)),
            "Binary" => Expression::Binary(trimmed(text)),
            "EnumMember" => Expression::EnumMember(trimmed(text)),
            "Path" => Expression::Path(trimmed(text)),
            "PropertyPath" => Expression::PropertyPath(trimmed(text)),
            "NavigationPropertyPath" => Expression::NavigationPropertyPath(trimmed(text)),
            "AnnotationPath" => Expression::AnnotationPath(trimmed(text)),
            "ModelElementPath" => Expression::ModelElementPath(trimmed(text)),
            other => {
                let is_url = other == "UrlRef";
                let arguments = if is_url {
                    vec![Expression::String(text.clone())]
                } else {
                    Vec::new()
                };
                let text = (!is_url).then(|| trimmed(text));
                Expression::Dynamic(Dynamic {
                    name: other.to_owned(),
                    text,
                    arguments,
                    span,
                    ..Dynamic::default()
                })
            }
        })
    }

    fn parsed<T: std::str::FromStr>(&mut self, name: &str, text: &Spanned<String>) -> Option<T> {
        let number = text.value.trim().parse().ok();
        if number.is_none() {
            let message = format!("`{}` is not a value of `{name}`", text.value);
            self.error("bad-value", message, text.span, "");
        }
        number
    }
}
