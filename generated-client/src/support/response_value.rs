//! The result of a successful call.

use std::fmt;
use std::ops::Deref;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::buffer::Buffer;
use super::cause::{Cause, UndocumentedProblem};
use super::error::Error;
use super::fault::{Answered, Fault};
use super::redact::Secrets;

/// The typed body of a successful response, with its status and headers.
///
/// It dereferences to the body. `Debug` shows the status and the body, but no header. It masks secrets of the request
/// that the body repeats. The `Debug` of the body itself shows them.
#[derive(Clone)]
pub struct ResponseValue<T> {
    status: StatusCode,
    headers: HeaderMap,
    inner: T,
    origin: Origin,
}

/// What is kept of the response besides the value.
#[derive(Clone, Default)]
pub(super) struct Origin {
    pub(super) operation: &'static str,
    pub(super) body: Buffer,
    pub(super) secrets: Secrets,
    pub(super) unread: Vec<&'static str>,
}

impl<T> ResponseValue<T> {
    /// Makes a response without a server, for tests.
    pub fn new(status: StatusCode, headers: HeaderMap, inner: T) -> Self {
        Self::received(status, headers, inner, Origin::default())
    }

    pub(super) fn received(status: StatusCode, headers: HeaderMap, inner: T, origin: Origin) -> Self {
        Self {
            status,
            headers,
            inner,
            origin,
        }
    }

    /// Returns an error if the value of `property` differs from the one that was sent: the response then belongs to
    /// another call. If one of the values is missing, the response is accepted.
    pub(crate) fn echoes<V: PartialEq, E>(
        self,
        property: &'static str,
        sent: Option<&V>,
        repeated: impl FnOnce(&T) -> Option<V>,
    ) -> Result<Self, Error<E>> {
        match (sent, repeated(&self.inner)) {
            (Some(sent), Some(repeated)) if *sent != repeated => {
                Err(Fault::other_answer(property).of_operation(self.origin.operation).into())
            }
            _ => Ok(self),
        }
    }

    /// Converts a response that has none of the documented properties into an error.
    #[allow(dead_code, reason = "for code that is written by hand around generated code")]
    pub(crate) fn into_undocumented<E>(self) -> Error<E> {
        let answer = Answered {
            status: self.status,
            headers: self.headers,
            body: self.origin.body,
            truncated: false,
            redirect_host: None,
        };
        let cause = Cause::Undocumented(UndocumentedProblem);
        Fault::answered(cause.kind(), self.origin.operation, answer, Some(cause)).into()
    }

    /// A function that converts the body of a response.
    pub(crate) fn mapper<U>(make: impl FnOnce(T) -> U) -> impl FnOnce(Self) -> ResponseValue<U> {
        |value| ResponseValue {
            status: value.status,
            headers: value.headers,
            inner: make(value.inner),
            origin: value.origin,
        }
    }

    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response. They are as the server sent them and can hold secrets.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The JSON names of properties that were present but could not be read. They do not affect the result of the call,
    /// and are absent from the value. [`raw_body`](Self::raw_body) holds them.
    #[must_use]
    pub fn unread(&self) -> &[&'static str] {
        &self.origin.unread
    }

    /// The body as the server sent it, secrets included. Empty if the body is streamed.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        self.origin.body.as_ref()
    }

    /// Returns the body only.
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
        let inner = if f.alternate() {
            format!("{:#?}", self.inner)
        } else {
            format!("{:?}", self.inner)
        };
        let inner = self.origin.secrets.mask(inner);
        f.debug_struct("ResponseValue")
            .field("status", &self.status.as_u16())
            .field("value", &format_args!("{inner}"))
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
