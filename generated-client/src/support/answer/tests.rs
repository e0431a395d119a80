//! How a response becomes the result of a call. The service is a closure, so there is no server.

use reqwest::Method;
use serde::Deserialize;

use super::*;
use crate::support::config::Config;
use crate::support::failure::failure_model;
use crate::support::fault::Fault;
use crate::support::operation::Operation;
use crate::support::transport::Transport;

/// A documented error body.
#[derive(Debug, Deserialize)]
struct Refusal {
    code: Option<String>,
    text: Option<String>,
}

impl Failure for Refusal {
    type Code = String;

    fn code(&self) -> Option<String> {
        self.code.clone()
    }

    fn message(&self) -> Option<String> {
        self.text.clone()
    }
}

/// A documented success, in which `problem` reports a failure.
#[derive(Clone, Debug, Deserialize, PartialEq)]
struct Done {
    id: Option<i64>,
    name: Option<String>,
    number: Option<i64>,
    problem: Option<Problem>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
struct Problem {}

impl Failure for Problem {
    type Code = String;

    fn code(&self) -> Option<String> {
        None
    }

    fn message(&self) -> Option<String> {
        Some("no".to_owned())
    }
}

impl InBand for Done {
    const INFORMATIVE: &'static [&'static str] = &["id", "name"];
    type Failure = Problem;

    fn in_band_failure(&self) -> Option<&Problem> {
        self.problem.as_ref()
    }
}

async fn answer(status: u16, body: &'static str) -> Answer {
    let config = Config::default().service(move |_| async move {
        let mut response = http::Response::new(body);
        *response.status_mut() = http::StatusCode::from_u16(status)?;
        Ok::<_, http::status::InvalidStatusCode>(response)
    });
    let transport = Transport::new("https://a.example", &config).unwrap();
    let mut request = transport.request(Operation {
        id: "act",
        method: Method::POST,
        accept: None,
    });
    let prepared = request.secret_header("X-Key", "canary");
    let sent = match prepared {
        Ok(()) => request.send().await,
        Err(fault) => Err(fault),
    };
    let sent = sent.map_err(|fault: Fault| fault.to_string()).unwrap();
    sent.failures(&[failure_model::<Refusal>])
}

type Outcome = Result<ResponseValue<Done>, Error<Refusal>>;

#[tokio::test]
async fn a_success_with_the_code_of_a_failure_is_an_error() {
    for body in [
        r#"{"code":"DENIED","text":"for canary"}"#,
        r#"{"id":47,"code":"DENIED","text":"for canary"}"#,
        r#"{"id":"47","problem":"broken","code":"DENIED","text":"for canary"}"#,
    ] {
        let in_band: Outcome = answer(200, body).await.json_in_band().await;
        let plain: Outcome = answer(200, body).await.json().await;
        for outcome in [in_band, plain] {
            let error = outcome.unwrap_err();
            assert!(error.is_in_band() && error.may_have_acted(), "{body}: {error:?}");
            assert_eq!(
                (error.code().as_deref(), error.message()),
                (Some("DENIED"), Some("for [redacted]"))
            );
            assert_eq!(error.raw_body(), Some(body.as_bytes()));
        }
    }
    let in_band: Outcome = answer(200, r#"{"problem":{}}"#).await.json_in_band().await;
    assert_eq!(in_band.unwrap_err().message(), Some("no"));
    // A text without a code is not a failure: successes have texts as well.
    let success: Outcome = answer(200, r#"{"id":47,"text":"done"}"#).await.json_in_band().await;
    assert_eq!(success.unwrap().id, Some(47));
}

#[tokio::test]
async fn a_failure_with_an_undocumented_status_is_read() {
    for status in [401, 418, 429, 503] {
        let body = r#"{"code":"BUSY","text":"later, canary"}"#;
        let error: Error<Refusal> = answer(status, body).await.unexpected().await;
        assert_eq!(
            (error.code().as_deref(), error.message()),
            (Some("BUSY"), Some("later, [redacted]"))
        );
        assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
        assert!(
            error
                .to_string()
                .contains("does not document (BUSY): later, [redacted]."),
            "{error}"
        );
    }
    let text: Error<Refusal> = answer(503, r#"{"text":"down"}"#).await.unexpected().await;
    assert_eq!((text.code(), text.message()), (None, Some("down")));
    for body in ["<html>", "", "[]", r#"{"code":7}"#, "{}"] {
        let error: Error<Refusal> = answer(503, body).await.unexpected().await;
        assert_eq!((error.code(), error.message()), (None, None), "{body}");
        assert_eq!(error.raw_body(), Some(body.as_bytes()));
    }
}

#[tokio::test]
async fn informative_properties_may_have_the_wrong_type() {
    let done = |id, name: Option<&str>| Done {
        id,
        name: name.map(str::to_owned),
        number: Some(3),
        problem: None,
    };
    let table: [(&str, Done, &[&str]); 6] = [
        (r#"{"id":47.0,"number":3.0}"#, done(Some(47), None), &[]),
        (r#"{"id":-1e3,"number":3}"#, done(Some(-1000), None), &[]),
        (r#"{"id":47.5,"name":"a","number":3}"#, done(None, Some("a")), &["id"]),
        (r#"{"id":"47","name":48,"number":3}"#, done(None, None), &["id", "name"]),
        (r#"{"id":9223372036854775808,"number":3}"#, done(None, None), &["id"]),
        (
            r#"{"id":{"a":[]},"name":"a","number":3,"problem":null}"#,
            done(None, Some("a")),
            &["id"],
        ),
    ];
    for (body, expected, unread) in table {
        let read: Outcome = answer(200, body).await.json_in_band().await;
        let read = read.unwrap();
        assert_eq!((&*read, read.unread()), (&expected, unread), "{body}");
        assert_eq!(read.raw_body(), body.as_bytes());
    }
    // A property that affects the result must be as documented.
    for body in [
        r#"{"number":"3"}"#,
        r#"{"number":3.5}"#,
        r#"{"problem":"broken"}"#,
        r#"{"id":"47","problem":7}"#,
        "[]",
    ] {
        let error: Outcome = answer(200, body).await.json_in_band().await;
        let error = error.unwrap_err();
        assert_eq!(
            (error.kind(), error.may_have_acted()),
            (ErrorKind::Decode, true),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_echo_of_another_call_is_refused() {
    let check = |outcome: Outcome, sent: Option<i64>| {
        outcome.and_then(|done| done.echoes("number", sent.as_ref(), |done| done.number))
    };
    let table = [
        (r#"{"id":1,"number":3}"#, Some(3), true),
        (r#"{"id":1,"number":3}"#, None, true),
        (r#"{"id":1}"#, Some(3), true),
        (r#"{"id":1,"number":4}"#, Some(3), false),
    ];
    for (body, sent, is_own) in table {
        let outcome = check(answer(200, body).await.json_in_band().await, sent);
        match outcome {
            Ok(done) => assert!(is_own && done.id == Some(1), "{body}"),
            Err(error) => {
                assert!(!is_own, "{body}: {error:?}");
                assert_eq!(
                    (error.kind(), error.operation_id()),
                    (ErrorKind::OtherAnswer, Some("act"))
                );
                assert!(error.may_have_acted() && error.status().is_none() && error.raw_body().is_none());
            }
        }
    }
}
