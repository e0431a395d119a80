//! The settings of a client, and the errors of creating one.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;

use super::service::Service;

/// Settings of a client. Every default is fit for production.
///
/// ```
/// # use std::time::Duration;
/// # use b2c_agent_client::Config;
/// let config = Config::default().timeout(Duration::from_secs(5)).max_body_bytes(64 * 1024);
/// ```
///
/// With any settings, a client never follows a redirect, sends a `Referer`, repeats a request, or writes to the wire
/// log of `reqwest`.
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
    /// The innermost layer first.
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
    /// How long connecting may take, including name lookup and TLS handshake. Default: 10 seconds. Zero is an error.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long a whole call may take, from connecting to the last byte of the response. Default: 30 seconds. Zero is
    /// an error.
    ///
    /// For a response that is a stream, it is the time until the stream begins: see
    /// [`stall_timeout`](Self::stall_timeout).
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How long a stream may be silent: how long the reader waits for a piece of a file, an event, or a comment that
    /// the server sends to keep the stream alive. Default: 60 seconds. Zero is an error. A stream that is never silent
    /// for this long has no limit.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// How many bytes the body of a response may have, after decompression if there is any. Default: 64 KiB. JSON takes
    /// up to fifteen times its length in memory.
    ///
    /// A larger body with a success status is an error of kind [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge). A
    /// larger body with an error status is truncated. Both errors keep the body up to the limit. A stream has no limit,
    /// but each of its events, lines or records has.
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.max_body_bytes = limit;
        self
    }

    /// Allows a base URL with `http` for hosts other than this machine. Everyone on the network path can then read
    /// everything that is sent, including secrets.
    pub fn allow_http(mut self) -> Self {
        self.allow_http = true;
        self
    }

    /// How long an idle connection is kept for further calls. Default: zero, so that no connection is used twice.
    ///
    /// A kept connection saves the time to connect. It has two risks: a late or second response on it can be taken for
    /// the response to the next call, and a call fails if the server is just closing the connection. Choose a shorter
    /// time than the server's own. Use it only if the runtime keeps running between calls, since the runtime notices
    /// both. A connection belongs to the runtime of the call that opened it.
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.pool_idle_timeout = limit;
        self
    }

    /// Ignores the proxies of the environment. By default, the variables `HTTPS_PROXY` and `ALL_PROXY`, in upper or
    /// lower case, set a proxy for `https`, and `NO_PROXY` lists hosts without a proxy. A proxy set with
    /// [`reqwest`](Self::reqwest) is always used.
    pub fn no_environment_proxy(mut self) -> Self {
        self.environment_proxy = false;
        self
    }

    /// Puts the name of your program, such as `my-program/1.2`, in front of the client's own name in the header
    /// `User-Agent`.
    pub fn user_agent_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.user_agent_prefix = Some(prefix.into());
        self
    }

    /// Adjusts the underlying HTTP client: a proxy, a root certificate, name resolution. A second call replaces the
    /// first.
    ///
    /// The client applies its own settings afterwards: timeouts, the connection pool, `User-Agent`, redirects,
    /// `Referer`, retries, the wire log, and no proxy for a base URL with `http`.
    ///
    /// ```
    /// # use b2c_agent_client::Config;
    /// let config = Config::default().reqwest(|builder| builder.tcp_nodelay(true));
    /// ```
    pub fn reqwest(mut self, adjust: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static) -> Self {
        self.adjust = Some(Arc::new(adjust));
        self
    }

    /// Sends every call through `service` instead of the HTTP client. A service takes a request and returns a response.
    /// In tests it can be a closure that replaces the server.
    ///
    /// Timeouts and the settings of the HTTP client do not apply to it; the request holds the call's timeout. If the
    /// service fails with an untyped [`Error`](crate::Error) of this crate, the call fails with that kind. With any
    /// other error the call fails with [`Transport`](crate::ErrorKind::Transport), since it is not known whether the
    /// request was sent.
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

    /// Wraps the service that sends the calls, which is the HTTP client or another layer. `layer` takes the inner
    /// service and returns the outer one. The layer that was added last sees a request first.
    ///
    /// The rules of [`service`](Self::service) also apply to a layer. If a layer sends a request twice, the server may
    /// act twice.
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

/// Why a client could not be created. No variant holds a user name, a password, or a path of the base URL.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConfigError {
    /// The base URL is not a valid URL, or has white space or backslashes, which programs interpret differently.
    NotAUrl,
    /// The base URL has no scheme, or a scheme other than `https` and `http`.
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
    /// A variable in the URL of a server from the API's document has an invalid value.
    ServerVariable {
        /// The variable's name.
        name: &'static str,
    },
    /// A timeout is zero. No call could succeed.
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
                "The base URL is not a valid URL. Write it as `https://host`, with a port and a path if needed.",
            ),
            Self::Scheme => f.write_str("The base URL does not start with `https://`. Add it before the host."),
            Self::NoHost => f.write_str("The base URL has no host. Write it as `https://host`."),
            Self::UserInfo => f.write_str(
                "The base URL holds a user name or password, which this client does not send. Remove the `@` and \
                 everything between `://` and it.",
            ),
            Self::Query => f.write_str("The base URL has a query. Remove the `?` and everything after it."),
            Self::Fragment => f.write_str("The base URL has a fragment. Remove the `#` and everything after it."),
            Self::PlainHttp { host } => write!(
                f,
                "The base URL uses `http`: everyone on the network path to `{host}` could read secrets. Use `https`, \
                 or allow `http` with `Config::allow_http`.",
            ),
            Self::ServerVariable { name } => write!(
                f,
                "Invalid value for the variable `{name}` of the server's URL. Use a value that the server's \
                 documentation lists. It must not contain characters that end its part of the URL.",
            ),
            Self::ZeroTimeout => {
                f.write_str("The timeout is zero, so no call can succeed. Set it to the longest time of a call.")
            }
            Self::UserAgent => f.write_str(
                "The prefix of the user agent cannot be sent in a header. Write it as `name/version`, in visible \
                 ASCII.",
            ),
            Self::Client(_) => f.write_str(
                "The HTTP client could not be set up; the error's source says why. Check the TLS library and the \
                 closure given to `Config::reqwest`.",
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
