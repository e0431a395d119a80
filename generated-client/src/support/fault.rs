//! The core of every error, without a type for the body. It is what the steps of a call return; [`Error`] adds the body.
//!
//! Whatever of it can be shown has had the request's secrets taken out before it came here.
//!
//! [`Error`]: super::error::Error

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::buffer::Buffer;
use super::cause::Cause;
use super::excerpt::excerpt;
use super::kind::ErrorKind;

/// Boxed: results stay as small as a successful call needs them.
pub(crate) struct Fault(Box<Inner>);

pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    pub(super) operation: Option<&'static str>,
    /// Why the call could not be sent, for [`ErrorKind::InvalidRequest`]; the property that gave another call's answer
    /// away, for [`ErrorKind::OtherAnswer`].
    pub(super) reason: Option<String>,
    pub(super) answer: Option<Answered>,
    pub(super) report: Report,
    pub(super) cause: Option<Cause>,
}

/// What is kept of an answer.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Buffer,
    pub(super) truncated: bool,
    pub(super) redirect_host: Option<String>,
}

/// How the server explains a failure, without the request's secrets.
#[derive(Default)]
pub(crate) struct Report {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
}

impl Fault {
    /// A failure of which nothing is known but its kind.
    pub(super) fn of_kind(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            reason: None,
            answer: None,
            report: Report::default(),
            cause: None,
        }))
    }

    /// A call that cannot be sent. The reason is a clause that names what is wrong and repeats no value.
    pub(super) fn invalid_request(reason: String) -> Self {
        let mut fault = Self::of_kind(ErrorKind::InvalidRequest);
        fault.0.reason = Some(reason);
        fault
    }

    /// A call that another call's answer came to, which `property` gave away.
    pub(super) fn other_answer(property: &'static str) -> Self {
        let mut fault = Self::of_kind(ErrorKind::OtherAnswer);
        fault.0.reason = Some(property.to_owned());
        fault
    }

    pub(super) fn of_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// A call that got no answer, not even a status.
    pub(super) fn unanswered(cause: Cause) -> Self {
        let mut fault = Self::of_kind(cause.kind());
        fault.0.cause = Some(cause);
        fault
    }

    /// A call whose answer is, or reports, a failure.
    pub(super) fn answered(kind: ErrorKind, operation: &'static str, answer: Answered, cause: Option<Cause>) -> Self {
        let mut fault = Self::of_kind(kind).of_operation(operation);
        fault.0.answer = Some(answer);
        fault.0.cause = cause;
        fault
    }

    pub(super) fn inner_mut(&mut self) -> &mut Inner {
        &mut self.0
    }

    pub(super) fn with_cause(mut self, cause: Cause) -> Self {
        self.0.cause = Some(cause);
        self
    }

    pub(super) fn with_report(mut self, report: Report) -> Self {
        self.0.report = report;
        self
    }

    pub(super) fn inner(&self) -> &Inner {
        &self.0
    }
}

impl Inner {
    pub(super) fn status(&self) -> Option<StatusCode> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    /// See [`Error::may_have_acted`](super::error::Error::may_have_acted), which documents the table.
    pub(super) fn may_have_acted(&self) -> bool {
        match (self.kind, self.status()) {
            (ErrorKind::InvalidRequest | ErrorKind::Connect, _) => false,
            (ErrorKind::InBand, _) | (_, None) => true,
            (ErrorKind::Status, Some(StatusCode::NOT_MODIFIED))
            | (_, Some(StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT)) => false,
            (_, Some(status)) => !status.is_client_error(),
        }
    }
}

/// Structural and short: neither headers nor the body.
impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            operation,
            reason,
            answer,
            report,
            cause,
        } = &*self.0;
        let mut debug = f.debug_struct("Error");
        debug.field("kind", kind);
        if let Some(operation) = operation {
            debug.field("operation", operation);
        }
        if let Some(reason) = reason {
            debug.field("reason", reason);
        }
        if let Some(answer) = answer {
            debug.field("status", &answer.status.as_u16());
            if let Some(host) = &answer.redirect_host {
                debug.field("redirect_host", host);
            }
            debug.field("body_bytes", &answer.body.as_ref().len());
            debug.field("body_is_truncated", &answer.truncated);
        }
        if let Some(code) = &report.code {
            debug.field("code", &excerpt(code));
        }
        if let Some(message) = &report.message {
            debug.field("message", &excerpt(message));
        }
        if let Some(cause) = cause {
            debug.field("source", &cause.as_error());
        }
        debug.finish()
    }
}
