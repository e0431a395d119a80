//! Connections that break, and responses that are not HTTP.

use std::time::Duration;

use b2c_agent_client::ErrorKind::*;
use tokio::net::TcpSocket;
use workspace_tests::canary;
use workspace_tests::faults::Step::{self, *};

use super::answers::{chunked, head, json};
use super::row::Acted::{Maybe, No};
use super::row::Kept::{Cut, NoAnswer};
use super::row::Within::{AtOnce, Timeout as AfterTimeout};
use super::row::{FLOOD, Row, check, row};
use super::{client, config, logoff};

fn send(text: &str) -> Step {
    Step::send(text)
}

#[rustfmt::skip]
fn unanswered() -> Vec<Row> {
    vec![
        // The server …                             by doing                                  seen as    status acted  body kept  in time
        row("resets before it reads the request",   [AwaitBytes, Reset],                      Transport, None,  Maybe, NoAnswer, AtOnce),
        row("resets after it has read the request", [Read, Reset],                            Transport, None,  Maybe, NoAnswer, AtOnce),
        row("closes without an answer",             [Read],                                   Transport, None,  Maybe, NoAnswer, AtOnce),
        row("closes within the status line",        [Read, send("HTTP/1.1 4")],               Transport, None,  Maybe, NoAnswer, AtOnce),
        row("closes within the headers",            [Read, send("HTTP/1.1 403 No\r\nA: ")],   Transport, None,  Maybe, NoAnswer, AtOnce),
        row("stalls before the headers",            [Read, Stall],                            Timeout,   None,  Maybe, NoAnswer, AfterTimeout),
        row("stalls within the headers",            [Read, send("HTTP/1.1 403 No\r\nA: "), Stall], Timeout, None, Maybe, NoAnswer, AfterTimeout),
        row("does not even read",                   [Stall],                                  Timeout,   None,  Maybe, NoAnswer, AfterTimeout),
    ]
}

#[rustfmt::skip]
fn not_http() -> Vec<Row> {
    let noise = || Send((0..=255).cycle().take(1000).collect());
    let two_lengths = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ";
    vec![
        // The server …                             by sending                                 seen as    status acted  body kept  in time
        row("speaks another protocol",              [Read, send("SSH-2.0-OpenSSH_9.6\r\n")],   Transport, None,  Maybe, NoAnswer, AtOnce),
        row("sends noise",                          [Read, noise()],                           Transport, None,  Maybe, NoAnswer, AtOnce),
        row("sends JSON without HTTP",              [Read, send("{\"clientId\":47}\r\n\r\n")], Transport, None,  Maybe, NoAnswer, AtOnce),
        row("sends an invalid status",             [Read, send("HTTP/1.1 2000 OK\r\n\r\n")],  Transport, None,  Maybe, NoAnswer, AtOnce),
        row("sends an invalid header",             [Read, send("HTTP/1.1 200 OK\r\nA B\r\n\r\n")], Transport, None, Maybe, NoAnswer, AtOnce),
        row("states two lengths",                   [Read, send(two_lengths)],                 Transport, None,  Maybe, NoAnswer, AtOnce),
        row("sends headers without end",            [Read, send("HTTP/1.1 200 OK\r\n"), Flood(b"A: aaaaaaaaaaaaaaaaa\r\n", FLOOD)], Transport, None, Maybe, NoAnswer, AtOnce),
        row("sends interim answers without end",    [Read, Flood(b"HTTP/1.1 100 Continue\r\n\r\n", 10_000), Stall], Timeout, None, Maybe, NoAnswer, AfterTimeout),
    ]
}

#[rustfmt::skip]
fn cut_off() -> Vec<Row> {
    let part = r#"{"message":"Half"#;
    let redirect = "HTTP/1.1 302 Found\r\nLocation: http://chat.example/\r\nContent-Length: 9\r\n\r\n";
    vec![
        // The server …                             by doing                                       seen as    status acted  body kept   in time
        row("cuts the body of a success off",       [Read, head(200, 500), send(part)],            Transport, 200,   Maybe, Cut(part),  AtOnce),
        row("cuts the body of a refusal off",       [Read, head(403, 500), send(part)],            Status,    403,   No,    Cut(part),  AtOnce),
        row("cuts the body of a failure off",       [Read, head(500, 500), send(part)],            Status,    500,   Maybe, Cut(part),  AtOnce),
        row("cuts an undocumented body off",        [Read, head(503, 500), send(part)],            UnexpectedStatus, 503, Maybe, Cut(part), AtOnce),
        row("stalls within the body of a success",  [Read, head(200, 500), send(part), Stall],     Timeout,   200,   Maybe, Cut(part),  AfterTimeout),
        row("stalls within the body of a refusal",  [Read, head(403, 500), send(part), Stall],     Status,    403,   No,    Cut(part),  AfterTimeout),
        row("stalls before the body of a failure",  [Read, head(500, 500), Stall],                 Status,    500,   Maybe, Cut(""),    AfterTimeout),
        row("redirects and stalls",                 [Read, send(redirect), Stall],                 Redirect,  302,   Maybe, Cut(""),    AfterTimeout),
        row("sends chunks that are none",           [Read, chunked(200), send("zz\r\n{}\r\n")],    Transport, 200,   Maybe, Cut(""),    AtOnce),
        row("refuses in chunks that are none",      [Read, chunked(404), send("2\r\n{}\r\nzz")],   Status,    404,   No,    Cut("{}"),  AtOnce),
        row("sends a chunk of impossible size",     [Read, chunked(200), send("fffffffffffffffff\r\n{}")], Transport, 200, Maybe, Cut(""), AtOnce),
        row("leaves the last chunk out",            [Read, chunked(200), send("2\r\n{}\r\n")],     Transport, 200,   Maybe, Cut("{}"),  AtOnce),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_break() {
    let rows = [unanswered(), not_http(), cut_off()].into_iter().flatten().collect();
    insta::assert_snapshot!(check(rows).await);
}

#[tokio::test]
async fn a_refused_connection_sends_nothing() {
    // The port is taken, so nobody else gets it, and there is nobody who would accept.
    let socket = TcpSocket::new_v4().expect("sockets are to be had");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a port is free");
    let address = socket.local_addr().expect("it is bound");
    let client = client(&format!("http://{address}"), &config());
    let error = logoff(&client).send().await.expect_err("nobody listens");
    assert_eq!((error.kind(), error.status()), (Connect, None));
    assert!(!error.may_have_acted() && error.raw_body().is_none() && error.headers().is_none());
    assert!(!canary::is_in(&canary::shown(&error)));
    assert_eq!(
        error.to_string(),
        "The operation `logoff` was not sent: no connection to the server. The server refused the connection. Check \
         that it is up and that the base URL names the right port."
    );
}

#[tokio::test]
async fn a_connection_that_breaks_when_it_is_used_again_is_not_replaced_silently() {
    let script = [Read, json(200, "{}"), Read, Reset];
    let server = workspace_tests::faults::FaultServer::start(script)
        .await
        .expect("a port is free");
    let client = client(&server.base_url(), &config().pool_idle_timeout(Duration::from_secs(60)));
    logoff(&client).send().await.expect("the first call is answered");
    let error = logoff(&client).send().await.expect_err("the second is not");
    assert_eq!(error.kind(), Transport);
    assert!(error.may_have_acted());
    assert_eq!(server.take_requests().len(), 2, "each call was sent once");
    assert_eq!(server.connections().await.expect("it listens"), 1);
}
