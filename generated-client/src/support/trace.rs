//! One `tracing` span an operation, from sending the request to the end of the answer. It must record nothing but the
//! operation's id, the status and the time: no name, value, address or body. Without the feature it is nothing at all.

use std::future::Future;

#[cfg(feature = "tracing")]
use std::time::Instant;

/// The span of one call. Dropping it records how long the call took, a cancelled call included.
#[cfg(feature = "tracing")]
pub(super) struct Trace {
    span: tracing::Span,
    started: Instant,
}

#[cfg(feature = "tracing")]
impl Trace {
    pub(super) fn start(operation: &'static str) -> Self {
        use tracing::field::Empty;
        let span = tracing::info_span!("operation", id = operation, status = Empty, elapsed_ms = Empty);
        Self {
            span,
            started: Instant::now(),
        }
    }

    pub(super) fn status(&self, status: u16) {
        self.span.record("status", status);
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
pub(super) struct Trace;

#[cfg(not(feature = "tracing"))]
impl Trace {
    pub(super) fn start(_: &'static str) -> Self {
        Self
    }

    pub(super) fn status(&self, _: u16) {}

    pub(super) fn run<F: Future>(&self, future: F) -> F {
        future
    }
}
