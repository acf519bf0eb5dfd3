//! Text to tree: expressions and what holds them, each name and type checked as it is read.

use std::ops::Range;

use crate::expr::escapes::Decoded;
use crate::expr::lexer::Lexer;
use crate::expr::{Expr, ExprError, Lookup, Scope, Type};

mod aggregate;
mod apply;
mod binary;
mod call;
mod case;
mod enumeration;
mod help;
mod hierarchy;
mod item;
mod json;
mod lambda;
mod member;
mod membership;
mod operand;
mod operator;
mod parentheses;
mod path;
pub(super) mod search;
mod segment;
mod type_function;

use help::other_language;
pub(crate) use parentheses::Parameters;
pub(crate) use path::Walk;

/// How deep parentheses, functions and lambdas may be nested.
pub const MAX_DEPTH: usize = 100;

/// How many levels the tree may have; a chain such as `1 add 1 add 1` is as deep as it is long.
const MAX_LEVELS: usize = 500;

/// An expression that was read, its type, where it stands, and how many levels its tree has.
pub(crate) struct Operand {
    pub(crate) expr: Expr,
    pub(crate) ty: Type,
    pub(crate) range: Range<usize>,
    levels: usize,
}

pub(crate) struct Parser<'t> {
    pub(crate) lexer: Lexer<'t>,
    pub(crate) scope: &'t dyn Scope,
    /// The type whose properties names are, where they do not begin with a variable: `$this`.
    pub(crate) here: Type,
    /// The type of what `$it` stands for.
    it: Type,
    /// Names that `$compute` and `$apply` gave to values, and that no type declares: before this text, and in it.
    given: &'t [String],
    added: Vec<String>,
    /// The range variables of the lambdas around this place.
    variables: Vec<(&'t str, Type)>,
    depth: usize,
    /// What functions take at this place.
    takes: Parameters,
    /// Whether this is the path of a URL, where a slash within a value has to be percent-encoded.
    in_path: bool,
}

impl<'t> Parser<'t> {
    pub(crate) fn new(text: &'t str, scope: &'t dyn Scope) -> Self {
        Parser {
            lexer: Lexer::new(text),
            scope,
            here: scope.root(),
            it: scope.root(),
            given: &[],
            added: Vec::new(),
            variables: Vec::new(),
            depth: 0,
            takes: Parameters::Expressions,
            in_path: false,
        }
    }

    /// Over the value of a query option, or whatever else of a URL's query.
    pub(crate) fn over(decoded: &'t Decoded<'_>, scope: &'t dyn Scope) -> Self {
        Parser {
            lexer: Lexer::over(decoded),
            ..Parser::new("", scope)
        }
    }

    /// Over the path of a URL.
    pub(crate) fn over_path(decoded: &'t Decoded<'_>, scope: &'t dyn Scope) -> Self {
        Parser {
            takes: Parameters::Values,
            in_path: true,
            ..Parser::over(decoded, scope)
        }
    }

    /// What the text is about, where that is not the root of the scope, and names that are known besides.
    pub(crate) fn about(&mut self, ty: Type, given: &'t [String]) {
        self.it = ty.clone();
        self.here = ty;
        self.given = given;
    }

    /// How many names are known besides those of the scope.
    pub(crate) fn added_names(&self) -> usize {
        self.added.len()
    }

    pub(crate) fn add_names(&mut self, names: impl IntoIterator<Item = String>) {
        self.added.extend(names);
    }

    /// Forgets all but so many.
    pub(crate) fn drop_names(&mut self, outer: usize) {
        self.added.truncate(outer);
    }

    /// Looks up a property, or a name that was given to a value.
    pub(crate) fn property_here(&self, of: &Type, name: &str) -> Lookup {
        let mut names = self.given.iter().chain(&self.added);
        match self.scope.property(of, name) {
            Lookup::Missing { .. } if names.any(|given| given == name) => {
                Lookup::Found(Type::Unchecked)
            }
            found => found,
        }
    }

    /// Reads all of the text.
    pub(crate) fn whole<T>(
        mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ExprError>,
    ) -> Result<T, ExprError> {
        let found = read(&mut self).and_then(|found| {
            self.expect_end()?;
            Ok(found)
        });
        found.map_err(|error| error.of(self.lexer.text()))
    }

    /// Reads what is asked of items of another type, such as those of a collection.
    pub(crate) fn within<T>(
        &mut self,
        ty: Type,
        read: impl FnOnce(&mut Self) -> Result<T, ExprError>,
    ) -> Result<T, ExprError> {
        let outer = std::mem::replace(&mut self.here, ty);
        let found = read(self);
        self.here = outer;
        found
    }

    /// In a path, a slash or a question mark would end the segment or the path.
    fn expect_encoded(&self, start: usize) -> Result<(), ExprError> {
        let text = self.lexer.since(start);
        let sign = text.char_indices().find(|(at, c)| {
            matches!(c, '/' | '?') && self.in_path && !self.lexer.is_escaped(start + at)
        });
        match sign {
            None => Ok(()),
            Some((at, sign)) => {
                let at = start + at;
                let message = format!("`{sign}` within a value is percent-encoded in a path");
                Err(self.error(at..at + 1, message))
            }
        }
    }

    pub(crate) fn error(&self, range: Range<usize>, message: impl Into<Box<str>>) -> ExprError {
        ExprError::placed(range, message)
    }

    pub(crate) fn expect_end(&mut self) -> Result<(), ExprError> {
        self.lexer.blanks();
        if self.lexer.is_at_end() {
            return Ok(());
        }
        let range = self.lexer.shown_word();
        let word = self.lexer.text().get(range.clone()).unwrap_or_default();
        let before = self.lexer.text().get(..range.start).unwrap_or_default();
        if word.contains('\'') && before.ends_with('\'') {
            let start = before
                .trim_end_matches('\'')
                .rfind('\'')
                .map_or(0, |quote| quote + 1);
            let text = before
                .get(start..)
                .unwrap_or_default()
                .trim_end_matches('\'');
            let message = format!("`{word}` does not belong here: the text ended before it");
            let rest = word.split('\'').next().unwrap_or_default();
            let help = format!("a quote within text is doubled: '{text}''{rest}'");
            return Err(self.error(range, message).help(Some(help)));
        }
        let message = match word {
            ")" => "this parenthesis closes nothing".to_owned(),
            _ => format!(
                "`{word}` does not belong here: an operator such as `eq` or `and`, or the end, is expected"
            ),
        };
        Err(self.error(range, message).help(other_language(word)))
    }

    pub(crate) fn expect_boolean(&self, operand: &Operand, what: &str) -> Result<(), ExprError> {
        if !self.scope.checks_types()
            || matches!(operand.ty, Type::Unchecked | Type::Null | Type::BOOLEAN)
        {
            return Ok(());
        }
        let message = format!("{what} must be true or false, and this is {}", operand.ty);
        Err(self.error(operand.range.clone(), message))
    }

    /// Goes one level deeper; [`MAX_DEPTH`] keeps hostile text from overflowing the stack.
    pub(crate) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, ExprError>,
    ) -> Result<T, ExprError> {
        if self.depth == MAX_DEPTH {
            let at = self.lexer.at();
            return Err(self.error(at..at + 1, format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    pub(crate) fn close(&mut self, open: usize) -> Result<(), ExprError> {
        self.lexer.blanks();
        if self.lexer.eat(')') {
            return Ok(());
        }
        if self.lexer.is_at_end() {
            return Err(self.error(open..open + 1, "this parenthesis is never closed"));
        }
        let range = self.lexer.shown_word();
        let word = self.lexer.text().get(range.clone()).unwrap_or_default();
        Err(self
            .error(
                range,
                format!("`{word}` does not belong here: `)` or `,` is expected"),
            )
            .help(other_language(word)))
    }

    /// Says what is missing when an operator is the last thing there is.
    pub(super) fn expect_operand(&mut self, operator: &str, end: usize) -> Result<(), ExprError> {
        self.lexer.blanks();
        if self.lexer.is_at_end() {
            return Err(self.error(end..end, format!("a value is missing after `{operator}`")));
        }
        Ok(())
    }
}
