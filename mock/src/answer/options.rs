//! The query options of a request (URL conventions 5).

use std::collections::BTreeMap;

use odata_core::expr::{AnyName, Expr, parse_value};
use odata_core::names::nearest;
use odata_core::url::{decode, encode_query};

use crate::answer::Fault;

/// Options that this service answers.
const KNOWN: &[&str] = &[
    "$filter",
    "$orderby",
    "$top",
    "$skip",
    "$select",
    "$count",
    "$search",
    "$skiptoken",
    "$format",
    "$expand",
    "$compute",
    "$apply",
    "$deltatoken",
    "$schemaversion",
    "$id",
];

/// Options that OData has and this service has not.
const UNSUPPORTED: &[&str] = &["$index", "$at", "$from", "$to", "$toInclusive"];

/// The system query options, each at most once, decoded; those of the client's own are passed over.
#[derive(Debug, Default)]
pub(crate) struct Options {
    given: Vec<(&'static str, String)>,
    /// Names and values of all options but `$skiptoken`, decoded, as they came: for the next link.
    repeated: Vec<(String, String)>,
}

impl Options {
    /// Reads a query. Since 4.01 the dollar sign of a system option may be left out, and its name be in any case (URL
    /// conventions 5.1).
    pub(crate) fn parse(query: &str, is_newer: bool) -> Result<Options, Fault> {
        let mut options = Options::default();
        for piece in query.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let mut name = decoded(name)?;
            if is_newer {
                let plain = name.trim_start_matches('$');
                let mut all = KNOWN.iter().chain(UNSUPPORTED);
                let same = |known: &&&str| {
                    known
                        .strip_prefix('$')
                        .is_some_and(|own| own.eq_ignore_ascii_case(plain))
                };
                if let Some(known) = all.find(same) {
                    name = (*known).to_owned();
                }
            }
            let value = decoded(value)?;
            if name.starts_with('$') {
                options.take(&name, &value)?;
            }
            if name != "$skiptoken" {
                options.repeated.push((name, value));
            }
        }
        Ok(options)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        if let Some(known) = KNOWN.iter().find(|known| **known == name) {
            if self.get(known).is_some() {
                return Err(Fault::bad_request(format!("`{name}` is given twice")).target(name));
            }
            self.given.push((known, value.to_owned()));
            return Ok(());
        }
        if UNSUPPORTED.contains(&name) {
            let message = format!("`{name}` is not supported by this service");
            return Err(Fault::not_implemented(message).target(name));
        }
        let all = KNOWN.iter().chain(UNSUPPORTED).copied();
        let help = nearest(name, all).map(|near| format!(": did you mean `{near}`?"));
        let message = format!(
            "`{name}` is not a query option of OData{}",
            help.unwrap_or_default()
        );
        Err(Fault::bad_request(message).target(name))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.given
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value.as_str())
    }

    /// An option that is neither one of OData's nor an alias.
    pub(crate) fn custom(&self, name: &str) -> Option<&str> {
        let is_custom = !name.starts_with(['$', '@']);
        let mut all = self.repeated.iter().filter(|_| is_custom);
        let (_, value) = all.find(|(given, _)| given == name)?;
        Some(value)
    }

    /// The parameter aliases with their values, which are expressions (URL conventions 5.3).
    pub(crate) fn aliases(&self) -> Result<BTreeMap<String, Expr>, Fault> {
        let given = self
            .repeated
            .iter()
            .filter(|(name, _)| name.starts_with('@'));
        given
            .map(|(name, value)| match parse_value(value, &AnyName) {
                Ok(value) => Ok((name.clone(), value)),
                Err(error) => Err(Fault::expression(&error, name)),
            })
            .collect()
    }

    /// Refuses options that mean nothing there.
    pub(crate) fn allow(&self, allowed: &[&str], what: &str) -> Result<(), Fault> {
        match self.given.iter().find(|(name, _)| !allowed.contains(name)) {
            Some((name, _)) => {
                let message = format!("`{name}` does not apply to {what}");
                Err(Fault::bad_request(message).target(*name))
            }
            None => Ok(()),
        }
    }

    /// The value of an option that counts something.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u64>, Fault> {
        let Some(value) = self.get(name) else {
            return Ok(None);
        };
        value.parse().map(Some).map_err(|_| {
            let message = format!("`{name}` is a whole number from 0 on, not `{value}`");
            Fault::bad_request(message).target(name)
        })
    }

    /// How many rows were delivered, and since when changes are tracked, if they are.
    pub(crate) fn position(&self) -> Result<(u64, Option<u64>), Fault> {
        match self.get("$skiptoken").and_then(|text| text.split_once('-')) {
            None => Ok((self.number("$skiptoken")?.unwrap_or(0), None)),
            Some((delivered, moment)) => match (delivered.parse(), moment.parse()) {
                (Ok(delivered), Ok(moment)) => Ok((delivered, Some(moment))),
                _ => {
                    let message = "`$skiptoken` is none that this service gave";
                    Err(Fault::bad_request(message).target("$skiptoken"))
                }
            },
        }
    }

    /// The value of an option that is true or false.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, Fault> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(value) => {
                let message = format!("`{name}` is true or false, not `{value}`");
                Err(Fault::bad_request(message).target(name))
            }
        }
    }

    /// The same options again, with another `$skiptoken`.
    pub(crate) fn with_skip_token(&self, token: &str) -> String {
        let mut query = String::new();
        for (name, value) in &self.repeated {
            query.push_str(&format!("{}={}&", encode_query(name), encode_query(value)));
        }
        query + "$skiptoken=" + token
    }

    /// The same options again, with another `$deltatoken`.
    pub(crate) fn with_delta_token(&self, token: u64) -> String {
        let mut query = String::new();
        let repeated = self.repeated.iter();
        for (name, value) in repeated.filter(|(name, _)| name != "$deltatoken") {
            query.push_str(&format!("{}={}&", encode_query(name), encode_query(value)));
        }
        query + "$deltatoken=" + &token.to_string()
    }
}

fn decoded(text: &str) -> Result<String, Fault> {
    let message = |_| Fault::bad_request(format!("the query has `{text}`, which is not UTF-8"));
    decode(text).map_err(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_links_repeat_the_options() {
        let query = "$filter=name%20eq%20'a%26b%2Bc'&$skiptoken=3&x=%C3%A9&$top=5";
        let options = Options::parse(query, false).unwrap();
        assert_eq!(options.get("$filter"), Some("name eq 'a&b+c'"));
        assert_eq!(
            options.with_skip_token("6"),
            "$filter=name%20eq%20'a%26b%2Bc'&x=%C3%A9&$top=5&$skiptoken=6"
        );
    }

    #[test]
    fn what_is_no_option_is_refused() {
        for query in ["$fliter=1", "$top=1&$top=2", "$index=1", "a=%FF", "$"] {
            assert!(Options::parse(query, false).is_err(), "{query}");
        }
        assert!(Options::parse("&&a&b=c=d", false).is_ok());
        let options = Options::parse("$top=-1&$count=yes", false).unwrap();
        assert!(options.number("$top").is_err());
        assert!(options.flag("$count").is_err());
    }
}
