//! One `tracing` span a call, from sending the request to the end of the answer, with the names that OpenTelemetry gives
//! the spans of HTTP clients. It must record nothing but the operation, its path as the document has it, the status, the
//! kind of a failure and the time: no value, address or body. Without the feature it is nothing at all.

use std::future::Future;

use reqwest::StatusCode;

use super::kind::ErrorKind;
use super::operation::Operation;

/// The path of the document, which a request is built from.
#[cfg(feature = "tracing")]
pub(super) struct Template(String);

#[cfg(feature = "tracing")]
impl Template {
    pub(super) fn new() -> Self {
        Self(String::new())
    }

    pub(super) fn literal(&mut self, literal: &str) {
        self.0.push_str(literal);
    }

    pub(super) fn parameter(&mut self, name: &str) {
        self.0.push('{');
        self.0.push_str(name);
        self.0.push('}');
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The span of one call. Dropping it records how long the call took, a cancelled call included.
#[cfg(feature = "tracing")]
pub(super) struct Trace {
    span: tracing::Span,
    started: std::time::Instant,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(super) fn start(operation: &Operation, template: &str) -> Self {
        use tracing::field::Empty;
        let method = operation.method.as_str();
        let span = tracing::info_span!(
            "operation",
            id = operation.id,
            otel.kind = "client",
            otel.name = format_args!("{method} {template}"),
            otel.status_code = Empty,
            http.request.method = method,
            url.template = template,
            http.response.status_code = Empty,
            "error.type" = Empty,
            elapsed_ms = Empty,
        );
        Self {
            span,
            started: std::time::Instant::now(),
        }
    }

    pub(super) fn status(&self, status: u16) {
        self.span.record("http.response.status_code", status);
    }

    /// Records how the call has failed: the status where that is an error, the kind everywhere else.
    pub(super) fn failed(&self, kind: ErrorKind, status: Option<StatusCode>) {
        self.span.record("otel.status_code", "ERROR");
        match status.filter(|status| !status.is_success()) {
            Some(status) => self.span.record("error.type", status.as_str()),
            None => self.span.record("error.type", tracing::field::debug(kind)),
        };
    }

    /// Runs a part of the call inside the span.
    pub(super) fn run<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }
}

#[cfg(feature = "tracing")]
impl Drop for Trace {
    fn drop(&mut self) {
        let elapsed = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.span.record("elapsed_ms", elapsed);
    }
}

#[cfg(not(feature = "tracing"))]
pub(super) struct Template;

#[cfg(not(feature = "tracing"))]
impl Template {
    pub(super) fn new() -> Self {
        Self
    }

    pub(super) fn literal(&mut self, _: &str) {}

    pub(super) fn parameter(&mut self, _: &str) {}

    pub(super) fn as_str(&self) -> &str {
        ""
    }
}

#[cfg(not(feature = "tracing"))]
pub(super) struct Trace;

#[cfg(not(feature = "tracing"))]
impl Trace {
    pub(super) fn start(_: &Operation, _: &str) -> Self {
        Self
    }

    pub(super) fn status(&self, _: u16) {}

    pub(super) fn failed(&self, _: ErrorKind, _: Option<StatusCode>) {}

    pub(super) fn run<F: Future>(&self, future: F) -> F {
        future
    }
}
