//! `$search` (URL conventions 5.1.7).

use crate::expr::lexer::Lexer;
use crate::expr::{ExprError, MAX_DEPTH, Search};

pub(super) fn parse(text: &str) -> Result<Search, ExprError> {
    let mut reader = Reader {
        lexer: Lexer::new(text),
        depth: 0,
    };
    let found = reader.either()?;
    reader.lexer.blanks();
    if reader.lexer.is_at_end() {
        return Ok(found);
    }
    let at = reader.lexer.at();
    Err(reader.error(at..at + 1, "this does not belong into a search"))
}

struct Reader<'t> {
    lexer: Lexer<'t>,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn error(&self, range: std::ops::Range<usize>, message: &str) -> ExprError {
        ExprError::new(self.lexer.text(), range, message)
    }

    /// The word at this place: up to a blank, a quote or a parenthesis.
    fn word(&self) -> &'t str {
        let rest = self.lexer.rest();
        let end = rest
            .find([' ', '\t', '(', ')', '"', ';'])
            .unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        self.lexer.blanks();
        let found = self.word() == keyword;
        if found {
            self.lexer.advance(keyword.len());
        }
        found
    }

    fn either(&mut self) -> Result<Search, ExprError> {
        let mut all = vec![self.both()?];
        while self.keyword("OR") {
            all.push(self.both()?);
        }
        Ok(only(all, Search::Or))
    }

    fn both(&mut self) -> Result<Search, ExprError> {
        let mut all = vec![self.one()?];
        loop {
            // Two terms side by side mean the same as AND between them.
            let joined = self.keyword("AND");
            self.lexer.blanks();
            if !joined
                && (self.lexer.is_at_end() || self.lexer.peek() == Some(')') || self.word() == "OR")
            {
                return Ok(only(all, Search::And));
            }
            all.push(self.one()?);
        }
    }

    fn one(&mut self) -> Result<Search, ExprError> {
        self.lexer.blanks();
        let start = self.lexer.at();
        if self.depth == MAX_DEPTH {
            return Err(self.error(start..start + 1, "this search is nested too deep"));
        }
        if self.keyword("NOT") {
            self.depth += 1;
            let inner = self.one()?;
            self.depth -= 1;
            return Ok(Search::Not(Box::new(inner)));
        }
        if self.lexer.eat('(') {
            self.depth += 1;
            let inner = self.either()?;
            self.depth -= 1;
            self.lexer.blanks();
            if !self.lexer.eat(')') {
                return Err(self.error(start..start + 1, "this parenthesis is never closed"));
            }
            return Ok(inner);
        }
        if self.lexer.eat('"') {
            return self.phrase(start);
        }
        let word = self.word();
        if word.is_empty() || word == "OR" || word == "AND" {
            return Err(self.error(
                start..start + word.len().max(1),
                "a word to search for is missing here",
            ));
        }
        self.lexer.advance(word.len());
        Ok(Search::Term(word.into()))
    }

    fn phrase(&mut self, start: usize) -> Result<Search, ExprError> {
        let mut phrase = String::new();
        let mut escaped = false;
        for (at, c) in self.lexer.rest().char_indices() {
            match c {
                _ if escaped => {
                    phrase.push(c);
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    self.lexer.advance(at + 1);
                    return Ok(Search::Term(phrase.into()));
                }
                _ => phrase.push(c),
            }
        }
        Err(self.error(start..start + 1, "this phrase has no closing quote"))
    }
}

fn only(mut all: Vec<Search>, join: fn(Vec<Search>) -> Search) -> Search {
    match (all.len(), all.pop()) {
        (1, Some(single)) => single,
        (_, Some(last)) => {
            all.push(last);
            join(all)
        }
        (_, None) => join(all),
    }
}
