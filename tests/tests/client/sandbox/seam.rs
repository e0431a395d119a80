//! The service of a client: a closure instead of a server, layers around the HTTP client, and additions to single calls.

use std::convert::Infallible;
use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use b2c_agent_client::http::{HeaderName, HeaderValue, Response};
use b2c_agent_client::types::{ErrorBody, LogoffRequest, LogoffResponse};
use b2c_agent_client::{Client, Config, Error, ErrorKind, LoggedOff, Secret, Service, Session};
use reqwest::{Request, StatusCode};
use tower::ServiceExt;
use tower::limit::ConcurrencyLimitLayer;
use workspace_tests::DOCUMENT;
use workspace_tests::canary::{self, CANARY};
use workspace_tests::sandbox::Sandbox;

use super::{AGENT, SITE};

fn session() -> Session {
    Session::new(SITE, AGENT, Secret::from(CANARY))
}

fn client(config: &Config) -> Client {
    Client::with_config("https://chat.example", config).expect("it is a base URL")
}

/// A client whose calls are answered by a closure. Tests of other programs need no more than this.
#[tokio::test]
async fn a_closure_takes_the_place_of_a_server() {
    let config = Config::default()
        .user_agent_prefix("my-program/1.2")
        .service(|request: Request| async move {
            assert_eq!(request.method(), "POST");
            assert_eq!(
                request.url().as_str(),
                "https://chat.example/engagement/api/agent/day001_221100_sql_001h/v1/logoff"
            );
            let agent = request.headers()["user-agent"].to_str().expect("it is text");
            assert!(agent.starts_with("my-program/1.2 b2c-agent-client/"), "{agent}");
            let session = &request.headers()["x-jsessionid"];
            assert!(session == CANARY && session.is_sensitive());
            assert!(!canary::is_in(&format!("{request:?}")));
            assert_eq!(request.timeout(), Some(&Duration::from_secs(30)));
            Ok::<_, Infallible>(Response::new(r#"{"clientId":47}"#))
        });
    let logged_off = client(&config).log_off(&session()).await.expect("it is answered");
    assert_eq!(logged_off.client_id, Some(47));

    let refusing = Config::default().service(|_| async {
        Response::builder()
            .status(403)
            .body(r#"{"exceptionCode":"ACCESS_DENIED"}"#)
    });
    let error = client(&refusing).log_off(&session()).await.expect_err("it is refused");
    assert_eq!(
        (error.status(), error.code_text()),
        (Some(StatusCode::FORBIDDEN), Some("ACCESS_DENIED"))
    );

    let elsewhere =
        Config::default().service(|_| async { Response::builder().status(307).header("location", "/other").body("") });
    let error = client(&elsewhere)
        .log_off(&session())
        .await
        .expect_err("it is a redirect");
    assert_eq!(error.redirect_host(), Some("chat.example"));
}

#[tokio::test]
async fn the_error_of_a_service_is_that_of_the_call() {
    for kind in [ErrorKind::Connect, ErrorKind::Timeout, ErrorKind::Transport] {
        let config =
            Config::default().service(move |_| async move { Err::<Response<&str>, Error>(Error::of_kind(kind)) });
        let error = client(&config).log_off(&session()).await.expect_err("it fails");
        assert_eq!((error.kind(), error.operation_id()), (kind, Some("logoff")));
        assert_eq!(error.may_have_acted(), kind != ErrorKind::Connect);
    }
    let config =
        Config::default().service(|_| async { Err::<Response<&str>, _>(std::io::Error::other("the queue is full")) });
    let error = client(&config).log_off(&session()).await.expect_err("it fails");
    assert_eq!((error.kind(), error.may_have_acted()), (ErrorKind::Transport, true));
    assert_eq!(error.source().expect("it has one").to_string(), "the queue is full");
}

/// Results for tests can be created without a call.
#[test]
fn outcomes_can_be_made_by_hand() {
    let mut answer = LogoffResponse::default();
    answer.client_id = Some(47);
    let logged_off = LoggedOff::from(answer);
    assert_eq!(
        (logged_off.client_id, logged_off.into_response().status()),
        (Some(47), StatusCode::OK)
    );

    let error: Error<ErrorBody> = Error::of_kind(ErrorKind::Status)
        .with_status(StatusCode::FORBIDDEN)
        .with_code("ACCESS_DENIED")
        .with_message("No such session.")
        .with_body(ErrorBody::default());
    assert!(!error.may_have_acted() && error.body().is_some());
    assert_eq!(
        error.to_string(),
        "The request was answered with status 403 Forbidden (ACCESS_DENIED): No such session. The server refused it. \
         Correct the request before you send it again."
    );
    let unsent: Error = Error::of_kind(ErrorKind::Connect);
    assert_eq!(
        unsent.to_string(),
        "The request was not sent: no connection to the server. Check the network."
    );
}

#[tokio::test]
async fn layers_wrap_the_http_client_and_each_other() {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let layer = |name: &'static str| {
        let seen = Arc::clone(&seen);
        move |inner: Service| {
            let seen = Arc::clone(&seen);
            move |mut request: Request| {
                let (inner, seen) = (inner.clone(), Arc::clone(&seen));
                async move {
                    let note = |text| seen.lock().expect("nobody panics").push(text);
                    note(format!("{name} {}", request.method()));
                    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
                    request
                        .headers_mut()
                        .insert("traceparent", HeaderValue::from_static(parent));
                    let response = inner.call(request).await?;
                    note(format!("{name} {}", response.status()));
                    Ok::<_, Error>(response)
                }
            }
        }
    };
    let config = Config::default().layer(layer("inner")).layer(layer("outer"));
    let client = Client::with_config(&sandbox.base_url(), &config).expect("a loopback address will do");
    let session = Session::new(SITE, AGENT, Secret::from(sandbox.open_session(SITE, AGENT).session_id));
    client.log_off(&session).await.expect("the logoff works");
    assert_eq!(
        *seen.lock().expect("nobody panics"),
        ["outer POST", "inner POST", "inner 200 OK", "outer 200 OK"]
    );
    let [request] = sandbox.requests().try_into().expect("one request");
    assert!(request.headers().contains_key("traceparent"));
}

/// A stack of tower's services, and a layer that repeats a request.
#[tokio::test]
async fn the_services_of_tower_are_layers() {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let config = Config::default()
        .layer(|http: Service| {
            let service = tower::service_fn(move |request| {
                let http = http.clone();
                async move { http.call(request).await }
            });
            let stack = tower::ServiceBuilder::new()
                .layer(ConcurrencyLimitLayer::new(1))
                .service(service);
            move |request: Request| stack.clone().oneshot(request)
        })
        .layer(|inner: Service| {
            move |request: Request| {
                let inner = inner.clone();
                async move {
                    let again = request.try_clone().expect("its body is in memory");
                    inner.call(request).await?;
                    inner.call(again).await
                }
            }
        });
    let client = Client::with_config(&sandbox.base_url(), &config).expect("a loopback address will do");
    let session = Session::new(SITE, AGENT, Secret::from(sandbox.open_session(SITE, AGENT).session_id));
    let error = client
        .log_off(&session)
        .await
        .expect_err("the second request finds no session");
    assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
    let [first, second] = sandbox.requests().try_into().expect("two requests");
    assert_eq!(first.body(), second.body());
    assert_eq!(first.headers(), second.headers());
}

#[tokio::test]
async fn a_call_can_have_a_timeout_and_a_header_of_its_own() {
    let limits = Arc::<Mutex<Vec<Option<Duration>>>>::default();
    let seen = Arc::clone(&limits);
    let config = Config::default().service(move |request: Request| {
        seen.lock().expect("nobody panics").push(request.timeout().copied());
        let tenant = request.headers().get("x-tenant").cloned();
        async move {
            let answer = match tenant {
                Some(_) => r#"{"clientId":1,"clientIdString":"canary-5f2c"}"#,
                None => r#"{"clientId":2}"#,
            };
            Ok::<_, Infallible>(Response::new(answer))
        }
    });
    let (client, session) = (client(&config), Session::new(SITE, AGENT, Secret::from("node0")));
    let mut tenant = HeaderValue::from_static(CANARY);
    tenant.set_sensitive(true);
    let own = client
        .with_timeout(Duration::from_secs(2))
        .with_header(HeaderName::from_static("x-tenant"), tenant);
    let logged_off = own.log_off(&session).await.expect("it is answered");
    assert_eq!(logged_off.client_id, Some(1));
    assert!(
        !canary::is_in(&format!("{logged_off:?} {own:?}")),
        "a sensitive header is a secret of the call"
    );
    let builder = own.logoff().fq_site_name(SITE).x_aid(AGENT).x_jsessionid("node0");
    let body = LogoffRequest::builder().force_logoff(true);
    let response = builder.body(body).send().await;
    assert_eq!(response.expect("it is answered").client_id, Some(1));
    // The client itself is unchanged.
    assert_eq!(
        client.log_off(&session).await.expect("it is answered").client_id,
        Some(2)
    );
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!(
        *limits.lock().expect("nobody panics"),
        [seconds(2), seconds(2), seconds(30)]
    );
}

#[tokio::test]
async fn a_header_that_is_not_the_callers_is_refused() {
    let config = Config::default().service(|_| async { Ok::<_, Infallible>(Response::new(r#"{"clientId":2}"#)) });
    let (client, session) = (client(&config), session());
    let value = HeaderValue::from_static(CANARY);
    for name in [
        "x-aid",
        "x-jsessionid",
        "content-type",
        "accept",
        "host",
        "content-length",
        "transfer-encoding",
        "user-agent",
    ] {
        let client = client.with_header(HeaderName::from_static(name), value.clone());
        let error = client.log_off(&session).await.expect_err(name);
        let expected = format!(
            "The operation `logoff` was not sent: the header `{name}` cannot be set by the caller. Correct the call."
        );
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    }
    let error = client
        .with_timeout(Duration::ZERO)
        .log_off(&session)
        .await
        .expect_err("it cannot succeed");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_header_of_the_callers_own_and_the_prefix_arrive() {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let config = Config::default().user_agent_prefix("my-program/1.2 (test)");
    let client = Client::with_config(&sandbox.base_url(), &config).expect("a loopback address will do");
    let session = Session::new(SITE, AGENT, Secret::from(sandbox.open_session(SITE, AGENT).session_id));
    let parent = HeaderValue::from_static("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    let client = client.with_header(HeaderName::from_static("traceparent"), parent.clone());
    client.log_off(&session).await.expect("the logoff works");
    let [request] = sandbox.requests().try_into().expect("one request");
    assert_eq!(request.headers()["traceparent"], parent);
    let agent = request.headers()["user-agent"].to_str().expect("it is text");
    assert!(agent.starts_with("my-program/1.2 (test) b2c-agent-client/"), "{agent}");

    for prefix in ["", " a", "a\n", "ü"] {
        let error = Client::with_config("https://chat.example", &Config::default().user_agent_prefix(prefix));
        let error = error.expect_err("it cannot be sent");
        assert!(
            error
                .to_string()
                .starts_with("The prefix of the user agent cannot be sent"),
            "{error}"
        );
    }
}
