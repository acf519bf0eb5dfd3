//! What is wrong with a JSON text, and where.

use std::borrow::Cow;
use std::fmt;

use crate::service_error::ServiceError;

/// Something in a payload that cannot be read: the path to it, its offset, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    inner: Box<Inner>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    path: String,
    offset: usize,
    reason: Cow<'static, str>,
    /// What the service wrote in place of what was asked for.
    said: Option<ServiceError>,
}

impl Fault {
    /// A fault at a byte offset.
    #[cold]
    pub fn new(offset: usize, reason: impl Into<Cow<'static, str>>) -> Self {
        Fault {
            inner: Box::new(Inner {
                path: String::new(),
                offset,
                reason: reason.into(),
                said: None,
            }),
        }
    }

    /// The service wrote an error at that place.
    #[cold]
    pub(crate) fn of_service(offset: usize, said: ServiceError) -> Self {
        let mut fault = Fault::new(
            offset,
            format!("the service broke off with an error: {said}"),
        );
        fault.inner.said = Some(said);
        fault
    }

    /// The same of an answer of which nothing else came.
    #[cold]
    pub(crate) fn of_answer(mut self, status: http::StatusCode) -> Self {
        if let Some(said) = &self.inner.said {
            self.inner.reason =
                format!("the service answered {status} with an error: {said}").into();
        }
        self
    }

    /// What the service wrote in place of what was asked for.
    pub(crate) fn service_error(&self) -> Option<&ServiceError> {
        self.inner.said.as_ref()
    }

    /// Without what is not to be told.
    #[cold]
    pub(crate) fn hide(&mut self, hide: &dyn Fn(&mut String)) {
        if let Cow::Owned(reason) = &mut self.inner.reason {
            hide(reason);
        }
        hide(&mut self.inner.path);
        if let Some(said) = &mut self.inner.said {
            said.hide(hide);
        }
    }

    pub(crate) fn is_of_service(&self) -> bool {
        self.inner.said.is_some()
    }

    /// The same fault, seen from one level further out.
    #[cold]
    #[must_use]
    pub fn within(mut self, name: &str) -> Self {
        let path = &mut self.inner.path;
        if !path.is_empty() && !path.starts_with('[') {
            path.insert(0, '.');
        }
        path.insert_str(0, name);
        self
    }

    /// The same fault, seen from the array around it.
    #[cold]
    #[must_use]
    pub fn at_index(self, index: usize) -> Self {
        self.within(&format!("[{index}]"))
    }

    /// The same fault, in a text that has so many more bytes in front.
    #[cold]
    pub(crate) fn moved(mut self, bytes: usize) -> Self {
        self.inner.offset += bytes;
        self
    }

    /// The path to the value, such as `value[3].creationTime`; empty at the top.
    pub fn path(&self) -> &str {
        &self.inner.path
    }

    /// How many bytes stand before it.
    pub fn offset(&self) -> usize {
        self.inner.offset
    }

    /// Why it cannot be read.
    pub fn reason(&self) -> &str {
        &self.inner.reason
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.inner.path.is_empty() {
            write!(f, "{}: ", self.inner.path)?;
        }
        write!(f, "{} (byte {})", self.inner.reason, self.inner.offset)
    }
}

impl std::error::Error for Fault {}
