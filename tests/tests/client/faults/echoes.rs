//! Servers that send the session id back. It must not appear in any output.

use b2c_agent_client::ErrorKind::{self, *};
use workspace_tests::canary::{self, CANARY};
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::{self, Read};

use super::answers::{answer, json};
use super::{client, config, logoff};

/// A row: what the server sends, the kind of the error, and whether the caller gets a masked text of the server.
type Echo = (&'static str, Step, ErrorKind, bool);

#[rustfmt::skip]
fn echoes() -> Vec<Echo> {
    let id = CANARY;
    let upper = id.to_uppercase();
    let message = |status, text: &str| json(status, format!(r#"{{"message":"{text}"}}"#));
    let raw = |text: String| Step::send(text);
    vec![
        // in                                        the answer                                                                    kind              masked text
        ("the text of a refusal",                    message(403, &format!("No session {id}.")),                                   Status,           true),
        ("the text of a refusal, several times",     message(403, &format!("{id}{id} {id}")),                                      Status,           true),
        ("the text of a refusal, in capitals",       message(403, &upper),                                                         Status,           true),
        ("the text of a refusal, JSON-escaped",      message(403, r"\u0063anary-5f2c"),                                            Status,           true),
        ("the text of a refusal, percent-encoded",   message(403, "%63anary-5f2c? canary%2D5f2c?"),                                Status,           true),
        ("the text of a refusal, as HTML",           message(403, "can&#97;ry&#x2D;5f2c"),                                         Status,           true),
        ("the text of a refusal, in two lines",      message(403, r"canary-\r\n\t5f2c"),                                           Status,           true),
        ("the text of a refusal, with unseen marks", message(403, r"can\u200bary\u00ad-5\u2028f2c"),                               Status,           true),
        ("the other text of a refusal",              json(404, format!(r#"{{"detail":"{id}"}}"#)),                                 Status,           true),
        ("the end of a long text",                   message(400, &format!("{}{id}", "x".repeat(295))),                            Status,           true),
        ("a code of its own",                        json(400, format!(r#"{{"exceptionCode":"{id}"}}"#)),                          Status,           true),
        ("a refusal of the wrong type",              json(400, format!(r#"{{"message":{{"{id}":"{id}"}}}}"#)),                     Status,           false),
        ("a refusal of one text",                    json(400, format!(r#""{id}""#)),                                              Status,           false),
        ("a refusal in HTML",                        answer(404, "text/html", format!("<h1>{id}</h1>")),                           Status,           false),
        ("a refusal that is cut off",                raw(format!("HTTP/1.1 403 No\r\nContent-Length: 99\r\n\r\n{{\"message\":\"{id}\"")), Status,      false),
        ("an undocumented failure",                  message(502, id),                                                             UnexpectedStatus, true),
        ("a header",                                 raw(format!("HTTP/1.1 500 No\r\nX-Session: {id}\r\nContent-Length: 0\r\n\r\n")), Status,         false),
        ("the name of a header",                     raw(format!("HTTP/1.1 500 No\r\n{id}: x\r\nContent-Length: 0\r\n\r\n")),      Status,           false),
        ("the name of a cookie",                     raw(format!("HTTP/1.1 403 No\r\nSet-Cookie: JSESSIONID={id}\r\n\r\n")),       Status,           false),
        ("the reason phrase",                        raw(format!("HTTP/1.1 500 {id}\r\nContent-Length: 0\r\n\r\n")),               Status,           false),
        ("the media type",                           answer(200, id, "x"),                                                         Decode,           false),
        ("an invalid header",                        raw(format!("HTTP/1.1 200 OK\r\n{id} {id}\r\n\r\n")),                         Transport,        false),
        ("an invalid status line",                   raw(format!("{id} {id}\r\n\r\n")),                                            Transport,        false),
        ("a chunk's size",                           raw(format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{id}\r\n")), Transport,       false),
        ("a success of the wrong type",              json(200, format!(r#"{{"sequenceNumber":"{id}"}}"#)),                         Decode,           false),
        ("a success that is no JSON",                json(200, id),                                                                Decode,           false),
        ("the text of a failure in band",            json(200, format!(r#"{{"chatSystemError":{{"text":"{id}"}}}}"#)),             InBand,           true),
        ("the condition of a failure in band",       json(200, format!(r#"{{"chatSystemError":{{"errorCondition":"{id}"}}}}"#)),   InBand,           true),
        ("the place of a redirect",                  raw(format!("HTTP/1.1 302 No\r\nLocation: http://{id}.example/{id}?{id}\r\n\r\n")), Redirect,   true),
    ]
}

#[tokio::test]
async fn a_session_id_that_comes_back_is_not_shown() {
    for (place, answer, kind, is_masked) in echoes() {
        let server = FaultServer::start([Read, answer]).await.expect("a port is free");
        let client = client(&server.base_url(), &config());
        let error = logoff(&client).send().await.expect_err(place);
        assert_eq!(error.kind(), kind, "{place}: {error}");
        let masked = [error.message(), error.code_text(), error.redirect_host()];
        let masked: String = masked.into_iter().flatten().collect();
        assert_eq!(masked.contains("[redacted]"), is_masked, "{place}: {masked}");
        let code = error.code().map(|code| format!("{code} {code:?}")).unwrap_or_default();
        let mut seen = format!("{}{masked}{code}", canary::shown(&error));
        seen += &canary::shown(&error.untyped());
        assert!(!canary::is_in(&seen), "{place}: {seen}");
    }
}

#[tokio::test]
async fn a_session_id_with_special_characters_is_not_shown_in_any_spelling() {
    let id = r#"canary-5f2c "/+%"#;
    let encoded = "canary-5f2c%20%22%2F%2B%25";
    let lower = encoded.to_lowercase();
    let spellings = [
        id,
        encoded,
        &lower,
        "canary-5f2c+%22%2F%2B%25",
        "canary-5f2c &quot;/+%",
        "canary-5f2c &#34;/&#x2b;%",
        r#"canary-5f2c \"\/+%"#,
        "canary-5f2c\n \"/+%25",
    ];
    for echo in spellings {
        let body = serde_json::json!({ "exceptionCode": echo, "message": format!("<{echo}>") });
        let server = FaultServer::start([Read, json(403, body.to_string())])
            .await
            .expect("a port is free");
        let client = client(&server.base_url(), &config());
        let error = logoff(&client)
            .x_jsessionid(id)
            .send()
            .await
            .expect_err("it is refused");
        assert_eq!(
            (error.code_text(), error.message()),
            (Some("[redacted]"), Some("<[redacted]>"))
        );
        assert!(!canary::is_in(&canary::shown(&error)), "{error:?}");
    }
}

/// Servlet containers append the node's name to a session's id, and may repeat the id without it.
#[tokio::test]
async fn a_session_id_without_its_node_is_not_shown() {
    let body = format!(r#"{{"message":"No session {CANARY}."}}"#);
    let server = FaultServer::start([Read, json(403, body)])
        .await
        .expect("a port is free");
    let client = client(&server.base_url(), &config());
    let id = format!("{CANARY}.node0");
    let call = logoff(&client).x_jsessionid(&id);
    let error = call.send().await.expect_err("it is refused");
    assert_eq!(error.message(), Some("No session [redacted]."));
    assert!(!canary::is_in(&canary::shown(&error)), "{error:?}");
}

/// The server's text is shown in part, on one line, and without invisible characters.
#[tokio::test]
async fn a_text_cannot_pass_for_another() {
    let unseen = "\u{202e}\u{2028}\u{2029}\u{200b}\u{feff}\u{85}\r\n\u{1b}\u{2066}\u{e0041}";
    let body =
        serde_json::json!({ "exceptionCode": unseen.repeat(50) + "A", "message": format!("{unseen}B{unseen}C") });
    let server = FaultServer::start([Read, json(403, body.to_string())])
        .await
        .expect("a port is free");
    let client = client(&server.base_url(), &config());
    let error = logoff(&client).send().await.expect_err("it is refused");
    for shown in [format!("{error}"), format!("{error:#}"), format!("{error:?}")] {
        assert!(!shown.contains(|char| unseen.contains(char)), "{shown:?}");
        assert!(shown.len() < 600, "{shown}");
    }
}

/// Headers and body are kept unchanged for programs that need them.
#[tokio::test]
async fn headers_and_body_are_as_the_server_sent_them() {
    let body = format!(r#"{{"message":"{CANARY}"}}"#);
    let length = body.len();
    let text = format!("HTTP/1.1 403 No\r\nX-Session: {CANARY}\r\nContent-Length: {length}\r\n\r\n{body}");
    let server = FaultServer::start([Read, Step::send(text)])
        .await
        .expect("a port is free");
    let client = client(&server.base_url(), &config());
    let error = logoff(&client).send().await.expect_err("it is refused");
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    assert_eq!(error.headers().expect("there was an answer")["x-session"], CANARY);
    assert_eq!(error.body().and_then(|body| body.message.as_deref()), Some(CANARY));
}
