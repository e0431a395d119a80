//! Operations with several types of responses, over loopback: each status becomes its documented variant. The client is generated from `fixtures/documents/outcomes.yaml`.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::outcomes_client::Client;
use crate::outcomes_client::types::{PlaceOrderError2, PlaceOrderSuccess};
use crate::support::{Error, ErrorKind, ResponseValue};

type Placed = Result<ResponseValue<PlaceOrderSuccess>, Error<PlaceOrderError2>>;

/// A client of a server that answers one request with `head` and `body`.
async fn answering(head: &str, body: &str) -> Client {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let length = body.len();
    let answer = format!("HTTP/1.1 {head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(connection.read_u8().await.unwrap());
        }
        connection.write_all(answer.as_bytes()).await.unwrap();
    });
    Client::new(&format!("http://{address}")).unwrap()
}

async fn placed(head: &str, body: &str) -> Placed {
    answering(head, body).await.place_order().send().await
}

#[tokio::test]
async fn each_success_is_its_variant() {
    let order = placed("200 OK", r#"{"id":"a"}"#).await.unwrap();
    assert_eq!(order.status(), 200);
    assert!(matches!(&*order, PlaceOrderSuccess::Status200(order) if order.id == "a"));

    let orders = placed("201 Created", r#"[{"id":"a"},{"id":"b"}]"#).await.unwrap();
    assert!(matches!(&*orders, PlaceOrderSuccess::Status201(orders) if orders.len() == 2));

    let accepted = placed("202 Accepted", "").await.unwrap();
    assert!(matches!(&*accepted, PlaceOrderSuccess::Status202));

    let receipt = placed("206 Partial Content", "%PDF").await.unwrap().into_inner();
    let bytes = match receipt {
        PlaceOrderSuccess::Status206(bytes) => Some(bytes),
        _ => None,
    };
    assert_eq!(bytes.unwrap().collect(10).await.unwrap(), b"%PDF");
}

#[tokio::test]
async fn each_error_is_its_variant() {
    let missing = placed("404 Not Found", r#"{"reason":"GONE","text":"no such"}"#)
        .await
        .unwrap_err();
    assert_eq!(
        (missing.code_text(), missing.message()),
        (Some("GONE"), Some("no such"))
    );
    assert!(matches!(missing.body(), Some(PlaceOrderError2::Status404(_))));

    let range = placed("418 Teapot", r#"{"why":"short and stout"}"#).await.unwrap_err();
    assert!(matches!(range.body(), Some(PlaceOrderError2::Status4xx(body)) if body.why == "short and stout"));

    let down = placed("503 Down", "").await.unwrap_err();
    assert!(matches!(down.body(), Some(PlaceOrderError2::Status503)));

    let other = placed("500 Oh", "7").await.unwrap_err();
    assert!(matches!(other.body(), Some(PlaceOrderError2::Other(Some(7)))));
    let null = placed("502 Oh", "null").await.unwrap_err();
    assert!(matches!(null.body(), Some(PlaceOrderError2::Other(None))));
}

/// A body that is not as documented becomes an error, which keeps the body.
#[tokio::test]
async fn another_body_is_kept() {
    let html = placed("404 Not Found", "<html>").await.unwrap_err();
    assert_eq!(
        (html.kind(), html.status().map(|status| status.as_u16())),
        (ErrorKind::Status, Some(404))
    );
    assert!(html.body().is_none());
    assert_eq!(html.raw_body(), Some(&b"<html>"[..]));

    let wrong = placed("200 OK", "[]").await.unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_default_that_is_the_success() {
    let replaced = answering("207 Multi", r#"{"id":"x"}"#)
        .await
        .replace_order()
        .id("x")
        .send()
        .await;
    assert_eq!(replaced.unwrap().id, "x");
    let busy = answering("409 Busy", "").await.replace_order().id("x").send().await;
    assert!(matches!(
        busy.unwrap_err().body(),
        Some(crate::outcomes_client::types::ReplaceOrderError::Status409)
    ));
}

/// The body of an error can be bytes, which the caller reads as they arrive.
#[tokio::test]
async fn an_error_of_bytes_is_a_stream() {
    let client = answering("423 Locked", "\u{89}PNG").await;
    let error = client.delete_order().id("x").send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Status, Some(423))
    );
    let picture = error.into_body().unwrap().collect(10).await.unwrap();
    assert_eq!(picture, "\u{89}PNG".as_bytes());
}
