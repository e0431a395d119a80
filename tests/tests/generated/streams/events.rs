//! Streams of events.

use std::pin::Pin;

use futures_core::Stream as _;
use tokio::sync::oneshot;

use super::{Step, chunk, chunked_head, client, head, write};
use crate::streams_client::types::{FollowEditsSuccess, Order, Words};
use crate::support::{ErrorKind, EventStream};

const EVENTS: &str = "text/event-stream";

async fn ticker(steps: Vec<Step>) -> EventStream {
    client(steps).await.follow_ticker().send().await.unwrap().into_inner()
}

async fn words(steps: Vec<Step>) -> EventStream<Words> {
    let client = client(steps).await;
    let order = Order::builder().title("a");
    let call = client.write().body(order).send_for_event_stream_2();
    call.await.unwrap().into_inner()
}

/// An event is received before the next one is sent, and long before the end.
#[tokio::test]
async fn events_arrive_while_the_connection_is_open() {
    let (signal, next) = oneshot::channel();
    let steps = vec![
        head("200 OK", "text/event-stream; charset=utf-8"),
        write("id: 1\nevent: headline\ndata: first\n\n"),
        Step::Wait(next),
        write("retry: 250\ndata: second\n\n"),
    ];
    let mut events = ticker(steps).await;
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.event.as_str(), first.data.as_str()), ("headline", "first"));
    assert_eq!((first.id.as_deref(), first.retry), (Some("1"), None));
    signal.send(()).unwrap();
    let second = events.next().await.unwrap().unwrap();
    assert_eq!((second.event.as_str(), second.data.as_str()), ("message", "second"));
    assert_eq!(second.id.as_deref(), Some("1"));
    assert_eq!(events.retry().map(|retry| retry.as_millis()), Some(250));
    assert!(events.next().await.is_none() && events.next().await.is_none());
    assert_eq!(events.last_event_id(), Some("1"));
}

/// Bytes arrive one by one, so pieces end within a character, within CRLF and within a name.
#[tokio::test]
async fn events_are_whole_wherever_the_bytes_are_cut() {
    let mut steps = vec![chunked_head(EVENTS)];
    let stream = "\u{feff}data: tschüß €\r\n: comment\r\ndata: 𝄞\r\n\r\ndata: b\r\rdata: left out";
    for byte in stream.as_bytes() {
        steps.push(write([b"1\r\n", [*byte].as_slice(), b"\r\n"].concat()));
    }
    steps.push(write("0\r\n\r\n"));
    let mut events = ticker(steps).await;
    assert_eq!(events.next().await.unwrap().unwrap().data, "tschüß €\n𝄞");
    assert_eq!(events.next().await.unwrap().unwrap().data, "b");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_stream_is_one_of_futures_core() {
    let mut events = ticker(vec![head("200 OK", EVENTS), write("data: a\n\n")]).await;
    let first = std::future::poll_fn(|context| Pin::new(&mut events).poll_next(context)).await;
    assert_eq!(first.unwrap().unwrap().data, "a");
    assert!(
        std::future::poll_fn(|context| Pin::new(&mut events).poll_next(context))
            .await
            .is_none()
    );
}

/// The data has the documented type. Other data is an error of that event only. The error keeps the data but does not show
/// it.
#[tokio::test]
async fn data_is_decoded_event_by_event() {
    let steps = vec![
        head("200 OK", EVENTS),
        write("data: {\"words\":\ndata: \"once\"}\n\ndata: {\"word\": \"canary\"}\n\ndata: canary\n\n"),
        write("data: {\"words\": \"upon\"}\n\ndata: [DONE]\n\ndata: behind the end\n\n"),
        Step::Hold,
    ];
    let mut events = words(steps).await;
    assert_eq!(events.next().await.unwrap().unwrap().data.words, "once");

    let wrong = events.next().await.unwrap().unwrap_err();
    assert_eq!(
        (wrong.kind(), wrong.status().map(|status| status.as_u16())),
        (ErrorKind::Decode, Some(200))
    );
    assert_eq!(wrong.raw_body(), Some(&b"{\"word\": \"canary\"}"[..]));
    let broken = events.next().await.unwrap().unwrap_err();
    let shown = format!("{wrong} {wrong:#} {wrong:?} {broken} {broken:#} {broken:?} {events:?}");
    assert!(!shown.contains("canary"), "{shown}");
    insta::assert_snapshot!(format!("{wrong:#}\n{broken:#}"), @r"
    The operation `write` was answered with status 200 OK, but event 2 of the stream is not as the API documents it. `raw_body` holds it; the error's source says where it differs. The rest of the stream can still be read. Cause: event 2: the JSON has a value of the wrong type, or a required value is missing (line 1, column 18).
    The operation `write` was answered with status 200 OK, but event 3 of the stream is not as the API documents it. `raw_body` holds it; the error's source says where it differs. The rest of the stream can still be read. Cause: event 3: the body is not JSON (line 1, column 1).
    ");

    assert_eq!(events.next().await.unwrap().unwrap().data.words, "upon");
    assert!(events.next().await.is_none() && events.next().await.is_none());
}

/// If a document describes whole events, the schema of their data is used.
#[tokio::test]
async fn whole_events_are_described() {
    let steps = vec![head("200 OK", EVENTS), write("event: edit\ndata: {\"line\": 7}\n\n")];
    let client = client(steps).await;
    let answer = client.follow_edits().id("a").send().await.unwrap();
    let FollowEditsSuccess::Status200(mut events) = answer.into_inner() else {
        panic!("it was answered with status 200");
    };
    assert_eq!(events.next().await.unwrap().unwrap().data.line, 7);
}

/// A connection that breaks is an error, and then the stream ends. Without `Content-Length` or chunks it is not noticed.
#[tokio::test]
async fn a_connection_that_breaks_is_an_error() {
    let steps = vec![chunked_head(EVENTS), chunk("data: a\n\ndata: b"), write("7\r\ncut")];
    let mut events = ticker(steps).await;
    assert_eq!(events.next().await.unwrap().unwrap().data, "a");
    let cut = events.next().await.unwrap().unwrap_err();
    assert_eq!(cut.kind(), ErrorKind::Transport);
    assert!(cut.may_have_acted() && events.next().await.is_none());

    let mut events = ticker(vec![head("200 OK", EVENTS), write("data: a\n\ndata: b\n")]).await;
    assert_eq!(events.next().await.unwrap().unwrap().data, "a");
    assert!(events.next().await.is_none());
}
