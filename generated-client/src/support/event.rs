//! Responses of `text/event-stream`: a stream of events with data of a documented type.

mod parser;

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use self::parser::Parser;
use super::buffer::Buffer;
use super::cause::{Cause, ItemProblem, ItemTooLarge, JsonProblem};
use super::error::Error;
use super::rest::Rest;

/// The text that servers write after the last JSON event. It is not JSON.
const END: &[u8] = b"[DONE]";

/// How an event is read.
type Decode<T> = fn(&Event<Buffer>) -> Result<T, JsonProblem>;

/// An event of an [`EventStream`], as in the HTML standard ("Server-sent events").
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T = String> {
    /// The name of the event; `message` if the server gives none.
    pub event: String,
    /// The data: text, or a value of the documented type that is read from JSON. If the document describes whole events
    /// of several kinds, it is one of these.
    pub data: T,
    /// The id of this event. If it has none, the id of the last event that had one.
    pub id: Option<String>,
    /// How long the server asks clients to wait before they reconnect, if this event says so.
    pub retry: Option<Duration>,
}

impl<T> Event<T> {
    /// Makes a `message` event without a server, for tests.
    pub fn new(data: T) -> Self {
        Self {
            event: "message".to_owned(),
            data,
            id: None,
            retry: None,
        }
    }
}

/// The events of a response as they arrive.
///
/// The stream ends with the response. As in the HTML standard, an event that the end cuts off is dropped. If the data
/// is JSON, the text `[DONE]` also ends the stream, since many servers send it.
///
/// The timeout of the call does not apply. The stream may last as long as something arrives, even if only comments: see
/// [`Config::stall_timeout`](crate::Config::stall_timeout). [`Config::max_body_bytes`](crate::Config::max_body_bytes)
/// limits each event. The client does not reconnect by itself. To continue, send [`last_event_id`](Self::last_event_id)
/// to the server.
///
/// An event whose data is not as documented is an error of kind [`Decode`](crate::ErrorKind::Decode), whose
/// [`raw_body`](Error::raw_body) is the data. The next events can still be read. After any other error the stream ends.
///
/// `Debug` shows no events.
pub struct EventStream<T = String> {
    rest: Rest,
    /// Boxed, so that enumerations of responses stay small.
    parser: Box<Parser>,
    max: usize,
    /// The unread part of the last piece.
    chunk: Bytes,
    decode: Decode<T>,
    /// The text that ends the stream.
    end: Option<&'static [u8]>,
}

impl EventStream {
    pub(super) fn of_text(rest: Rest, max: usize) -> Self {
        let decode = |event: &Event<Buffer>| Ok(text(event).into_owned());
        Self::new(rest, max, decode, None)
    }
}

impl<T> EventStream<T> {
    pub(super) fn of_json(rest: Rest, max: usize) -> Self
    where
        T: DeserializeOwned,
    {
        let decode = |event: &Event<Buffer>| serde_json::from_str(&text(event)).map_err(JsonProblem::from);
        Self::new(rest, max, decode, Some(END))
    }

    /// A stream of events that the document describes as a whole. The data of an [`Event`] is then the whole event.
    pub(super) fn of_whole(rest: Rest, max: usize) -> Self
    where
        T: DeserializeOwned,
    {
        Self::new(rest, max, whole, Some(END))
    }

    fn new(rest: Rest, max: usize, decode: Decode<T>, end: Option<&'static [u8]>) -> Self {
        Self {
            rest,
            parser: Box::new(Parser::new(max)),
            max,
            chunk: Bytes::new(),
            decode,
            end,
        }
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    ///
    /// Kind [`Decode`](crate::ErrorKind::Decode), [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge),
    /// [`Timeout`](crate::ErrorKind::Timeout) or [`Transport`](crate::ErrorKind::Transport).
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        std::future::poll_fn(|context| self.poll_event(context)).await
    }

    /// The id of the last event that had one, with or without data. To continue after it, send it to the server in the
    /// header `Last-Event-ID`.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        Some(self.parser.last_id.as_str()).filter(|id| !id.is_empty())
    }

    /// How long the server asks clients to wait before they reconnect, if it has said so.
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
                    return Poll::Ready(Some(match (self.decode)(&event) {
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

fn text(event: &Event<Buffer>) -> Cow<'_, str> {
    String::from_utf8_lossy(event.data.as_ref())
}

/// Reads an event as an object of its fields. Its data is JSON if the document says so, and a text otherwise.
fn whole<T: DeserializeOwned>(event: &Event<Buffer>) -> Result<T, JsonProblem> {
    let text = text(event);
    let read = |data: Value| {
        let mut fields = Map::new();
        fields.insert("event".to_owned(), event.event.as_str().into());
        fields.insert("data".to_owned(), data);
        if let Some(id) = &event.id {
            fields.insert("id".to_owned(), id.as_str().into());
        }
        if let Some(retry) = event.retry.and_then(|retry| u64::try_from(retry.as_millis()).ok()) {
            fields.insert("retry".to_owned(), retry.into());
        }
        serde_json::from_value(Value::Object(fields))
    };
    let json = serde_json::from_str(&text).and_then(read);
    json.or_else(|_| read(Value::String(text.into_owned())))
        .map_err(JsonProblem::from)
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
