//! Builds the request of a call exactly as the document says. A value arrives byte for byte or is refused. Only
//! [`Request::send`] sends, and it sends once.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use reqwest::header::{
    ACCEPT, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, EXPECT, HOST, HeaderMap, HeaderName, HeaderValue, TE,
    TRANSFER_ENCODING, UPGRADE, USER_AGENT,
};
use reqwest::{Body, Url};
use secrecy::zeroize::Zeroizing;
use serde::Serialize;

use super::answer::Answer;
use super::buffer::Buffer;
use super::credential::Pending;
use super::encode;
use super::fault::Fault;
use super::form::{self, FormField};
use super::limit::Limits;
use super::multipart;
use super::operation::Operation;
use super::parameter::{Location, Parameter};
use super::received::Document;
use super::redact::{self, Secrets};
use super::scalar::{self, Unsuitable};
use super::trace::{Template, Trace};
use super::transport::Transport;
use super::upload::{Taken, Upload};

/// A request that is being built.
pub(crate) struct Request<'t> {
    transport: &'t Transport,
    operation: Operation,
    /// The base URL, with the path appended.
    url: String,
    query: String,
    headers: HeaderMap,
    cookies: String,
    has_secret_cookie: bool,
    body: Option<Body>,
    /// Whether the response can be a stream.
    is_for_stream: bool,
    pub(super) secrets: Secrets,
    /// The document's path.
    template: Template,
    /// Credentials with a provider that must be called before the request is sent.
    pub(super) pending: Vec<Pending>,
}

/// Reserved capacity for the path after the base URL, so that a path of usual length does not move the URL in memory.
const PATH_ROOM: usize = 128;

/// Headers that HTTP or the client sets.
const RESERVED: [HeaderName; 8] = [
    CONNECTION,
    CONTENT_LENGTH,
    EXPECT,
    HOST,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
    USER_AGENT,
];

/// The maximum length of a URL in bytes, which is the HTTP client's limit. Most servers accept far less.
const MAX_URL: usize = 65_534;

impl Transport {
    /// Starts the request of an operation.
    pub(crate) fn request(&self, operation: Operation) -> Request<'_> {
        Request::new(self, operation)
    }
}

impl<'t> Request<'t> {
    fn new(transport: &'t Transport, operation: Operation) -> Self {
        let base = transport.base().as_str();
        let mut url = String::with_capacity(base.len() + PATH_ROOM);
        url.push_str(base);
        Self {
            transport,
            operation,
            url,
            query: String::new(),
            headers: HeaderMap::new(),
            cookies: String::new(),
            has_secret_cookie: false,
            body: None,
            is_for_stream: false,
            secrets: Secrets::default(),
            template: Template::new(),
            pending: Vec::new(),
        }
    }

    /// Appends a part of the document's path template.
    pub(crate) fn path_literal(&mut self, literal: &str) {
        self.begin_path(literal);
        self.template.literal(literal);
        encode::push_literal(&mut self.url, literal);
    }

    /// Appends the value of a path parameter. It must not be empty or a dot segment.
    pub(crate) fn path_value<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.parameter(Parameter::path(name), value)
    }

    /// Like [`path_value`](Self::path_value), for a secret value.
    pub(crate) fn secret_path_value<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Fault> {
        self.parameter(Parameter::path(name).secret(), value)
    }

    /// Starts the path with a slash. Otherwise the text would become part of the host name.
    fn begin_path(&mut self, next: &str) {
        if self.url.len() == self.transport.base().as_str().len() && !next.starts_with('/') {
            self.url.push('/');
        }
    }

    /// Appends a query parameter: one pair for a scalar, for each element of a list and for each key of an object, and
    /// nothing for a null.
    pub(crate) fn query<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.parameter(Parameter::query(name), value)
    }

    /// Like [`query`](Self::query), for a secret value.
    pub(crate) fn secret_query<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.parameter(Parameter::query(name).secret(), value)
    }

    /// Appends a part of the query from the document's path.
    pub(crate) fn query_literal(&mut self, literal: &str) {
        encode::push_query_literal(&mut self.query, literal);
    }

    /// Appends the value of a parameter in the query of the document's path.
    pub(crate) fn query_literal_value<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Result<(), Fault> {
        let query = &mut self.query;
        let result = scalar::one_text(value, |text| {
            encode::push_value(query, text);
            Ok(())
        });
        result.map_err(|problem| self.unsuitable("query parameter", name, problem))
    }

    /// Adds a header with a value of visible ASCII. A null adds nothing.
    pub(crate) fn header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.parameter(Parameter::header(name), value)
    }

    /// Like [`header`](Self::header), for a secret value.
    pub(crate) fn secret_header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Fault> {
        self.parameter(Parameter::header(name).secret(), value)
    }

    /// Adds a parameter at its location, in its style.
    pub(crate) fn parameter<T: Serialize + ?Sized>(&mut self, parameter: Parameter, value: &T) -> Result<(), Fault> {
        let secrets = &mut self.secrets;
        let written = match parameter.place {
            Location::Path => {
                self.begin_path("");
                self.template.parameter(parameter.name);
                parameter.write(value, &mut self.url, &mut self.secrets)
            }
            Location::Query => parameter.write(value, &mut self.query, secrets),
            Location::Cookie => {
                self.has_secret_cookie |= parameter.secret;
                parameter.write(value, &mut self.cookies, secrets)
            }
            Location::Header => return self.header_parameter(parameter, value),
        };
        written
            .map(|_| ())
            .map_err(|problem| self.unsuitable(parameter.what(), parameter.name, problem))
    }

    fn header_parameter<T: Serialize + ?Sized>(&mut self, parameter: Parameter, value: &T) -> Result<(), Fault> {
        let unsuitable = |request: &Self, problem| request.unsuitable(parameter.what(), parameter.name, problem);
        let mut text = String::new();
        let written = parameter.write(value, &mut text, &mut self.secrets);
        let text = if parameter.secret {
            let text = Bytes::from_owner(Zeroizing::new(text));
            self.secrets.remember(text.clone());
            text
        } else {
            Bytes::from(text)
        };
        if written.map_err(|problem| unsuitable(self, problem))? == 0 {
            return Ok(());
        }
        let mut value = HeaderValue::from_maybe_shared(text)
            .map_err(|_| unsuitable(self, Unsuitable("cannot be sent in a header")))?;
        value.set_sensitive(parameter.secret);
        self.add_header(parameter.name, value)
    }

    /// Adds all cookies as one header.
    fn add_cookies(&mut self) -> Result<(), Fault> {
        if self.cookies.is_empty() {
            return Ok(());
        }
        let cookies = Bytes::from_owner(Zeroizing::new(std::mem::take(&mut self.cookies)));
        let mut cookies = HeaderValue::from_maybe_shared(cookies)
            .map_err(|_| self.fault("its cookies cannot be sent in a header".to_owned()))?;
        cookies.set_sensitive(self.has_secret_cookie);
        self.headers.insert(COOKIE, cookies);
        Ok(())
    }

    fn add_header(&mut self, name: &str, value: HeaderValue) -> Result<(), Fault> {
        let parsed = HeaderName::from_bytes(name.as_bytes());
        let parsed = parsed.map_err(|_| self.unsuitable("header", name, Unsuitable("has a name that HTTP forbids")))?;
        self.headers.append(parsed, value);
        Ok(())
    }

    /// Sets the body to a value's JSON.
    pub(crate) fn json_body<T: Serialize + ?Sized>(&mut self, media: &'static str, value: &T) -> Result<(), Fault> {
        let mut json = Buffer::default();
        // The error's text can come from the value's type and repeat a value, so it is discarded.
        serde_json::to_writer(&mut json, value).map_err(|_| self.unsuitable_body("cannot be written as JSON"))?;
        self.set_body(media, Bytes::from_owner(json))
    }

    /// Sets the body to a URL-encoded form of a value's fields. `known` lists the fields with a special encoding.
    pub(crate) fn form_body<T: Serialize + ?Sized>(
        &mut self,
        media: &'static str,
        value: &T,
        known: &[FormField],
    ) -> Result<(), Fault> {
        let form = form::write(value, known).map_err(|problem| self.unsuitable_body(problem.0))?;
        self.set_body(media, Bytes::from_owner(form))
    }

    /// Sets the body to a value's fields as several parts.
    pub(crate) fn multipart_body<T: Serialize + ?Sized>(
        &mut self,
        media: &'static str,
        value: &T,
        known: &[FormField],
    ) -> Result<(), Fault> {
        let form = multipart::write(media, value, known).map_err(|problem| self.unsuitable_body(problem.0))?;
        self.set_body_of(&form.media_type, form.body)
    }

    /// Sets the body to a text.
    pub(crate) fn text_body(&mut self, media: &'static str, text: String) -> Result<(), Fault> {
        self.set_body(media, text)
    }

    /// Sets the body to bytes or a stream of bytes. The caller's media type overrides the document's, which can be a
    /// range.
    pub(crate) fn upload_body(&mut self, media: &'static str, body: Upload) -> Result<(), Fault> {
        let named = body.media_type().map(ToOwned::to_owned);
        let media = match &named {
            Some(named) => named.as_str(),
            None if media.contains('*') => "application/octet-stream",
            None => media,
        };
        let lower = media.to_ascii_lowercase();
        if lower.starts_with("multipart/") && !lower.contains("boundary=") {
            return Err(self.unsuitable_body(
                "is of several parts, and its media type does not say which boundary is between them; give it with \
                 `Upload::with_media_type`",
            ));
        }
        let content = match body.take() {
            Taken::Bytes(bytes) => Body::from(bytes),
            Taken::Stream(chunks) => Body::wrap_stream(chunks),
            Taken::Gone => return Err(self.unsuitable_body("is a stream that was already sent")),
        };
        self.set_body_of(media, content)
    }

    /// Sets the body with a media type that can differ from the document's.
    fn set_body_of(&mut self, media: &str, body: Body) -> Result<(), Fault> {
        let media =
            HeaderValue::from_str(media).map_err(|_| self.unsuitable_body("has a media type that HTTP forbids"))?;
        self.headers.insert(CONTENT_TYPE, media);
        self.body = Some(body);
        Ok(())
    }

    fn set_body(&mut self, media: &'static str, body: impl Into<Body>) -> Result<(), Fault> {
        let media = self.media_type(media)?;
        self.headers.insert(CONTENT_TYPE, media);
        self.body = Some(body.into());
        Ok(())
    }

    fn media_type(&self, media: &'static str) -> Result<HeaderValue, Fault> {
        HeaderValue::from_maybe_shared(Bytes::from_static(media.as_bytes()))
            .map_err(|_| self.fault(format!("the document's media type {media:?} is forbidden in HTTP")))
    }

    /// Like [`send`](Self::send), for an operation whose response can be a stream. The timeout applies to the head of
    /// the response, and to a body that is not a stream.
    pub(crate) async fn send_for_stream(mut self) -> Result<Answer, Fault> {
        self.is_for_stream = true;
        self.send().await
    }

    /// Sends the request once, and returns when the head of the response has arrived.
    pub(crate) async fn send(mut self) -> Result<Answer, Fault> {
        self.ask_for_credentials().await?;
        let url = self.finish_url()?;
        self.add_cookies()?;
        if let Some(accept) = self.operation.accept {
            let accept = self.media_type(accept)?;
            self.headers.insert(ACCEPT, accept);
        }
        self.add_further_headers()?;
        self.check_limits()?;
        let trace = Trace::start(&self.operation, self.template.as_str());
        let Self {
            transport,
            operation,
            headers,
            body,
            secrets,
            is_for_stream,
            ..
        } = self;
        let mut request = reqwest::Request::new(operation.method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = body;
        if let Some(limit) = transport.timeout() {
            *request.timeout_mut() = Some(limit);
        }

        let watched = is_for_stream.then(|| transport.stream_limits()).flatten();
        let started = Instant::now();
        let sent = match watched {
            Some(limits) => trace.run(transport.service().send_within(request, limits.rest)).await,
            None => trace.run(transport.service().send(request)).await,
        };
        match sent {
            Ok(response) => {
                trace.status(response.status().as_u16());
                Ok(Answer {
                    response,
                    operation: operation.id,
                    base: Arc::clone(transport.base()),
                    max_body_bytes: transport.max_body_bytes(),
                    secrets,
                    trace,
                    document: Document::default(),
                    limits: watched.map(|limits| Limits {
                        rest: limits.rest.saturating_sub(started.elapsed()),
                        ..limits
                    }),
                })
            }
            Err(fault) => {
                let inner = fault.inner();
                trace.failed(inner.kind, inner.status());
                Err(fault.of_operation(operation.id))
            }
        }
    }

    /// With a timeout of zero, the call would fail before anything is sent.
    fn check_limits(&self) -> Result<(), Fault> {
        if self.transport.timeout().is_some_and(|limit| limit.is_zero()) {
            return Err(self.fault("its timeout is zero".to_owned()));
        }
        let limits = self.transport.stream_limits().filter(|_| self.is_for_stream);
        if limits.is_some_and(|limits| limits.stall.is_zero()) {
            return Err(self.fault("its stall timeout is zero".to_owned()));
        }
        Ok(())
    }

    /// Adds the caller's own headers.
    fn add_further_headers(&mut self) -> Result<(), Fault> {
        if let Some(user_agent) = self.transport.user_agent() {
            self.headers.insert(USER_AGENT, user_agent.clone());
        }
        let Some(further) = self.transport.headers() else {
            return Ok(());
        };
        for name in further.keys() {
            if self.headers.contains_key(name) || RESERVED.contains(name) {
                return Err(self.fault(format!("the header `{name}` cannot be set by the caller")));
            }
        }
        for (name, value) in further {
            if let (true, Ok(secret)) = (value.is_sensitive(), value.to_str()) {
                self.secrets.remember(redact::shared(secret));
            }
            self.headers.append(name, value.clone());
        }
        Ok(())
    }

    /// Assembles the URL. It is an error if a parser reads another path or query than was written, for example because
    /// several parts form a dot segment. The request would go elsewhere.
    fn finish_url(&mut self) -> Result<Url, Fault> {
        let path_start = self.transport.base().path_start();
        self.begin_path("");
        let path_end = self.url.len();
        if !self.query.is_empty() {
            self.url.push('?');
            self.url.push_str(&self.query);
        }
        if self.url.len() > MAX_URL {
            return Err(self.fault(format!(
                "its path or query parameters make the URL longer than {MAX_URL} bytes"
            )));
        }
        let url = Url::parse(&self.url).ok().filter(|url| {
            Some(url.path()) == self.url.get(path_start..path_end) && url.query().unwrap_or_default() == self.query
        });
        url.ok_or_else(|| {
            self.fault("its path would not arrive unchanged, since a segment is `.` or `..` in some spelling".into())
        })
    }

    fn unsuitable(&self, place: &str, name: &str, problem: Unsuitable) -> Fault {
        self.fault(format!("the {place} `{name}` {problem}"))
    }

    fn unsuitable_body(&self, problem: &str) -> Fault {
        self.fault(format!("its body {problem}"))
    }

    /// Remembers a secret of the request, so that it is masked in the server's texts.
    pub(super) fn remember(&mut self, secret: &str) {
        self.secrets.remember(redact::shared(secret));
    }

    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    pub(super) fn fault(&self, reason: String) -> Fault {
        Fault::invalid_request(reason).of_operation(self.operation.id)
    }
}

#[cfg(test)]
mod tests;
