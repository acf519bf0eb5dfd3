//! Whole URLs as trees.

use std::borrow::Cow;
use std::fmt::{self, Display, Formatter};

use super::context::ContextUrl;
use super::encode_segment;
use super::option::{QueryOption, query};
use super::resource::ResourcePath;
use crate::expr::{ExprError, Scope};

/// A URL relative to the service root (odataRelativeUri of the ABNF; URL conventions 2).
///
/// Its `Display` is percent-encoded and is read as the same again.
#[derive(Clone, Debug, PartialEq)]
pub enum RelativeUrl {
    /// `$batch`
    Batch(Vec<QueryOption>),
    /// `$entity`, perhaps with a type: the entity that `$id` names (URL conventions 4.14).
    Entity {
        /// The type it is read as.
        cast: Option<Cow<'static, str>>,
        /// The options, `$id` among them.
        options: Vec<QueryOption>,
    },
    /// `$metadata`, with what a context URL says behind it.
    Metadata {
        /// The options.
        options: Vec<QueryOption>,
        /// The fragment.
        context: Option<ContextUrl>,
    },
    /// A resource.
    Resource {
        /// Its path.
        path: ResourcePath,
        /// The options.
        options: Vec<QueryOption>,
    },
}

impl RelativeUrl {
    /// Reads a URL that is relative to the service root, percent-encoded as it was sent.
    ///
    /// # Errors
    /// When the text is no such URL, and when a name or a type does not fit the scope; the error has the place.
    ///
    /// ```
    /// use odata_core::{expr::AnyName, url::{QueryOption, RelativeUrl}};
    /// let url = RelativeUrl::parse("Customers('O''Neil')/Orders?$top=5&$filter=Total%20gt%203", &AnyName)?;
    /// let RelativeUrl::Resource { path, options } = &url else { panic!("a resource") };
    /// assert_eq!((path.0.len(), &options[0]), (3, &QueryOption::Top(5)));
    /// assert_eq!(url.to_string(), "Customers('O''Neil')/Orders?$top=5&$filter=Total%20gt%203");
    /// # Ok::<(), odata_core::expr::ExprError>(())
    /// ```
    pub fn parse(text: &str, scope: &dyn Scope) -> Result<Self, ExprError> {
        super::parse::relative(text, 0, scope)
    }
}

impl Display for RelativeUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (options, context) = match self {
            RelativeUrl::Batch(options) => {
                f.write_str("$batch")?;
                (options, None)
            }
            RelativeUrl::Entity { cast, options } => {
                f.write_str("$entity")?;
                if let Some(cast) = cast {
                    write!(f, "/{}", encode_segment(cast))?;
                }
                (options, None)
            }
            RelativeUrl::Metadata { options, context } => {
                f.write_str("$metadata")?;
                (options, context.as_ref())
            }
            RelativeUrl::Resource { path, options } => {
                Display::fmt(path, f)?;
                (options, None)
            }
        };
        if !options.is_empty() {
            write!(f, "?{}", query(options))?;
        }
        match context {
            Some(context) => Display::fmt(context, f),
            None => Ok(()),
        }
    }
}

/// A whole URL: the service root, and what is relative to it (odataUri of the ABNF).
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceUrl {
    /// The service root, with the slash at its end, as it was written.
    pub root: Box<str>,
    /// What is asked; nothing for the service document.
    pub relative: Option<RelativeUrl>,
}

impl ServiceUrl {
    /// Reads a whole URL. Where the service root ends is not to be seen: it is as short as the names let it be.
    ///
    /// # Errors
    /// As [`RelativeUrl::parse`], and when it does not begin with a service root.
    ///
    /// ```
    /// use odata_core::{expr::AnyName, url::ServiceUrl};
    /// let url = ServiceUrl::parse("https://example.org:8080/Customers?$top=5", &AnyName)?;
    /// assert_eq!(&*url.root, "https://example.org:8080/");
    /// # Ok::<(), odata_core::expr::ExprError>(())
    /// ```
    pub fn parse(text: &str, scope: &dyn Scope) -> Result<Self, ExprError> {
        super::parse::service_url(text, scope)
    }
}

impl Display for ServiceUrl {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root)?;
        match &self.relative {
            Some(relative) => Display::fmt(relative, f),
            None => Ok(()),
        }
    }
}
