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

/// Why a call failed, with whatever is known of it. `E` is the type of the body that the API documents for an error.
///
/// `Display` is one or more sentences: what happened, and what to do. With `{:#}` the sources follow. Neither it nor
/// `Debug` shows a header, a body, or a secret of the request, not even one that the server sent back.
///
/// Code that has to decide asks [`kind`](Self::kind), [`status`](Self::status), [`code`](Self::code) and
/// [`may_have_acted`](Self::may_have_acted), and need not parse a text:
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

    /// The error of a call that hand-written code refuses before it is sent. The reason is a clause that repeats no value.
    #[allow(dead_code, reason = "for code that is written by hand around generated code")]
    pub(crate) fn invalid_request(operation: &'static str, reason: String) -> Self {
        Self::of(Fault::invalid_request(reason).of_operation(operation), None)
    }

    pub(super) fn into_fault(self) -> Fault {
        self.fault
    }

    /// An error of one's own making, for tests, and for services that say why a call got no answer. Where nothing was
    /// sent, its kind is [`Connect`](ErrorKind::Connect).
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

    /// The same error with this status of an answer.
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

    /// The same error with this code, as the server would spell it.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.fault.inner_mut().report.code = Some(code.into());
        self
    }

    /// The same error with this explanation of the server.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.fault.inner_mut().report.message = Some(message.into());
        self
    }

    /// The same error with this body.
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

    /// The status of the answer, if there was one: also when its body could not be read or understood.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.fault.inner().status()
    }

    /// The headers of the answer, if there was one. They are as the server sent them and can hold secrets.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.headers)
    }

    /// What was read of the answer's body, if there was an answer; at most
    /// [`Config::max_body_bytes`](crate::Config::max_body_bytes) bytes. They are as the server sent them and can hold
    /// secrets.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.answer().map(|answer| answer.body.as_ref())
    }

    /// Whether [`raw_body`](Self::raw_body) lacks the end of the body, because it was too large or did not arrive.
    #[must_use]
    pub fn body_is_truncated(&self) -> bool {
        self.answer().is_some_and(|answer| answer.truncated)
    }

    /// The answer's body as documented for its error status. `None` for every other kind of failure, and when the body
    /// is not what the API documents. It is as the server sent it, and so is its `Debug`: a text in it can repeat a secret
    /// of the request, which [`message`](Self::message) and [`code`](Self::code) cannot.
    #[must_use]
    pub fn body(&self) -> Option<&E> {
        self.body.as_deref()
    }

    /// Like [`body`](Self::body), by value.
    #[must_use]
    pub fn into_body(self) -> Option<E> {
        self.body.map(|body| *body)
    }

    /// The failure's code as the server spelt it, if it gave one, in an error status or within a success.
    #[must_use]
    pub fn code_text(&self) -> Option<&str> {
        self.fault.inner().report.code.as_deref()
    }

    /// The server's explanation for people, if it gave one, in an error status or within a success. It is as long as the
    /// server made it, with whatever characters; `Display` shows the beginning, on one line.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.fault.inner().report.message.as_deref()
    }

    /// Whether the answer had a success status and reported the failure in its body.
    #[must_use]
    pub fn is_in_band(&self) -> bool {
        self.kind() == ErrorKind::InBand
    }

    /// Where an answer with a redirect status points: host, and port if it is not the scheme's own. Nothing was sent
    /// there. `None` if the answer names no place.
    #[must_use]
    pub fn redirect_host(&self) -> Option<&str> {
        self.answer()?.redirect_host.as_deref()
    }

    /// How long the server asks its callers to wait before they send the request again: the header `Retry-After`, which
    /// often comes with 429 and 503. A point in time is taken relative to the server's own clock where the answer says
    /// what that shows, and is zero where it has passed. `None` where the server asks for nothing, or nobody can read it.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?)
    }

    /// The `operationId` of the operation, unless the call failed before it had anything to do with it.
    #[must_use]
    pub fn operation_id(&self) -> Option<&'static str> {
        self.fault.inner().operation
    }

    /// Whether the server may have acted on the request. It is `false` only where the server cannot have or says that it
    /// has not, so that sending the request again cannot do the same thing twice.
    ///
    /// | failure | answer |
    /// | --- | --- |
    /// | [`InvalidRequest`](ErrorKind::InvalidRequest), [`Connect`](ErrorKind::Connect) | `false`: nothing was sent |
    /// | status 307 or 308, whatever else is wrong with the answer | `false`: the server asks for the request elsewhere |
    /// | status 304, where the API documents it | `false`: the caller has the answer already |
    /// | status 4xx, whatever else is wrong with the answer | `false`: the server refused it |
    /// | status 301, 302 or 303 | `true`: servers also answer so after they have acted |
    /// | status 5xx, or another status that is not documented | `true` |
    /// | success status: in-band failure, or a body that is too large, incomplete or not understood | `true` |
    /// | [`Timeout`](ErrorKind::Timeout), [`Transport`](ErrorKind::Transport) without a status | `true` |
    /// | [`OtherAnswer`](ErrorKind::OtherAnswer) | `true`: the answer to this call has not come |
    #[must_use]
    pub fn may_have_acted(&self) -> bool {
        self.fault.inner().may_have_acted()
    }

    /// The same error without the type of its body, for code that handles the errors of several operations.
    #[must_use]
    pub fn untyped(self) -> Error {
        Error {
            fault: self.fault,
            body: None,
        }
    }

    /// The same error with a body made of this one.
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
    /// The failure's code, if the server gave one, in an error status or within a success.
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
