//! A secret is sent but never shown: not by `Debug` or `Display` of a public type, not in a log, not in the message of a
//! panic.
//!
//! The fault matrix in `client/faults` tests servers that send the secret back.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failed expectation is a test's report, and panics are a subject here"
)]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::str::FromStr;
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use b2c_agent_client::types::{self, ExceptionCode, LogoffRequest, LogoffResponse};
use b2c_agent_client::{
    Attempt, ByteStream, Client, Config, ConfigError, Ended, EnsureLoggedOff, Error, ErrorKind, Event, EventStream,
    HowEnded, JsonStream, LogOff, LoggedOff, NotEnded, ResponseValue, Secret, SecretSource, Service, Session, Upload,
    builder,
};
use schemars::JsonSchema;
use secrecy::{SecretString, zeroize::ZeroizeOnDrop};
use serde::{Serialize, de::DeserializeOwned};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;
use workspace_tests::canary::{self, CANARY};
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::{self, Read, Reset, Stall};

fn answer(status: u16, body: &str) -> Step {
    let length = body.len();
    Step::send(format!(
        "HTTP/1.1 {status} Scripted\r\nContent-Length: {length}\r\n\r\n{body}"
    ))
}

/// A success in which the server repeats the session id in a documented field.
fn success() -> Step {
    answer(200, &format!(r#"{{"clientId":47,"sessionId":"{CANARY}"}}"#))
}

/// An error response in which the server repeats the session id in other places.
fn refusal() -> Step {
    answer(403, &format!(r#"{{"exceptionCode":"{CANARY}","message":"{CANARY}"}}"#))
}

fn session() -> Session {
    Session::new("site", "12", Secret::from(CANARY)).with_pool("297:1")
}

/// A server that answers each call in the same way, and a client that talks to it.
async fn talking(steps: impl IntoIterator<Item = Step>) -> (FaultServer, Client) {
    keep_logs();
    let steps: Vec<Step> = steps.into_iter().collect();
    // The timeout is short if it is tested. Otherwise it must not expire first.
    let waits = steps.iter().any(|step| matches!(step, Stall));
    let timeout = Duration::from_secs(if waits { 1 } else { 60 });
    let script: Vec<Step> = [Read].into_iter().chain(steps).collect();
    let server = FaultServer::start(script).await.expect("a port is free");
    let config = Config::default().timeout(timeout);
    // This log of reqwest would show all bytes on the wire. The client ignores the setting.
    let config = config.reqwest(|builder| builder.connection_verbose(true));
    let client = Client::with_config(&server.base_url(), &config).expect("a loopback address will do");
    (server, client)
}

/// The result of one call to a server with this answer.
async fn call(steps: impl IntoIterator<Item = Step>) -> Result<LoggedOff, Error<types::ErrorBody>> {
    let (_server, client) = talking(steps).await;
    client.log_off(&session()).await
}

fn response() -> LogoffResponse {
    let mut response = LogoffResponse::default();
    response.session_id = Some(Secret::from(CANARY));
    response
}

/// A service, as a layer gets it.
fn service() -> Service {
    let given = Arc::<Mutex<Option<Service>>>::default();
    let keep = Arc::clone(&given);
    let config = Config::default().layer(move |inner: Service| {
        *keep.lock().expect("nobody panics") = Some(inner.clone());
        move |request| {
            let inner = inner.clone();
            async move { inner.call(request).await }
        }
    });
    Client::with_config("https://chat.example", &config).expect("it is a base URL");
    let service = given.lock().expect("nobody panics").take();
    service.expect("the layer was given one")
}

/// The `Debug` and `Display` output of a type, by its name in the crate's public API.
type Shown = (&'static str, String);

fn debug(name: &'static str, value: &dyn Debug) -> Shown {
    (name, format!("{value:?} {value:#?}"))
}

fn error(name: &'static str, value: &dyn std::error::Error) -> Shown {
    (name, canary::shown(value))
}

/// A value of every public type that a program can get, with the secret in it if the type can hold one.
async fn everything() -> Vec<Shown> {
    let client = Client::new(&format!("https://chat.example/{CANARY}")).expect("it is a base URL");
    let session = session();
    let begun = client.logoff().x_jsessionid(CANARY);
    let body = LogoffRequest::builder().force_logoff(true);
    let complete = begun.clone().fq_site_name("site").x_aid("12").body(body.clone());
    let refused = call([refusal()]).await.expect_err("it is refused");
    let logged_off = call([success()]).await.expect("it is answered");
    let user_info = Client::new(&format!("https://user:{CANARY}@chat.example")).expect_err("it has user info");
    let secret = Secret::from(CANARY);
    vec![
        debug("SecretSource", &SecretSource::from(secret.clone())),
        debug("Service", &service()),
        debug("Client", &client),
        debug("builder::Logoff", &(client.logoff(), begun, complete)),
        debug("types::ChatSystemError", &types::ChatSystemError::default()),
        debug("types::ErrorBody", &types::ErrorBody::default()),
        debug("types::ExceptionCode", &ExceptionCode::BadRequest),
        debug("types::LogoffRequest", &body.clone().build()),
        debug("types::LogoffResponse", &response()),
        debug("types::builder::LogoffRequest", &(LogoffRequest::builder(), body)),
        debug("Session", &session),
        debug("LogOff", &client.log_off(&session).force(true).sequence_number(3)),
        debug("LoggedOff", &logged_off),
        debug("ResponseValue", &logged_off.into_response()),
        error("Error", &refused),
        debug("ErrorKind", &refused.kind()),
        error("ConfigError", &user_info),
        debug("Upload", &Upload::from(CANARY)),
        debug(
            "Config",
            &Config::default().reqwest(|builder| builder.user_agent(CANARY)),
        ),
        (
            "Secret",
            format!("{secret} {secret:?} {secret:#?} {:?}", [Some(&secret)]),
        ),
    ]
}

/// The results of `ensure_logged_off`.
async fn ends() -> Vec<Shown> {
    let session = session();
    let (_server, answering) = talking([success()]).await;
    let ended = answering.ensure_logged_off(&session).await.expect("it is answered");
    let (_server, refusing) = talking([refusal()]).await;
    let not_ended = refusing.ensure_logged_off(&session).await.expect_err("it is refused");
    vec![
        debug("EnsureLoggedOff", &answering.ensure_logged_off(&session)),
        debug("Ended", &ended),
        debug("HowEnded", ended.how()),
        debug("Attempt", &not_ended.attempts()),
        error("NotEnded", &not_ended),
    ]
}

#[tokio::test]
async fn no_public_type_shows_a_secret() {
    let everything = [everything().await, ends().await].concat();
    for (name, shown) in &everything {
        assert!(!canary::is_in(shown), "{name}: {shown}");
    }

    // A new type of the crate must be added above.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client");
    let surface = workspace_tests::surface::of_crate(&folder)
        .expect("the crate's source is here")
        .listing();
    let public: BTreeSet<String> = surface.lines().filter_map(public_type).collect();
    // No operation of this API streams, so a program cannot get one of these. They are tested with the code that creates
    // them. An event is data, and shows what the server sent.
    let unobtainable = ["ByteStream", "Event", "EventStream", "JsonStream"].map(ToOwned::to_owned);
    let covered: BTreeSet<String> = everything
        .into_iter()
        .map(|(name, _)| name.to_owned())
        .chain(unobtainable)
        .collect();
    assert_eq!(covered, public);
}

/// The type that a line of the surface declares: `types::Name: … pub struct Name`, or `pub enum`.
fn public_type(line: &str) -> Option<String> {
    let (path, item) = line.split_once(": ")?;
    ["pub struct ", "pub enum "]
        .iter()
        .any(|word| item.contains(word))
        .then(|| path.to_owned())
}

/// The opposite case: the value is sent, and a program that asks for it gets it.
#[tokio::test]
async fn a_secret_is_sent_and_can_be_read() {
    let logged_off = call([success()]).await.expect("it is answered");
    assert_eq!(logged_off.session_id.as_ref().map(Secret::expose), Some(CANARY));
    assert_eq!(
        serde_json::to_value(&*logged_off).expect("models become JSON")["sessionId"],
        CANARY
    );
    let (server, client) = talking([success()]).await;
    client.log_off(&session()).await.expect("it is answered");
    let [request] = server.take_requests().try_into().expect("one request");
    let request = String::from_utf8(request).expect("it is text");
    assert!(request.contains(&format!("\r\nx-jsessionid: {CANARY}\r\n")));
}

#[tokio::test]
async fn no_panic_repeats_a_secret() {
    let (session, secret, base_url) = (
        session(),
        Secret::from(CANARY),
        format!("https://{CANARY}@chat.example"),
    );
    let (success, refusal) = (call([success()]).await, call([refusal()]).await);
    let messages = [
        message(|| panic!("{session:?} {secret}")),
        message(|| assert_eq!(secret, Secret::from("other"))),
        message(|| assert_eq!(session, Session::new("site", "12", Secret::from("other")))),
        message(|| Client::new(&base_url).unwrap()),
        message(|| success.unwrap_err()),
        message(|| refusal.unwrap()),
    ];
    for message in messages {
        assert!(!message.is_empty() && !canary::is_in(&message), "{message}");
    }
}

/// The message of the panic that `code` ends with.
fn message<T>(code: impl FnOnce() -> T) -> String {
    let payload = catch_unwind(AssertUnwindSafe(code)).err().expect("it panics");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().expect("a panic's message is text")).to_owned(),
    }
}

thread_local! {
    /// The log of this test.
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Writes to the log of the test that is running on this thread.
struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Records everything that this crate and its dependencies log, with `tracing` or `log`.
///
/// There is one subscriber for all tests, and it is set before the first call, since `tracing` may disable an event for
/// good if there is no subscriber when it first occurs.
fn keep_logs() {
    static KEPT: Once = Once::new();
    KEPT.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Log)
            .init();
    });
}

fn logged() -> String {
    String::from_utf8(LOG.take()).expect("logs are text")
}

#[tokio::test]
async fn no_log_holds_a_value_of_the_request() {
    let in_band = format!(r#"{{"chatSystemError":{{"text":"{CANARY}"}}}}"#);
    let redirect = format!("HTTP/1.1 307 No\r\nLocation: http://{CANARY}.example/\r\n\r\n");
    let servers = [
        vec![success()],
        vec![refusal()],
        vec![answer(200, &in_band)],
        vec![answer(200, CANARY)],
        vec![Step::send(redirect)],
        vec![Step::send(format!("{CANARY}\r\n\r\n"))],
        vec![Reset],
        vec![Stall],
    ];
    for steps in servers {
        let (_server, client) = talking(steps).await;
        // All of them are values, so none may be logged.
        let session = Session::new(
            format!("site-{CANARY}"),
            format!("agent-{CANARY}"),
            Secret::from(CANARY),
        )
        .with_pool(CANARY);
        let outcome = tokio::time::timeout(Duration::from_secs(90), client.log_off(&session).into_future()).await;
        _ = outcome.expect("it ends with its timeout");
    }
    let (_server, client) = talking([success()]).await;
    let session = Session::new("..", CANARY, Secret::from(CANARY));
    client.log_off(&session).await.expect_err("the site cannot be sent");

    let text = logged();
    assert!(!canary::is_in(&text), "{text}");
    for part in [
        r#"operation{id="logoff" otel.kind="client" "#,
        "otel.name=POST /engagement/api/agent/{fqSiteName}/v1/logoff ",
        r#"http.request.method="POST" url.template="/engagement/api/agent/{fqSiteName}/v1/logoff""#,
        "http.response.status_code=200 elapsed_ms=",
        r#"http.response.status_code=403 otel.status_code="ERROR" error.type="403""#,
        r#"http.response.status_code=200 otel.status_code="ERROR" error.type=InBand"#,
        r#"logoff" otel.status_code="ERROR" error.type=Transport"#,
        "error.type=Timeout",
        "starting new connection",
    ] {
        assert!(text.contains(part), "{part} is not in the log: {text}");
    }
}

/// The opposite case of the test above: if `reqwest` logs something, the test sees it.
#[tokio::test]
async fn the_test_sees_what_reqwest_logs() {
    keep_logs();
    let server = FaultServer::start([Read, success()]).await.expect("a port is free");
    let client = reqwest::Client::builder()
        .connection_verbose(true)
        .build()
        .expect("it can be built");
    let response = client
        .post(server.base_url())
        .header("X-JSESSIONID", CANARY)
        .send()
        .await;
    response.expect("it is answered");
    assert!(canary::is_in(&logged()));
}

#[test]
fn a_secret_is_zeroed_by_secrecy() {
    fn is_zeroed<T: ZeroizeOnDrop>() {}
    is_zeroed::<SecretString>();
    // A `Secret` consists of a `SecretString` and nothing else.
    assert_eq!(size_of::<Secret>(), size_of::<SecretString>());
    assert_eq!(Secret::from(SecretString::from(CANARY)).expose(), CANARY);
}

#[test]
fn types_have_the_traits_that_their_users_rely_on() {
    fn shared<T: Send + Sync>() {}
    fn handle<T: Clone + Debug + Send + Sync>() {}
    fn value<T: Clone + Debug + PartialEq + Send + Sync + 'static>() {}
    fn data<T: Serialize + DeserializeOwned + JsonSchema>() {}
    fn model<T: Clone + Debug + PartialEq + Send + Sync + 'static + Serialize + DeserializeOwned + JsonSchema>() {}
    fn failure<T: std::error::Error + Send + Sync + 'static>() {}
    fn code<T: Debug + Eq + Hash + Send + Sync + 'static>() {}
    fn open<T: Display + Ord + FromStr + From<String>>() {}

    handle::<Client>();
    handle::<Config>();
    handle::<builder::Logoff<'_, ()>>();
    handle::<LogOff<'_>>();
    handle::<ResponseValue<LogoffResponse>>();
    handle::<LoggedOff>();
    handle::<Service>();
    handle::<SecretSource>();
    handle::<EnsureLoggedOff<'_>>();
    handle::<Ended>();
    handle::<HowEnded>();
    handle::<Attempt>();
    failure::<NotEnded>();
    shared::<ByteStream>();
    shared::<EventStream>();
    shared::<JsonStream<LogoffResponse>>();
    value::<Event>();
    value::<Session>();
    value::<Secret>();
    data::<Secret>();
    model::<types::ChatSystemError>();
    model::<types::ErrorBody>();
    model::<LogoffRequest>();
    model::<LogoffResponse>();
    model::<ExceptionCode>();
    code::<ExceptionCode>();
    open::<ExceptionCode>();
    code::<ErrorKind>();
    failure::<Error>();
    failure::<Error<types::ErrorBody>>();
    failure::<ConfigError>();
    assert!(
        size_of::<Error<types::ErrorBody>>() <= 2 * size_of::<usize>(),
        "a result stays small"
    );
}

#[test]
fn calls_can_be_spawned() {
    fn spawnable<T: Send>(_: &T) {}
    let client = Client::new("https://chat.example").expect("it is a base URL");
    let session = session();
    let logoff = client.logoff().fq_site_name("site").x_aid("12").x_jsessionid(CANARY);
    spawnable(&logoff.body(LogoffRequest::builder().force_logoff(true)).send());
    spawnable(&client.log_off(&session).into_future());
    spawnable(&client.ensure_logged_off(&session).into_future());
}
