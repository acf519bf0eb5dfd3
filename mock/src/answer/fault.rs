//! Errors as answers (OData JSON 4.0, 19).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use odata_core::expr::ExprError;
use serde_json::json;

use crate::Canned;
use crate::eval::EvalError;
use crate::trouble::INVALID_TOKEN;

/// Why a request is not answered as asked.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    status: StatusCode,
    code: &'static str,
    message: String,
    target: Option<String>,
    header: Option<(&'static str, &'static str)>,
    canned: Option<Box<Canned>>,
}

impl Fault {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Fault {
            status,
            code,
            message: message.into(),
            target: None,
            header: None,
            canned: None,
        }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NotFound", message)
    }

    pub(crate) fn gone(message: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "Gone", message)
    }

    pub(crate) fn not_implemented(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message)
    }

    pub(crate) fn not_acceptable(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_ACCEPTABLE, "NotAcceptable", message)
    }

    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "Conflict", message)
    }

    pub(crate) fn failed_dependency(message: impl Into<String>) -> Self {
        Self::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message)
    }

    pub(crate) fn precondition_failed(message: impl Into<String>) -> Self {
        let status = StatusCode::PRECONDITION_FAILED;
        Self::new(status, "PreconditionFailed", message)
    }

    pub(crate) fn precondition_required(message: impl Into<String>) -> Self {
        let status = StatusCode::PRECONDITION_REQUIRED;
        Self::new(status, "PreconditionRequired", message)
    }

    pub(crate) fn unsupported_media_type(message: impl Into<String>) -> Self {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Self::new(status, "UnsupportedMediaType", message)
    }

    /// Says which methods are allowed.
    pub(crate) fn method_not_allowed(message: impl Into<String>, allowed: &'static str) -> Self {
        let fault = Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message);
        fault.header("allow", allowed)
    }

    pub(crate) fn unauthorized(message: impl Into<String>) -> Self {
        let fault = Self::new(StatusCode::UNAUTHORIZED, "Unauthorized", message);
        fault.header("www-authenticate", "Bearer")
    }

    /// The token that came does not hold (RFC 6750, 3.1).
    pub(crate) fn invalid_token(message: impl Into<String>) -> Self {
        let fault = Self::new(
            StatusCode::UNAUTHORIZED,
            "InvalidAuthenticationToken",
            message,
        );
        fault.header("www-authenticate", INVALID_TOKEN)
    }

    fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    /// Names the query option, or the property, that is at fault.
    pub(crate) fn target(mut self, target: impl Into<String>) -> Self {
        self.target = Some(target.into());
        self
    }

    /// The text of a query option is not an expression, or not one that fits.
    pub(crate) fn expression(error: &ExprError, option: &str) -> Self {
        Self::bad_request(error.to_string()).target(option)
    }

    /// The expression of a query option has no value for a row.
    pub(crate) fn evaluation(error: &EvalError, option: &str) -> Self {
        let fault = if error.is_unsupported {
            Self::not_implemented(error.message.clone())
        } else {
            Self::bad_request(error.message.clone())
        };
        fault.target(option)
    }

    /// What a closure of the test answers in place of the service.
    pub(crate) fn canned(canned: Box<Canned>) -> Self {
        Fault {
            canned: Some(canned),
            ..Self::bad_request(String::new())
        }
    }

    /// The answer of a closure, if it is one.
    pub(crate) fn into_canned(self) -> Result<Box<Canned>, Fault> {
        match self.canned {
            Some(canned) => Ok(canned),
            None => Err(self),
        }
    }

    pub(crate) fn into_response(self) -> Response<Bytes> {
        let mut error = json!({"code": self.code, "message": self.message});
        if let (Some(target), Some(members)) = (self.target, error.as_object_mut()) {
            members.insert("target".to_owned(), target.into());
        }
        let mut response = Response::new(json!({ "error": error }).to_string().into());
        *response.status_mut() = self.status;
        let json =
            HeaderValue::from_static("application/json;odata.metadata=minimal;charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, json);
        if let Some((name, value)) = self.header {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
