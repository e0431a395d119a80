//! Credentials on the wire, over loopback. Each is sent with the operations that require it and with no other, and is never
//! shown. The client is generated from `fixtures/documents/credentials.yaml`.

use crate::credentials_client::{Client, Credentials, servers};
use crate::loopback::Request;
use crate::support::{Config, ConfigError, ErrorKind, Secret};

const CANARY: &str = "canary-7f3a";

/// The request of one call with these credentials, or why it was refused.
macro_rules! wire {
    ($operation:ident, $credentials:expr $(, $argument:ident = $value:expr)*) => {{
        let (server, url) = crate::loopback::start().await;
        let client = Client::with_config(&url, &Config::default()).unwrap().with_credentials($credentials);
        assert!(!format!("{client:?} {client:#?}").contains(CANARY));
        match client.$operation()$(.$argument($value))*.send().await {
            Ok(_) => Ok(server.await.unwrap()),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error:#}");
                let shown = format!("{error} {error:#} {error:?}");
                assert!(!shown.contains(CANARY), "{shown}");
                Err(error.to_string())
            }
        }
    }};
}

/// Every credential, each with a different value.
fn all() -> Credentials {
    Credentials::new()
        .header_key(format!("{CANARY}-header"))
        .query_key(format!("{CANARY} query"))
        .cookie_key(format!("{CANARY}-cookie"))
        .user("Aladdin", "open sesame")
        .token(format!("{CANARY}-token"))
        .oauth(format!("{CANARY}-oauth"))
        .openid(format!("{CANARY}-openid"))
}

/// All credentials in a request.
fn carried(request: &Request) -> Vec<String> {
    let query = request
        .target
        .split_once('?')
        .map(|(_, query)| format!("query {query}"));
    let headers = ["authorization", "x-api-key", "cookie"];
    let headers = headers.iter().flat_map(|name| {
        request
            .header(name)
            .into_iter()
            .map(move |value| format!("{name} {value}"))
    });
    query.into_iter().chain(headers).collect()
}

#[tokio::test]
async fn each_goes_where_it_is_asked_for() {
    let sent = |request: Result<Request, String>| carried(&request.unwrap());
    assert_eq!(sent(wire!(root, all())), ["x-api-key canary-7f3a-header"]);
    assert!(sent(wire!(none, all())).is_empty());
    assert_eq!(sent(wire!(query, all())), ["query api%20key=canary-7f3a%20query"]);
    assert_eq!(
        sent(wire!(cookie, all(), theme = "dark")),
        ["cookie theme=dark; sid=canary-7f3a-cookie"]
    );
    assert_eq!(
        sent(wire!(basic, all())),
        ["authorization Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="]
    );
    assert_eq!(sent(wire!(bearer, all())), ["authorization Bearer canary-7f3a-token"]);
    assert_eq!(sent(wire!(oauth, all())), ["authorization Bearer canary-7f3a-oauth"]);
    // The operation has the key as an argument.
    assert_eq!(sent(wire!(argument, all(), x_api_key = "mine")), ["x-api-key mine"]);
}

#[tokio::test]
async fn the_first_alternative_that_is_complete() {
    let sent = |request: Result<Request, String>| carried(&request.unwrap());
    let both = ["query api%20key=canary-7f3a%20query", "x-api-key canary-7f3a-header"];
    assert_eq!(sent(wire!(either, all())), both);
    assert_eq!(sent(wire!(several, all())), both);
    let token = || Credentials::new().header_key("incomplete").token("t");
    assert_eq!(sent(wire!(either, token())), ["authorization Bearer t"]);
    assert_eq!(sent(wire!(several, token())), ["authorization Bearer t"]);
    let openid = Credentials::new().openid("o");
    assert_eq!(sent(wire!(oauth, openid)), ["authorization Bearer o"]);
    // No credential is required, so none is missing.
    assert!(sent(wire!(several, Credentials::new())).is_empty());
    assert!(sent(wire!(wired, Credentials::new())).is_empty());
    assert_eq!(sent(wire!(wired, all())), ["x-api-key canary-7f3a-header"]);
}

#[tokio::test]
async fn what_is_missing_is_named_and_nothing_is_sent() {
    let refused = |request: Result<Request, String>| request.err().unwrap();
    let reason = refused(wire!(either, Credentials::new().query_key(CANARY)));
    assert_eq!(
        reason,
        "The operation `either` was not sent: missing credentials `header key` and `query-key`, or `token`. Set them with \
         `Client::with_credentials`. Correct the call."
    );
    for broken in ["", "canary-7f3a\r\nX-Evil: 1", " canary-7f3a ", "canary-7f3a ü"] {
        refused(wire!(bearer, Credentials::new().token(broken)));
    }
    refused(wire!(root, Credentials::new().header_key("canary-7f3a\n")));
    refused(wire!(basic, Credentials::new().user("canary-7f3a:", "x")));
    refused(wire!(basic, Credentials::new().user("x", "canary-7f3a\0")));
}

#[test]
fn credentials_are_not_shown() {
    let shown = format!("{:?} {:#?}", all(), all());
    assert!(!shown.contains(CANARY) && !shown.contains("sesame"), "{shown}");
}

#[test]
fn a_client_for_each_server() {
    let config = Config::default();
    let origin = |client: Result<Client, ConfigError>| format!("{:?}", client.unwrap());
    assert!(origin(Client::for_server(servers::VaultExampleV1, &config)).contains("https://vault.example"));
    assert!(origin(Client::for_server(servers::Localhost8080V1, &config)).contains("http://localhost:8080"));
    let region = servers::RegionVaultExamplePortBase::new;
    assert!(origin(Client::for_server(region(), &config)).contains("https://eu.vault.example:8443"));
    let us = region().region("us").port("443").base("v2/x");
    assert!(origin(Client::for_server(us, &config)).contains("https://us.vault.example"));
    for server in [
        region().region("evil.example/"),
        region().port("1@evil.example"),
        region().base("?"),
    ] {
        let error = Client::for_server(server, &config).unwrap_err();
        assert!(matches!(error, ConfigError::ServerVariable { .. }), "{error}");
    }
    let _ = Secret::from("used by other documents");
}
