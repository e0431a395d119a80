//! Unusual behaviour of a server that does not make a call fail.

use b2c_agent_client::types::{ErrorBody, ExceptionCode, LogoffResponse};
use workspace_tests::faults::FaultServer;
use workspace_tests::faults::Step::{self, Read};

use super::answers::{answer, chunked, endless, json};
use super::{client, config, logoff};

/// A row: what the server does, how, and whether the caller sees what was meant.
type Tolerated = (&'static str, Vec<Step>, fn(&LogoffResponse) -> bool);

const NULLS: &str = r#"{"chatLogoffResult":null,"chatSystemError":null,"clientId":null,"clientIdString":null,
    "clientSendTime":null,"sequenceNumber":null,"sequenceNumberString":null,"serviceFinishTime":null,
    "serviceStartTime":null,"sessionId":null}"#;

fn is_empty(response: &LogoffResponse) -> bool {
    *response == LogoffResponse::default()
}

fn is_47(response: &LogoffResponse) -> bool {
    response.client_id == Some(47)
}

#[rustfmt::skip]
fn tolerated() -> Vec<Tolerated> {
    let deep = format!(r#"{{"clientId":47,"new":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let of_47 = r#"{"clientId":47}"#;
    let interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    vec![
        // The server …                          by sending                                                             and the caller sees
        ("leaves everything out",                vec![json(200, "{}")],                                                 is_empty),
        ("writes null everywhere",               vec![json(200, NULLS)],                                                is_empty),
        ("has unknown properties",               vec![json(200, r#"{"clientId":47,"new":{"a":[1]},"":0}"#)],            is_47),
        ("nests unknown lists 100,000 deep",     vec![json(200, deep)],                                                 is_47),
        ("has integers beyond 2^53",             vec![json(200, r#"{"clientId":9007199254740993}"#)],                   |response| response.client_id == Some(9_007_199_254_740_993)),
        ("has the greatest integer",             vec![json(200, r#"{"clientId":9223372036854775807}"#)],                |response| response.client_id == Some(i64::MAX)),
        ("has the least integer",                vec![json(200, r#"{"clientId":-9223372036854775808}"#)],               |response| response.client_id == Some(i64::MIN)),
        ("has integers in the open object",      vec![json(200, r#"{"chatLogoffResult":{"a":9007199254740993}}"#)],     |response| response.chat_logoff_result.as_ref().is_some_and(|open| open["a"] == 9_007_199_254_740_993_i64)),
        ("has text for a number that decides nothing", vec![json(200, r#"{"clientId":"47","clientIdString":"47"}"#)],     |response| response.client_id.is_none() && response.client_id_string.is_some()),
        ("has a number for text that decides nothing", vec![json(200, r#"{"clientId":47,"clientIdString":47}"#)],         |response| is_47(response) && response.client_id_string.is_none()),
        ("writes a whole number with a fraction", vec![json(200, r#"{"clientId":47.0}"#)],                               is_47),
        ("escapes characters",                   vec![json(200, r#"{"clientIdString":"\ud83e\udd80\u0000"}"#)],         |response| response.client_id_string.as_deref() == Some("\u{1F980}\0")),
        ("begins with a byte order mark",        vec![json(200, format!("\u{feff}{of_47}"))],                           is_47),
        ("pads with white space",                vec![json(200, format!("\r\n\t {of_47} \r\n"))],                       is_47),
        ("names another media type",             vec![answer(200, "text/plain", of_47)],                                is_47),
        ("names no media type",                  vec![endless(200), Step::send(of_47)],                                 is_47),
        ("sends chunks",                         vec![chunked(200), Step::send(format!("f\r\n{of_47}\r\n0\r\n\r\n"))],  is_47),
        ("sends interim answers first",          vec![Step::send(interim), json(200, of_47)],                           is_47),
        ("speaks HTTP/1.0",                      vec![Step::send(format!("HTTP/1.0 200 OK\r\n\r\n{of_47}"))],           is_47),
    ]
}

#[tokio::test]
async fn what_a_server_may_do() {
    for (name, answer, is_as_meant) in tolerated() {
        let script: Vec<Step> = std::iter::once(Read).chain(answer).collect();
        let server = FaultServer::start(script).await.expect("a port is free");
        let client = client(&server.base_url(), &config());
        let response = logoff(&client)
            .send()
            .await
            .unwrap_or_else(|error| panic!("{name}: {error:#}"));
        assert!(is_as_meant(&response), "{name}: {response:?}");
    }
}

#[tokio::test]
async fn what_a_refusal_may_hold() {
    let table = [
        ("nothing", "{}", None, None),
        (
            "null everywhere",
            r#"{"exceptionCode":null,"message":null,"detail":null}"#,
            None,
            None,
        ),
        (
            "an unknown code",
            r#"{"exceptionCode":"SESSION_BUSY"}"#,
            Some(ExceptionCode::Unknown("SESSION_BUSY".into())),
            None,
        ),
        (
            "a known code",
            r#"{"exceptionCode":"BAD_REQUEST"}"#,
            Some(ExceptionCode::BadRequest),
            None,
        ),
        (
            "unknown properties",
            r#"{"detail":"Why","new":[{}]}"#,
            None,
            Some("Why"),
        ),
        ("both texts", r#"{"detail":"Why","message":"What"}"#, None, Some("What")),
    ];
    for (name, body, code, message) in table {
        let server = FaultServer::start([Read, json(400, body)])
            .await
            .expect("a port is free");
        let client = client(&server.base_url(), &config());
        let error = logoff(&client).send().await.expect_err(name);
        assert_eq!((error.code(), error.message()), (code, message), "{name}");
        let body: ErrorBody = error.into_body().expect("it is the documented body");
        assert_eq!(body.message.or(body.detail).as_deref(), message, "{name}");
    }
}
