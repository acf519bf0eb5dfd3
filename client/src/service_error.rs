//! The error that a service sends (OData JSON 21.1).

use std::fmt;

use crate::json::{Fault, Reader};

/// An error as the service words it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceError {
    code: String,
    message: String,
    target: Option<String>,
    details: Vec<ServiceError>,
    inner: Option<String>,
}

impl ServiceError {
    /// The service's code, such as `ResourceNotFound`; empty when it gave none.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What the service says; free text that may change.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What the error is about. Defender puts its correlation id here.
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// Further errors of the same request.
    pub fn details(&self) -> &[ServiceError] {
        &self.details
    }

    /// What the service says for its own developers (`innererror`), as JSON.
    pub fn inner(&self) -> Option<&str> {
        self.inner.as_deref()
    }

    /// Reads `{"error": {...}}`. Where the body is something else, its beginning is the message.
    pub(crate) fn from_body(body: &[u8], content_type: Option<&str>) -> ServiceError {
        let text = String::from_utf8_lossy(body);
        let mut error = None;
        let read = Reader::new(&text).object(&mut |name, reader| {
            if name == "error" {
                error = Some(read_error(reader)?);
                return Ok(());
            }
            reader.skip()
        });
        match (read, error) {
            (Ok(()), Some(error)) => error,
            _ => ServiceError {
                message: described(&text, content_type),
                ..ServiceError::default()
            },
        }
    }
}

/// The beginning of a body that is no OData error, for showing.
pub(crate) fn described(text: &str, content_type: Option<&str>) -> String {
    const SHOWN: usize = 160;
    let kind = content_type.unwrap_or("no content type");
    if text.trim().is_empty() {
        return format!("an empty body ({kind})");
    }
    let start: String = text
        .trim()
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let dots = if text.trim().chars().count() > SHOWN {
        "..."
    } else {
        ""
    };
    format!("{start}{dots} ({kind})")
}

fn read_error(reader: &mut Reader<'_>) -> Result<ServiceError, Fault> {
    let mut error = ServiceError::default();
    reader.object(&mut |name, reader| {
        match name {
            // Some services send numbers, or null.
            "code" => error.code = loose_text(reader)?,
            "message" => error.message = loose_text(reader)?,
            "target" => {
                error.target = Some(loose_text(reader)?).filter(|target| !target.is_empty())
            }
            "details" if reader.peek() == Some(b'[') => reader.array(&mut |_, reader| {
                error.details.push(read_error(reader)?);
                Ok(())
            })?,
            "innererror" | "innerError" => error.inner = Some(reader.raw()?.to_owned()),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(error)
}

fn loose_text(reader: &mut Reader<'_>) -> Result<String, Fault> {
    match reader.peek() {
        Some(b'"') => Ok(reader.string()?.into_owned()),
        Some(b'n') => {
            reader.skip()?;
            Ok(String::new())
        }
        _ => Ok(reader.raw()?.to_owned()),
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.code.is_empty(), self.message.is_empty()) {
            (true, _) => f.write_str(&self.message)?,
            (false, true) => f.write_str(&self.code)?,
            (false, false) => write!(f, "{}: {}", self.code, self.message)?,
        }
        for detail in &self.details {
            write!(f, "; {detail}")?;
        }
        Ok(())
    }
}
