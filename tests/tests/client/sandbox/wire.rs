//! The tap shows the traffic on the wire, and masks the values that the document marks as secret.

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::Sandbox;
use workspace_tests::secrets::Secrets;
use workspace_tests::wire::{Tap, masked};

use super::{AGENT, SITE};

fn secrets() -> Secrets {
    Secrets::of_document(&json!({
        "parameters": [
            { "name": "X-Key", "in": "header", "schema": { "$ref": "#/components/schemas/Secret" } },
            { "name": "token", "in": "query", "schema": { "allOf": [{ "$ref": "#/components/schemas/Secret" }] } },
            { "name": "pool", "in": "query", "schema": { "type": "string" } },
        ],
        "components": { "schemas": {
            "Secret": { "type": "string", "format": "password" },
            "Body": { "properties": { "pin": { "$ref": "#/components/schemas/Secret" }, "name": { "type": "string" } } },
            "Loop": { "properties": { "loop": { "$ref": "#/components/schemas/Loop2" } } },
            "Loop2": { "$ref": "#/components/schemas/Loop2" },
        } },
    }))
    .with_value("s3cr3t")
    .with_value("")
}

#[tokio::test]
async fn the_tap_keeps_both_directions_byte_for_byte() {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let ticket = sandbox.open_session(SITE, AGENT);
    let tap = Tap::start(sandbox.address()).await.expect("a port is free");
    let body = r#"{ "forceLogoff" : true }"#;
    let request = format!(
        "POST /engagement/api/agent/{SITE}/v1/logoff HTTP/1.1\r\nHost: x\r\nx-AID: {AGENT}\r\nX-JSESSIONID:  {}\r\n\
         Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        ticket.session_id,
        body.len(),
    );
    let mut connection = TcpStream::connect(tap.address()).await.expect("the tap listens");
    connection.write_all(request.as_bytes()).await.expect("the tap reads");
    let mut response = Vec::new();
    connection.read_to_end(&mut response).await.expect("the tap answers");

    let [exchange] = tap.take().try_into().expect("one connection");
    assert_eq!(exchange.request, request.as_bytes());
    assert_eq!(exchange.response, response);
    assert_eq!(tap.take().len(), 0, "what was taken is gone");

    let response = masked(&exchange.response, sandbox.contract().secrets());
    assert!(response.starts_with("HTTP/1.1 200 OK\r\ncontent-type: application/json;charset=utf-8\r\n"));
    assert!(response.contains(r#""sessionId":"••••••••""#));
    let shown = masked(&exchange.request, sandbox.contract().secrets()) + &response + &format!("{exchange:?}");
    assert!(!shown.contains(&ticket.session_id));
}

#[test]
fn secrets_are_masked_and_nothing_else() {
    let rows = [
        (
            "GET /a?pool=1&token=abc&token= HTTP/1.1\r\n\r\n",
            "GET /a?pool=1&token=••••••••&token=•••••••• HTTP/1.1\r\n\r\n",
        ),
        ("GET /a?pool=token HTTP/1.1", "GET /a?pool=token HTTP/1.1"),
        (
            "X-Key: abc\r\nx-KEY:abc\r\nX-Keys: abc",
            "X-Key: ••••••••\r\nx-KEY: ••••••••\r\nX-Keys: abc",
        ),
        (r#"{"pin":"abc","name":"pin"}"#, r#"{"pin":"••••••••","name":"pin"}"#),
        (
            r#"{ "pin" : "a\"b\\" , "name":"n" }"#,
            r#"{ "pin" : "••••••••" , "name":"n" }"#,
        ),
        (
            r#"{"pin":123,"x":[{"pin":true}]}"#,
            r#"{"pin":••••••••,"x":[{"pin":••••••••}]}"#,
        ),
        (r#"{"pin":null}"#, r#"{"pin":null}"#),
        (r#"{"name":"n","pin":"cut o"#, r#"{"name":"n","pin":"••••••••""#),
        (r#"["pin","abc"]"#, r#"["pin","abc"]"#),
        ("X-Other: s3cr3t\r\n\r\nas3cr3ta", "X-Other: ••••••••\r\n\r\na••••••••a"),
        (
            "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nX-Key: abc",
            "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nX-Key: ••••••••",
        ),
        (
            "Transfer-Encoding: Chunked\r\nA: b\r\n\r\n2\r\n{\"\r\n3\r\npin",
            "Transfer-Encoding: Chunked\r\nA: b\r\n\r\n[chunked body, not shown]",
        ),
    ];
    for (wire, shown) in rows {
        assert_eq!(masked(wire.as_bytes(), &secrets()), shown, "{wire}");
    }
    assert!(!format!("{:?}", secrets()).contains("s3cr3t"));
    assert_eq!(masked(b"\xff", &secrets()), "\u{fffd}");
}

#[tokio::test]
async fn a_stopped_upstream_closes_the_connection() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let gone = listener.local_addr().expect("it is bound");
    drop(listener);
    let tap = Tap::start(gone).await.expect("a port is free");
    let mut connection = TcpStream::connect(tap.address()).await.expect("the tap listens");
    let mut rest = Vec::new();
    // The end or a reset, depending on timing. In both cases nothing arrives.
    _ = connection.read_to_end(&mut rest).await;
    assert!(rest.is_empty() && tap.take().is_empty());
}
