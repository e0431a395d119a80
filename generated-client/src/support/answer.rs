//! Turns an answer into what a call returns. The generated code decides by status which of the methods is right; each of
//! them keeps status, headers and body whatever the body turns out to be.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use serde::de::DeserializeOwned;

use super::buffer::Buffer;
use super::cause::{Cause, JsonProblem, TextProblem, TooLarge};
use super::error::Error;
use super::failure::{Failure, InBand};
use super::fault::{Answered, Fault, Report};
use super::kind::ErrorKind;
use super::redact::Secrets;
use super::response_value::ResponseValue;
use super::stream::ByteStream;
use super::trace::Trace;

/// How much memory a server's announcement of a body is worth before any of it has arrived.
const ANNOUNCED: usize = 64 * 1024;

/// An answer whose body has not been read yet.
pub(crate) struct Answer {
    response: reqwest::Response,
    operation: &'static str,
    max_body_bytes: usize,
    secrets: Secrets,
    trace: Trace,
}

impl Answer {
    pub(super) fn new(
        response: reqwest::Response,
        operation: &'static str,
        max_body_bytes: usize,
        secrets: Secrets,
        trace: Trace,
    ) -> Self {
        Self {
            response,
            operation,
            max_body_bytes,
            secrets,
            trace,
        }
    }

    /// The status, for the generated code to decide by.
    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// A success with a JSON body.
    pub(crate) async fn json<T: DeserializeOwned, E>(self) -> Result<ResponseValue<T>, Error<E>> {
        let mut received = self.receive().await;
        match received.decode() {
            Ok(value) => Ok(received.into_value(value)),
            Err(cause) => Err(received.into_fault(cause.kind(), Some(cause)).into()),
        }
    }

    /// A success with a JSON body that can report a failure all the same.
    pub(crate) async fn json_in_band<T, E>(self) -> Result<ResponseValue<T>, Error<E>>
    where
        T: DeserializeOwned + InBand,
    {
        let mut received = self.receive().await;
        let value: T = match received.decode() {
            Ok(value) => value,
            Err(cause) => return Err(received.into_fault(cause.kind(), Some(cause)).into()),
        };
        match value.in_band_failure() {
            None => Ok(received.into_value(value)),
            Some(failure) => {
                let report = received.report(failure);
                Err(received.into_fault(ErrorKind::InBand, None).with_report(report).into())
            }
        }
    }

    /// A success whose body is text in UTF-8.
    pub(crate) async fn text<E>(self) -> Result<ResponseValue<String>, Error<E>> {
        let mut received = self.receive().await;
        match received.text() {
            Ok(text) => Ok(received.into_value(text)),
            Err(cause) => Err(received.into_fault(cause.kind(), Some(cause)).into()),
        }
    }

    /// A success without a body. A body that comes all the same is not waited for.
    pub(crate) fn empty<E>(mut self) -> Result<ResponseValue<()>, Error<E>> {
        Ok(ResponseValue::new(
            self.response.status(),
            std::mem::take(self.response.headers_mut()),
            (),
        ))
    }

    /// A success whose body is handed over as it arrives.
    pub(crate) fn stream<E>(mut self) -> Result<ResponseValue<ByteStream>, Error<E>> {
        let (status, headers) = (self.response.status(), std::mem::take(self.response.headers_mut()));
        Ok(ResponseValue::new(
            status,
            headers,
            ByteStream::new(self.response, self.operation, self.trace),
        ))
    }

    /// A documented error status whose body declares which of its properties are the code and the text.
    pub(crate) async fn declared_failure<E: Failure>(self) -> Error<E> {
        let mut received = self.receive().await;
        match received.decode::<E>() {
            Ok(body) => {
                let report = received.report(&body);
                let kind = received.failure_kind();
                Error::new(received.into_fault(kind, None).with_report(report), Some(body))
            }
            Err(cause) => {
                let kind = received.failure_kind();
                received.into_fault(kind, Some(cause)).into()
            }
        }
    }

    /// A documented error status with a JSON body.
    pub(crate) async fn failure<E: DeserializeOwned>(self) -> Error<E> {
        let mut received = self.receive().await;
        match received.decode() {
            Ok(body) => {
                let kind = received.failure_kind();
                Error::new(received.into_fault(kind, None), Some(body))
            }
            Err(cause) => {
                let kind = received.failure_kind();
                received.into_fault(kind, Some(cause)).into()
            }
        }
    }

    /// A documented error status whose body is text in UTF-8.
    pub(crate) async fn text_failure(self) -> Error<String> {
        let mut received = self.receive().await;
        let kind = received.failure_kind();
        match received.text() {
            Ok(text) => Error::new(received.into_fault(kind, None), Some(text)),
            Err(cause) => received.into_fault(kind, Some(cause)).into(),
        }
    }

    /// A documented error status without a body. One that comes all the same is kept as bytes.
    pub(crate) async fn failure_without_body(self) -> Error {
        let received = self.receive().await;
        let kind = received.failure_kind();
        Error::new(received.into_bare_fault(kind), Some(()))
    }

    /// A documented error status whose body is handed over as it arrives.
    pub(crate) fn failure_stream(mut self) -> Error<ByteStream> {
        let received = Received::begin(&mut self.response, self.operation, self.secrets);
        let kind = received.failure_kind();
        let fault = received.into_fault(kind, None);
        Error::new(fault, Some(ByteStream::new(self.response, self.operation, self.trace)))
    }

    /// A status that the document does not name.
    pub(crate) async fn unexpected<E>(self) -> Error<E> {
        let kind = match self.response.status() {
            status if is_redirect(status) => ErrorKind::Redirect,
            _ => ErrorKind::UnexpectedStatus,
        };
        self.receive().await.into_bare_fault(kind).into()
    }

    /// Reads the body, as far as it arrives and is allowed.
    async fn receive(mut self) -> Received {
        let mut received = Received::begin(&mut self.response, self.operation, self.secrets);
        received.interruption = self
            .trace
            .run(read(&mut self.response, &mut received.body, self.max_body_bytes))
            .await
            .err();
        received
    }
}

/// Appends the body to a buffer. The error says why it is not all of it.
async fn read(response: &mut reqwest::Response, body: &mut Buffer, max: usize) -> Result<(), Cause> {
    let too_large = || Cause::TooLarge(TooLarge { limit: max });
    if let Some(length) = response.content_length() {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        if length > max {
            return Err(too_large());
        }
        *body = Buffer::with_capacity(length.min(ANNOUNCED));
    }
    while let Some(chunk) = response.chunk().await.map_err(Cause::network)? {
        let room = max - body.as_ref().len();
        body.push(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            return Err(too_large());
        }
    }
    Ok(())
}

/// An answer whose body has been read, as far as it could be.
struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Buffer,
    interruption: Option<Cause>,
    redirect_host: Option<String>,
    operation: &'static str,
    secrets: Secrets,
}

impl Received {
    /// Takes everything but the body out of the response.
    fn begin(response: &mut reqwest::Response, operation: &'static str, secrets: Secrets) -> Self {
        let redirect_host = redirect_host(response).map(|host| secrets.mask(host));
        Self {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: Buffer::default(),
            interruption: None,
            redirect_host,
            operation,
            secrets,
        }
    }

    /// What a status that the document describes as a failure is: a `default` response describes redirects, too, and a
    /// redirect is one whatever describes it.
    fn failure_kind(&self) -> ErrorKind {
        if is_redirect(self.status) {
            ErrorKind::Redirect
        } else {
            ErrorKind::Status
        }
    }

    fn decode<T: DeserializeOwned>(&mut self) -> Result<T, Cause> {
        if let Some(cause) = self.interruption.take() {
            return Err(cause);
        }
        let body = self.body.as_ref();
        // Writers must not send a byte order mark, and readers may ignore one (RFC 8259, section 8.1).
        let json = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        serde_json::from_slice(json).map_err(|error| Cause::Json(JsonProblem::from(error)))
    }

    fn text(&mut self) -> Result<String, Cause> {
        if let Some(cause) = self.interruption.take() {
            return Err(cause);
        }
        let body = self.body.as_ref();
        let text = std::str::from_utf8(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body));
        text.map(ToOwned::to_owned).map_err(|_| Cause::Text(TextProblem))
    }

    /// What a model says of a failure, without the request's secrets.
    fn report<F: Failure>(&self, failure: &F) -> Report {
        let mask = |text| self.secrets.mask(text);
        Report {
            code: failure.code().map(mask),
            message: failure.message().map(mask),
        }
    }

    fn into_value<T>(self, value: T) -> ResponseValue<T> {
        ResponseValue::new(self.status, self.headers, value)
    }

    /// A fault whose body was not meant to be decoded.
    fn into_bare_fault(mut self, kind: ErrorKind) -> Fault {
        let interruption = self.interruption.take();
        self.into_fault(kind, interruption)
    }

    fn into_fault(self, kind: ErrorKind, cause: Option<Cause>) -> Fault {
        let answer = Answered {
            status: self.status,
            headers: self.headers,
            body: self.body,
            truncated: matches!(cause, Some(Cause::Network(_) | Cause::TooLarge(_))),
            redirect_host: self.redirect_host,
        };
        Fault::answered(kind, self.operation, answer, cause)
    }
}

/// Whether a status asks for the request, or its result, elsewhere. 300 and 304 do not.
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The host that a redirect points to, with its port if that is not the scheme's own.
fn redirect_host(response: &reqwest::Response) -> Option<String> {
    if !is_redirect(response.status()) {
        return None;
    }
    let location = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?;
    let target = response.url().join(location).ok()?;
    let host = target.host_str()?;
    Some(
        target
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
    )
}
