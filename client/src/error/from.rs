//! What is an error of this crate, too.

use odata_core::edm::ParseError;
use odata_core::transport::TransportError;

use super::{Error, Kind};
use crate::client::CredentialError;
use crate::expr::ExprError;
use crate::json::Fault;

/// Reading a text that cannot fail, such as a delta link, is written with `?` like any other.
impl From<std::convert::Infallible> for Error {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
}

/// A credential that is none, where a client is set up.
///
/// # Example
/// ```
/// # use odata::doc_example::Defender;
/// # #[cfg(feature = "reqwest")] {
/// fn client(secret: &str) -> odata::Result<Defender> {
///     let credential = odata::entra::ClientSecret::new("contoso.onmicrosoft.com", "f1d6...", secret)?;
///     Defender::builder().credential(credential).build()
/// }
/// # }
/// ```
impl From<CredentialError> for Error {
    fn from(error: CredentialError) -> Self {
        Error::new(Kind::Credential {
            reason: error.to_string(),
        })
    }
}

/// The text of a filter, an order or a search that does not fit: nothing was sent, and the error
/// [says so](Error::is_refused). Its text keeps the caret under the fault.
///
/// # Example: text of a user, asked of the service
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// async fn matching(defender: &Defender, text: &str) -> odata::Result<Vec<LibraryFile>> {
///     defender.library_files().filter_text(text)?.all().await
/// }
/// ```
impl From<ExprError> for Error {
    fn from(error: ExprError) -> Self {
        Error::refused(error.to_string())
    }
}

/// A text that is no value of its type, of which no question was made: nothing was sent, and the error
/// [says so](Error::is_refused).
///
/// # Example: a time of a user, asked of the service
/// ```
/// # use odata::doc_example::{Defender, LibraryFile};
/// use odata::DateTimeOffset;
/// async fn since(defender: &Defender, text: &str) -> odata::Result<Vec<LibraryFile>> {
///     let time: DateTimeOffset = text.parse()?;
///     defender.library_files().filter(LibraryFile::CREATION_TIME.ge(time)).all().await
/// }
/// ```
impl From<ParseError> for Error {
    fn from(error: ParseError) -> Self {
        Error::refused(error.to_string())
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Error::new(Kind::Decode(fault))
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Error::new(Kind::Transport(error))
    }
}

#[cfg(test)]
mod tests {
    use odata_core::edm::Date;

    use super::Error;

    #[test]
    fn a_text_that_is_no_value_was_not_sent() {
        let read = || -> Result<Date, Error> { Ok("2018-13-01".parse()?) };
        let error = read().unwrap_err();
        assert!(error.is_refused());
        let said = "not sent: not an Edm.Date: a month is 01 to 12";
        assert_eq!(error.to_string(), said);
    }
}
