//! What annotations say, in words that both notations have.

use super::Teller;
use odata_csdl::syntax::{Expression, Record};

impl Teller<'_> {
    pub(super) fn said_of(&self, all: &[odata_csdl::syntax::Annotation]) -> String {
        let said = all.iter().map(|one| {
            let value = match &one.expression {
                Some(value) => self.expression(value),
                None => self.default_of(&one.term.value),
            };
            let qualifier = one.qualifier.as_ref().map(|one| one.value.as_str());
            let more = self.said_of(&one.annotations);
            format!(
                "@{}#{}={value}{more}",
                self.full(&one.term.value),
                qualifier.unwrap_or_default()
            )
        });
        let mut said: Vec<_> = said.collect();
        said.sort();
        match said.is_empty() {
            true => String::new(),
            false => format!("<{}>", said.join(" ")),
        }
    }

    /// What JSON writes where XML writes nothing: most terms that are used so are tags.
    fn default_of(&self, term: &str) -> String {
        let term = self.full(term);
        let mut terms = self.model.terms().iter();
        let declared = terms.find(|one| one.name.to_string() == term);
        match declared.and_then(|one| one.default_value.as_deref()) {
            Some(text) if canonical(text).parse::<f64>().is_ok() => canonical(text),
            Some(text) if matches!(text, "true" | "false") => text.to_owned(),
            Some(text) => format!("{text:?}"),
            None => "true".to_owned(),
        }
    }

    fn expression(&self, expression: &Expression) -> String {
        match expression {
            Expression::Bool(value) => value.value.to_string(),
            Expression::Int(value) => canonical(&value.value.to_string()),
            Expression::Decimal(text) => canonical(&text.value),
            Expression::Float(value) => canonical(&value.value.to_string()),
            Expression::Null(_) => "null".to_owned(),
            Expression::EnumMember(_) => {
                let names: Vec<_> = expression.enum_members().collect();
                format!("{:?}", names.join(","))
            }
            Expression::Path(path) => format!("path {:?}", self.full(&path.value)),
            Expression::Collection(items) => {
                let items: Vec<_> = items.items.iter().map(|one| self.expression(one)).collect();
                format!("[{}]", items.join(", "))
            }
            Expression::Record(record) => self.record(record),
            Expression::Dynamic(dynamic) if dynamic.name == "AnyPropertyPath" => {
                let text = dynamic.text.as_ref().map_or("", |text| text.as_str());
                format!("{:?}", self.full(text))
            }
            Expression::Dynamic(dynamic) => {
                let mut attributes: Vec<_> = dynamic.attributes.iter().collect();
                attributes.sort_by(|one, other| one.0.cmp(&other.0));
                let attributes: Vec<_> = attributes
                    .into_iter()
                    .map(|(name, value)| format!("{name}={}", self.full(&value.value)))
                    .collect();
                let arguments: Vec<_> = dynamic
                    .arguments
                    .iter()
                    .map(|one| self.expression(one))
                    .collect();
                let text = dynamic.text.as_ref().map(|text| self.full(&text.value));
                let more = self.said_of(&dynamic.annotations);
                format!(
                    "{}({attributes:?} {text:?} {arguments:?}){more}",
                    dynamic.name
                )
            }
            Expression::String(text)
            | Expression::Date(text)
            | Expression::DateTimeOffset(text)
            | Expression::Duration(text)
            | Expression::TimeOfDay(text)
            | Expression::Guid(text)
            | Expression::Binary(text)
            | Expression::PropertyPath(text)
            | Expression::NavigationPropertyPath(text)
            | Expression::AnnotationPath(text)
            | Expression::ModelElementPath(text) => match text.value.as_str() {
                "INF" | "-INF" | "NaN" => canonical(&text.value),
                text => format!("{:?}", self.full(text)),
            },
        }
    }

    fn record(&self, record: &Record) -> String {
        let mut properties: Vec<_> = record
            .properties
            .iter()
            .filter(|one| one.expression.is_some() || !one.annotations.is_empty())
            .map(|one| {
                let value = one.expression.as_ref().map(|value| self.expression(value));
                let more = self.said_of(&one.annotations);
                format!(
                    "{}: {}{more}",
                    one.property.value,
                    value.unwrap_or_default()
                )
            })
            .collect();
        properties.sort();
        let ty = record.ty.as_ref().map(|ty| self.full(&ty.value));
        let more = self.said_of(&record.annotations);
        format!("{ty:?}{{{}}}{more}", properties.join(", "))
    }

    /// Each alias in a path replaced by its namespace.
    pub(super) fn full(&self, path: &str) -> String {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
        let mut full = String::with_capacity(path.len());
        let mut rest = path;
        while !rest.is_empty() {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            let named = name.rsplit_once('.').and_then(|(alias, simple)| {
                let namespace = self.aliases.get(alias)?;
                Some(format!("{namespace}.{simple}"))
            });
            full.push_str(named.as_deref().unwrap_or(name));
            let mut behind = behind.chars();
            full.extend(behind.next());
            rest = behind.as_str();
        }
        // A blank behind the comma of an overload is none in JSON.
        full.replace(", ", ",")
    }
}

/// One spelling for each number and each truth value.
pub(super) fn canonical(text: &str) -> String {
    let lower = text.trim().to_ascii_lowercase();
    match lower.as_str() {
        "true" | "false" => return lower,
        "inf" => return "INF".to_owned(),
        "-inf" => return "-INF".to_owned(),
        "nan" => return "NaN".to_owned(),
        _ => {}
    }
    let digits = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    match lower.parse::<f64>() {
        Ok(number) if is_number => format!("{number:?}"),
        _ => text.to_owned(),
    }
}
