//! The timeouts of streams, and the maximum size of their items.

use std::time::Duration;

use super::{FOREVER, Step, chunk, chunked_head, client_with, head, write};
use crate::support::{Config, ErrorKind};

const EVENTS: &str = "text/event-stream";
/// A short timeout.
const SHORT: Duration = Duration::from_millis(300);

fn short_call() -> Config {
    Config::default().timeout(SHORT).stall_timeout(FOREVER)
}

fn short_silence() -> Config {
    Config::default().timeout(FOREVER).stall_timeout(SHORT)
}

/// The timeout of the call has expired when the second event arrives. A comment also counts as activity.
#[tokio::test]
async fn a_stream_that_is_alive_outlives_the_timeout_of_the_call() {
    let config = Config::default()
        .timeout(Duration::from_secs(2))
        .stall_timeout(Duration::from_secs(30));
    let mut steps = vec![head("200 OK", EVENTS)];
    for _ in 0..3 {
        steps.extend([write("data: a\n\n"), Step::Pause(Duration::from_secs(1)), write(":\n")]);
    }
    let (client, _server) = client_with(&config, steps).await;
    let mut events = client.follow_ticker().send().await.unwrap().into_inner();
    for _ in 0..3 {
        assert_eq!(events.next().await.unwrap().unwrap().data, "a");
    }
    assert!(events.next().await.is_none());
}

/// The same for a stream of bytes.
#[tokio::test]
async fn bytes_that_arrive_outlive_the_timeout_of_the_call() {
    let config = Config::default()
        .timeout(Duration::from_secs(2))
        .stall_timeout(Duration::from_secs(30));
    let pause = || Step::Pause(Duration::from_secs(1));
    let steps = vec![
        head("207 Multi", "application/zip"),
        write("a"),
        pause(),
        write("b"),
        pause(),
        pause(),
        write("c"),
    ];
    let (client, _server) = client_with(&config, steps).await;
    let answer = client.follow_edits().id("a").send().await.unwrap().into_inner();
    let crate::streams_client::types::FollowEditsSuccess::Status207(bytes) = answer else {
        panic!("it was answered with status 207");
    };
    assert_eq!(bytes.collect(10).await.unwrap(), b"abc");
}

#[tokio::test]
async fn silence_ends_a_stream() {
    let steps = vec![head("200 OK", EVENTS), write("data: a\n\ndata: canary"), Step::Hold];
    let (client, _server) = client_with(&short_silence(), steps).await;
    let mut events = client.follow_ticker().send().await.unwrap().into_inner();
    assert_eq!(events.next().await.unwrap().unwrap().data, "a");
    let stalled = events.next().await.unwrap().unwrap_err();
    assert_eq!(stalled.kind(), ErrorKind::Timeout);
    insta::assert_snapshot!(format!("{stalled:#}\n{stalled:?}"), @r#"
    The operation `followTicker` was answered with status 200 OK, but the stream was silent for 300ms. `Config::stall_timeout` sets how long it may be silent. The server may have acted on it. Check that before you send it again. Cause: nothing has arrived for 300ms.
    Error { kind: Timeout, operation: "followTicker", status: 200, body_bytes: 0, body_is_truncated: true, source: Stalled { limit: 300ms } }
    "#);
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn silence_ends_a_stream_of_bytes_and_one_of_values() {
    let steps = vec![head("207 Multi", "application/zip"), write("a"), Step::Hold];
    let (client, _server) = client_with(&short_silence(), steps).await;
    let answer = client.follow_edits().id("a").send().await.unwrap().into_inner();
    let crate::streams_client::types::FollowEditsSuccess::Status207(mut bytes) = answer else {
        panic!("it was answered with status 207");
    };
    assert_eq!(bytes.chunk().await.unwrap().unwrap(), "a");
    assert_eq!(bytes.chunk().await.unwrap_err().kind(), ErrorKind::Timeout);
    assert!(bytes.chunk().await.unwrap().is_none());

    let steps = vec![head("200 OK", "application/x-ndjson"), Step::Hold];
    let (client, _server) = client_with(&Config::default().timeout(FOREVER), steps).await;
    let client = client.with_stall_timeout(SHORT);
    let mut stories = client.list_stories().send().await.unwrap().into_inner();
    assert_eq!(stories.next().await.unwrap().unwrap_err().kind(), ErrorKind::Timeout);
    assert!(stories.next().await.is_none());
}

/// The head of a stream must arrive within the timeout, and so must a response that is not a stream.
#[tokio::test]
async fn a_head_and_a_body_that_is_not_a_stream_must_arrive_in_time() {
    let (client, _server) = client_with(&short_call(), vec![Step::Hold]).await;
    let late = client.follow_ticker().send().await.unwrap_err();
    assert_eq!(
        (late.kind(), late.status(), late.may_have_acted()),
        (ErrorKind::Timeout, None, true)
    );

    let part = write("HTTP/1.1 503 Closed\r\ncontent-type: text/plain\r\ncontent-length: 9\r\n\r\nclo");
    let (client, _server) = client_with(&short_call(), vec![part, Step::Hold]).await;
    let cut = client.follow_ticker().send().await.unwrap_err();
    assert_eq!(cut.kind(), ErrorKind::Status);
    assert_eq!((cut.raw_body(), cut.body_is_truncated()), (Some(&b"clo"[..]), true));
    assert!(cut.to_string().contains("Its body did not arrive completely."), "{cut}");
}

/// A call without a connection was not sent, whichever timeout has expired.
#[tokio::test]
async fn a_stream_without_a_connection_was_not_sent() {
    let taken = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", taken.local_addr().unwrap());
    drop(taken);
    let client = crate::streams_client::Client::with_config(&url, &short_call()).unwrap();
    let error = client.follow_ticker().send().await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_acted()), (ErrorKind::Connect, false));

    let never = client.with_stall_timeout(Duration::ZERO).follow_ticker().send().await;
    assert_eq!(never.unwrap_err().kind(), ErrorKind::InvalidRequest);
}

/// An endless event or line is an error. A comment is not kept at all.
#[tokio::test]
async fn an_item_has_a_largest_size() {
    let config = Config::default()
        .timeout(FOREVER)
        .stall_timeout(FOREVER)
        .max_body_bytes(100);
    let long = "x".repeat(101);
    let steps = vec![
        chunked_head(EVENTS),
        chunk(&format!(":{long}\ndata: a\n\n")),
        chunk(&format!("data: {long}")),
        Step::Hold,
    ];
    let (client, _server) = client_with(&config, steps).await;
    let mut events = client.follow_ticker().send().await.unwrap().into_inner();
    assert_eq!(events.next().await.unwrap().unwrap().data, "a");
    let large = events.next().await.unwrap().unwrap_err();
    assert_eq!(large.kind(), ErrorKind::BodyTooLarge);
    insta::assert_snapshot!(large, @"The operation `followTicker` was answered with status 200 OK, but event 2 of the stream is larger than the limit. `Config::max_body_bytes` sets the limit for each one. The server may have acted on it. Check that before you send it again.");
    assert!(events.next().await.is_none());

    let steps = vec![
        head("200 OK", "application/x-ndjson"),
        write("{\"title\":\"a\"}\n\""),
        write(&long),
        Step::Hold,
    ];
    let (client, _server) = client_with(&config, steps).await;
    let mut stories = client.list_stories().send().await.unwrap().into_inner();
    assert_eq!(stories.next().await.unwrap().unwrap().title, "a");
    assert_eq!(
        stories.next().await.unwrap().unwrap_err().kind(),
        ErrorKind::BodyTooLarge
    );
    assert!(stories.next().await.is_none());
}
