//! The base URL, which the user of a client chooses.

use std::time::Duration;

use b2c_agent_client::{Client, Config, ConfigError};
use workspace_tests::canary;
use workspace_tests::faults::{FaultServer, Step};

use super::wire::{PLAIN, Wire};

/// Why a base URL is refused: the name of the variant.
fn refusal(base_url: &str) -> Option<String> {
    let error = Client::new(base_url).err()?;
    let shown = canary::shown(&error);
    assert!(!canary::is_in(&shown), "{shown}");
    let variant = format!("{error:?}");
    Some(variant.split([' ', '(']).next().unwrap_or_default().to_owned())
}

#[test]
fn base_urls() {
    #[rustfmt::skip]
    let table = [
        ("https://chat.example",                    None),
        ("https://chat.example/",                   None),
        ("https://chat.example:8443/prefix/",       None),
        ("HTTPS://CHAT.example",                    None),
        ("https://192.0.2.1",                       None),
        ("https://[2001:db8::1]:8443",              None),
        ("http://127.0.0.1:8080",                   None),
        ("http://127.1.2.3",                        None),
        ("http://localhost:8080/prefix",            None),
        ("http://[::1]:8080",                       None),
        ("HTTP://LOCALHOST",                        None),
        ("http://chat.example",                     Some("PlainHttp")),
        ("http://localhost.chat.example",           Some("PlainHttp")),
        ("http://[2001:db8::1]",                    Some("PlainHttp")),
        ("http://0.0.0.0",                          Some("PlainHttp")),
        ("https://canary-5f2c@chat.example",        Some("UserInfo")),
        ("https://user:canary-5f2c@chat.example",   Some("UserInfo")),
        ("https://chat.example?canary-5f2c",        Some("Query")),
        ("https://chat.example/prefix?",            Some("Query")),
        ("https://chat.example#canary-5f2c",        Some("Fragment")),
        ("https://",                                Some("NoHost")),
        ("https:///prefix",                         Some("NoHost")),
        ("https://:8443",                           Some("NoHost")),
        ("",                                        Some("Scheme")),
        ("chat.example",                            Some("Scheme")),
        ("ftp://chat.example",                      Some("Scheme")),
        ("file:///canary-5f2c",                     Some("Scheme")),
        ("https://chat example",                    Some("NotAUrl")),
        ("https://chat.example\\@canary-5f2c",      Some("NotAUrl")),
        ("https://chat.example:canary-5f2c",        Some("NotAUrl")),
        ("https://chat.example\n",                  Some("NotAUrl")),
    ];
    for (base_url, expected) in table {
        assert_eq!(refusal(base_url).as_deref(), expected, "{base_url:?}");
    }
}

#[test]
fn the_base_url_decides_host_and_prefix_and_nothing_else() {
    let table = [
        ("http://127.0.0.1:port", "", "127.0.0.1:port"),
        ("http://127.0.0.1:port///", "", "127.0.0.1:port"),
        ("HTTP://127.0.0.1:port/a/b%20c/", "/a/b%20c", "127.0.0.1:port"),
        ("http://CHAT.example:port/ü", "/%C3%BC", "chat.example:port"),
    ];
    for (base_url, prefix, host) in table {
        let mut wire = Wire::open();
        let address = wire.server.address();
        let port = address.port().to_string();
        let config = Config::default().allow_http();
        let config = config.reqwest(move |builder| builder.resolve("chat.example", address));
        wire.client = Client::with_config(&base_url.replace("port", &port), &config).expect("the base URL will do");

        wire.call(&PLAIN).expect("it arrives");
        let [request] = wire.server.take_requests().try_into().expect("one request");
        let request = String::from_utf8(request).expect("it is text");
        let start = format!("POST {prefix}/engagement/api/agent/site/v1/logoff HTTP/1.1\r\n");
        assert!(request.starts_with(&start), "{base_url}: {request}");
        let host = format!("\r\nhost: {}\r\n", host.replace("port", &port));
        assert!(request.contains(&host), "{base_url}: {request}");
    }
}

#[test]
fn http_elsewhere_has_to_be_asked_for_by_name() {
    let error = Client::new("http://chat.example").expect_err("it is not this machine");
    assert!(
        matches!(&error, ConfigError::PlainHttp { host } if host == "chat.example"),
        "{error}"
    );
    assert!(
        error.to_string().contains("Config::allow_http"),
        "it says what to do: {error}"
    );
    assert!(Client::with_config("http://chat.example", &Config::default().allow_http()).is_ok());
}

/// A short timeout makes the client watch its request. The request is the same.
#[test]
fn a_time_limit_changes_no_byte() {
    let mut wire = Wire::open();
    wire.call(&PLAIN).expect("it arrives");
    wire.client = wire.client.with_timeout(Duration::from_secs(9));
    wire.call(&PLAIN).expect("it arrives");
    let [usual, watched] = wire.server.take_requests().try_into().expect("two requests");
    wire.check_request(&usual, &PLAIN);
    assert_eq!(String::from_utf8_lossy(&watched), String::from_utf8_lossy(&usual));
}

/// A caller's adjustment of the HTTP client cannot make the client less exact.
#[test]
fn the_adjustment_of_the_http_client_has_its_limits() {
    let mut wire = Wire::open();
    let proxy = wire
        .runtime
        .block_on(FaultServer::start([Step::Read]))
        .expect("a port is free");
    let proxy_url = proxy.base_url();
    let config = Config::default().reqwest(move |builder| {
        let proxy = reqwest::Proxy::all(&proxy_url).expect("it is a URL");
        builder.user_agent("other").referer(true).proxy(proxy)
    });
    wire.client = Client::with_config(&wire.server.base_url(), &config).expect("the base URL will do");
    wire.call(&PLAIN).expect("it arrives");
    let [request] = wire.server.take_requests().try_into().expect("one request");
    wire.check_request(&request, &PLAIN);
    assert_eq!(wire.runtime.block_on(proxy.connections()).expect("it listens"), 0);
}
