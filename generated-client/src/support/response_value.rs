//! What a successful call returns.

use std::fmt;
use std::ops::Deref;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::buffer::Buffer;
use super::cause::{Cause, UndocumentedProblem};
use super::error::Error;
use super::fault::{Answered, Fault};
use super::redact::Secrets;

/// The typed body of a successful answer, together with its status and headers.
///
/// It dereferences to the body. `Debug` shows the status and the body, never a header; a secret of the request that the
/// body repeats is masked there, while the body's own `Debug` shows what the server sent.
#[derive(Clone)]
pub struct ResponseValue<T> {
    status: StatusCode,
    headers: HeaderMap,
    inner: T,
    origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Default)]
pub(super) struct Origin {
    pub(super) operation: &'static str,
    pub(super) body: Buffer,
    pub(super) secrets: Secrets,
    pub(super) unread: Vec<&'static str>,
}

impl<T> ResponseValue<T> {
    /// An answer of one's own making, for tests.
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

    /// The same answer, unless it repeats another value in `property` than was sent: then it is another call's. Where
    /// nothing was sent or nothing is repeated, nobody can tell.
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

    /// Makes an error of an answer that has none of the documented properties.
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

    /// What makes an answer with another body of an answer.
    pub(crate) fn mapper<U>(make: impl FnOnce(T) -> U) -> impl FnOnce(Self) -> ResponseValue<U> {
        |value| ResponseValue {
            status: value.status,
            headers: value.headers,
            inner: make(value.inner),
            origin: value.origin,
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

    /// The properties of the body that are there and could not be read, by their names in JSON. They decide nothing about
    /// the call, and are absent from the value; [`raw_body`](Self::raw_body) has them.
    #[must_use]
    pub fn unread(&self) -> &[&'static str] {
        &self.origin.unread
    }

    /// The body as the server sent it, secrets included. Empty where it is a stream.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        self.origin.body.as_ref()
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
