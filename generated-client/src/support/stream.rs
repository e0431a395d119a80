//! A body that is received piece by piece.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::buffer::Buffer;
use super::cause::{Cause, TooLarge};
use super::error::Error;
use super::fault::{Answered, Fault};
use super::trace::Trace;

/// The body of a response as it arrives. The network determines the size of the pieces.
///
/// Its length is not limited, but its time is: the timeout of the call ([`Config::timeout`](crate::Config::timeout))
/// covers the whole body. Use [`collect`](Self::collect) to limit the length.
///
/// The stream ends after an error.
pub struct ByteStream {
    chunks: Option<Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send + Sync>>>,
    operation: &'static str,
    status: StatusCode,
    /// Lives as long as the body, so that the span covers it.
    _trace: Trace,
}

impl ByteStream {
    pub(super) fn new(response: reqwest::Response, operation: &'static str, trace: Trace) -> Self {
        let status = response.status();
        Self {
            chunks: Some(Box::pin(response.bytes_stream())),
            operation,
            status,
            _trace: trace,
        }
    }

    /// The next piece; `None` at the end of the body.
    ///
    /// # Errors
    ///
    /// Kind [`Timeout`](crate::ErrorKind::Timeout) or [`Transport`](crate::ErrorKind::Transport).
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context))
            .await
            .transpose()
    }

    /// Reads the rest of the body, at most `max` bytes.
    ///
    /// # Errors
    ///
    /// Kind [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge), [`Timeout`](crate::ErrorKind::Timeout) or
    /// [`Transport`](crate::ErrorKind::Transport).
    pub async fn collect(mut self, max: usize) -> Result<Vec<u8>, Error> {
        let mut body = Buffer::default();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > max - body.as_ref().len() {
                return Err(self.error(Cause::TooLarge(TooLarge { limit: max })));
            }
            body.push(&chunk);
        }
        Ok(body.into_vec())
    }

    fn error(&self, cause: Cause) -> Error {
        let answer = Answered {
            status: self.status,
            headers: HeaderMap::new(),
            body: Buffer::default(),
            truncated: true,
            redirect_host: None,
        };
        Fault::answered(cause.kind(), self.operation, answer, Some(cause)).into()
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(chunks) = &mut this.chunks else {
            return Poll::Ready(None);
        };
        match std::task::ready!(chunks.as_mut().poll_next(context)) {
            Some(Ok(chunk)) => Poll::Ready(Some(Ok(chunk))),
            Some(Err(error)) => {
                this.chunks = None;
                Poll::Ready(Some(Err(this.error(Cause::body(error)))))
            }
            None => {
                this.chunks = None;
                Poll::Ready(None)
            }
        }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}
