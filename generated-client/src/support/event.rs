//! Answers of `text/event-stream`: a stream of events, each with data of a documented type.

mod parser;

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;

use self::parser::Parser;
use super::cause::{Cause, ItemProblem, ItemTooLarge, JsonProblem};
use super::error::Error;
use super::rest::Rest;

/// What servers write behind the last event of JSON. It is no JSON itself.
const END: &[u8] = b"[DONE]";

/// An event of an [`EventStream`], as the HTML standard has it ("Server-sent events").
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T = String> {
    /// The name of the event: `message` where the server gives none.
    pub event: String,
    /// The data: a text, or what the API documents to be in it as JSON.
    pub data: T,
    /// The id of this event, or else that of the last one that had an id.
    pub id: Option<String>,
    /// How long the server wants its callers to wait before they connect again, if this event says so.
    pub retry: Option<Duration>,
}

impl<T> Event<T> {
    /// An event of one's own making, for tests: a `message`.
    pub fn new(data: T) -> Self {
        Self {
            event: "message".to_owned(),
            data,
            id: None,
            retry: None,
        }
    }
}

/// The events of an answer, as they arrive.
///
/// It ends with the answer. An event that is cut off by the end is none, as the HTML standard wants it. Where the data is
/// JSON, the text `[DONE]` is the end as well, as many servers mark it.
///
/// The timeout of the call does not end it, and nothing limits how long it lasts while something arrives, be it a comment:
/// see [`Config::stall_timeout`](crate::Config::stall_timeout). An event can have as many bytes as
/// [`Config::max_body_bytes`](crate::Config::max_body_bytes) says. The client does not connect again by itself;
/// [`last_event_id`](Self::last_event_id) is what a server wants to know to go on.
///
/// An event whose data is not what the API documents is an error of kind [`Decode`](crate::ErrorKind::Decode), whose
/// [`raw_body`](Error::raw_body) is the data; the events behind it follow. After any other error the stream is at its end.
///
/// `Debug` shows none of the events.
pub struct EventStream<T = String> {
    rest: Rest,
    /// Boxed, so that an enumeration of answers is not the larger for it.
    parser: Box<Parser>,
    max: usize,
    /// What of the last piece has not been read yet.
    chunk: Bytes,
    decode: fn(&[u8]) -> Result<T, JsonProblem>,
    /// What marks the end instead of an event.
    end: Option<&'static [u8]>,
}

impl EventStream {
    pub(super) fn of_text(rest: Rest, max: usize) -> Self {
        let decode = |data: &[u8]| Ok(String::from_utf8_lossy(data).into_owned());
        Self::new(rest, max, decode, None)
    }
}

impl<T> EventStream<T> {
    pub(super) fn of_json(rest: Rest, max: usize) -> Self
    where
        T: DeserializeOwned,
    {
        let decode = |data: &[u8]| serde_json::from_str(&String::from_utf8_lossy(data)).map_err(JsonProblem::from);
        Self::new(rest, max, decode, Some(END))
    }

    fn new(rest: Rest, max: usize, decode: fn(&[u8]) -> Result<T, JsonProblem>, end: Option<&'static [u8]>) -> Self {
        Self {
            rest,
            parser: Box::new(Parser::new(max)),
            max,
            chunk: Bytes::new(),
            decode,
            end,
        }
    }

    /// The next event, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Kind [`Decode`](crate::ErrorKind::Decode), [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge),
    /// [`Timeout`](crate::ErrorKind::Timeout) or [`Transport`](crate::ErrorKind::Transport).
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        std::future::poll_fn(|context| self.poll_event(context)).await
    }

    /// The id of the last event that had one, whether it had data or not. Servers that can go on behind it want it in the
    /// header `Last-Event-ID`.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        Some(self.parser.last_id.as_str()).filter(|id| !id.is_empty())
    }

    /// How long the server wants its callers to wait before they connect again, if it has said so.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        loop {
            match self.parser.next(&mut self.chunk) {
                Ok(Some(event)) => {
                    if self.end.is_some_and(|end| event.data.as_ref().trim_ascii() == end) {
                        self.chunk.clear();
                        self.rest.end();
                        return Poll::Ready(None);
                    }
                    return Poll::Ready(Some(match (self.decode)(event.data.as_ref()) {
                        Ok(data) => Ok(Event {
                            event: event.event,
                            data,
                            id: event.id,
                            retry: event.retry,
                        }),
                        Err(problem) => {
                            let cause = Cause::Item(ItemProblem {
                                what: "event",
                                number: self.parser.count,
                                problem,
                            });
                            Err(self.rest.error(cause, event.data))
                        }
                    }));
                }
                Ok(None) => match ready!(self.rest.poll_chunk(context)) {
                    Some(Ok(chunk)) => self.chunk = chunk,
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => return Poll::Ready(None),
                },
                Err(parser::TooLarge) => {
                    self.chunk.clear();
                    let cause = Cause::ItemTooLarge(ItemTooLarge {
                        what: "event",
                        number: self.parser.count + 1,
                        limit: self.max,
                    });
                    return Poll::Ready(Some(Err(self.rest.fail(cause))));
                }
            }
        }
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_event(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("operation", &self.rest.operation)
            .finish_non_exhaustive()
    }
}
