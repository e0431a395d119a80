//! The connection between a generated client and the network: one `reqwest` client, one base URL, one size limit.

use std::fmt;
use std::sync::Arc;

use super::base_url::BaseUrl;
use super::config::{Config, ConfigError};
use super::request::{Operation, Request};

/// The name and version of the crate, as servers see it.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// What a generated client is made of. Clones share their connections.
#[derive(Clone)]
pub(crate) struct Transport {
    http: reqwest::Client,
    base: Arc<BaseUrl>,
    max_body_bytes: usize,
}

impl Transport {
    /// Checks the base URL and sets the HTTP client up. Nothing is sent yet.
    pub(crate) fn new(base_url: &str, config: &Config) -> Result<Self, ConfigError> {
        let base = BaseUrl::parse(base_url, config.allow_http)?;
        if config.connect_timeout.is_zero() || config.timeout.is_zero() {
            return Err(ConfigError::ZeroTimeout);
        }
        let http = http_client(&base, config).map_err(|error| ConfigError::Client(error.without_url()))?;
        Ok(Self {
            http,
            base: Arc::new(base),
            max_body_bytes: config.max_body_bytes,
        })
    }

    /// Begins the request of an operation.
    pub(crate) fn request(&self, operation: Operation) -> Request<'_> {
        Request::new(self, operation)
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(super) fn base(&self) -> &BaseUrl {
        &self.base
    }

    pub(super) fn max_body_bytes(&self) -> usize {
        self.max_body_bytes
    }
}

fn http_client(base: &BaseUrl, config: &Config) -> reqwest::Result<reqwest::Client> {
    // Another crate of the build can switch these features of reqwest on, and with them an `Accept-Encoding` header.
    let mut builder = reqwest::Client::builder().no_gzip().no_brotli().no_deflate().no_zstd();
    if let Some(adjust) = &config.adjust {
        builder = adjust(builder);
    }
    if base.is_plain_http() {
        // A proxy could read what is meant for this machine, or for a network that was allowed knowingly.
        builder = builder.no_proxy();
    }
    builder
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // Not even one attempt is kept at hand: a request is sent once.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        // Its log shows every byte on the wire, and so every secret.
        .connection_verbose(false)
        .user_agent(USER_AGENT)
        .connect_timeout(config.connect_timeout)
        .timeout(config.timeout)
        .build()
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
