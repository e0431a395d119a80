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
use super::kind::ErrorKind;
use super::sentence;

/// Boxed: results stay as small as a successful call needs them.
pub(crate) struct Fault(Box<Inner>);

pub(super) struct Inner {
    pub(super) kind: ErrorKind,
    pub(super) operation: Option<&'static str>,
    /// Why the call could not be sent, for [`ErrorKind::InvalidRequest`].
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
pub(super) struct Report {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
}

impl Fault {
    /// A call that cannot be sent. The reason is a clause that names what is wrong and repeats no value.
    pub(super) fn invalid_request(reason: String) -> Self {
        Self(Box::new(Inner {
            kind: ErrorKind::InvalidRequest,
            operation: None,
            reason: Some(reason),
            answer: None,
            report: Report::default(),
            cause: None,
        }))
    }

    pub(super) fn of_operation(mut self, operation: &'static str) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// A call that got no answer, not even a status.
    pub(super) fn unanswered(operation: &'static str, cause: Cause) -> Self {
        Self(Box::new(Inner {
            kind: cause.kind(),
            operation: Some(operation),
            reason: None,
            answer: None,
            report: Report::default(),
            cause: Some(cause),
        }))
    }

    /// A call whose answer is, or reports, a failure.
    pub(super) fn answered(kind: ErrorKind, operation: &'static str, answer: Answered, cause: Option<Cause>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: Some(operation),
            reason: None,
            answer: Some(answer),
            report: Report::default(),
            cause,
        }))
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
            (_, Some(StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT)) => false,
            (_, Some(status)) => !status.is_client_error(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        sentence::write(&self.0, f)
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
            debug.field("code", &sentence::excerpt(code));
        }
        if let Some(message) = &report.message {
            debug.field("message", &sentence::excerpt(message));
        }
        if let Some(cause) = cause {
            debug.field("source", &cause.as_error());
        }
        debug.finish()
    }
}
