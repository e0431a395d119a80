//! Responses with a success status that are errors, and parts of a response that do not affect the result.

use b2c_agent_client::types::ExceptionCode;
use b2c_agent_client::{ErrorKind, Secret, Session};
use workspace_tests::canary::{self, CANARY};
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::Read;

use super::answers::json;
use super::{client, config, logoff, runtimes};

fn session() -> Session {
    Session::new("site", "12", Secret::from(CANARY))
}

#[test]
fn a_success_has_at_least_one_documented_property() {
    for runtime in runtimes() {
        for body in [
            "{}",
            r#"{"exceptionCode":"ACCESS_DENIED"}"#,
            r#"{"status":"ok","new":[]}"#,
            r#"{"clientId":null}"#,
        ] {
            let error = runtime.block_on(async {
                let server = FaultServer::start([Read, json(200, body)])
                    .await
                    .expect("a port is free");
                let client = client(&server.base_url(), &config());
                client.log_off(&session()).await.expect_err(body)
            });
            assert!(
                matches!(error.kind(), ErrorKind::Decode | ErrorKind::InBand),
                "{body}: {error:?}"
            );
            assert!(error.may_have_acted(), "{body}");
            assert_eq!(error.raw_body(), Some(body.as_bytes()));
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        }
    }
}

#[tokio::test]
async fn an_integer_may_be_written_with_a_fraction() {
    let body = r#"{"clientId":47.0,"serviceFinishTime":1.652100288249e12}"#;
    let server = FaultServer::start([Read, json(200, body)])
        .await
        .expect("a port is free");
    let client = client(&server.base_url(), &config());
    let logged_off = client.log_off(&session()).await.expect("it has ended");
    assert_eq!(
        (logged_off.client_id, logged_off.service_finish_time),
        (Some(47), Some(1_652_100_288_249))
    );
    assert!(logged_off.unread().is_empty());
}

#[tokio::test]
async fn a_session_id_in_another_field_is_not_shown() {
    let echo = format!(r#"{{"clientIdString":"<{CANARY}>","chatLogoffResult":{{"a":"{CANARY}"}}}}"#);
    let server = FaultServer::start([Read, json(200, echo)])
        .await
        .expect("a port is free");
    let client = client(&server.base_url(), &config());
    let logged_off = client.log_off(&session()).await.expect("it has ended");
    let mut shown = format!("{logged_off:?} {logged_off:#?}");
    // The masked value is present.
    assert_eq!(
        logged_off.client_id_string.as_deref(),
        Some(format!("<{CANARY}>").as_str())
    );
    let response = logged_off.into_response();
    shown += &format!("{response:?} {response:#?}");
    assert!(shown.contains("<[redacted]>") && !canary::is_in(&shown), "{shown}");
}

#[tokio::test]
async fn an_empty_id_is_refused_before_anything_is_sent() {
    let server = FaultServer::start([Read, json(200, "{}")])
        .await
        .expect("a port is free");
    let client = client(&server.base_url(), &config());
    let table = [
        (
            Session::new("site", "12", Secret::from("")),
            "the session's id is empty",
        ),
        (
            Session::new("site", "", Secret::from(CANARY)),
            "the agent's id is empty",
        ),
        (
            Session::new("", "12", Secret::from(CANARY)),
            "the path parameter `fqSiteName` is empty",
        ),
        (
            Session::new("../../admin", "12", Secret::from(CANARY)),
            "the path parameter `fqSiteName` contains `.` or `..` next to a slash, which changes the path when a \
             server decodes it",
        ),
    ];
    for (session, reason) in table {
        let error = client.log_off(&session).await.expect_err(reason);
        assert_eq!(
            (error.kind(), error.may_have_acted()),
            (ErrorKind::InvalidRequest, false)
        );
        let expected = format!("The operation `logoff` was not sent: {reason}. Correct the call.");
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(server.connections().await.expect("it listens"), 0);
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let answer = "HTTP/1.1 503 Down\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n";
    let server = FaultServer::start([Read, workspace_tests::faults::Step::send(answer)])
        .await
        .expect("a port is free");
    let error = client(&server.base_url(), &config()).log_off(&session()).await;
    assert_eq!(
        error.expect_err("it is down").retry_after().map(|wait| wait.as_secs()),
        Some(7)
    );
}

#[tokio::test]
async fn the_documented_error_body_is_read_wherever_it_stands() {
    let statuses = [
        (200, ErrorKind::InBand),
        (401, ErrorKind::UnexpectedStatus),
        (429, ErrorKind::UnexpectedStatus),
        (503, ErrorKind::UnexpectedStatus),
    ];
    for (status, kind) in statuses {
        let body = r#"{"exceptionCode":"ACCESS_DENIED","message":"No."}"#;
        let server = FaultServer::start([Read, json(status, body)])
            .await
            .expect("a port is free");
        let client = client(&server.base_url(), &config());
        let error = logoff(&client).send().await.expect_err("it is refused");
        assert_eq!(
            (error.kind(), error.message()),
            (kind, Some("No.")),
            "{status}: {error}"
        );
        assert_eq!(error.code(), Some(ExceptionCode::AccessDenied), "{status}");
    }
}
