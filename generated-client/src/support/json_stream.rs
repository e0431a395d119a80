//! Responses that are a sequence of JSON values: one on each line (NDJSON, JSON Lines), or one in each record (RFC
//! 7464).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::buffer::Buffer;
use super::cause::{Cause, ItemProblem, ItemTooLarge, JsonProblem};
use super::error::Error;
use super::rest::Rest;

/// How the values of a sequence are separated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Framing {
    /// One value on each line.
    Lines,
    /// The character RS before each value, and LF after it.
    Records,
}

impl Framing {
    fn mark(self) -> u8 {
        match self {
            Self::Lines => b'\n',
            Self::Records => 0x1E,
        }
    }

    fn item(self) -> &'static str {
        match self {
            Self::Lines => "line",
            Self::Records => "record",
        }
    }
}

/// The JSON values of a response as they arrive, from its lines (`application/x-ndjson`, `application/jsonl`) or from
/// its records (`application/json-seq`). Empty ones are ignored.
///
/// The timeout of the call does not apply. The stream may last as long as something arrives: see
/// [`Config::stall_timeout`](crate::Config::stall_timeout). [`Config::max_body_bytes`](crate::Config::max_body_bytes)
/// limits each value.
///
/// A value that is not as documented is an error of kind [`Decode`](crate::ErrorKind::Decode), whose
/// [`raw_body`](Error::raw_body) is the value. The next values can still be read. After any other error the stream
/// ends.
///
/// `Debug` shows no values.
pub struct JsonStream<T> {
    rest: Rest,
    framing: Framing,
    max: usize,
    /// The beginning of the next value.
    item: Buffer,
    /// The unread part of the last piece.
    chunk: Bytes,
    /// The number of lines or records so far.
    count: u64,
    decode: fn(&[u8]) -> serde_json::Result<T>,
}

impl<T> JsonStream<T> {
    pub(super) fn new(rest: Rest, max: usize, framing: Framing) -> Self
    where
        T: DeserializeOwned,
    {
        Self {
            rest,
            framing,
            max,
            item: Buffer::default(),
            chunk: Bytes::new(),
            count: 0,
            decode: |item| serde_json::from_slice(item),
        }
    }

    /// The next value; `None` at the end.
    ///
    /// # Errors
    ///
    /// Kind [`Decode`](crate::ErrorKind::Decode), [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge),
    /// [`Timeout`](crate::ErrorKind::Timeout) or [`Transport`](crate::ErrorKind::Transport).
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        std::future::poll_fn(|context| self.poll_value(context)).await
    }

    fn poll_value(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            let mark = self.framing.mark();
            let end = self.chunk.iter().position(|byte| *byte == mark);
            let part = self.chunk.split_to(end.unwrap_or(self.chunk.len()));
            if part.len() > self.max.saturating_sub(self.item.as_ref().len()) {
                return Poll::Ready(Some(Err(self.too_large())));
            }
            self.item.push(&part);
            if end.is_some() {
                self.chunk.advance(1);
                if let Some(value) = self.value(true) {
                    return Poll::Ready(Some(value));
                }
                continue;
            }
            match ready!(self.rest.poll_chunk(context)) {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(error)) => {
                    self.item.truncate(0);
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(self.value(false)),
            }
        }
    }

    /// Decodes the item, if it is not empty. `is_marked` is whether the framing's mark follows it.
    fn value(&mut self, is_marked: bool) -> Option<Result<T, Error>> {
        let item = std::mem::take(&mut self.item);
        let bytes = item.as_ref();
        let bytes = bytes
            .strip_prefix(b"\xEF\xBB\xBF")
            .filter(|_| self.count == 0)
            .unwrap_or(bytes);
        let is_empty = bytes.trim_ascii().is_empty();
        // Line numbers include empty lines. Record numbers do not include an empty text before the first mark.
        if self.framing == Framing::Lines && is_marked || !is_empty {
            self.count += 1;
        }
        if is_empty {
            return None;
        }
        let problem = match (self.decode)(bytes) {
            // A number can still look valid after its end was cut off (RFC 7464, section 2.4).
            Ok(_) if self.framing == Framing::Records && is_cut(bytes) => JsonProblem::cut_off(),
            Ok(value) => return Some(Ok(value)),
            Err(error) => JsonProblem::from(error),
        };
        let cause = Cause::Item(ItemProblem {
            what: self.framing.item(),
            number: self.count,
            problem,
        });
        Some(Err(self.rest.error(cause, item)))
    }

    fn too_large(&mut self) -> Error {
        self.chunk.clear();
        self.item.truncate(0);
        let cause = Cause::ItemTooLarge(ItemTooLarge {
            what: self.framing.item(),
            number: self.count + 1,
            limit: self.max,
        });
        self.rest.fail(cause)
    }
}

/// Whether a value may be incomplete. It is complete if it ends with a bracket, a quote, or white space.
fn is_cut(bytes: &[u8]) -> bool {
    !bytes.last().is_some_and(|last| b"}]\"\n\r\t ".contains(last))
}

impl<T> Stream for JsonStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_value(context)
    }
}

impl<T> fmt::Debug for JsonStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonStream")
            .field("operation", &self.rest.operation)
            .finish_non_exhaustive()
    }
}
