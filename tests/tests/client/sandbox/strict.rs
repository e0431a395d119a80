//! The sandbox refuses everything that the document does not mention.

use std::fmt::Write as _;

use reqwest::{Method, StatusCode};
use workspace_tests::DOCUMENT;
use workspace_tests::sandbox::{Answer, Contract, Sandbox, SessionTicket};

use super::raw::Raw;
use super::{AGENT, SITE};

/// A value that must not be repeated.
const CANARY: &str = "canary-5f2c";

async fn sandbox() -> (Sandbox, SessionTicket) {
    let sandbox = Sandbox::start(DOCUMENT).await.expect("the sandbox plays the document");
    let ticket = sandbox.open_session(SITE, AGENT);
    (sandbox, ticket)
}

type Departure = (&'static str, Raw);

fn departures_in_the_target(ticket: &SessionTicket) -> Vec<Departure> {
    let good = || Raw::logoff(ticket);
    let target = good().target;
    vec![
        ("other method", good().method(Method::PUT)),
        ("other path", good().target(target.replace("logoff", CANARY))),
        ("empty path parameter", good().target(target.replace(SITE, ""))),
        (
            "path parameter that is not UTF-8",
            good().target(target.replace(SITE, "%ff")),
        ),
        ("trailing slash", good().and_target("/")),
        (
            "unknown query parameter",
            good().and_target(&format!("?force={CANARY}")),
        ),
        (
            "query parameter twice",
            good().and_target(&format!("?pool=1&pool={CANARY}")),
        ),
        ("query that is not UTF-8", good().and_target("?pool=%ff")),
        ("empty query", good().and_target("?")),
    ]
}

fn departures_in_the_headers(ticket: &SessionTicket) -> Vec<Departure> {
    let good = || Raw::logoff(ticket);
    vec![
        ("no agent", good().without("x-aid")),
        ("no session", good().without("x-jsessionid")),
        ("session twice", good().and("x-jsessionid", CANARY)),
        ("header beyond ASCII", good().with("x-aid", format!("{CANARY}ü"))),
        ("unknown header", good().and("api-version", CANARY)),
        ("referer", good().and("referer", format!("http://{CANARY}"))),
        ("no media type", good().without("content-type")),
        ("garbled media type", good().with("content-type", CANARY)),
        (
            "other media type",
            good().with("content-type", "text/plain; charset=utf-8"),
        ),
        ("no charset", good().with("content-type", "application/json")),
        (
            "other charset",
            good().with("content-type", "application/json; charset=latin1"),
        ),
        (
            "more media type parameters",
            good().with("content-type", "application/json; charset=utf-8; v=1"),
        ),
    ]
}

fn departures_in_the_body(ticket: &SessionTicket) -> Vec<Departure> {
    let good = || Raw::logoff(ticket);
    vec![
        ("no body", good().body("")),
        (
            "body that is not JSON",
            good().body(format!("{{\"forceLogoff\":\n {CANARY}}}")),
        ),
        ("body cut off", good().body(r#"{"forceLogoff":tr"#)),
        ("body that is not an object", good().body(format!(r#"["{CANARY}"]"#))),
        ("no required field", good().body(r#"{"sequenceNumber":3}"#)),
        (
            "unknown field",
            good().body(format!(r#"{{"forceLogoff":true,"force":"{CANARY}"}}"#)),
        ),
        (
            "field of the wrong type",
            good().body(format!(r#"{{"forceLogoff":"{CANARY}"}}"#)),
        ),
        (
            "null where it is not allowed",
            good().body(r#"{"forceLogoff":true,"timeCreated":null}"#),
        ),
        (
            "integer beyond int64",
            good().body(r#"{"forceLogoff":true,"timeCreated":9223372036854775808}"#),
        ),
        ("two violations", good().body(r#"{"sequenceNumber":"3"}"#)),
        ("body beyond the limit", good().body(" ".repeat((1 << 20) + 1))),
    ]
}

#[tokio::test]
async fn every_departure_from_the_document_is_refused_and_no_value_comes_back() {
    let (sandbox, ticket) = sandbox().await;
    let mut seen = String::new();
    let departures = [
        departures_in_the_target,
        departures_in_the_headers,
        departures_in_the_body,
    ]
    .map(|departures| departures(&ticket))
    .concat();
    let count = departures.len();
    for (name, request) in departures {
        let reply = request.send(&sandbox).await;
        assert!(
            !reply.body.contains(CANARY) && !reply.body.contains(&ticket.session_id),
            "{name}: a value came back"
        );
        let allow = reply
            .allow
            .as_ref()
            .map(|methods| format!(" [allow: {methods}]"))
            .unwrap_or_default();
        writeln!(seen, "{name}\n    {}{allow}", reply.summary()).expect("a string takes all");
    }
    insta::assert_snapshot!(seen);
    assert_eq!(sandbox.requests().len(), count, "refused requests are recorded");
    assert_eq!(sandbox.sessions(), [ticket], "and change no session");
}

#[tokio::test]
async fn what_the_document_says_is_accepted_however_it_is_spelt() {
    let (sandbox, _) = sandbox().await;
    let longest_number = format!(r#"{{"forceLogoff":true,"sequenceNumber":{}}}"#, i64::MIN);
    type Spelling = fn(Raw) -> Raw;
    let spellings: [(&str, Spelling); 6] = [
        ("as documented", |request| request),
        ("media type in capitals", |request| {
            request.with("content-type", "Application/JSON; Charset=UTF-8")
        }),
        ("media type without space", |request| {
            request.with("content-type", "application/json;charset=utf-8")
        }),
        ("pool, encoded", |request| request.and_target("?pool=297%3A1")),
        ("only the required field", |request| {
            request.body(r#"{"forceLogoff":true}"#)
        }),
        ("headers of HTTP and tracing", |request| {
            let traced = request.and("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            traced
                .and("accept", "application/json")
                .and("user-agent", "test")
                .and("accept-encoding", "identity")
        }),
    ];
    for (name, spelling) in spellings {
        let ticket = sandbox.open_session(SITE, AGENT);
        let reply = spelling(Raw::logoff(&ticket)).send(&sandbox).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.body);
    }
    let ticket = sandbox.open_session(SITE, AGENT);
    let reply = Raw::logoff(&ticket).body(longest_number).send(&sandbox).await;
    assert_eq!(reply.json()["sequenceNumber"], i64::MIN);
}

#[tokio::test]
async fn a_refused_request_does_not_use_up_a_scripted_answer() {
    let (sandbox, ticket) = sandbox().await;
    sandbox.answer_next(Answer::error(
        StatusCode::INTERNAL_SERVER_ERROR,
        Some("UNKNOWN_EXCEPTION"),
        None,
    ));
    sandbox.answer_next(Answer::new(StatusCode::IM_A_TEAPOT).with_body("short and stout"));
    let mut statuses = Vec::new();
    for request in [
        Raw::logoff(&ticket).body("{}"),
        Raw::logoff(&ticket),
        Raw::logoff(&ticket),
        Raw::logoff(&ticket),
    ] {
        statuses.push(request.send(&sandbox).await.status);
    }
    // One is refused, two are scripted, and the last one is the logoff itself.
    assert_eq!(statuses, [400, 500, 418, 200]);
}

#[tokio::test]
async fn a_stopped_sandbox_answers_no_more() {
    let (sandbox, _) = sandbox().await;
    let address = sandbox.address();
    drop(sandbox);
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[test]
fn documents_that_cannot_be_judged_strictly_are_not_played() {
    let operation = |parameter: &str| {
        format!(
            r#"{{"openapi":"3.0.3","paths":{{"/a/{{b}}":{{"get":{{"operationId":"x","parameters":[{parameter}]}}}}}}}}"#
        )
    };
    let documents = [
        ("no YAML", "a: [".to_owned()),
        ("other version", "openapi: 3.1.0".to_owned()),
        (
            "no operation id",
            r#"{"openapi":"3.0.3","paths":{"/":{"get":{}}}}"#.to_owned(),
        ),
        (
            "mixed segment",
            r#"{"openapi":"3.0.3","paths":{"/{a}.json":{"get":{"operationId":"x"}}}}"#.to_owned(),
        ),
        (
            "dangling reference",
            operation(r##"{"$ref":"#/components/parameters/None"}"##),
        ),
        (
            "cookie",
            operation(r#"{"in":"cookie","name":"c","schema":{"type":"string"}}"#),
        ),
        (
            "array",
            operation(r#"{"in":"query","name":"q","schema":{"type":"array"}}"#),
        ),
        (
            "secret in the path",
            operation(r#"{"in":"path","name":"b","schema":{"type":"string","format":"password"}}"#),
        ),
        (
            "schema",
            operation(r#"{"in":"query","name":"q","schema":{"type":"string","pattern":"("}}"#),
        ),
    ];
    let mut seen = String::new();
    for (name, document) in documents {
        let error = Contract::read(&document).expect_err(name);
        writeln!(seen, "{name}\n    {error}").expect("a string takes all");
    }
    insta::assert_snapshot!(seen);
}
