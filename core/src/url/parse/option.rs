//! Query options, told by their names.

use std::ops::Range;

use super::About;
use super::given::names_of;
use crate::expr::escapes::Decoded;
use crate::expr::parser::Parser;
use crate::expr::{ExprError, Scope};
use crate::names::nearest;
use crate::url::name::OptionName as N;
use crate::url::option::QueryOption;

/// Reads options with `&` between. Those that give names to values are read first, for the others may use the names.
pub(crate) fn options(
    whole: &str,
    part: Range<usize>,
    about: &About,
    scope: &dyn Scope,
) -> Result<Vec<QueryOption>, ExprError> {
    let text = whole.get(part.clone()).unwrap_or_default();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut at = part.start;
    let mut raw = Vec::new();
    for item in text.split('&') {
        raw.push(Raw::new(whole, at..at + item.len())?);
        at += item.len() + 1;
    }
    let mut read: Vec<Option<QueryOption>> = raw.iter().map(|_| None).collect();
    let mut added = Vec::new();
    for names_values in [true, false] {
        for (raw, read) in raw.iter().zip(&mut read) {
            let gives_names = matches!(raw.known, Some(N::Apply | N::Compute));
            if gives_names == names_values {
                let option = raw.read(about, scope, &added)?;
                added.extend(names_of(&option));
                *read = Some(option);
            }
        }
    }
    Ok(read.into_iter().flatten().collect())
}

/// Reads a single option.
pub(crate) fn one(whole: &str, about: &About, scope: &dyn Scope) -> Result<QueryOption, ExprError> {
    Raw::new(whole, 0..whole.len())?.read(about, scope, &[])
}

/// An option whose value was not looked at yet.
struct Raw<'w> {
    whole: &'w str,
    range: Range<usize>,
    name: String,
    known: Option<N>,
    value: Option<Range<usize>>,
}

impl<'w> Raw<'w> {
    fn new(whole: &'w str, range: Range<usize>) -> Result<Self, ExprError> {
        let text = whole.get(range.clone()).unwrap_or_default();
        let equals = text.find('=').map(|at| range.start + at);
        let name = Decoded::new(whole, range.start..equals.unwrap_or(range.end))?.text;
        Ok(Raw {
            known: N::from_name(&name),
            value: equals.map(|equals| equals + 1..range.end),
            whole,
            range,
            name,
        })
    }

    fn name_range(&self) -> Range<usize> {
        let end = self
            .value
            .as_ref()
            .map_or(self.range.end, |value| value.start - 1);
        self.range.start..end
    }

    fn error(&self, range: Range<usize>, message: impl Into<Box<str>>) -> ExprError {
        ExprError::new(self.whole, range, message)
    }

    fn read(
        &self,
        about: &About,
        scope: &dyn Scope,
        added: &[String],
    ) -> Result<QueryOption, ExprError> {
        let named = self.name_range();
        if let Some(option) = self.known {
            if !about.allowed.contains(&option) {
                let message = format!("`{}` does not go with {}", self.name, about.what);
                return Err(self.error(named, message));
            }
            let Some(value) = self.value.clone() else {
                let end = self.range.end;
                let message = format!("`=` and a value are missing behind `{}`", self.name);
                return Err(self.error(end..end + 1, message));
            };
            return self.system(option, value, about, scope, added);
        }
        if self.name.starts_with('@') {
            let Some(value) = self.value.clone() else {
                let message = format!("the alias `{}` has no value", self.name);
                return Err(self.error(named, message));
            };
            let decoded = Decoded::new(self.whole, named)?;
            Parser::over(&decoded, scope)
                .whole(|parser| parser.alias())
                .map_err(|error| decoded.shown(error))?;
            let value = self.parsed(value, about, scope, added, |parser| {
                parser.expression().map(|value| value.expr)
            })?;
            return Ok(QueryOption::Alias(self.name.clone().into(), value));
        }
        self.custom(scope)
    }

    fn custom(&self, scope: &dyn Scope) -> Result<QueryOption, ExprError> {
        let named = self.name_range();
        if self.name.starts_with('$') {
            let near = nearest(
                &self.name,
                N::OF_RESOURCE.iter().map(|option| option.name()),
            );
            let help = near.map(|near| format!("did you mean `{near}`?"));
            let message = format!("`{}` is not an option of OData's", self.name);
            return Err(self.error(named, message).help(help));
        }
        // A blank cannot be in the name of one of OData's, and nothing else begins like one.
        let trimmed = self.name.trim_end_matches([' ', '\t']);
        if trimmed != self.name || self.name.is_empty() {
            let start = named.start + trimmed.len();
            let message = "the name of an option is expected here, with no blanks";
            return Err(self.error(start..named.end.max(start + 1), message));
        }
        let value = match self.value.clone() {
            Some(value) => Some(Decoded::new(self.whole, value)?.text),
            None => None,
        };
        // A parameter that is given by its name is written like an option, and only the service knows which it is.
        if value.is_none() && !scope.is_custom_option(&self.name) {
            let message = format!("there is no option `{}`", self.name);
            return Err(self.error(named, message));
        }
        Ok(QueryOption::Custom(
            self.name.clone().into(),
            value.map(Into::into),
        ))
    }

    fn system(
        &self,
        option: N,
        value: Range<usize>,
        about: &About,
        scope: &dyn Scope,
        added: &[String],
    ) -> Result<QueryOption, ExprError> {
        let text = |value| -> Result<Box<str>, ExprError> {
            Ok(Decoded::new(self.whole, value)?.text.into())
        };
        let missing = || self.error(value.start..value.end + 1, "a value is missing here");
        let option = match option {
            N::DeltaToken => QueryOption::DeltaToken(text(value.clone())?),
            N::SkipToken => QueryOption::SkipToken(text(value.clone())?),
            N::Id => QueryOption::Id(text(value.clone())?),
            N::SchemaVersion => {
                let version = text(value.clone())?;
                let is_version = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
                if &*version != "*" && !version.chars().all(is_version) {
                    return Err(self.error(value, "this is no version of a schema"));
                }
                QueryOption::SchemaVersion(version)
            }
            N::Format => {
                let format = text(value.clone())?;
                let short = ["atom", "json", "xml"];
                let is_type = format
                    .split_once('/')
                    .is_some_and(|(main, sub)| !main.is_empty() && !sub.is_empty());
                if !is_type
                    && !short
                        .iter()
                        .any(|known| known.eq_ignore_ascii_case(&format))
                {
                    let message = "json, xml, atom or a media type is expected here";
                    return Err(self.error(value, message));
                }
                QueryOption::Format(format)
            }
            other => {
                return self.parsed(value, about, scope, added, |parser| {
                    parser.option_value(other)
                });
            }
        };
        if value.is_empty() {
            return Err(missing());
        }
        Ok(option)
    }

    /// Reads a value that is more than text.
    fn parsed<T>(
        &self,
        value: Range<usize>,
        about: &About,
        scope: &dyn Scope,
        added: &[String],
        read: impl FnOnce(&mut Parser<'_>) -> Result<T, ExprError>,
    ) -> Result<T, ExprError> {
        let decoded = Decoded::new(self.whole, value)?;
        let mut parser = Parser::over(&decoded, scope);
        parser.about(about.here.clone(), added);
        let found = parser.whole(|parser| {
            parser.no_blanks()?;
            read(parser)
        });
        found.map_err(|error| decoded.shown(error))
    }
}
