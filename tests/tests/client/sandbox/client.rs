//! The generated client, end to end.

use b2c_agent_client::{Client, Error, ErrorKind, ResponseValue, Secret, types};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::{Answer, Sandbox, SessionTicket};

use super::{AGENT, SITE};

/// The crate's name and version, from its manifest.
fn user_agent() -> String {
    let manifest = include_str!("../../../../generated-client/Cargo.toml");
    let value = |key: &str| {
        let mut lines = manifest.lines();
        lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'))
    };
    format!(
        "{}/{}",
        value("name").expect("crates have a name"),
        value("version").expect("and a version")
    )
}

async fn sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let client = Client::new(&sandbox.base_url()).expect("a loopback address will do");
    (sandbox, client)
}

type Outcome = Result<ResponseValue<types::LogoffResponse>, Error<types::ErrorBody>>;

/// A logoff without optional values.
async fn log_off(client: &Client, ticket: &SessionTicket) -> Outcome {
    client
        .logoff()
        .fq_site_name(&ticket.site)
        .x_aid(&ticket.agent_id)
        .x_jsessionid(ticket.session_id.as_str())
        .body(types::LogoffRequest::builder().force_logoff(true))
        .send()
        .await
}

/// Status and typed body of a documented error.
fn documented_error(outcome: Outcome) -> (u16, Value) {
    let error = outcome.expect_err("the server refuses the logoff");
    assert_eq!(error.kind(), ErrorKind::Status, "{error}");
    let status = error.status().expect("there was an answer").as_u16();
    let body = error.body().expect("the body is the documented one");
    (status, serde_json::to_value(body).expect("models become JSON"))
}

#[tokio::test]
async fn a_session_is_logged_off_and_the_request_is_what_the_document_says() {
    let (sandbox, client) = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let response = client
        .logoff()
        .fq_site_name(SITE)
        .x_aid(AGENT)
        .x_jsessionid(ticket.session_id.as_str())
        .pool("297:1")
        .body(
            types::LogoffRequest::builder()
                .force_logoff(false)
                .sequence_number(3)
                .time_created(1_618_317_020_415_i64),
        )
        .send()
        .await
        .expect("the logoff works");

    assert_eq!(response.status(), 200);
    assert_eq!(response.sequence_number, Some(3));
    assert_eq!(response.sequence_number_string.as_deref(), Some("3"));
    assert!(response.chat_system_error.is_none());
    assert_eq!(response.session_id, Some(Secret::from(ticket.session_id.as_str())));
    assert_eq!(sandbox.sessions(), []);

    let [request] = sandbox.requests().try_into().expect("one request");
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.path(), "/engagement/api/agent/day001_221100_sql_001h/v1/logoff");
    assert_eq!(request.query(), Some("pool=297%3A1"));
    assert_eq!(
        request.json(),
        Some(json!({ "forceLogoff": false, "sequenceNumber": 3, "timeCreated": 1_618_317_020_415_i64 }))
    );
    let host = sandbox.address().to_string();
    let length = request.body().len().to_string();
    let user_agent = user_agent();
    let expected = [
        ("accept", "application/json; charset=utf-8"),
        ("content-length", &length),
        ("content-type", "application/json; charset=utf-8"),
        ("host", &host),
        ("user-agent", &user_agent),
        ("x-aid", AGENT),
        ("x-jsessionid", &ticket.session_id),
    ];
    let mut headers: Vec<(&str, &str)> = request
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().expect("ASCII")))
        .collect();
    headers.sort_unstable();
    assert_eq!(headers, expected);
}

#[tokio::test]
async fn what_is_optional_and_not_given_is_not_sent() {
    let (sandbox, client) = sandbox().await;
    log_off(&client, &sandbox.open_session(SITE, AGENT))
        .await
        .expect("the logoff works");
    let [request] = sandbox.requests().try_into().expect("one request");
    assert_eq!(request.query(), None);
    assert_eq!(request.body().as_ref(), br#"{"forceLogoff":true}"#);
}

#[tokio::test]
async fn values_with_a_meaning_in_urls_arrive_as_they_are() {
    let (sandbox, client) = sandbox().await;
    let ticket = sandbox.open_session("a b/c?d#e%2f&ü", "agent: 12 =;");
    log_off(&client, &ticket)
        .await
        .expect("the site and the agent are known");
    assert_eq!(sandbox.sessions(), []);
}

#[tokio::test]
async fn a_second_logoff_is_a_typed_403() {
    let (sandbox, client) = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    log_off(&client, &ticket).await.expect("the first logoff works");
    let (status, body) = documented_error(log_off(&client, &ticket).await);
    assert_eq!(status, 403);
    let message = "The agent has no session with the given id.";
    assert_eq!(body, json!({ "exceptionCode": "ACCESS_DENIED", "message": message }));
}

#[tokio::test]
async fn an_unknown_site_is_a_typed_404() {
    let (sandbox, client) = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let (status, body) = documented_error(
        log_off(
            &client,
            &SessionTicket {
                site: "nowhere".into(),
                ..ticket
            },
        )
        .await,
    );
    assert_eq!(
        (status, body),
        (404, json!({ "message": "No site of this name is served here." }))
    );
    assert_eq!(sandbox.sessions().len(), 1);
}

#[tokio::test]
async fn every_documented_status_is_reported_with_its_body() {
    let (sandbox, client) = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    let statuses = &sandbox.contract().operations()[0].statuses;
    assert_eq!(
        statuses.iter().map(StatusCode::as_u16).collect::<Vec<_>>(),
        [200, 400, 403, 404, 500]
    );
    for &status in statuses.iter().filter(|status| !status.is_success()) {
        for code in [
            "ACCESS_DENIED",
            "UNKNOWN_EXCEPTION",
            "BAD_REQUEST",
            "INTERNAL_SERVER_ERROR",
        ] {
            sandbox.answer_next(Answer::error(status, Some(code), Some("Scripted.")));
            let error = documented_error(log_off(&client, &ticket).await);
            assert_eq!(
                error,
                (
                    status.as_u16(),
                    json!({ "exceptionCode": code, "message": "Scripted." })
                )
            );
        }
        sandbox.answer_next(Answer::json(status, &json!({ "detail": "Scripted." })));
        let error = documented_error(log_off(&client, &ticket).await);
        assert_eq!(error, (status.as_u16(), json!({ "detail": "Scripted." })));
    }
    assert_eq!(sandbox.sessions(), [ticket], "scripted answers change no session");
}

#[tokio::test]
async fn a_failure_inside_a_200_is_an_error() {
    let (sandbox, client) = sandbox().await;
    let ticket = sandbox.open_session(SITE, AGENT);
    sandbox.answer_next(Answer::system_error(
        "UNKNOWN_EXCEPTION",
        "The session could not be ended.",
        "error",
    ));
    let error = log_off(&client, &ticket)
        .await
        .expect_err("the answer reports a failure");
    assert!(error.is_in_band() && error.may_have_acted());
    assert_eq!(error.kind(), ErrorKind::InBand);
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(error.code_text(), Some("UNKNOWN_EXCEPTION"));
    assert_eq!(error.code(), Some(types::ExceptionCode::UnknownException));
    assert_eq!(error.message(), Some("The session could not be ended."));
    assert!(error.body().is_none(), "the typed body is that of an error status");
    assert_eq!(
        error.to_string(),
        "The operation `logoff` was answered with status 200 OK, but the response reports a failure \
         (UNKNOWN_EXCEPTION): The session could not be ended. The server may have acted on it. Check that before you \
         send it again."
    );
}
