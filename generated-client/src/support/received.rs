//! A response whose body has been read as far as possible. It becomes a value or an error.

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::base_url::BaseUrl;
use super::buffer::Buffer;
use super::cause::{Cause, JsonProblem, MediaTypeProblem, TextProblem, TimedOut, TooLarge};
use super::charset::{self, Utf8};
use super::error::Error;
use super::excerpt::excerpt;
use super::failure::{Failure, FailureModel};
use super::fault::{Answered, Fault, Report};
use super::kind::ErrorKind;
use super::limit::Limit;
use super::redact::Secrets;
use super::response_value::{Origin, ResponseValue};
use super::trace::Trace;

/// The maximum memory that is allocated for an announced body before it arrives.
const ANNOUNCED: usize = 64 * 1024;

/// The maximum length of a host name in bytes (RFC 1035, section 2.3.4).
const MAX_HOST: usize = 253;

/// The largest `f64` up to which every integer can be represented exactly.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// What the document says about an operation's responses, apart from their types.
#[derive(Clone, Copy, Default)]
pub(super) struct Document {
    /// The models in which the API reports a failure with any status.
    pub(super) failures: &'static [FailureModel],
    /// The properties of a success that do not affect the result ([`InBand::INFORMATIVE`]).
    pub(super) informative: &'static [&'static str],
}

pub(super) struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Buffer,
    /// Why a part of the body is missing.
    interruption: Option<Cause>,
    is_whole: bool,
    redirect_host: Option<String>,
    operation: &'static str,
    secrets: Secrets,
    document: Document,
    /// Kept until the result of the call is known.
    pub(super) trace: Option<Trace>,
}

impl Received {
    /// Takes everything except the body from the response.
    pub(super) fn begin(
        response: &mut reqwest::Response,
        base: &BaseUrl,
        operation: &'static str,
        secrets: Secrets,
        document: Document,
    ) -> Self {
        let redirect_host = redirect_host(response, base).map(|host| secrets.mask(host));
        Self {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: Buffer::default(),
            interruption: None,
            is_whole: false,
            redirect_host,
            operation,
            secrets,
            document,
            trace: None,
        }
    }

    /// Reads the body up to the limits of size and time. If a part is missing, `interruption` says why.
    pub(super) async fn read(&mut self, response: &mut reqwest::Response, max: usize, limit: Option<Limit>) {
        let announced = response
            .content_length()
            .map(|length| usize::try_from(length).unwrap_or(usize::MAX));
        if let Some(length) = announced {
            self.body = Buffer::with_capacity(length.min(max).min(ANNOUNCED));
        }
        let reading = self.read_up_to(response, max);
        let arrived = match limit {
            Some(limit) => limit
                .run(reading)
                .await
                .unwrap_or(Err(Cause::TimedOut(TimedOut { unsent: false }))),
            None => reading.await,
        };
        let too_large = announced.is_some_and(|length| length > max);
        self.interruption = match arrived {
            // A body that is announced as too large is too large, even if the connection breaks earlier.
            _ if too_large => Some(Cause::TooLarge(TooLarge { limit: max })),
            arrived => arrived.err(),
        };
        self.is_whole = self.interruption.is_none();
    }

    async fn read_up_to(&mut self, response: &mut reqwest::Response, max: usize) -> Result<(), Cause> {
        while let Some(chunk) = response.chunk().await.map_err(Cause::body)? {
            let space = max - self.body.as_ref().len();
            self.body.push(chunk.get(..space).unwrap_or(&chunk));
            if chunk.len() > space {
                return Err(Cause::TooLarge(TooLarge { limit: max }));
            }
        }
        Ok(())
    }

    pub(super) fn status(&self) -> StatusCode {
        self.status
    }

    /// The kind of a status that the document describes as a failure. A `default` response also covers redirects, but a
    /// redirect keeps its own kind.
    pub(super) fn failure_kind(&self) -> ErrorKind {
        if is_redirect(self.status) {
            ErrorKind::Redirect
        } else {
            ErrorKind::Status
        }
    }

    /// A success, unless `failure` finds a failure in it or the body has a failure's code.
    pub(super) fn into_success<T: DeserializeOwned, E>(
        mut self,
        failure: impl FnOnce(&T) -> Option<Report>,
    ) -> Result<ResponseValue<T>, Error<E>> {
        let read = self.decode_success::<T>();
        let failure = read.as_ref().ok().and_then(|(value, _)| failure(value));
        let failure = failure.or_else(|| self.failure_report().filter(|report| report.code.is_some()));
        if let Some(report) = failure {
            return Err(self.into_reported_fault(ErrorKind::InBand, report).into());
        }
        match read {
            Ok((value, unread)) => Ok(self.into_value(value, unread)),
            Err(cause) => Err(self.into_fault(cause.kind(), Some(cause)).into()),
        }
    }

    pub(super) fn decode<T: DeserializeOwned>(&mut self) -> Result<T, Cause> {
        if let Some(cause) = self.interruption.take() {
            return Err(cause);
        }
        serde_json::from_slice(self.json().as_ref()).map_err(|error| Cause::Json(JsonProblem::from(error)))
    }

    /// The value, and the properties that could not be read.
    fn decode_success<T: DeserializeOwned>(&mut self) -> Result<(T, Vec<&'static str>), Cause> {
        match self.decode() {
            Ok(value) => Ok((value, Vec::new())),
            Err(cause) if self.is_whole => self.decode_leniently().ok_or(cause),
            Err(cause) => Err(cause),
        }
    }

    /// Reads an object leniently: `47.0` is an integer, as in JSON Schema, and informative properties that cannot be
    /// read are omitted.
    fn decode_leniently<T: DeserializeOwned>(&self) -> Option<(T, Vec<&'static str>)> {
        let mut whole: Value = serde_json::from_slice(self.json().as_ref()).ok()?;
        for value in whole.as_object_mut()?.values_mut() {
            make_integer(value);
        }
        if let Ok(value) = T::deserialize(&whole) {
            return Some((value, Vec::new()));
        }
        let object = whole.as_object_mut()?;
        let informative = self.document.informative.iter();
        let set_aside: Vec<_> = informative
            .filter_map(|name| Some((*name, object.remove(*name)?)))
            .collect();
        let mut unread = Vec::new();
        let mut read = T::deserialize(&whole).ok()?;
        for (name, property) in set_aside {
            whole.as_object_mut()?.insert(name.to_owned(), property);
            match T::deserialize(&whole) {
                Ok(value) => read = value,
                Err(_) => {
                    whole.as_object_mut()?.remove(name);
                    unread.push(name);
                }
            }
        }
        Some((read, unread))
    }

    /// The body as text, in the encoding of the response, otherwise in that of the document.
    pub(super) fn text(&mut self, documented: Option<&str>) -> Result<String, Cause> {
        if let Some(cause) = self.interruption.take() {
            return Err(cause);
        }
        charset::text(self.body.as_ref(), &self.headers, documented).ok_or(Cause::Text(TextProblem))
    }

    fn json(&self) -> Utf8<'_> {
        charset::json(self.body.as_ref(), &self.headers)
    }

    /// The failure that the body reports, if it is one of the models that report failures.
    pub(super) fn failure_report(&self) -> Option<Report> {
        if !self.is_whole {
            return None;
        }
        let models = self.document.failures.iter();
        let body = self.json();
        let reports = models.filter_map(|read| read(body.as_ref()));
        let mut reports = reports.filter(|report| report.code.is_some() || report.message.is_some());
        reports.next()
    }

    pub(super) fn into_value<T>(self, value: T, unread: Vec<&'static str>) -> ResponseValue<T> {
        let origin = Origin {
            operation: self.operation,
            body: self.body,
            secrets: self.secrets,
            unread,
        };
        ResponseValue::received(self.status, self.headers, value, origin)
    }

    /// A fault whose body is not decoded.
    pub(super) fn into_bare_fault(mut self, kind: ErrorKind) -> Fault {
        let interruption = self.interruption.take();
        self.into_fault(kind, interruption)
    }

    /// A success of a media type that the call did not ask for.
    pub(super) fn into_other_media_type(self, media_type: &str) -> Fault {
        let media_type = excerpt(&self.secrets.mask(media_type.to_owned()));
        let cause = Cause::MediaType(MediaTypeProblem { media_type });
        self.into_fault(cause.kind(), Some(cause))
    }

    /// A fault with the server's explanation. The request's secrets are masked in it.
    pub(super) fn into_reported_fault(self, kind: ErrorKind, report: Report) -> Fault {
        let mask = |text| self.secrets.mask(text);
        let report = Report {
            code: report.code.map(mask),
            message: report.message.map(mask),
        };
        self.into_fault(kind, None).with_report(report)
    }

    pub(super) fn into_fault(self, kind: ErrorKind, cause: Option<Cause>) -> Fault {
        if let Some(trace) = &self.trace {
            trace.failed(kind, Some(self.status));
        }
        let answer = Answered {
            status: self.status,
            headers: self.headers,
            body: self.body,
            truncated: matches!(cause, Some(Cause::Network(_) | Cause::TimedOut(_) | Cause::TooLarge(_))),
            redirect_host: self.redirect_host,
        };
        Fault::answered(kind, self.operation, answer, cause)
    }
}

/// The report of a model that reports a failure.
pub(super) fn report<F: Failure>(failure: &F) -> Report {
    Report {
        code: failure.code(),
        message: failure.message(),
    }
}

/// Converts a number such as `47.0` to an integer.
fn make_integer(value: &mut Value) {
    let Some(number) = value.as_f64().filter(|_| value.is_f64()) else {
        return;
    };
    if number.fract() == 0.0 && number.abs() <= MAX_EXACT {
        #[allow(
            clippy::cast_possible_truncation,
            reason = "the value is an integer of at most 53 bits"
        )]
        let integer = number as i64;
        *value = integer.into();
    }
}

/// Whether a status is a redirect. 300 and 304 are not.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The host that a redirect points to, with its port unless it is the scheme's default.
fn redirect_host(response: &reqwest::Response, base: &BaseUrl) -> Option<String> {
    if !is_redirect(response.status()) {
        return None;
    }
    let location = std::str::from_utf8(response.headers().get(LOCATION)?.as_bytes()).ok()?;
    let target = reqwest::Url::parse(base.origin()).ok()?.join(location).ok()?;
    let host = target.host_str().filter(|host| host.len() <= MAX_HOST)?;
    Some(
        target
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
    )
}
