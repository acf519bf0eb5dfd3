use std::fmt;

/// The raw JSON text of an `Edm.Untyped` value or of an undeclared property (CSDL 4.01, section 4.2).
///
/// Two values are equal when their texts are. The default is `null`.
///
/// ```
/// use odata_core::edm::Json;
/// let json = Json::from_text(r#"{"size": 1e400}"#);
/// assert_eq!(json.text(), r#"{"size": 1e400}"#);
/// assert_eq!(Json::default().to_string(), "null");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json {
    text: Box<str>,
}

impl Json {
    /// Holds a text as it is (CSDL 4.01, section 4.2); the caller guarantees that it is one JSON value.
    pub fn from_text(text: impl Into<Box<str>>) -> Self {
        Self { text: text.into() }
    }

    /// The text as it was given (CSDL 4.01, section 4.2).
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl Default for Json {
    fn default() -> Self {
        Self::from_text("null")
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equality_is_by_text() {
        assert_eq!(Json::from_text("[1]"), Json::from_text(String::from("[1]")));
        assert_ne!(Json::from_text("[1]"), Json::from_text("[1 ]"));
        assert_eq!(Json::default().text(), "null");
    }
}
