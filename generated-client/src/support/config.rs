//! How a client behaves, and why a client could not be made.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;

use super::service::Service;

/// Settings of a client. Each has a default that is fit for production.
///
/// ```
/// # use std::time::Duration;
/// # use b2c_agent_client::Config;
/// let config = Config::default().timeout(Duration::from_secs(5)).max_body_bytes(64 * 1024);
/// ```
///
/// Whatever is set here, a client never follows a redirect, never sends a `Referer`, never repeats a request, and takes
/// no part in the wire log of `reqwest`.
#[derive(Clone)]
#[must_use]
pub struct Config {
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) stall_timeout: Duration,
    pub(super) max_body_bytes: usize,
    pub(super) allow_http: bool,
    pub(super) pool_idle_timeout: Duration,
    pub(super) environment_proxy: bool,
    pub(super) user_agent_prefix: Option<String>,
    pub(super) adjust: Option<Adjust>,
    pub(super) service: Option<Service>,
    /// From the inside out.
    pub(super) layers: Vec<Layer>,
}

type Adjust = Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;
type Layer = Arc<dyn Fn(Service) -> Service + Send + Sync>;

impl Default for Config {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            stall_timeout: Duration::from_secs(60),
            max_body_bytes: 64 * 1024,
            allow_http: false,
            pool_idle_timeout: Duration::ZERO,
            environment_proxy: true,
            user_agent_prefix: None,
            adjust: None,
            service: None,
            layers: Vec::new(),
        }
    }
}

impl Config {
    /// How long connecting may take, name lookup and TLS handshake included. Default: 10 seconds; zero is refused.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a whole call may take, from connecting to the last byte of the answer. Default: 30 seconds; zero is
    /// refused.
    ///
    /// Of an answer that is a stream, it is the time until the stream begins: see [`stall_timeout`](Self::stall_timeout).
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How long whoever reads a stream waits for its next bytes: a piece of a file, an event, or a comment that servers send
    /// lest a stream be taken for dead. Default: 60 seconds; zero is refused. A stream on which something arrives in time
    /// has no limit.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// How many bytes the body of an answer may have, after decompression if there is any. Default: 64 KiB. As values in
    /// memory, JSON takes up to fifteen times its length.
    ///
    /// A larger body of a success is an error of kind [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge); one of an error
    /// status is cut off. Either way as much of it is kept as is allowed. Streams are not limited, but each event of them,
    /// line or record is.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.max_body_bytes = limit;
        self
    }

    /// Allows a base URL with `http` for hosts other than this machine. Everything, secrets included, then travels
    /// readable for whoever is on the way.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// Keeps a connection for further calls, for so long after its last answer. Default: zero, so no connection is used
    /// twice.
    ///
    /// A kept connection spares a call the time to connect. In return, what a server sends on it unasked, such as a late
    /// or a second answer, can be taken for the answer to the next call; and a call fails that goes out on a connection
    /// which the server is closing. Choose less than the server's own limit, and only where the runtime runs between the
    /// calls: it is what notices either. A connection belongs to the runtime of the call that has opened it.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.pool_idle_timeout = limit;
        self
    }

    /// Uses no proxy that the environment names: by default, the variables `HTTPS_PROXY` and `ALL_PROXY`, in capitals or
    /// not, name a proxy for `https`, and `NO_PROXY` the hosts that do without. A proxy that
    /// [`reqwest`](Self::reqwest) adds is used in any case.
    pub fn no_environment_proxy(mut self) -> Self {
        self.environment_proxy = false;
        self
    }

    /// Puts the name of the program in front of the client's own in the header `User-Agent`, such as `my-program/1.2`.
    pub fn user_agent_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.user_agent_prefix = Some(prefix.into());
        self
    }

    /// Adjusts the underlying HTTP client: a proxy, a root certificate, name resolution. The last adjustment given is the
    /// one that counts.
    ///
    /// The client's own settings are applied after it: timeouts, the connection pool, `User-Agent`, redirects, `Referer`,
    /// retries, the wire log, and no proxy at all where the base URL has `http`.
    ///
    /// ```
    /// # use b2c_agent_client::Config;
    /// let config = Config::default().reqwest(|builder| builder.tcp_nodelay(true));
    /// ```
    pub fn reqwest(mut self, adjust: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static) -> Self {
        self.adjust = Some(Arc::new(adjust));
        self
    }

    /// Sends every call through `service` instead of the HTTP client: anything that takes a request and gives a response.
    /// In tests that is a closure, and no server is needed.
    ///
    /// Timeouts and the settings of the HTTP client do not apply to it; the request says how long the call may take. Where
    /// the service fails with an untyped [`Error`](crate::Error) of this crate, the call has the kind of that error; with
    /// another one, the call counts as [`Transport`](crate::ErrorKind::Transport), since nobody knows whether it was sent.
    ///
    /// ```
    /// # use b2c_agent_client::{Client, Config, Error, http};
    /// let config = Config::default().service(|request: reqwest::Request| async move {
    ///     assert_eq!(request.url().host_str(), Some("chat.example"));
    ///     Ok::<_, Error>(http::Response::new(r#"{"clientId": 47}"#))
    /// });
    /// let client = Client::with_config("https://chat.example", &config)?;
    /// # Ok::<_, b2c_agent_client::ConfigError>(())
    /// ```
    pub fn service<S, F, R, E>(mut self, service: S) -> Self
    where
        S: Fn(reqwest::Request) -> F + Send + Sync + 'static,
        F: Future<Output = Result<R, E>> + Send + 'static,
        R: Into<reqwest::Response>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.service = Some(Service::custom(service));
        self
    }

    /// Puts a service around the one that sends the calls, be it the HTTP client or another layer: `layer` is given the
    /// inner one, and returns what takes its place. The layer that was added last sees a request first.
    ///
    /// What holds of [`service`](Self::service) holds of a layer. A layer that sends a request twice takes it upon itself
    /// that the server acts twice.
    ///
    /// ```
    /// # use b2c_agent_client::{Config, Service};
    /// let config = Config::default().layer(|inner: Service| {
    ///     move |mut request: reqwest::Request| {
    ///         let inner = inner.clone();
    ///         async move {
    ///             request.headers_mut().insert("x-request-id", 7.into());
    ///             inner.call(request).await
    ///         }
    ///     }
    /// });
    /// ```
    pub fn layer<L, S, F, R, E>(mut self, layer: L) -> Self
    where
        L: Fn(Service) -> S + Send + Sync + 'static,
        S: Fn(reqwest::Request) -> F + Send + Sync + 'static,
        F: Future<Output = Result<R, E>> + Send + 'static,
        R: Into<reqwest::Response>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.layers.push(Arc::new(move |inner| Service::custom(layer(inner))));
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("stall_timeout", &self.stall_timeout)
            .field("max_body_bytes", &self.max_body_bytes)
            .field("allow_http", &self.allow_http)
            .field("pool_idle_timeout", &self.pool_idle_timeout)
            .field("environment_proxy", &self.environment_proxy)
            .field("user_agent_prefix", &self.user_agent_prefix)
            .field("reqwest", &self.adjust.is_some())
            .field("service", &self.service.is_some())
            .field("layers", &self.layers.len())
            .finish()
    }
}

/// Why a client could not be made. No variant holds a user name, a password, or a path of the base URL.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is not one, or is spelt in a way that readers disagree on (white space, backslashes).
    NotAUrl,
    /// The base URL has a scheme other than `https` and `http`, or none.
    Scheme,
    /// The base URL has no host.
    NoHost,
    /// The base URL holds a user name or password.
    UserInfo,
    /// The base URL has a query.
    Query,
    /// The base URL has a fragment.
    Fragment,
    /// The base URL has `http` for a host that is not this machine.
    PlainHttp {
        /// The host.
        host: String,
    },
    /// A variable in the URL of a server that the API's document names has a value that it cannot have.
    ServerVariable {
        /// The variable's name.
        name: &'static str,
    },
    /// A timeout is zero, so no call could succeed.
    ZeroTimeout,
    /// The prefix of the user agent cannot be sent in a header.
    UserAgent,
    /// The HTTP client could not be set up, for instance because of its TLS library or an invalid adjustment.
    Client(reqwest::Error),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAUrl => f.write_str(
                "The base URL is not a valid URL. Give it as `https://host`, with a port and a path if need be.",
            ),
            Self::Scheme => f.write_str("The base URL does not start with `https://`. Put that before the host."),
            Self::NoHost => f.write_str("The base URL has no host. Give it as `https://host`."),
            Self::UserInfo => f.write_str(
                "The base URL holds a user name or password, which this client does not send. Take out what stands \
                 before the `@`, and the `@`.",
            ),
            Self::Query => f.write_str("The base URL has a query. Take out the `?` and what follows it."),
            Self::Fragment => f.write_str("The base URL has a fragment. Take out the `#` and what follows it."),
            Self::PlainHttp { host } => write!(
                f,
                "The base URL has `http`, which would send secrets readable for everyone on the way to `{host}`. Use \
                 `https`, or allow it with `Config::allow_http`.",
            ),
            Self::ServerVariable { name } => write!(
                f,
                "The variable `{name}` of the server's URL has a value that it cannot have. Give one that the server's \
                 documentation lists, without what would end the part of the URL where it stands.",
            ),
            Self::ZeroTimeout => {
                f.write_str("A timeout of zero lets no call succeed. Set it to the longest time that a call may take.")
            }
            Self::UserAgent => f.write_str(
                "The prefix of the user agent cannot be sent in a header. Give it as `name/version`, in visible ASCII.",
            ),
            Self::Client(_) => f.write_str(
                "The HTTP client could not be set up; the error's source says why. Check the TLS library and the \
                 adjustment given to `Config::reqwest`.",
            ),
        }
    }
}

impl std::error::Error for ConfigError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Client(error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_tells_the_settings() {
        let config = Config::default()
            .allow_http()
            .timeout(Duration::from_secs(1))
            .reqwest(|builder| builder);
        assert_eq!(
            format!("{config:?}"),
            "Config { connect_timeout: 10s, timeout: 1s, stall_timeout: 60s, max_body_bytes: 65536, allow_http: true, \
             pool_idle_timeout: 0ns, environment_proxy: true, user_agent_prefix: None, reqwest: true, service: false, layers: 0 }"
        );
    }

    #[test]
    fn can_be_shared_between_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Config>();
        shared::<ConfigError>();
    }
}
