//! What a successful call returns.

use std::fmt;
use std::ops::Deref;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

/// The typed body of a successful answer, together with its status and headers.
///
/// It dereferences to the body. `Debug` shows the status and the body, never a header.
#[derive(Clone)]
pub struct ResponseValue<T> {
    status: StatusCode,
    headers: HeaderMap,
    inner: T,
}

impl<T> ResponseValue<T> {
    pub(super) fn new(status: StatusCode, headers: HeaderMap, inner: T) -> Self {
        Self { status, headers, inner }
    }

    /// What makes an answer with another body of an answer.
    pub(crate) fn mapper<U>(make: impl FnOnce(T) -> U) -> impl FnOnce(Self) -> ResponseValue<U> {
        |value| ResponseValue {
            status: value.status,
            headers: value.headers,
            inner: make(value.inner),
        }
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer, as the server sent them: they can hold secrets.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.inner
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseValue")
            .field("status", &self.status.as_u16())
            .field("value", &self.inner)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn debug_shows_no_header() {
        let headers = HeaderMap::from_iter([(reqwest::header::SET_COOKIE, HeaderValue::from_static("canary"))]);
        let value = ResponseValue::new(StatusCode::OK, headers, vec![1]);
        assert_eq!(format!("{value:?}"), "ResponseValue { status: 200, value: [1] }");
        assert_eq!(
            (value.len(), value.status(), value.headers().len()),
            (1, StatusCode::OK, 1)
        );
        assert_eq!(value.into_inner(), [1]);
    }
}
