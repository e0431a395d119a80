//! The rest of a response's body: pieces of bytes, until the end, an error, or a stall timeout.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::buffer::Buffer;
use super::cause::{Cause, Stalled};
use super::error::Error;
use super::fault::{Answered, Fault};
use super::limit::Limit;
use super::trace::Trace;

pub(super) struct Rest {
    /// `None` after the end or the first error.
    chunks: Option<Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>>,
    stall: Option<Limit>,
    pub(super) operation: &'static str,
    status: StatusCode,
    /// Lives as long as the body, so that the span covers it.
    trace: Trace,
}

impl Rest {
    pub(super) fn new(
        response: reqwest::Response,
        stall: Option<Limit>,
        operation: &'static str,
        trace: Trace,
    ) -> Self {
        let status = response.status();
        Self {
            chunks: Some(Box::pin(response.bytes_stream())),
            stall,
            operation,
            status,
            trace,
        }
    }

    /// The next piece; `None` at the end and after an error.
    pub(super) fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(chunks) = &mut self.chunks else {
            return Poll::Ready(None);
        };
        let cause = match chunks.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.stall.iter_mut().for_each(Limit::reset);
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(Some(Err(error))) => Cause::body(error),
            Poll::Ready(None) => {
                self.end();
                return Poll::Ready(None);
            }
            Poll::Pending => {
                let Some(stall) = &mut self.stall else {
                    return Poll::Pending;
                };
                ready!(stall.poll(context));
                Cause::Stalled(Stalled { limit: stall.duration })
            }
        };
        Poll::Ready(Some(Err(self.fail(cause))))
    }

    /// Drops the rest, and with it the connection.
    pub(super) fn end(&mut self) {
        self.chunks = None;
    }

    /// The error that ends the body.
    pub(super) fn fail(&mut self, cause: Cause) -> Error {
        self.end();
        self.trace.failed(cause.kind(), Some(self.status));
        self.error(cause, Buffer::default())
    }

    /// An error of the call. `body` is the part of the body that it is about, which may be empty.
    pub(super) fn error(&self, cause: Cause, body: Buffer) -> Error {
        let answer = Answered {
            status: self.status,
            headers: HeaderMap::new(),
            body,
            truncated: true,
            redirect_host: None,
        };
        Fault::answered(cause.kind(), self.operation, answer, Some(cause)).into()
    }
}
