//! Responses of the sandbox: any response that a test asks for, and error bodies in the form that the API's servers use.

use std::fmt;

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Map, Value, json};

/// The media type of JSON answers, spelt as in the vendor's example of a response. The document spells it with a
/// space; a client must accept both.
const JSON: HeaderValue = HeaderValue::from_static("application/json;charset=utf-8");

/// A response: status, headers and the bytes of the body.
///
/// The HTTP library only adds `date` and the body's framing.
#[derive(Clone)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    /// An answer without headers and body.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }

    /// A JSON answer with the media type that the API's servers send.
    #[must_use]
    pub fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status)
            .with_header(CONTENT_TYPE, JSON)
            .with_body(body.to_string())
    }

    /// An error body; fields that are `None` are left out of it.
    #[must_use]
    pub fn error(status: StatusCode, exception_code: Option<&str>, message: Option<&str>) -> Self {
        let fields = [("exceptionCode", exception_code), ("message", message)];
        let body: Map<String, Value> = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), json!(value?))))
            .collect();
        Self::json(status, &Value::Object(body))
    }

    /// A response with status 200 that reports a failure: only `chatSystemError` is set.
    #[must_use]
    pub fn system_error(error_condition: &str, text: &str, kind: &str) -> Self {
        let error = json!({ "errorCondition": error_condition, "text": text, "type": kind });
        Self::json(StatusCode::OK, &json!({ "chatSystemError": error }))
    }

    /// Adds a header. Headers of the same name are kept.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }

    /// Replaces the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The bytes of the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    pub(super) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

impl fmt::Debug for Answer {
    /// Shows the length of the body but not its content, since it can hold a session id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers.keys())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
