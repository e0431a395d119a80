//! Requests before they are sent. Other tests check on real sockets that they arrive unchanged.

use reqwest::Method;

use super::*;
use crate::support::config::Config;
use crate::support::credential::Credential;
use crate::support::secret::Secret;
use crate::support::secret_source::SecretSource;

fn transport() -> Transport {
    Transport::new("https://a.example", &Config::default()).unwrap()
}

fn act(transport: &Transport) -> Request<'_> {
    transport.request(Operation {
        id: "act",
        method: Method::GET,
        accept: None,
    })
}

#[test]
fn a_secret_header_is_marked_sensitive() {
    let transport = transport();
    let mut request = act(&transport);
    assert!(request.header("X-Open", "open").is_ok());
    assert!(request.secret_header("X-Key", "canary").is_ok());
    assert_eq!(
        format!("{:?}", request.headers),
        r#"{"x-open": "open", "x-key": Sensitive}"#
    );
}

#[test]
fn a_url_that_is_too_long_is_refused() {
    let transport = transport();
    let rest = "https://a.example/?q=".len();
    for (length, is_refused) in [(MAX_URL - rest, false), (MAX_URL - rest + 1, true)] {
        let mut request = act(&transport);
        assert!(request.query("q", &"x".repeat(length)).is_ok());
        let outcome = request.finish_url().map_err(|fault| fault.to_string());
        let refusal = "The operation `act` was not sent: its path or query parameters make the URL longer than \
            65534 bytes. Correct the call.";
        assert_eq!(outcome.err().as_deref(), is_refused.then_some(refusal));
    }
}

/// The request that a service receives, or why it is not sent.
async fn sent(request: impl FnOnce(&mut Request<'_>) -> Result<(), Fault>, seen: Config) -> Result<(), String> {
    let transport = Transport::new("https://a.example", &seen).unwrap();
    let mut begun = act(&transport);
    let prepared = request(&mut begun);
    let outcome = match prepared {
        Ok(()) => begun.send().await.map(|_| ()),
        Err(fault) => Err(fault),
    };
    outcome.map_err(|fault| format!("{fault:?} {fault:#}"))
}

fn expecting(check: impl Fn(&HeaderMap) + Send + Sync + 'static) -> Config {
    Config::default().service(move |request: reqwest::Request| {
        check(request.headers());
        async { Ok::<_, std::convert::Infallible>(http::Response::new("{}")) }
    })
}

#[tokio::test]
async fn a_provider_is_asked_before_each_call_and_can_renew() {
    let asked = Arc::new(std::sync::atomic::AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let source = SecretSource::provider(move || {
        let call = counter.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move {
            tokio::task::yield_now().await;
            Ok::<_, std::io::Error>(Secret::from(format!("canary-{call}")))
        }
    });
    let bearer = Credential::bearer(source.clone());
    let basic = Credential::basic("me".into(), source.clone());
    let key = Credential::header("X-Key", source);
    for (call, (credential, header, value)) in [
        (&bearer, "authorization", "Bearer canary-0"),
        (&bearer, "authorization", "Bearer canary-1"),
        (&basic, "authorization", "Basic bWU6Y2FuYXJ5LTI="),
        (&key, "x-key", "canary-3"),
    ]
    .into_iter()
    .enumerate()
    {
        let config = expecting(move |headers| {
            assert_eq!(headers[header], value);
            assert!(headers[header].is_sensitive());
        });
        let outcome = sent(|request| request.credentials(&[&[("key", Some(credential))]]), config).await;
        assert_eq!(outcome, Ok(()));
        assert_eq!(asked.load(std::sync::atomic::Ordering::Relaxed) as usize, call + 1);
    }
}

#[tokio::test]
async fn where_a_provider_fails_nothing_is_sent() {
    let source = SecretSource::provider(|| async { Err::<Secret, _>(std::io::Error::other("the vault is shut")) });
    let credential = Credential::bearer(source);
    let config = expecting(|_| panic!("it is sent"));
    let outcome = sent(
        |request| request.credentials(&[&[("token", Some(&credential))]]),
        config,
    )
    .await;
    let text = outcome.unwrap_err();
    assert!(
        text.contains("kind: InvalidRequest") && text.contains("Cause: the vault is shut."),
        "{text}"
    );
}
