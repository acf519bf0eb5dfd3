//! The link that gives what changes.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// Where to ask for what changed since it was given (`@odata.deltaLink`). It is kept as text; what stands in it is the service's own
/// business. It holds the question, so keep it where that may be kept.
///
/// # Example: through a text
/// ```
/// use odata::DeltaLink;
/// let text = "https://api.security.microsoft.com/api/machines?$deltatoken=8";
/// let link: DeltaLink = text.parse()?;
/// assert_eq!(link.to_string(), text);
/// # Ok::<(), std::convert::Infallible>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeltaLink(String);

impl DeltaLink {
    pub(super) fn new(url: &str) -> Self {
        DeltaLink(url.to_owned())
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DeltaLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where it leads is looked at when it is used.
impl FromStr for DeltaLink {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(DeltaLink::new(text))
    }
}
