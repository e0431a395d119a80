//! Converts a response into the result of a call. Generated code chooses the method by status. Every method keeps the
//! status, headers and body, whatever the body holds.

use std::sync::Arc;

use reqwest::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::base_url::BaseUrl;
use super::error::Error;
use super::event::EventStream;
use super::failure::{Failure, FailureModel, InBand};
use super::fault::Fault;
use super::json_stream::{Framing, JsonStream};
use super::kind::ErrorKind;
use super::limit::{Limit, Limits};
use super::received::{self, Document, Received, is_redirect};
use super::redact::Secrets;
use super::response_value::ResponseValue;
use super::rest::Rest;
use super::stream::ByteStream;
use super::trace::Trace;

/// The media type of streams of events.
const EVENT_STREAM: &str = "text/event-stream";

/// Parts of the names of media types that are streams.
const STREAMS: [&str; 5] = ["event-stream", "ndjson", "jsonl", "json-seq", "stream+json"];

/// A response whose body has not been read yet.
pub(crate) struct Answer {
    pub(super) response: reqwest::Response,
    pub(super) operation: &'static str,
    /// Redirect targets are relative to this.
    pub(super) base: Arc<BaseUrl>,
    pub(super) max_body_bytes: usize,
    pub(super) secrets: Secrets,
    pub(super) trace: Trace,
    pub(super) document: Document,
    /// The timeouts that the HTTP client does not apply. Set if the response can be a stream.
    pub(super) limits: Option<Limits>,
}

impl Answer {
    /// Treats a body with the code of one of these models as a failure, also with a success status or an undocumented
    /// status.
    pub(crate) fn failures(mut self, models: &'static [FailureModel]) -> Self {
        self.document.failures = models;
        self
    }

    /// The status, by which generated code chooses the method.
    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// A success with a JSON body.
    pub(crate) async fn json<T: DeserializeOwned, E>(self) -> Result<ResponseValue<T>, Error<E>> {
        self.receive().await.into_success(|_| None)
    }

    /// A success with a JSON body that can report a failure.
    pub(crate) async fn json_in_band<T, E>(mut self) -> Result<ResponseValue<T>, Error<E>>
    where
        T: DeserializeOwned + InBand,
    {
        self.document.informative = T::INFORMATIVE;
        let failure = |value: &T| value.in_band_failure().map(received::report);
        self.receive().await.into_success(failure)
    }

    /// A success whose body is text, in UTF-8 unless it says otherwise.
    pub(crate) async fn text<E>(self) -> Result<ResponseValue<String>, Error<E>> {
        self.text_of(None).await
    }

    /// A success whose body is text, in this encoding unless it says otherwise.
    pub(crate) async fn text_in<E>(self, charset: &'static str) -> Result<ResponseValue<String>, Error<E>> {
        self.text_of(Some(charset)).await
    }

    async fn text_of<E>(self, charset: Option<&'static str>) -> Result<ResponseValue<String>, Error<E>> {
        let mut received = self.receive().await;
        match received.text(charset) {
            Ok(text) => Ok(received.into_value(text, Vec::new())),
            Err(cause) => Err(received.into_fault(cause.kind(), Some(cause)).into()),
        }
    }

    /// A success without a body. If there is a body, it is not read.
    pub(crate) fn empty<E>(mut self) -> Result<ResponseValue<()>, Error<E>> {
        Ok(ResponseValue::new(
            self.response.status(),
            std::mem::take(self.response.headers_mut()),
            (),
        ))
    }

    /// A success whose body is streamed.
    pub(crate) fn stream<E>(self) -> Result<ResponseValue<ByteStream>, Error<E>> {
        Ok(self.streamed(ByteStream::new))
    }

    /// A success of `text/event-stream` whose events have text as data.
    pub(crate) async fn events<E>(self) -> Result<ResponseValue<EventStream>, Error<E>> {
        let (answer, max) = self.event_stream().await?;
        Ok(answer.streamed(|rest| EventStream::of_text(rest, max)))
    }

    /// A success of `text/event-stream` whose events have JSON as data.
    pub(crate) async fn json_events<T: DeserializeOwned, E>(self) -> Result<ResponseValue<EventStream<T>>, Error<E>> {
        let (answer, max) = self.event_stream().await?;
        Ok(answer.streamed(|rest| EventStream::of_json(rest, max)))
    }

    /// A success whose body has a JSON value on each line.
    pub(crate) fn json_lines<T: DeserializeOwned, E>(self) -> Result<ResponseValue<JsonStream<T>>, Error<E>> {
        let max = self.max_body_bytes;
        Ok(self.streamed(|rest| JsonStream::new(rest, max, Framing::Lines)))
    }

    /// A success whose body is a sequence of JSON texts (RFC 7464).
    pub(crate) fn json_records<T: DeserializeOwned, E>(self) -> Result<ResponseValue<JsonStream<T>>, Error<E>> {
        let max = self.max_body_bytes;
        Ok(self.streamed(|rest| JsonStream::new(rest, max, Framing::Records)))
    }

    /// Returns the answer, or an error if it has one of these media types. They are the other documented ones of the
    /// status, which the caller has not chosen.
    pub(crate) async fn not_of(self, media_types: &[&str]) -> Result<Self, Fault> {
        match self.media_type() {
            Some(media_type) if media_types.iter().any(|other| is_of(&media_type, other)) => {
                Err(self.other_media_type(&media_type).await)
            }
            _ => Ok(self),
        }
    }

    /// Returns the answer if it is a stream of events. Any other body would look like a stream without events.
    async fn event_stream(self) -> Result<(Self, usize), Fault> {
        let max = self.max_body_bytes;
        match self.media_type() {
            Some(media_type) if media_type != EVENT_STREAM => Err(self.other_media_type(&media_type).await),
            _ => Ok((self, max)),
        }
    }

    /// The media type of the body, without parameters, if the response has one.
    fn media_type(&self) -> Option<String> {
        let media_type = self.response.headers().get(CONTENT_TYPE)?;
        let media_type = String::from_utf8_lossy(media_type.as_bytes());
        let essence = media_type.split(';').next().unwrap_or_default();
        Some(essence.trim().to_ascii_lowercase())
    }

    /// The error for a media type that the call did not ask for. A stream is not read, since it may never end.
    async fn other_media_type(self, media_type: &str) -> Fault {
        let is_endless = STREAMS.iter().any(|stream| media_type.contains(stream));
        let received = if is_endless {
            self.without_body()
        } else {
            self.receive().await
        };
        received.into_other_media_type(media_type)
    }

    /// A success whose body the caller reads.
    fn streamed<T>(mut self, make: impl FnOnce(Rest) -> T) -> ResponseValue<T> {
        let (status, headers) = (self.response.status(), std::mem::take(self.response.headers_mut()));
        ResponseValue::new(status, headers, make(self.into_rest()))
    }

    fn into_rest(self) -> Rest {
        let stall = self.limits.map(|limits| Limit::new(limits.stall));
        Rest::new(self.response, stall, self.operation, self.trace)
    }

    /// A documented error status. The body declares which of its properties are the code and the text.
    pub(crate) async fn declared_failure<E: Failure>(self) -> Error<E> {
        let mut received = self.receive().await;
        let kind = received.failure_kind();
        match received.decode::<E>() {
            Ok(body) => {
                let report = received::report(&body);
                Error::of(received.into_reported_fault(kind, report), Some(body))
            }
            Err(cause) => received.into_fault(kind, Some(cause)).into(),
        }
    }

    /// A documented error status with a JSON body.
    pub(crate) async fn failure<E: DeserializeOwned>(self) -> Error<E> {
        let mut received = self.receive().await;
        let kind = received.failure_kind();
        match received.decode() {
            Ok(body) => Error::of(received.into_fault(kind, None), Some(body)),
            Err(cause) => received.into_fault(kind, Some(cause)).into(),
        }
    }

    /// A documented error status whose body is text, in UTF-8 unless it says otherwise.
    pub(crate) async fn text_failure(self) -> Error<String> {
        self.text_failure_of(None).await
    }

    /// A documented error status whose body is text, in this encoding unless it says otherwise.
    pub(crate) async fn text_failure_in(self, charset: &'static str) -> Error<String> {
        self.text_failure_of(Some(charset)).await
    }

    async fn text_failure_of(self, charset: Option<&'static str>) -> Error<String> {
        let mut received = self.receive().await;
        let kind = received.failure_kind();
        match received.text(charset) {
            Ok(text) => Error::of(received.into_fault(kind, None), Some(text)),
            Err(cause) => received.into_fault(kind, Some(cause)).into(),
        }
    }

    /// A documented error status without a body. If there is a body, it is kept as bytes.
    pub(crate) async fn failure_without_body(self) -> Error {
        let received = self.receive().await;
        let kind = received.failure_kind();
        Error::of(received.into_bare_fault(kind), Some(()))
    }

    /// A documented error status whose body is streamed.
    pub(crate) fn failure_stream(mut self) -> Error<ByteStream> {
        let received = Received::begin(
            &mut self.response,
            &self.base,
            self.operation,
            self.secrets,
            self.document,
        );
        let kind = received.failure_kind();
        self.trace.failed(kind, Some(received.status()));
        let fault = received.into_fault(kind, None);
        let stall = self.limits.map(|limits| Limit::new(limits.stall));
        let rest = Rest::new(self.response, stall, self.operation, self.trace);
        Error::of(fault, Some(ByteStream::new(rest)))
    }

    /// A documented status without a body that is neither a success nor an error, such as 304.
    pub(crate) async fn documented<E>(self) -> Error<E> {
        let received = self.receive().await;
        let kind = received.failure_kind();
        match received.failure_report() {
            Some(report) => received.into_reported_fault(kind, report),
            None => received.into_bare_fault(kind),
        }
        .into()
    }

    /// A status that the document does not list.
    pub(crate) async fn unexpected<E>(self) -> Error<E> {
        let kind = match self.response.status() {
            status if is_redirect(status) => ErrorKind::Redirect,
            _ => ErrorKind::UnexpectedStatus,
        };
        let received = self.receive().await;
        match received.failure_report() {
            Some(report) => received.into_reported_fault(kind, report),
            None => received.into_bare_fault(kind),
        }
        .into()
    }

    /// Reads the body, up to the limit or until the connection breaks.
    async fn receive(mut self) -> Received {
        let mut received = Received::begin(
            &mut self.response,
            &self.base,
            self.operation,
            self.secrets,
            self.document,
        );
        let limit = self.limits.map(|limits| Limit::new(limits.rest));
        self.trace
            .run(received.read(&mut self.response, self.max_body_bytes, limit))
            .await;
        received.trace = Some(self.trace);
        received
    }

    /// Everything except the body, which is not read.
    fn without_body(mut self) -> Received {
        let mut received = Received::begin(
            &mut self.response,
            &self.base,
            self.operation,
            self.secrets,
            self.document,
        );
        received.trace = Some(self.trace);
        received
    }
}

/// Whether a media type equals the other one, or is in its range.
fn is_of(media_type: &str, other: &str) -> bool {
    match other.strip_suffix("/*") {
        Some(kind) => media_type.split('/').next() == Some(kind),
        None => media_type == other,
    }
}

#[cfg(test)]
mod tests;
