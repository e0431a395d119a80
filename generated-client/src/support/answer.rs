//! Converts a response into the result of a call. Generated code chooses the method by status. Every method keeps the
//! status, headers and body, whatever the body holds.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::base_url::BaseUrl;
use super::error::Error;
use super::failure::{Failure, FailureModel, InBand};
use super::kind::ErrorKind;
use super::received::{self, Received, is_redirect};
use super::redact::Secrets;
use super::response_value::ResponseValue;
use super::stream::ByteStream;
use super::trace::Trace;

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
}

/// What the document says about an operation's responses, apart from their types.
#[derive(Clone, Copy, Default)]
pub(super) struct Document {
    /// The models in which the API reports a failure with any status.
    pub(super) failures: &'static [FailureModel],
    /// The properties of a success that do not affect the result ([`InBand::INFORMATIVE`]).
    pub(super) informative: &'static [&'static str],
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

    /// A success whose body is UTF-8 text.
    pub(crate) async fn text<E>(self) -> Result<ResponseValue<String>, Error<E>> {
        let mut received = self.receive().await;
        match received.text() {
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
    pub(crate) fn stream<E>(mut self) -> Result<ResponseValue<ByteStream>, Error<E>> {
        let (status, headers) = (self.response.status(), std::mem::take(self.response.headers_mut()));
        Ok(ResponseValue::new(
            status,
            headers,
            ByteStream::new(self.response, self.operation, self.trace),
        ))
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

    /// A documented error status whose body is UTF-8 text.
    pub(crate) async fn text_failure(self) -> Error<String> {
        let mut received = self.receive().await;
        let kind = received.failure_kind();
        match received.text() {
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
        Error::of(fault, Some(ByteStream::new(self.response, self.operation, self.trace)))
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
        self.trace
            .run(received.read(&mut self.response, self.max_body_bytes))
            .await;
        received.trace = Some(self.trace);
        received
    }
}

#[cfg(test)]
mod tests;
