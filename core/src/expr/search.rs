//! `$search`.

/// A `$search` expression (URL conventions 5.1.7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// A word or a phrase.
    Term(Box<str>),
    /// Not this.
    Not(Box<Search>),
    /// All of these.
    And(Vec<Search>),
    /// One of these.
    Or(Vec<Search>),
    /// What stands in single quotes, since it is not yet, or no, search expression: `'"blue'`.
    Incomplete(Box<str>),
}

/// A word or a phrase.
impl From<&str> for Search {
    fn from(words: &str) -> Self {
        Search::Term(words.into())
    }
}

/// A word or a phrase.
impl From<String> for Search {
    fn from(words: String) -> Self {
        Search::Term(words.into())
    }
}

impl Search {
    /// Both.
    ///
    /// ```
    /// use odata_core::expr::Search;
    /// let asked = Search::from("clothing").and(Search::from("blue").or("dark green")).and(!Search::from("wool"));
    /// assert_eq!(asked.to_string(), r#"clothing AND (blue OR "dark green") AND NOT wool"#);
    /// ```
    #[must_use]
    pub fn and(self, other: impl Into<Search>) -> Search {
        let mut all = match self {
            Search::And(all) => all,
            one => vec![one],
        };
        match other.into() {
            Search::And(more) => all.extend(more),
            one => all.push(one),
        }
        Search::And(all)
    }

    /// One or both.
    #[must_use]
    pub fn or(self, other: impl Into<Search>) -> Search {
        let mut all = match self {
            Search::Or(all) => all,
            one => vec![one],
        };
        match other.into() {
            Search::Or(more) => all.extend(more),
            one => all.push(one),
        }
        Search::Or(all)
    }
}

/// Not this.
impl std::ops::Not for Search {
    type Output = Search;

    fn not(self) -> Search {
        Search::Not(Box::new(self))
    }
}
