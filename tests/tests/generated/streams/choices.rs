//! Responses whose media type the caller chooses, and statuses that are neither a success nor an error.

use reqwest::header::{HeaderName, HeaderValue};

use super::{Step, client, client_with, head, header, write};
use crate::streams_client::types::{GetStoryError, GetStoryPdfSuccess, GetStorySuccess, GetStoryTextSuccess, Order};
use crate::support::{Config, ErrorKind};

fn order() -> impl Into<Order> {
    Order::builder().title("a")
}

/// `Accept` names the chosen media type only.
#[tokio::test]
async fn the_caller_asks_for_what_it_takes() {
    let (json, server) = client_with(
        &Config::default(),
        vec![head("200 OK", "application/json"), write("{\"title\":\"a\"}")],
    )
    .await;
    assert_eq!(json.write().body(order()).send().await.unwrap().title, "a");
    assert_eq!(header(&server.await.unwrap().0, "accept"), Some("application/json"));

    let (events, server) = client_with(&Config::default(), vec![head("200 OK", "text/event-stream")]).await;
    let mut events = events
        .write()
        .body(order())
        .send_for_event_stream_2()
        .await
        .unwrap()
        .into_inner();
    assert!(events.next().await.is_none());
    assert_eq!(header(&server.await.unwrap().0, "accept"), Some("text/event-stream"));

    let lines = vec![head("200 OK", "application/jsonl"), write("{\"words\":\"b\"}\n")];
    let (lines, server) = client_with(&Config::default(), lines).await;
    let mut lines = lines.write().body(order()).send_for_jsonl().await.unwrap().into_inner();
    assert_eq!(lines.next().await.unwrap().unwrap().words, "b");
    assert_eq!(header(&server.await.unwrap().0, "accept"), Some("application/jsonl"));
}

#[tokio::test]
async fn a_choice_has_its_own_types() {
    let client_of = |media_type: &str, body: &'static [u8]| client(vec![head("200 OK", media_type), write(body)]);
    let story = client_of("application/json", b"{\"title\":\"a\"}")
        .await
        .get_story()
        .id("a")
        .send()
        .await;
    assert!(matches!(&*story.unwrap(), GetStorySuccess::Status200(story) if story.title == "a"));

    let pdf = client_of("application/pdf", b"%PDF")
        .await
        .get_story()
        .id("a")
        .send_for_pdf()
        .await;
    let GetStoryPdfSuccess::Status200(pdf) = pdf.unwrap().into_inner() else {
        panic!("it was answered with status 200");
    };
    assert_eq!(pdf.collect(10).await.unwrap(), b"%PDF");

    let text = client_of("text/plain", b"caf\xE9")
        .await
        .get_story()
        .id("a")
        .send_for_text()
        .await;
    assert!(matches!(&*text.unwrap(), GetStoryTextSuccess::Status200(text) if text == "café"));
}

/// A response with another media type than the requested one is an error. Its body is not decoded, and a stream is not
/// waited for. A secret of the request in it is not shown.
#[tokio::test]
async fn another_media_type_than_was_asked_for_is_an_error() {
    let events = vec![head("200 OK", "text/event-stream"), write("data: {}\n\n"), Step::Hold];
    let error = client(events).await.write().body(order()).send().await.unwrap_err();
    assert_eq!((error.kind(), error.raw_body()), (ErrorKind::Decode, Some(&b""[..])));
    assert!(
        error
            .to_string()
            .contains("but with a body of `text/event-stream`, which the call did not ask for."),
        "{error}"
    );

    let json = || {
        vec![
            head("200 OK", "Application/JSON; charset=utf-8"),
            write("{\"title\":\"canary\"}"),
        ]
    };
    let error = client(json())
        .await
        .write()
        .body(order())
        .send_for_event_stream_2()
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.raw_body()),
        (ErrorKind::Decode, Some(&b"{\"title\":\"canary\"}"[..]))
    );
    assert!(!format!("{error:#} {error:?}").contains("canary"), "{error:?}");
    let error = client(json())
        .await
        .write()
        .body(order())
        .send_for_jsonl()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let error = client(json())
        .await
        .get_story()
        .id("a")
        .send_for_text()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let error = client(json())
        .await
        .get_story()
        .id("a")
        .send_for_pdf()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let error = client(json()).await.follow_ticker().send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);

    let echo = client(vec![head("200 OK", "x/canary")]).await;
    let mut secret = HeaderValue::from_static("canary");
    secret.set_sensitive(true);
    let echo = echo.with_header(HeaderName::from_static("x-secret"), secret);
    let error = echo.follow_ticker().send().await.unwrap_err();
    assert!(error.to_string().contains("`x/[redacted]`"), "{error}");
    assert!(!format!("{error:#} {error:?}").contains("canary"), "{error:?}");
}

/// A response that is documented as JSON is read as JSON, even with another media type.
#[tokio::test]
async fn json_of_another_name_is_json() {
    let story = client(vec![head("200 OK", "text/plain"), write("{\"title\":\"a\"}")]).await;
    assert!(story.get_story().id("a").send().await.is_ok());
    let story = client(vec![
        head("200 OK", "application/json; charset=latin1"),
        write(b"{\"title\":\"\xE9\"}"),
    ])
    .await;
    let story = story.get_story().id("a").send().await.unwrap();
    assert!(matches!(&*story, GetStorySuccess::Status200(story) if story.title == "é"));
}

#[tokio::test]
async fn text_is_in_the_encoding_that_it_has() {
    let body = || write(b"caf\xE9");
    let documented = client(vec![head("200 OK", "text/plain"), body()]).await;
    assert_eq!(*documented.get_notice().send().await.unwrap(), "café");
    let said = client(vec![head("200 OK", "text/plain; charset=utf-8"), write("café")]).await;
    assert_eq!(*said.get_notice().send().await.unwrap(), "café");
    let other = client(vec![head("200 OK", "text/plain; charset=iso-8859-7"), write(b"\xE1")]).await;
    assert_eq!(*other.get_notice().send().await.unwrap(), "α");
    let wrong = client(vec![head("200 OK", "text/plain; charset=utf-8"), body()]).await;
    assert_eq!(wrong.get_notice().send().await.unwrap_err().kind(), ErrorKind::Decode);

    let refused = client(vec![head("404 No", "text/plain"), write(b"\x80")]).await;
    let refused = refused.get_story().id("a").send().await.unwrap_err();
    assert!(matches!(refused.body(), Some(GetStoryError::Status4xx(text)) if text == "€"));
}

/// A documented status that is neither a success nor an error is not called undocumented, and its body has its type.
#[tokio::test]
async fn a_documented_redirect_is_documented() {
    let same = client(vec![write(
        "HTTP/1.1 304 Not Modified\r\netag: \"a\"\r\nconnection: close\r\n\r\n",
    )])
    .await;
    let same = same.get_story().id("a").send().await.unwrap_err();
    assert_eq!((same.kind(), same.may_have_acted()), (ErrorKind::Status, false));
    assert_eq!(same.headers().unwrap()["etag"], "\"a\"");
    insta::assert_snapshot!(same, @"The operation `getStory` was answered with status 304 Not Modified. The copy that you have is up to date.");

    let place =
        "HTTP/1.1 303 See Other\r\nlocation: /b\r\ncontent-length: 13\r\nconnection: close\r\n\r\n{\"place\":\"b\"}";
    let elsewhere = client(vec![write(place)])
        .await
        .get_story()
        .id("a")
        .send_for_pdf()
        .await
        .unwrap_err();
    assert_eq!(elsewhere.kind(), ErrorKind::Redirect);
    assert!(matches!(elsewhere.body(), Some(GetStoryError::Status303(body)) if body.place == "b"));

    let moved =
        "HTTP/1.1 302 Found\r\nlocation: https://other.example/b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let moved = client(vec![write(moved)]).await.get_notice().send().await.unwrap_err();
    assert_eq!(
        (moved.kind(), moved.redirect_host()),
        (ErrorKind::Redirect, Some("other.example"))
    );

    let unknown = client(vec![write("HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n")]).await;
    let unknown = unknown.get_notice().send().await.unwrap_err();
    assert_eq!(unknown.kind(), ErrorKind::UnexpectedStatus);
}

/// A response that must repeat a value of the request is also checked if there are other media types.
#[tokio::test]
async fn an_answer_is_still_the_calls_own() {
    let other = client(vec![head("200 OK", "application/json"), write("{\"title\":\"b\"}")]).await;
    let error = other.correct_story().id("a").body(order()).send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::OtherAnswer);
    let text = client(vec![head("200 OK", "text/plain"), write("b")]).await;
    assert_eq!(
        *text
            .correct_story()
            .id("a")
            .body(order())
            .send_for_text()
            .await
            .unwrap(),
        "b"
    );
}
