//! A body that is handed over piece by piece.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use super::buffer::Buffer;
use super::cause::{Cause, TooLarge};
use super::error::Error;
use super::rest::Rest;

/// The body of an answer as it arrives, in pieces of whatever size the network makes them.
///
/// Nothing limits how much it yields or how long that takes, as long as something arrives: see
/// [`Config::stall_timeout`](crate::Config::stall_timeout). Use [`collect`](Self::collect) to have a limit.
///
/// After an error the stream is at its end.
pub struct ByteStream(Rest);

impl ByteStream {
    pub(super) fn new(rest: Rest) -> Self {
        Self(rest)
    }

    /// The next piece, or `None` at the end of the body.
    ///
    /// # Errors
    ///
    /// Kind [`Timeout`](crate::ErrorKind::Timeout) or [`Transport`](crate::ErrorKind::Transport).
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| self.0.poll_chunk(context))
            .await
            .transpose()
    }

    /// The rest of the body, of at most `max` bytes.
    ///
    /// # Errors
    ///
    /// Kind [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge), [`Timeout`](crate::ErrorKind::Timeout) or
    /// [`Transport`](crate::ErrorKind::Transport).
    pub async fn collect(mut self, max: usize) -> Result<Vec<u8>, Error> {
        let mut body = Buffer::default();
        while let Some(chunk) = self.chunk().await? {
            if chunk.len() > max - body.as_ref().len() {
                return Err(self.0.fail(Cause::TooLarge(TooLarge { limit: max })));
            }
            body.push(&chunk);
        }
        Ok(body.into_vec())
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_chunk(context)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("operation", &self.0.operation)
            .finish_non_exhaustive()
    }
}
