//! String functions (URL conventions 5.1.1.5 and 5.1.1.7).

use odata_core::edm::Literal;
use odata_core::expr::{Expr, Function};

use super::{Computed, Field, Filter, Filterable, Node, Operand, Text};

impl<E, T, R, N: Node> Field<E, T, R, N> {
    fn test<V: Operand<E, String>>(self, function: Function, part: V) -> Filter<E>
    where
        R: Filterable<E>,
    {
        let standing = self.standing().and(part.standing());
        let arguments = vec![self.into_expr(), part.into_expr()];
        Filter::of(Expr::Call(function, arguments), standing)
    }

    /// Contains the text: `contains`.
    pub fn contains<V: Operand<E, String>>(self, part: V) -> Filter<E>
    where
        R: Filterable<E>,
        T: Text,
    {
        self.test(Function::Contains, part)
    }

    /// Begins with the text: `startswith`.
    pub fn starts_with<V: Operand<E, String>>(self, head: V) -> Filter<E>
    where
        R: Filterable<E>,
        T: Text,
    {
        self.test(Function::StartsWith, head)
    }

    /// Ends with the text: `endswith`.
    pub fn ends_with<V: Operand<E, String>>(self, tail: V) -> Filter<E>
    where
        R: Filterable<E>,
        T: Text,
    {
        self.test(Function::EndsWith, tail)
    }

    /// Matches the ECMAScript regular expression: `matchesPattern` (OData 4.01).
    pub fn matches_pattern<V: Operand<E, String>>(self, pattern: V) -> Filter<E>
    where
        R: Filterable<E>,
        T: Text,
    {
        self.test(Function::MatchesPattern, pattern)
    }

    /// How many characters it has: `length`.
    pub fn length(self) -> Field<E, i32, R, Computed>
    where
        T: Text,
    {
        self.call(Function::Length, [])
    }

    /// Where the text first occurs, counted from zero, or -1: `indexof`.
    pub fn index_of<V: Operand<E, String>>(self, part: V) -> Field<E, i32, R, Computed>
    where
        T: Text,
    {
        self.call_with(Function::IndexOf, part)
    }

    /// What is left from a character on, counted from zero: `substring`.
    pub fn substring(self, from: i32) -> Field<E, T, R, Computed>
    where
        T: Text,
    {
        self.call(
            Function::Substring,
            [Expr::Literal(Literal::Int(from.into()))],
        )
    }

    /// So many characters from a character on, counted from zero: `substring`.
    pub fn substring_of_length(self, from: i32, length: i32) -> Field<E, T, R, Computed>
    where
        T: Text,
    {
        let numbers = [from, length].map(|number| Expr::Literal(Literal::Int(number.into())));
        self.call(Function::Substring, numbers)
    }

    /// In lower case: `tolower`.
    pub fn to_lower(self) -> Field<E, T, R, Computed>
    where
        T: Text,
    {
        self.call(Function::ToLower, [])
    }

    /// In upper case: `toupper`.
    pub fn to_upper(self) -> Field<E, T, R, Computed>
    where
        T: Text,
    {
        self.call(Function::ToUpper, [])
    }

    /// Without blanks at its ends: `trim`.
    pub fn trim(self) -> Field<E, T, R, Computed>
    where
        T: Text,
    {
        self.call(Function::Trim, [])
    }

    /// Followed by the text: `concat`.
    pub fn concat<V: Operand<E, String>>(self, tail: V) -> Field<E, T, R, Computed>
    where
        T: Text,
    {
        self.call_with(Function::Concat, tail)
    }
}
