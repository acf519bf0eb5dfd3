//! `$search` (URL conventions 5.1.7).

use crate::expr::lexer::Lexer;
use crate::expr::{ExprError, MAX_DEPTH, Search};

/// Reads all of a text.
pub(in crate::expr) fn whole(lexer: &mut Lexer<'_>) -> Result<Search, ExprError> {
    let found = read(lexer, 0)?;
    lexer.blanks();
    if lexer.is_at_end() {
        return Ok(found);
    }
    let at = lexer.at();
    Err(ExprError::placed(
        at..at + 1,
        "this does not belong into a search",
    ))
}

/// Reads a search expression up to what cannot be of it, such as the end of the parentheses around it.
pub(super) fn read(lexer: &mut Lexer<'_>, depth: usize) -> Result<Search, ExprError> {
    lexer.blanks();
    if lexer.peek() == Some('\'') {
        return incomplete(lexer);
    }
    let mut reader = Reader {
        lexer: lexer.clone(),
        depth,
    };
    let found = reader.either()?;
    lexer.seek(reader.lexer.at());
    Ok(found)
}

/// What stands in single quotes, whatever it is (searchExpr-incomplete).
fn incomplete(lexer: &mut Lexer<'_>) -> Result<Search, ExprError> {
    let start = lexer.at();
    lexer.eat('\'');
    let mut text = String::new();
    while let Some(sign) = lexer.peek() {
        lexer.advance(sign.len_utf8());
        if sign == '\'' && !lexer.eat('\'') {
            return Ok(Search::Incomplete(text.into()));
        }
        text.push(sign);
    }
    let message = "this search has no closing quote";
    Err(ExprError::placed(start..lexer.at(), message))
}

struct Reader<'t> {
    lexer: Lexer<'t>,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn error(&self, range: std::ops::Range<usize>, message: &str) -> ExprError {
        ExprError::placed(range, message)
    }

    /// The word at this place: up to a blank, a quote, a parenthesis, or a semicolon that is not percent-encoded.
    fn word(&self) -> &'t str {
        let (rest, at) = (self.lexer.rest(), self.lexer.at());
        let end = rest.char_indices().find(|(here, c)| match c {
            ' ' | '\t' | '(' | ')' | '"' => true,
            ';' | '#' => !self.lexer.is_escaped(at + here),
            _ => false,
        });
        let end = end.map_or(rest.len(), |(here, _)| here);
        rest.get(..end).unwrap_or_default()
    }

    /// Reads an operator, if it is one here: something to search for has to follow it, else it is a word.
    fn operator(&mut self, operator: &str) -> bool {
        let mut ahead = self.lexer.clone();
        ahead.blanks();
        self.lexer.seek(ahead.at());
        if self.word() != operator {
            return false;
        }
        ahead.advance(operator.len());
        let blank = ahead.blanks();
        let follows = match ahead.peek() {
            None | Some(')') => false,
            Some(';') => ahead.is_escaped(ahead.at()),
            Some(_) => blank,
        };
        if follows {
            self.lexer.seek(ahead.at());
        }
        follows
    }

    fn either(&mut self) -> Result<Search, ExprError> {
        let mut all = vec![self.both()?];
        while self.operator("OR") {
            all.push(self.both()?);
        }
        Ok(only(all, Search::Or))
    }

    fn both(&mut self) -> Result<Search, ExprError> {
        let mut all = vec![self.one()?];
        loop {
            let end = self.lexer.at();
            if !self.lexer.blanks() {
                break;
            }
            let ends = match self.lexer.peek() {
                None | Some(')') => true,
                Some(';') => !self.lexer.is_escaped(self.lexer.at()),
                Some(_) => self.is_or(),
            };
            if ends {
                self.lexer.seek(end);
                break;
            }
            // Two terms side by side mean the same as AND between them.
            self.operator("AND");
            all.push(self.one()?);
        }
        Ok(only(all, Search::And))
    }

    fn is_or(&self) -> bool {
        let mut ahead = Reader {
            lexer: self.lexer.clone(),
            depth: 0,
        };
        ahead.operator("OR")
    }

    fn one(&mut self) -> Result<Search, ExprError> {
        self.lexer.blanks();
        let start = self.lexer.at();
        if self.depth >= MAX_DEPTH {
            return Err(self.error(start..start + 1, "this search is nested too deep"));
        }
        if self.operator("NOT") {
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
        if word.is_empty() {
            return Err(self.error(start..start + 1, "a word to search for is missing here"));
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
        let end = self.lexer.text().len();
        Err(self.error(start..end, "this phrase has no closing quote"))
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
