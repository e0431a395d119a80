//! The facade, end to end: what `client.log_off(&session)` sends and returns.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use b2c_agent_client::{Client, ErrorKind, LoggedOff, Secret, Session};
use reqwest::StatusCode;
use serde_json::{Value, json};
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::{Answer, Sandbox};

use super::{AGENT, SITE};

async fn sandbox() -> (Sandbox, Client, Session) {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let client = Client::new(&sandbox.base_url()).expect("a loopback address will do");
    let session = Session::new(SITE, AGENT, Secret::from(sandbox.open_session(SITE, AGENT).session_id));
    (sandbox, client, session)
}

/// The body of the only request so far.
fn sent(sandbox: &Sandbox) -> Value {
    let [request] = sandbox.requests().try_into().expect("one request");
    request.json().expect("the body is JSON")
}

fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).expect("the clock is set");
    since.as_millis().try_into().expect("not that far in the future")
}

#[tokio::test]
async fn what_the_caller_leaves_open_is_filled_in_sensibly() {
    let (sandbox, client, session) = sandbox().await;
    let before = milliseconds(SystemTime::now());
    let logged_off = client.log_off(&session).await.expect("the logoff works");
    let after = milliseconds(SystemTime::now());
    assert_eq!(sandbox.sessions(), []);
    assert_eq!(sandbox.requests()[0].query(), None, "no pool was given");

    let body = sent(&sandbox);
    assert_eq!(body["forceLogoff"], false);
    let number = body["sequenceNumber"].as_i64().expect("it counts");
    assert!(number >= 1);
    assert_eq!(logged_off.sequence_number, Some(number));
    let time = body["timeCreated"].as_i64().expect("it is a time");
    assert!((before..=after).contains(&time));
    assert_eq!(logged_off.client_sent_at().map(milliseconds), Some(time));
}

#[tokio::test]
async fn sequence_numbers_rise_within_a_process() {
    let (sandbox, client, session) = sandbox().await;
    for _ in 0..3 {
        // The second and the third are refused, but they are counted.
        _ = client.log_off(&session).await;
    }
    let numbers: Vec<i64> = sandbox
        .requests()
        .iter()
        .filter_map(|request| request.json()?["sequenceNumber"].as_i64())
        .collect();
    // Other tests of this process also use numbers.
    assert!(
        numbers.len() == 3 && numbers.is_sorted_by(|one, next| one < next),
        "{numbers:?}"
    );
}

#[tokio::test]
async fn what_the_caller_says_is_sent() {
    let (sandbox, client, session) = sandbox().await;
    let session = session.with_pool("297:1");
    let logged_off: LoggedOff = client
        .log_off(&session)
        .force(true)
        .sequence_number(i64::MIN)
        .time_created(1_618_317_020_415)
        .await
        .expect("the logoff works");
    let expected = json!({ "forceLogoff": true, "sequenceNumber": i64::MIN, "timeCreated": 1_618_317_020_415_i64 });
    assert_eq!(sent(&sandbox), expected);
    assert_eq!(sandbox.requests()[0].query(), Some("pool=297%3A1"));

    assert_eq!(logged_off.sequence_number, Some(i64::MIN));
    assert_eq!(
        logged_off.client_sent_at(),
        Some(UNIX_EPOCH + Duration::from_millis(1_618_317_020_415))
    );
    assert!(logged_off.started_at() <= logged_off.finished_at());
    let response = logged_off.into_response();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().contains_key("content-type"));
    assert_eq!(
        (session.site(), session.agent_id(), session.pool()),
        (SITE, AGENT, Some("297:1"))
    );
}

#[tokio::test]
async fn times_are_also_timestamps() {
    let after_epoch = |milliseconds| Some(UNIX_EPOCH + Duration::from_millis(milliseconds));
    let table = [
        (
            json!(1_652_100_288_249_i64),
            Some(1_652_100_288_249),
            after_epoch(1_652_100_288_249),
        ),
        (json!(0), Some(0), after_epoch(0)),
        (json!(-1), Some(-1), Some(UNIX_EPOCH - Duration::from_millis(1))),
        (Value::Null, None, None),
    ];
    let (sandbox, client, session) = sandbox().await;
    for (raw, number, time) in table {
        let names = ["clientSendTime", "serviceStartTime", "serviceFinishTime"];
        let mut body: Value = names.iter().map(|name| ((*name).to_owned(), raw.clone())).collect();
        body["clientId"] = json!(47);
        sandbox.answer_next(Answer::json(StatusCode::OK, &body));
        let logged_off = client
            .log_off(&session)
            .await
            .expect("the scripted answer is a success");
        let numbers = [
            logged_off.client_send_time,
            logged_off.service_start_time,
            logged_off.service_finish_time,
        ];
        let times = [
            logged_off.client_sent_at(),
            logged_off.started_at(),
            logged_off.finished_at(),
        ];
        assert_eq!((numbers, times), ([number; 3], [time; 3]), "{raw}");
    }
}

#[tokio::test]
async fn a_failure_is_that_of_the_builder() {
    let (sandbox, client, session) = sandbox().await;
    sandbox.answer_next(Answer::system_error("BAD_REQUEST", "No.", "error"));
    let in_band = client
        .log_off(&session)
        .await
        .expect_err("the answer reports a failure");
    assert_eq!(in_band.kind(), ErrorKind::InBand);

    client.log_off(&session).await.expect("the logoff works");
    let gone = client.log_off(&session).await.expect_err("the session is gone");
    assert_eq!(
        (gone.kind(), gone.status()),
        (ErrorKind::Status, Some(StatusCode::FORBIDDEN))
    );

    let unsendable = Session::new("..", AGENT, Secret::from("node0"));
    let refused = client
        .log_off(&unsendable)
        .await
        .expect_err("that site is another path");
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert_eq!(sandbox.requests().len(), 3, "the last call was not sent");
}

#[tokio::test]
async fn nothing_is_sent_before_it_is_awaited() {
    let (sandbox, client, session) = sandbox().await;
    drop(client.log_off(&session).force(true));
    let future = client.log_off(&session).into_future();
    drop(future);
    client.log_off(&session).await.expect("the session is still there");
    assert_eq!(sandbox.requests().len(), 1);
}
