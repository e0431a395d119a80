//! What lies between a generated client and the network: a service, a base URL, and what holds for every call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::base_url::BaseUrl;
use super::config::{Config, ConfigError};
use super::limit::Limits;
use super::service::{HttpClient, Service};

/// The name and version of the crate, as servers see it.
const NAME: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// What a generated client is made of. Clones share their connections.
#[derive(Clone)]
pub(crate) struct Transport {
    service: Service,
    base: Arc<BaseUrl>,
    max_body_bytes: usize,
    /// How long a call may take.
    timeout: Duration,
    /// How long a stream may be silent.
    stall_timeout: Duration,
    /// Whether it is the HTTP client that sends, whatever stands around it.
    is_http: bool,
    /// Whether the request has to say so, since the service does not know it.
    says_timeout: bool,
    /// What the client is, where the request has to say so.
    user_agent: Option<HeaderValue>,
    /// Headers that the caller wants beside those of the operation.
    headers: Option<Arc<HeaderMap>>,
}

impl Transport {
    /// Checks the base URL and sets the HTTP client up. Nothing is sent yet.
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
        // The HTTP client says itself what it is, and has a timeout; another service can find both in the request.
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

    /// The same transport for calls that may take this long.
    #[must_use]
    pub(crate) fn with_timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self.says_timeout = true;
        self
    }

    /// The same transport for calls whose streams may be silent this long.
    #[must_use]
    pub(crate) fn with_stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// The same transport for calls that may take this long, unless they may take less anyway.
    #[must_use]
    #[allow(dead_code, reason = "for code that is written by hand around generated code")]
    pub(crate) fn with_timeout_of_at_most(self, limit: Duration) -> Self {
        if limit < self.timeout {
            self.with_timeout(limit)
        } else {
            self
        }
    }

    /// The same transport for calls that carry this header beside those of the operation.
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

    /// How long a call may take, where the request has to say so.
    pub(super) fn timeout(&self) -> Option<Duration> {
        self.says_timeout.then_some(self.timeout)
    }

    /// The limits of a call whose answer can be a stream. A service that somebody has put in place of the HTTP client has
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
    // Another crate of the build can switch these features of reqwest on, and with them an `Accept-Encoding` header.
    let mut builder = reqwest::Client::builder().no_gzip().no_brotli().no_deflate().no_zstd();
    if !config.environment_proxy {
        builder = builder.no_proxy();
    }
    if let Some(adjust) = &config.adjust {
        builder = adjust(builder);
    }
    if base.is_plain_http() {
        // A proxy could read what is meant for this machine, or for a network that was allowed knowingly.
        builder = builder.no_proxy();
    }
    let is_pooled = !config.pool_idle_timeout.is_zero();
    let client = builder
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Not even one attempt is kept at hand: a request is sent once.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        // Its log shows every byte on the wire, and so every secret.
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

/// The origin of the base URL alone.
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
