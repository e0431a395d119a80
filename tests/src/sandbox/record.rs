//! The requests that arrived at the sandbox, recorded for tests.

use std::fmt;
use std::sync::Arc;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use serde_json::Value;

use crate::secrets::{MASK, Secrets};

/// A request as it arrived. `Debug` masks the values that the document marks as secret; the accessors do not.
#[derive(Clone)]
pub struct RecordedRequest {
    method: Method,
    path: String,
    query: Option<String>,
    headers: HeaderMap,
    body: Bytes,
    secrets: Arc<Secrets>,
}

impl RecordedRequest {
    pub(super) fn new(parts: &Parts, body: Bytes, secrets: Arc<Secrets>) -> Self {
        Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            headers: parts.headers.clone(),
            body,
            secrets,
        }
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path as it was sent, with percent-encoding.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The query string as it was sent, without the `?`; `None` if there was none.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }

    /// All headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The value of a header; `None` if it is absent or not visible ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The bytes of the body, without the framing of chunks.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body read as JSON; `None` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes());
                let shown = if self.secrets.covers_header(name.as_str()) {
                    MASK.into()
                } else {
                    value
                };
                self.secrets.mask_values(&format!("{name}: {shown}"))
            })
            .collect();
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.secrets.mask_values(&self.path))
            .field(
                "query",
                &self.query.as_ref().map(|query| self.secrets.mask_query(query)),
            )
            .field("headers", &headers)
            .field("body", &self.secrets.mask_json(&String::from_utf8_lossy(&self.body)))
            .finish()
    }
}
