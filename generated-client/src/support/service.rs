//! The seam around a call: what takes a request and gives a response. It is the HTTP client unless the user of the client
//! puts something else there, or something around it.

use std::cell::Cell;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use super::cause::Cause;
use super::error::Error;
use super::fault::Fault;

type BoxError = Box<dyn StdError + Send + Sync>;
type BoxFuture = Pin<Box<dyn Future<Output = Result<reqwest::Response, Fault>> + Send>>;

/// What sends a request and returns the response: what a layer wraps, see [`Config::layer`](crate::Config::layer).
///
/// Clones are the same service.
#[derive(Clone)]
pub struct Service(Kind);

#[derive(Clone)]
enum Kind {
    Http(HttpClient),
    Custom(Arc<dyn Fn(reqwest::Request) -> BoxFuture + Send + Sync>),
}

impl Service {
    pub(super) fn http(client: HttpClient) -> Self {
        Self(Kind::Http(client))
    }

    pub(super) fn custom<S, F, R, E>(service: S) -> Self
    where
        S: Fn(reqwest::Request) -> F + Send + Sync + 'static,
        F: Future<Output = Result<R, E>> + Send + 'static,
        R: Into<reqwest::Response>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self(Kind::Custom(Arc::new(move |request| {
            let response = service(request);
            Box::pin(async move { response.await.map(Into::into).map_err(|error| fault(error.into())) })
        })))
    }

    /// Whether it is the HTTP client itself.
    pub(super) fn is_http(&self) -> bool {
        matches!(self.0, Kind::Http(_))
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// When there is no response: of kind [`Connect`](crate::ErrorKind::Connect), [`Timeout`](crate::ErrorKind::Timeout)
    /// or [`Transport`](crate::ErrorKind::Transport). A service may return it as it is.
    pub async fn call(&self, request: reqwest::Request) -> Result<reqwest::Response, Error> {
        Ok(self.send(request).await?)
    }

    pub(super) async fn send(&self, request: reqwest::Request) -> Result<reqwest::Response, Fault> {
        match &self.0 {
            Kind::Http(client) => client.send(request).await,
            Kind::Custom(service) => service(request).await,
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").finish_non_exhaustive()
    }
}

/// What a service's error says. One of this crate keeps its kind; of another nobody knows whether the request was sent.
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

/// The HTTP client, which knows of each call whether it has come to a connection.
#[derive(Clone)]
pub(super) struct HttpClient {
    pub(super) client: reqwest::Client,
    /// Whether a call may use a connection that another one has opened.
    pub(super) is_pooled: bool,
}

impl HttpClient {
    async fn send(&self, request: reqwest::Request) -> Result<reqwest::Response, Fault> {
        let progress = Progress::default();
        let call = Call {
            response: self.client.execute(request),
            progress: progress.clone(),
        };
        call.await.map_err(|error| {
            // With a pool, the request may have gone out on another connection than the one that was being opened for it.
            let unsent = !self.is_pooled && progress.is_connecting();
            Fault::unanswered(Cause::network(error, unsent))
        })
    }
}

/// How far a call has come.
#[derive(Clone, Default)]
struct Progress(Arc<AtomicU8>);

impl Progress {
    const CONNECTING: u8 = 1;
    const CONNECTED: u8 = 2;

    fn set(&self, step: u8) {
        self.0.store(step, Ordering::Relaxed);
    }

    fn is_connecting(&self) -> bool {
        self.0.load(Ordering::Relaxed) == Self::CONNECTING
    }
}

thread_local! {
    /// The progress of the call that is being polled.
    static CURRENT: Cell<Option<Progress>> = const { Cell::new(None) };
}

/// A call that tells the [`Connector`] which call it is. The HTTP client hands neither its request to the connector nor a
/// connection to its caller, and its timeout does not say where it struck; but it connects while it is polled.
struct Call<F> {
    response: F,
    progress: Progress,
}

impl<F: Future + Unpin> Future for Call<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let before = CURRENT.replace(Some(self.progress.clone()));
        let polled = Pin::new(&mut self.response).poll(context);
        CURRENT.set(before);
        polled
    }
}

/// The layer around the HTTP client's own connector.
#[derive(Clone)]
pub(super) struct Connector<S = ()>(pub(super) S);

impl<S> tower_layer::Layer<S> for Connector {
    type Service = Connector<S>;

    fn layer(&self, connector: S) -> Connector<S> {
        Connector(connector)
    }
}

impl<S, R> tower_service::Service<R> for Connector<S>
where
    S: tower_service::Service<R>,
    S::Future: Unpin,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Connecting<S::Future>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, destination: R) -> Self::Future {
        let progress = CURRENT.take();
        CURRENT.set(progress.clone());
        if let Some(progress) = &progress {
            progress.set(Progress::CONNECTING);
        }
        Connecting {
            connection: self.0.call(destination),
            progress,
        }
    }
}

/// A connection that is being opened.
pub(super) struct Connecting<F> {
    connection: F,
    progress: Option<Progress>,
}

impl<F, C, E> Future for Connecting<F>
where
    F: Future<Output = Result<C, E>> + Unpin,
{
    type Output = Result<C, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<C, E>> {
        let connection = std::task::ready!(Pin::new(&mut self.connection).poll(context));
        if let (Ok(_), Some(progress)) = (&connection, &self.progress) {
            progress.set(Progress::CONNECTED);
        }
        Poll::Ready(connection)
    }
}
