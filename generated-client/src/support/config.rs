//! How a client behaves, and why a client could not be made.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::ClientBuilder;

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
    pub(super) max_body_bytes: usize,
    pub(super) allow_http: bool,
    pub(super) adjust: Option<Adjust>,
}

type Adjust = Arc<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

impl Default for Config {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_body_bytes: 8 * 1024 * 1024,
            allow_http: false,
            adjust: None,
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
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How many bytes the body of an answer may have, after decompression if there is any. Default: 8 MiB.
    ///
    /// A larger body of a success is an error of kind [`BodyTooLarge`](crate::ErrorKind::BodyTooLarge); one of an error
    /// status is cut off. Streamed bodies are not limited.
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

    /// Adjusts the underlying HTTP client: a proxy, a root certificate, name resolution, the connection pool. The last
    /// adjustment given is the one that counts.
    ///
    /// The client's own settings are applied after it: timeouts, `User-Agent`, redirects, `Referer`, retries, the wire
    /// log, and no proxy at all where the base URL has `http`.
    ///
    /// ```
    /// # use b2c_agent_client::Config;
    /// let config = Config::default().reqwest(|builder| builder.pool_max_idle_per_host(4));
    /// ```
    pub fn reqwest(mut self, adjust: impl Fn(ClientBuilder) -> ClientBuilder + Send + Sync + 'static) -> Self {
        self.adjust = Some(Arc::new(adjust));
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("max_body_bytes", &self.max_body_bytes)
            .field("allow_http", &self.allow_http)
            .field("reqwest", &self.adjust.is_some())
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
            "Config { connect_timeout: 10s, timeout: 1s, max_body_bytes: 8388608, allow_http: true, reqwest: true }"
        );
    }

    #[test]
    fn can_be_shared_between_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Config>();
        shared::<ConfigError>();
    }
}
