//! The connection between a generated client and the network: a service, a base URL, and settings of every call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::base_url::BaseUrl;
use super::config::{Config, ConfigError};
use super::limit::Limits;
use super::service::{HttpClient, Service};

/// The name and version of the crate, for the header `User-Agent`.
const NAME: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The contents of a generated client. Clones share their connections.
#[derive(Clone)]
pub(crate) struct Transport {
    service: Service,
    base: Arc<BaseUrl>,
    max_body_bytes: usize,
    /// How long a call may take.
    timeout: Duration,
    /// How long a stream may be silent.
    stall_timeout: Duration,
    /// Whether the HTTP client sends the requests, with or without layers.
    is_http: bool,
    /// Whether each request must carry the timeout, since the service does not know it.
    says_timeout: bool,
    /// The value of `User-Agent`, if each request must carry it.
    user_agent: Option<HeaderValue>,
    /// The caller's own headers, in addition to those of the operation.
    headers: Option<Arc<HeaderMap>>,
}

impl Transport {
    /// Checks the base URL and creates the HTTP client. Nothing is sent yet.
    pub(crate) fn new(base_url: &str, config: &Config) -> Result<Self, ConfigError> {
        let base = BaseUrl::parse(base_url, config.allow_http)?;
        if [config.connect_timeout, config.timeout, config.stall_timeout]
            .iter()
            .any(Duration::is_zero)
        {
            return Err(ConfigError::ZeroTimeout);
        }
        let user_agent = user_agent(config)?;
        let innermost = match &config.service {
            Some(service) => service.clone(),
            None => {
                let http = http_client(&base, config, user_agent.clone());
                Service::http(http.map_err(|error| ConfigError::Client(error.without_url()))?)
            }
        };
        // The HTTP client adds its own user agent and timeout. Another service finds both in the request.
        let is_http = innermost.is_http();
        Ok(Self {
            service: config.layers.iter().fold(innermost, |inner, layer| layer(inner)),
            base: Arc::new(base),
            max_body_bytes: config.max_body_bytes,
            timeout: config.timeout,
            stall_timeout: config.stall_timeout,
            is_http,
            says_timeout: !is_http,
            user_agent: (!is_http).then_some(user_agent),
            headers: None,
        })
    }

    /// The same transport with this timeout.
    #[must_use]
    pub(crate) fn with_timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self.says_timeout = true;
        self
    }

    /// The same transport with this stall timeout.
    #[must_use]
    pub(crate) fn with_stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// The same transport with this timeout, unless its own is shorter.
    #[must_use]
    #[allow(dead_code, reason = "for code that is written by hand around generated code")]
    pub(crate) fn with_timeout_of_at_most(self, limit: Duration) -> Self {
        if limit < self.timeout {
            self.with_timeout(limit)
        } else {
            self
        }
    }

    /// The same transport with this header in every call, in addition to those of the operation.
    #[must_use]
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let mut headers = self.headers.as_deref().cloned().unwrap_or_default();
        headers.append(name, value);
        self.headers = Some(Arc::new(headers));
        self
    }

    pub(super) fn service(&self) -> &Service {
        &self.service
    }

    pub(super) fn base(&self) -> &Arc<BaseUrl> {
        &self.base
    }

    pub(super) fn max_body_bytes(&self) -> usize {
        self.max_body_bytes
    }

    /// The timeout, if each request must carry it.
    pub(super) fn timeout(&self) -> Option<Duration> {
        self.says_timeout.then_some(self.timeout)
    }

    /// The timeouts of a call whose response can be a stream. A service that replaces the HTTP client has timeouts of
    /// its own.
    pub(super) fn stream_limits(&self) -> Option<Limits> {
        self.is_http.then_some(Limits {
            rest: self.timeout,
            stall: self.stall_timeout,
        })
    }

    pub(super) fn user_agent(&self) -> Option<&HeaderValue> {
        self.user_agent.as_ref()
    }

    pub(super) fn headers(&self) -> Option<&HeaderMap> {
        self.headers.as_deref()
    }
}

fn user_agent(config: &Config) -> Result<HeaderValue, ConfigError> {
    let Some(prefix) = &config.user_agent_prefix else {
        return Ok(HeaderValue::from_static(NAME));
    };
    let is_sendable =
        !prefix.is_empty() && prefix.trim() == prefix && prefix.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let value = HeaderValue::from_str(&format!("{prefix} {NAME}")).ok();
    value.filter(|_| is_sendable).ok_or(ConfigError::UserAgent)
}

fn http_client(base: &BaseUrl, config: &Config, user_agent: HeaderValue) -> reqwest::Result<HttpClient> {
    // Another crate of the build can enable these features of reqwest, and with them an `Accept-Encoding` header.
    let mut builder = reqwest::Client::builder().no_gzip().no_brotli().no_deflate().no_zstd();
    if !config.environment_proxy {
        builder = builder.no_proxy();
    }
    if let Some(adjust) = &config.adjust {
        builder = adjust(builder);
    }
    if base.is_plain_http() {
        // A proxy could read data that is meant for this machine, or for a network that the user has allowed.
        builder = builder.no_proxy();
    }
    let is_pooled = !config.pool_idle_timeout.is_zero();
    let client = builder
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // A request is sent once, so no retry is prepared.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        // The log shows every byte on the wire, and so every secret.
        .connection_verbose(false)
        .user_agent(user_agent)
        .connect_timeout(config.connect_timeout)
        .timeout(config.timeout)
        .pool_max_idle_per_host(if is_pooled { usize::MAX } else { 0 })
        .pool_idle_timeout(config.pool_idle_timeout)
        .build()?;
    Ok(HttpClient {
        client,
        connect_timeout: config.connect_timeout,
        timeout: config.timeout,
    })
}

/// Shows the origin of the base URL only.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Transport").field(&self.base).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn debug_shows_the_origin_only() {
        let transport = Transport::new("https://a.example/canary", &Config::default()).unwrap();
        assert_eq!(format!("{transport:?}"), "Transport(\"https://a.example\")");
    }

    #[test]
    fn a_timeout_of_zero_is_refused() {
        for config in [
            Config::default().timeout(Duration::ZERO),
            Config::default().connect_timeout(Duration::ZERO),
            Config::default().stall_timeout(Duration::ZERO),
        ] {
            let error = Transport::new("https://a.example", &config).unwrap_err();
            assert!(matches!(error, ConfigError::ZeroTimeout), "{error}");
        }
    }

    #[test]
    fn a_broken_adjustment_is_an_error() {
        let config = Config::default().reqwest(|builder| builder.user_agent("a\nb"));
        let error = Transport::new("https://a.example", &config).unwrap_err();
        assert!(matches!(error, ConfigError::Client(_)), "{error}");
        assert!(std::error::Error::source(&error).is_some());
    }
}
