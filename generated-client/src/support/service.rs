//! Sends a request and receives the response. By default the HTTP client does this; users can replace or wrap it.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::cause::{Cause, TimedOut};
use super::error::Error;
use super::fault::Fault;
use super::limit::Limit;

type BoxError = Box<dyn StdError + Send + Sync>;
type BoxFuture = Pin<Box<dyn Future<Output = Result<reqwest::Response, Fault>> + Send>>;

/// Sends a request and returns the response. [`Config::layer`](crate::Config::layer) wraps it.
///
/// Clones are the same service.
#[derive(Clone)]
pub struct Service(ServiceKind);

#[derive(Clone)]
enum ServiceKind {
    Http(HttpClient),
    Custom(Arc<dyn Fn(reqwest::Request) -> BoxFuture + Send + Sync>),
}

impl Service {
    pub(super) fn http(client: HttpClient) -> Self {
        Self(ServiceKind::Http(client))
    }

    pub(super) fn custom<S, F, R, E>(service: S) -> Self
    where
        S: Fn(reqwest::Request) -> F + Send + Sync + 'static,
        F: Future<Output = Result<R, E>> + Send + 'static,
        R: Into<reqwest::Response>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self(ServiceKind::Custom(Arc::new(move |request| {
            let response = service(request);
            Box::pin(async move { response.await.map(Into::into).map_err(|error| fault(error.into())) })
        })))
    }

    /// Whether this is the HTTP client itself.
    pub(super) fn is_http(&self) -> bool {
        matches!(self.0, ServiceKind::Http(_))
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// If there is no response: kind [`Connect`](crate::ErrorKind::Connect), [`Timeout`](crate::ErrorKind::Timeout) or
    /// [`Transport`](crate::ErrorKind::Transport). A service may return the error unchanged.
    pub async fn call(&self, request: reqwest::Request) -> Result<reqwest::Response, Error> {
        Ok(self.send(request).await?)
    }

    pub(super) async fn send(&self, request: reqwest::Request) -> Result<reqwest::Response, Fault> {
        match &self.0 {
            ServiceKind::Http(client) => client.send(request).await,
            ServiceKind::Custom(service) => service(request).await,
        }
    }
}

impl Service {
    /// Sends a request whose response can be a stream. The limit applies to the head of the response only.
    pub(super) async fn send_within(
        &self,
        mut request: reqwest::Request,
        limit: Duration,
    ) -> Result<reqwest::Response, Fault> {
        *request.timeout_mut() = Some(Duration::MAX);
        // A layer can send another body, so only the HTTP client's own is watched.
        let watch = self.is_http().then(|| watch(&mut request));
        match Limit::new(limit).run(self.send(request)).await {
            Some(sent) => sent,
            None => {
                let unsent = watch.is_some_and(is_untouched);
                Err(Fault::unanswered(Cause::TimedOut(TimedOut { unsent })))
            }
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

/// The fault of a service's error. An error of this crate keeps its kind. With any other error it is not known whether
/// the request was sent.
fn fault(error: BoxError) -> Fault {
    let error = match error.downcast::<Error>() {
        Ok(error) => return error.into_fault(),
        Err(error) => error,
    };
    Fault::unanswered(match error.downcast::<reqwest::Error>() {
        Ok(error) => Cause::network(*error, false),
        Err(error) => Cause::Service(error),
    })
}

/// The HTTP client and its timeouts.
#[derive(Clone)]
pub(super) struct HttpClient {
    pub(super) client: reqwest::Client,
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
}

/// How much shorter than the call's timeout the connect timeout must be, so that it expires first for certain.
const MARGIN: Duration = Duration::from_secs(1);

impl HttpClient {
    async fn send(&self, mut request: reqwest::Request) -> Result<reqwest::Response, Fault> {
        // If the timeout of the whole call can expire while connecting, the HTTP client's error does not say that.
        let limit = request.timeout().copied().unwrap_or(self.timeout);
        let is_watched = limit < self.connect_timeout.saturating_add(MARGIN);
        let watch = is_watched.then(|| watch(&mut request));
        let response = self.client.execute(request).await;
        response.map_err(|error| Fault::unanswered(Cause::network(error, watch.is_some_and(is_untouched))))
    }
}

/// Records whether a connection touches the request's body. A connection touches it before it sends anything.
fn watch(request: &mut reqwest::Request) -> Arc<AtomicBool> {
    let is_touched = Arc::<AtomicBool>::default();
    let body = request.body_mut().take().unwrap_or_default();
    *request.body_mut() = Some(reqwest::Body::wrap(Watched {
        body,
        is_touched: Arc::clone(&is_touched),
    }));
    is_touched
}

/// Whether the body was dropped and no connection had touched it. Then it was not sent, and will not be.
fn is_untouched(watch: Arc<AtomicBool>) -> bool {
    Arc::into_inner(watch).is_some_and(|is_touched| !is_touched.into_inner())
}

struct Watched {
    body: reqwest::Body,
    is_touched: Arc<AtomicBool>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = reqwest::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<reqwest::Result<Frame<Bytes>>>> {
        self.is_touched.store(true, Ordering::Relaxed);
        Pin::new(&mut self.body).poll_frame(context)
    }

    /// Called when the head is written, to find out whether there is a body.
    fn is_end_stream(&self) -> bool {
        self.is_touched.store(true, Ordering::Relaxed);
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
