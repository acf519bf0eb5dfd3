//! `matchesPattern` (URL conventions 5.1.1.7.1): patterns are compiled once for a request, and cost what they take.

use std::cell::RefCell;

use regex_lite::{Regex, RegexBuilder};

use crate::eval::{Budget, EvalError};

/// How large a compiled pattern can be, in bytes: the smallest of these that is enough says what matching costs, since
/// a short pattern can stand for many states (`(a{30}){30}`).
const SIZES: [usize; 5] = [1 << 10, 1 << 12, 1 << 14, 1 << 16, 1 << 18];

/// What a state of a compiled pattern takes, about.
const STATE: usize = 32;

/// How many patterns are kept: rows can bring patterns of their own.
const KEPT: usize = 8;

/// The patterns that a request asked for last.
#[derive(Default)]
pub(crate) struct Patterns {
    kept: RefCell<Vec<Pattern>>,
}

struct Pattern {
    text: String,
    compiled: Regex,
    states: usize,
}

impl Patterns {
    /// Whether a pattern matches a part of the text.
    ///
    /// # Errors
    /// When it is no pattern, is too large, or when the request has no steps left for it.
    pub(super) fn matches(
        &self,
        budget: &Budget,
        text: &str,
        pattern: &str,
    ) -> Result<bool, EvalError> {
        let mut kept = self.kept.borrow_mut();
        let found = match kept.iter().position(|one| one.text == pattern) {
            Some(at) => kept.remove(at),
            None => compiled(budget, pattern)?,
        };
        let steps = text.len().saturating_mul(found.states) / 16;
        let matched = budget.charge(steps).map(|()| found.compiled.is_match(text));
        kept.truncate(KEPT - 1);
        kept.insert(0, found);
        matched
    }
}

fn compiled(budget: &Budget, pattern: &str) -> Result<Pattern, EvalError> {
    let mut message = String::new();
    for size in SIZES {
        budget.charge(pattern.len() + size / STATE)?;
        match RegexBuilder::new(pattern).size_limit(size).build() {
            Ok(compiled) => {
                return Ok(Pattern {
                    text: pattern.to_owned(),
                    compiled,
                    states: size / STATE,
                });
            }
            Err(error) => message = error.to_string(),
        }
    }
    let message = format!("`{pattern}` is not a pattern: {message}");
    Err(EvalError::new(message))
}
