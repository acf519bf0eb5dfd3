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

    /// Without what is not to be told.
    pub(crate) fn hide(&mut self, hide: &dyn Fn(&mut String)) {
        hide(&mut self.code);
        hide(&mut self.message);
        let more = self.target.iter_mut().chain(&mut self.inner);
        more.for_each(hide);
        for detail in &mut self.details {
            detail.hide(hide);
        }
    }

    /// Reads `{"error": {...}}`, or what OData V3 calls `odata.error`: gateways of before answer so. Where the body is something else, its beginning is the message.
    pub(crate) fn from_body(body: &[u8], content_type: Option<&str>) -> ServiceError {
        ServiceError::in_body(body).unwrap_or_else(|| ServiceError {
            message: described(&String::from_utf8_lossy(body), content_type),
            ..ServiceError::default()
        })
    }

    /// The same; nothing where the body is something else.
    pub(crate) fn in_body(body: &[u8]) -> Option<ServiceError> {
        let text = String::from_utf8_lossy(body);
        let mut error = None;
        let read = Reader::new(&text).object(&mut |name, reader| {
            if matches!(name, "error" | "odata.error") {
                error = Some(read_error(reader)?);
                return Ok(());
            }
            reader.skip()
        });
        read.ok().and(error)
    }

    /// What the member `error` of an answer says that is none by its status.
    pub(crate) fn from_member(json: &str) -> ServiceError {
        ServiceError::worded(json).unwrap_or_else(|| ServiceError {
            message: cut(json, 300),
            ..ServiceError::default()
        })
    }

    /// The same where it has a code or a message, as errors have.
    pub(crate) fn worded(json: &str) -> Option<ServiceError> {
        let read = read_error(&mut Reader::new(json));
        read.ok()
            .filter(|error| !error.code.is_empty() || !error.message.is_empty())
    }
}

/// The beginning of a text, for showing.
pub(crate) fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// What is said of an answer that is no JSON.
#[cold]
pub(crate) fn not_json(text: &str, content_type: Option<&str>) -> String {
    let is_page = text
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .starts_with('<');
    let hint = match is_page {
        true => {
            "; a page comes from a sign-in, a proxy or another place than the service: are the base URL and the credential right?"
        }
        false => "",
    };
    format!(
        "the answer is not JSON but {}{hint}",
        described(text, content_type)
    )
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
            "message" => error.message = message(reader)?,
            "target" => {
                error.target = Some(loose_text(reader)?).filter(|target| !target.is_empty())
            }
            "details" if reader.peek() == Some(b'[') => reader.array(&mut |_, reader| {
                error.details.push(read_error(reader)?);
                Ok(())
            })?,
            // Where Redfish says what it means (DSP0266, "Error responses").
            "@Message.ExtendedInfo" if reader.peek() == Some(b'[') => {
                reader.array(&mut |_, reader| {
                    error.details.extend(extended(reader)?);
                    Ok(())
                })?
            }
            "innererror" | "innerError" => error.inner = Some(reader.raw()?.to_owned()),
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(error)
}

/// A message of Redfish.
fn extended(reader: &mut Reader<'_>) -> Result<Option<ServiceError>, Fault> {
    if reader.peek() != Some(b'{') {
        reader.skip()?;
        return Ok(None);
    }
    let mut error = ServiceError::default();
    reader.object(&mut |name, reader| {
        match name {
            "MessageId" => error.code = loose_text(reader)?,
            "Message" => error.message = loose_text(reader)?,
            _ => reader.skip()?,
        }
        Ok(())
    })?;
    Ok(Some(error))
}

/// A text, or `{"lang": ..., "value": ...}` as in OData V2: gateways of SAP answer so for V4 services too.
fn message(reader: &mut Reader<'_>) -> Result<String, Fault> {
    if reader.peek() != Some(b'{') {
        return loose_text(reader);
    }
    let whole = reader.raw()?;
    let mut value = None;
    Reader::new(whole).object(&mut |name, reader| {
        if name == "value" && reader.peek() == Some(b'"') {
            value = Some(reader.string()?.into_owned());
            return Ok(());
        }
        reader.skip()
    })?;
    Ok(value.unwrap_or_else(|| whole.to_owned()))
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
        match &self.target {
            Some(target) if self.code.is_empty() && self.message.is_empty() => {
                write!(f, "target {target}")?;
            }
            Some(target) => write!(f, " (target {target})")?,
            None => {}
        }
        for detail in &self.details {
            write!(f, "; {detail}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::ServiceError;

    fn message(json: &str) -> String {
        let body = format!(r#"{{"error":{{"code":"c","message":{json}}}}}"#);
        let error = ServiceError::from_body(body.as_bytes(), Some("application/json"));
        assert_eq!(error.code(), "c");
        error.message().to_owned()
    }

    #[test]
    fn errors_of_odata_v3_say_what_they_say() {
        let body = br#"{"odata.error":{"code":"7","message":{"lang":"en","value":"Gone"}}}"#;
        let error = ServiceError::from_body(body, Some("application/json"));
        assert_eq!((error.code(), error.message()), ("7", "Gone"));
    }

    /// As SAP CAP answers: its messages do not say which property they mean.
    #[test]
    fn an_error_says_what_it_is_about() {
        let body = br#"{"error":{"code":"MULTIPLE","message":"Several errors","details":[
            {"code":"ASSERT_NOT_NULL","message":"Value is required","target":"title"},
            {"message":"Value is required","target":"stock"},{"target":"price"}]}}"#;
        let error = ServiceError::from_body(body, Some("application/json"));
        assert_eq!(
            error.to_string(),
            "MULTIPLE: Several errors; ASSERT_NOT_NULL: Value is required (target title); \
             Value is required (target stock); target price"
        );
        let body = br#"{"error":{"code":"NotFound","message":"No such file","target":"7a1b"}}"#;
        let error = ServiceError::from_body(body, Some("application/json"));
        assert_eq!(error.to_string(), "NotFound: No such file (target 7a1b)");
    }

    #[test]
    fn a_message_may_have_its_language_beside_it() {
        assert_eq!(message(r#""Locked""#), "Locked");
        assert_eq!(message(r#"{"lang":"en","value":"Locked"}"#), "Locked");
        assert_eq!(message(r#"{"value":1}"#), r#"{"value":1}"#);
        assert_eq!(message(r#"{}"#), "{}");
        assert_eq!(message("null"), "");
    }
}
