//! Arrays and objects of the JSON format (URL conventions 5.1.1.14.2).

use super::{MAX_LEVELS, Operand, Parser};
use crate::edm::Literal;
use crate::expr::{Expr, ExprError, Type};

impl<'t> Parser<'t> {
    pub(super) fn json(&mut self) -> Result<Operand, ExprError> {
        let start = self.lexer.at();
        let (expr, ty, levels) = if self.lexer.eat('[') {
            self.array(start)?
        } else {
            self.lexer.eat('{');
            self.object(start)?
        };
        if levels > MAX_LEVELS {
            let message = format!("more than {MAX_LEVELS} levels");
            return Err(self.error(start..start + 1, message));
        }
        Ok(Operand {
            expr,
            ty,
            range: start..self.lexer.at(),
            levels,
        })
    }

    fn array(&mut self, open: usize) -> Result<(Expr, Type, usize), ExprError> {
        let mut items = Vec::new();
        let mut common: Option<Type> = None;
        let mut levels = 0;
        self.lexer.blanks();
        while !self.lexer.eat(']') {
            if !items.is_empty() && !self.lexer.eat(',') {
                return Err(self.unclosed(open, "`,` or `]`"));
            }
            let item = self.json_value()?;
            levels = levels.max(item.levels);
            items.push(item.expr);
            common = Some(match common {
                Some(other) if other != item.ty => Type::Unchecked,
                _ => item.ty,
            });
            self.lexer.blanks();
        }
        let ty = Type::Collection(Box::new(common.unwrap_or(Type::Unchecked)));
        Ok((Expr::Array(items), ty, levels + 1))
    }

    fn object(&mut self, open: usize) -> Result<(Expr, Type, usize), ExprError> {
        let mut members = Vec::new();
        let mut levels = 0;
        self.lexer.blanks();
        while !self.lexer.eat('}') {
            if !members.is_empty() && !self.lexer.eat(',') {
                return Err(self.unclosed(open, "`,` or `}`"));
            }
            self.lexer.blanks();
            let name = self.json_string()?;
            self.lexer.blanks();
            let at = self.lexer.at();
            if !self.lexer.eat(':') {
                return Err(self.error(at..at + 1, "`:` and a value are expected here"));
            }
            let value = self.json_value()?;
            levels = levels.max(value.levels);
            members.push((name.into(), value.expr));
            self.lexer.blanks();
        }
        Ok((Expr::Object(members), Type::Unchecked, levels + 1))
    }

    fn unclosed(&self, open: usize, expected: &str) -> ExprError {
        if self.lexer.is_at_end() {
            return self.error(open..open + 1, "this is never closed");
        }
        let range = self.lexer.shown_word();
        self.error(range, format!("{expected} is expected here"))
    }

    fn json_value(&mut self) -> Result<Operand, ExprError> {
        self.lexer.blanks();
        if self.lexer.peek() != Some('"') {
            return self.nested(Self::expression);
        }
        let start = self.lexer.at();
        let literal = Literal::String(self.json_string()?);
        Ok(Operand {
            ty: Type::of(&literal),
            expr: Expr::Literal(literal),
            range: start..self.lexer.at(),
            levels: 1,
        })
    }

    /// A string in double quotes (stringInUrl).
    pub(crate) fn json_string(&mut self) -> Result<String, ExprError> {
        let start = self.lexer.at();
        if !self.lexer.eat('"') {
            return Err(self.error(
                start..start + 1,
                "a string in double quotes is expected here",
            ));
        }
        let mut text = String::new();
        while let Some(sign) = self.lexer.peek() {
            let at = self.lexer.at();
            self.lexer.advance(sign.len_utf8());
            match sign {
                '"' => return Ok(text),
                '\\' => text.push(self.json_escape(at)?),
                plain => text.push(plain),
            }
        }
        let message = "this string has no closing quote";
        Err(self.error(start..self.lexer.at(), message))
    }

    fn json_escape(&mut self, at: usize) -> Result<char, ExprError> {
        let sign = self.lexer.peek();
        self.lexer.advance(sign.map_or(0, char::len_utf8));
        let plain = match sign {
            Some(same @ ('"' | '\\' | '/')) => Some(same),
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            Some('u') => self.code_point(),
            _ => None,
        };
        let end = self.lexer.at();
        plain.ok_or_else(|| self.error(at..end, "this is no escape of JSON's"))
    }

    /// Four hexadecimal digits, and another four where the first are one half of a pair.
    fn code_point(&mut self) -> Option<char> {
        let first = self.code_unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        if !(self.lexer.eat('\\') && self.lexer.eat('u')) {
            return None;
        }
        let second = self.code_unit()?;
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x10000 + ((first - 0xD800) << 10) + low)
    }

    fn code_unit(&mut self) -> Option<u32> {
        let digits = self.lexer.rest().get(..4)?;
        let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let unit = u32::from_str_radix(digits, 16).ok().filter(|_| all)?;
        self.lexer.advance(4);
        Some(unit)
    }
}
