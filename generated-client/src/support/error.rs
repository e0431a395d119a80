//! The error of a call.

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::buffer::Buffer;
use super::cause::Cause;
use super::failure::Failure;
use super::fault::{Answered, Fault};
use super::kind::ErrorKind;
use super::retry_after::retry_after;

/// Why a call failed. `E` is the type of the body that the API documents for an error.
///
/// `Display` prints one or more sentences: what happened, and what to do. `{:#}` adds the sources. `Display` and
/// `Debug` show no header, no body and no secret of the request, even if the server sent the secret back.
///
/// Code that decides what to do can use [`kind`](Self::kind), [`status`](Self::status), [`code`](Self::code) and
/// [`may_have_acted`](Self::may_have_acted). It need not parse a message:
///
/// ```
/// # use b2c_agent_client::{Error, ErrorKind};
/// fn is_worth_another_try<E>(error: &Error<E>) -> bool {
///     match error.kind() {
///         ErrorKind::Connect => true,
///         _ => error.status().is_some_and(|status| status == 429),
///     }
/// }
/// ```
pub struct Error<E = ()> {
    fault: Fault,
    body: Option<Box<E>>,
}

impl<E> Error<E> {
    pub(super) fn of(fault: Fault, body: Option<E>) -> Self {
        Self {
            fault,
            body: body.map(Box::new),
        }
    }

    /// The error of a call that hand-written code refuses before it is sent. `reason` is a clause that repeats no
    /// value.
    #[allow(dead_code, reason = "for code that is written by hand around generated code")]
    pub(crate) fn invalid_request(operation: &'static str, reason: String) -> Self {
        Self::of(Fault::invalid_request(reason).of_operation(operation), None)
    }

    pub(super) fn into_fault(self) -> Fault {
        self.fault
    }

    /// Makes an error of this kind, for tests, and for services that got no response. Use
    /// [`Connect`](ErrorKind::Connect) if nothing was sent.
    ///
    /// ```
    /// # use b2c_agent_client::{Error, ErrorKind};
    /// let error: Error = Error::of_kind(ErrorKind::Timeout);
    /// assert!(error.may_have_acted());
    /// ```
    #[must_use]
    pub fn of_kind(kind: ErrorKind) -> Self {
        Self::of(Fault::of_kind(kind), None)
    }

    /// Sets the status of the response.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.fault.inner_mut().answer = Some(Answered {
            status,
            headers: HeaderMap::new(),
            body: Buffer::default(),
            truncated: false,
            redirect_host: None,
        });
        self
    }

    /// Sets the failure's code, spelled as the server would spell it.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.fault.inner_mut().report.code = Some(code.into());
        self
    }

    /// Sets the server's explanation.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.fault.inner_mut().report.message = Some(message.into());
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: E) -> Self {
        self.body = Some(Box::new(body));
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.fault.inner().kind
    }

    /// The status of the response, if there was one, even if the body could not be read or understood.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.fault.inner().status()
    }

    /// The headers of the response, if there was one. They are as the server sent them and can hold secrets.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.headers)
    }

    /// The bytes of the response's body that were read, if there was a response. There are at most
    /// [`Config::max_body_bytes`](crate::Config::max_body_bytes). They are as the server sent them and can hold
    /// secrets.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.answer().map(|answer| answer.body.as_ref())
    }

    /// Whether the end of the body is missing from [`raw_body`](Self::raw_body), because the body was too large or did
    /// not arrive completely.
    #[must_use]
    pub fn body_is_truncated(&self) -> bool {
        self.answer().is_some_and(|answer| answer.truncated)
    }

    /// The response's body in the type that the API documents for its error status. `None` for every other kind of
    /// failure, and if the body is not as documented. The body and its `Debug` are as the server sent them: they can
    /// repeat a secret of the request. [`message`](Self::message) and [`code`](Self::code) cannot.
    #[must_use]
    pub fn body(&self) -> Option<&E> {
        self.body.as_deref()
    }

    /// Like [`body`](Self::body), by value.
    #[must_use]
    pub fn into_body(self) -> Option<E> {
        self.body.map(|body| *body)
    }

    /// The failure's code as the server spelled it, if there is one. It can come with an error status or a success
    /// status.
    #[must_use]
    pub fn code_text(&self) -> Option<&str> {
        self.fault.inner().report.code.as_deref()
    }

    /// The server's explanation for people, if there is one. It can come with an error status or a success status. It
    /// has the server's length and characters; `Display` shows its beginning, on one line.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.fault.inner().report.message.as_deref()
    }

    /// Whether the response had a success status and its body reported the failure.
    #[must_use]
    pub fn is_in_band(&self) -> bool {
        self.kind() == ErrorKind::InBand
    }

    /// Where a redirect response points: the host, and the port unless it is the scheme's default. Nothing was sent
    /// there. `None` if the response names no target.
    #[must_use]
    pub fn redirect_host(&self) -> Option<&str> {
        self.answer()?.redirect_host.as_deref()
    }

    /// How long the server asks callers to wait before they send the request again (header `Retry-After`, common with
    /// 429 and 503). A date is converted to a duration with the response's `Date` header, or with the local clock if
    /// there is none. A date in the past is zero. `None` if the header is absent or not valid.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?)
    }

    /// The `operationId` of the operation. `None` if the call failed before it belonged to an operation.
    #[must_use]
    pub fn operation_id(&self) -> Option<&'static str> {
        self.fault.inner().operation
    }

    /// Whether the server may have acted on the request. `false` if the server cannot have acted or says that it has
    /// not. Then it is safe to send the request again.
    ///
    /// | failure | value |
    /// | --- | --- |
    /// | [`InvalidRequest`](ErrorKind::InvalidRequest), [`Connect`](ErrorKind::Connect) | `false`: nothing was sent |
    /// | status 307 or 308, with any other problem | `false`: the server wants the request sent elsewhere |
    /// | status 304, where the API documents it | `false`: the caller has the answer already |
    /// | status 4xx, with any other problem | `false`: the server refused it |
    /// | status 301, 302 or 303 | `true`: servers also send these after they have acted |
    /// | status 5xx, or another status that is not documented | `true` |
    /// | success status: in-band failure, or a body that is too large, incomplete or not understood | `true` |
    /// | [`Timeout`](ErrorKind::Timeout), [`Transport`](ErrorKind::Transport) without a status | `true` |
    /// | [`OtherAnswer`](ErrorKind::OtherAnswer) | `true`: the response to this call has not arrived |
    #[must_use]
    pub fn may_have_acted(&self) -> bool {
        self.fault.inner().may_have_acted()
    }

    /// The same error without the type of its body, for code that handles errors of several operations.
    #[must_use]
    pub fn untyped(self) -> Error {
        Error {
            fault: self.fault,
            body: None,
        }
    }

    /// Converts the body.
    pub(crate) fn map<F>(self, make: impl FnOnce(E) -> F) -> Error<F> {
        Error {
            fault: self.fault,
            body: self.body.map(|body| Box::new(make(*body))),
        }
    }

    fn answer(&self) -> Option<&Answered> {
        self.fault.inner().answer.as_ref()
    }
}

impl<E: Failure> Error<E> {
    /// The failure's code, if there is one. It can come with an error status or a success status.
    #[must_use]
    pub fn code(&self) -> Option<E::Code> {
        self.code_text().map(|code| E::Code::from(code.to_owned()))
    }
}

impl<E> From<Fault> for Error<E> {
    fn from(fault: Fault) -> Self {
        Self { fault, body: None }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.fault, f)
    }
}

impl<E> fmt::Debug for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.fault, f)
    }
}

impl<E> std::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.fault.inner().cause.as_ref().map(Cause::as_error)
    }
}

#[cfg(test)]
mod tests;
