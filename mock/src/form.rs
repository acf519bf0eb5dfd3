//! Forms: what an upload brings, and what is made of it.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value as Json;

use crate::Canned;

/// Makes an entity from the parts of a form.
pub(crate) type FormReader =
    Arc<dyn Fn(&[FormPart]) -> Result<Uploaded, Box<Canned>> + Send + Sync>;

/// One part of a form, `multipart/form-data` (RFC 7578), for
/// [`MockService::form_upload`](crate::MockService::form_upload).
///
/// ```
/// use odata_mock::FormPart;
/// fn describe(part: &FormPart) -> String {
///     match part.text() {
///         Some(text) => format!("{} = {text}", part.name),
///         None => format!("{}: {} bytes", part.name, part.bytes.len()),
///     }
/// }
/// # let _ = describe;
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormPart {
    /// The name of the part, which is that of the form's field.
    pub name: String,
    /// The name of the file, where the part is one.
    pub filename: Option<String>,
    /// The content type, if it was sent.
    pub content_type: Option<String>,
    /// The content.
    pub bytes: Bytes,
}

impl FormPart {
    /// The content as text, if it is UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }
}

impl fmt::Debug for FormPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormPart")
            .field("name", &self.name)
            .field("filename", &self.filename)
            .field("content_type", &self.content_type)
            .field("length", &self.bytes.len())
            .finish()
    }
}

/// The entity that a form became.
///
/// ```
/// use odata_mock::Uploaded;
/// let fresh = Uploaded::new(serde_json::json!({"name": "a.ps1"}));
/// let again = fresh.clone().replacing();
/// assert_ne!(fresh, again);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Uploaded {
    pub(crate) entity: Json,
    pub(crate) replace: bool,
}

impl Uploaded {
    /// An entity to insert; 409 is answered when there is one with its key.
    pub fn new(entity: Json) -> Self {
        Uploaded {
            entity,
            replace: false,
        }
    }

    /// Puts the entity in the place of the one with its key, if there is one.
    #[must_use]
    pub fn replacing(mut self) -> Self {
        self.replace = true;
        self
    }
}

impl From<Json> for Uploaded {
    fn from(entity: Json) -> Self {
        Uploaded::new(entity)
    }
}
