//! The base URL that the user of a client chooses. It is checked once and kept as text; paths are appended to it.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

use super::config::ConfigError;

/// A base URL without a trailing slash. A path that begins with a slash is appended to it.
pub(super) struct BaseUrl {
    text: String,
    /// The length of the origin, after which the path begins.
    origin_end: usize,
    plain_http: bool,
}

impl BaseUrl {
    /// Accepts `https`. Accepts `http` for this machine, or for any host if `allow_http` is set.
    pub(super) fn parse(text: &str, allow_http: bool) -> Result<Self, ConfigError> {
        check_spelling(text)?;
        let url = Url::parse(text).map_err(|_| ConfigError::NotAUrl)?;
        let host = url.host_str().ok_or(ConfigError::NoHost)?;
        let plain_http = match url.scheme() {
            "https" => false,
            "http" => true,
            _ => return Err(ConfigError::Scheme),
        };
        if url.query().is_some() {
            return Err(ConfigError::Query);
        }
        if url.fragment().is_some() {
            return Err(ConfigError::Fragment);
        }
        if plain_http && !allow_http && !is_this_machine(host) {
            return Err(ConfigError::PlainHttp { host: host.to_owned() });
        }
        let mut text = url.origin().ascii_serialization();
        let origin_end = text.len();
        text.push_str(url.path().trim_end_matches('/'));
        Ok(Self {
            text,
            origin_end,
            plain_http,
        })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn origin(&self) -> &str {
        self.text.get(..self.origin_end).unwrap_or_default()
    }

    /// Where the path begins in a URL that starts with this text.
    pub(super) fn path_start(&self) -> usize {
        self.origin_end
    }

    pub(super) fn is_plain_http(&self) -> bool {
        self.plain_http
    }
}

/// Refuses spellings that [`Url::parse`] would silently repair. The request would go elsewhere than the text suggests.
fn check_spelling(text: &str) -> Result<(), ConfigError> {
    if text
        .chars()
        .any(|char| char.is_whitespace() || char.is_control() || char == '\\')
    {
        return Err(ConfigError::NotAUrl);
    }
    let (scheme, rest) = text.split_once("://").ok_or(ConfigError::Scheme)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(ConfigError::UserInfo);
    }
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(ConfigError::Scheme);
    }
    if authority.is_empty() || authority.starts_with(':') {
        return Err(ConfigError::NoHost);
    }
    Ok(())
}

/// Whether a host of a parsed URL is certainly the loopback interface.
fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || address.is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Shows the origin only. The path is not needed to tell clients apart.
impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.origin(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_base_urls() {
        let table = [
            ("https://a.example", "https://a.example"),
            ("https://a.example/", "https://a.example"),
            ("HTTPS://A.Example:443///", "https://a.example"),
            ("https://a.example:8443/b/c/", "https://a.example:8443/b/c"),
            ("https://a.example/b//c", "https://a.example/b//c"),
            ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
            ("https://192.0.2.1", "https://192.0.2.1"),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
            ("http://127.255.0.9", "http://127.255.0.9"),
            ("http://[::1]:8080/", "http://[::1]:8080"),
        ];
        for (text, expected) in table {
            assert_eq!(BaseUrl::parse(text, false).unwrap().as_str(), expected, "{text}");
        }
    }

    #[test]
    fn refused_base_urls() {
        let table = [
            ("", "Scheme"),
            ("a.example", "Scheme"),
            ("a.example:8443/b", "Scheme"),
            ("//a.example", "Scheme"),
            ("https:a.example", "Scheme"),
            ("ftp://a.example", "Scheme"),
            ("file:///etc", "Scheme"),
            ("https://", "NoHost"),
            ("https:///a.example", "NoHost"),
            ("https://:443", "NoHost"),
            ("https://?x", "NoHost"),
            ("https://canary@a.example", "UserInfo"),
            ("https://user:canary@a.example", "UserInfo"),
            ("ftp://user:canary@a.example", "UserInfo"),
            ("https://@a.example", "UserInfo"),
            ("https://a.example?", "Query"),
            ("https://a.example/b?canary", "Query"),
            ("https://a.example#", "Fragment"),
            ("https://a.example/b#canary", "Fragment"),
            (" https://a.example", "NotAUrl"),
            ("https://a.exa\nmple", "NotAUrl"),
            ("https:\\\\a.example", "NotAUrl"),
            ("https://a.example\\@b.example", "NotAUrl"),
            ("https://a.example:canary", "NotAUrl"),
            ("https://a example", "NotAUrl"),
            ("https://[::1", "NotAUrl"),
            ("http://a.example", "PlainHttp { host: \"a.example\" }"),
            ("http://128.0.0.1", "PlainHttp { host: \"128.0.0.1\" }"),
            ("http://[::2]", "PlainHttp { host: \"[::2]\" }"),
            (
                "http://localhost.a.example",
                "PlainHttp { host: \"localhost.a.example\" }",
            ),
        ];
        for (text, expected) in table {
            let error = BaseUrl::parse(text, false).unwrap_err();
            assert_eq!(format!("{error:?}"), expected, "{text:?}");
            assert!(!error.to_string().contains("canary"), "{error}");
        }
    }

    #[test]
    fn http_elsewhere_has_to_be_allowed() {
        let base = BaseUrl::parse("http://a.example/b", true).unwrap();
        assert_eq!(base.as_str(), "http://a.example/b");
        assert!(base.is_plain_http());
        assert!(BaseUrl::parse("ftp://a.example", true).is_err());
    }

    #[test]
    fn debug_shows_the_origin_only() {
        let base = BaseUrl::parse("https://a.example:8443/canary", false).unwrap();
        assert_eq!(format!("{base:?}"), "\"https://a.example:8443\"");
        assert_eq!(base.as_str().get(base.path_start()..), Some("/canary"));
    }
}
