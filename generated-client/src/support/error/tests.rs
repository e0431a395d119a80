//! The text, the `Debug` output and the methods of errors, without a network.

use super::*;
use crate::support::cause::{JsonProblem, TooLarge};
use crate::support::fault::Report;

fn json_problem() -> Cause {
    Cause::Json(JsonProblem::from(serde_json::from_str::<u8>("<").unwrap_err()))
}

fn error(kind: ErrorKind, status: u16, body: &[u8], cause: Option<Cause>) -> Error {
    let mut buffer = Buffer::default();
    buffer.push(body);
    let answer = Answered {
        status: StatusCode::from_u16(status).unwrap(),
        headers: HeaderMap::from_iter([(reqwest::header::SERVER, "canary".parse().unwrap())]),
        body: buffer,
        truncated: false,
        redirect_host: None,
    };
    Fault::answered(kind, "act", answer, cause).into()
}

fn reported(kind: ErrorKind, status: u16, code: Option<&str>, message: Option<&str>) -> Error {
    let Error { fault, .. } = error(kind, status, b"canary", None);
    fault
        .with_report(Report {
            code: code.map(str::to_owned),
            message: message.map(str::to_owned),
        })
        .into()
}

fn redirected(status: StatusCode, host: Option<&str>) -> Error {
    let answer = Answered {
        status,
        headers: HeaderMap::new(),
        body: Buffer::default(),
        truncated: false,
        redirect_host: host.map(str::to_owned),
    };
    Fault::answered(ErrorKind::Redirect, "act", answer, None).into()
}

const FIND_OUT: &str = "The server may have acted on it. Check that before you send it again.";
const REFUSED: &str = "The server refused it. Correct the request before you send it again.";

/// Checks sentences that begin with the operation and a status, and end with advice.
fn check_answered<const N: usize>(table: [(Error, &str, &str); N]) {
    for (error, expected, advice) in table {
        let expected = format!("The operation `act` was answered with status {expected} {advice}");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn what_was_not_sent() {
    let table = [
        (
            Fault::invalid_request("site was not initialized".to_owned()),
            "The request was not sent: site was not initialized. Correct the call.",
        ),
        (
            Fault::invalid_request("the header `X-A` has no value".to_owned()).of_operation("act"),
            "The operation `act` was not sent: the header `X-A` has no value. Correct the call.",
        ),
    ];
    for (fault, expected) in table {
        assert_eq!(Error::<()>::from(fault).to_string(), expected);
    }
}

#[test]
fn error_statuses() {
    let too_large = || Some(Cause::TooLarge(TooLarge { limit: 1 }));
    check_answered([
        (
            reported(ErrorKind::Status, 403, Some("DENIED"), Some("There is no such thing.")),
            "403 Forbidden (DENIED): There is no such thing.",
            REFUSED,
        ),
        (
            reported(ErrorKind::Status, 500, Some("BROKEN"), None),
            "500 Internal Server Error (BROKEN).",
            FIND_OUT,
        ),
        (
            reported(ErrorKind::Status, 429, None, Some("slow down")),
            "429 Too Many Requests: slow down.",
            "The server did not accept it. Send it again later.",
        ),
        (
            error(ErrorKind::Status, 404, b"<html>", Some(json_problem())),
            "404 Not Found. Its body is not as the API documents it. `raw_body` holds it.",
            REFUSED,
        ),
        (
            error(ErrorKind::Status, 404, b"", Some(json_problem())),
            "404 Not Found. It has no body.",
            REFUSED,
        ),
        (
            error(ErrorKind::UnexpectedStatus, 502, b"", too_large()),
            "502 Bad Gateway, which the API does not document. Its body is too large and was truncated.",
            FIND_OUT,
        ),
        (
            error(ErrorKind::UnexpectedStatus, 599, b"", None),
            "599, which the API does not document.",
            FIND_OUT,
        ),
    ]);
}

#[test]
fn redirects() {
    check_answered([
        (
            redirected(StatusCode::TEMPORARY_REDIRECT, Some("b.example:8443")),
            "307 Temporary Redirect, which points to the host `b.example:8443`. Nothing was sent there.",
            "If the API has moved there, use it as the base URL.",
        ),
        (
            redirected(StatusCode::PERMANENT_REDIRECT, None),
            "308 Permanent Redirect, but the redirect has no target.",
            "Check the base URL.",
        ),
        (
            redirected(StatusCode::SEE_OTHER, Some("b.example")),
            "303 See Other, which points to the host `b.example`. Nothing was sent there. If the API has moved there, \
             use it as the base URL.",
            FIND_OUT,
        ),
    ]);
}

#[test]
fn successes_that_are_errors() {
    check_answered([
        (
            reported(ErrorKind::InBand, 200, Some("BROKEN"), Some("Not done")),
            "200 OK, but the response reports a failure (BROKEN): Not done.",
            FIND_OUT,
        ),
        (
            error(ErrorKind::Decode, 200, b"<", Some(json_problem())),
            "200 OK, but the body is not as the API documents it. `raw_body` holds it; the error's source says where \
             it differs.",
            FIND_OUT,
        ),
        (
            error(ErrorKind::Decode, 200, b"", Some(json_problem())),
            "200 OK, but without the body that the API documents.",
            FIND_OUT,
        ),
        (
            error(
                ErrorKind::BodyTooLarge,
                200,
                b"",
                Some(Cause::TooLarge(TooLarge { limit: 1 })),
            ),
            "200 OK, but the body is larger than the limit. `Config::max_body_bytes` sets the limit for bodies that \
             are not streamed.",
            FIND_OUT,
        ),
    ]);
}

#[test]
fn alternate_display_adds_the_sources() {
    let text = format!("{:#}", error(ErrorKind::Decode, 200, b"<", Some(json_problem())));
    assert!(
        text.ends_with(" again. Cause: the body is not JSON (line 1, column 1)."),
        "{text}"
    );
}

#[test]
fn debug_is_structural_and_shows_neither_headers_nor_body() {
    assert_eq!(
        format!(
            "{:?}",
            reported(ErrorKind::Status, 403, Some("DENIED"), Some("No such thing"))
        ),
        "Error { kind: Status, operation: \"act\", status: 403, body_bytes: 6, body_is_truncated: false, code: \
         \"DENIED\", message: \"No such thing\" }"
    );
    assert_eq!(
        format!("{:?}", error(ErrorKind::Decode, 200, b"canary", Some(json_problem()))),
        "Error { kind: Decode, operation: \"act\", status: 200, body_bytes: 6, body_is_truncated: false, source: \
         JsonProblem { category: Syntax, line: 1, column: 1 } }"
    );
    assert_eq!(
        format!(
            "{:?}",
            Error::<()>::from(Fault::invalid_request("it is empty".to_owned()))
        ),
        "Error { kind: InvalidRequest, reason: \"it is empty\" }"
    );
}

#[test]
fn text_of_the_server_is_shown_on_one_line_and_in_part() {
    let text = reported(
        ErrorKind::Status,
        403,
        Some(" A\nB "),
        Some(&"x\u{1b}[0m\n".repeat(1_000)),
    )
    .to_string();
    assert!(text.contains(" (A B): x [0m x [0m"), "{text}");
    assert!(
        text.len() < 600 && text.contains('…') && !text.contains(char::is_control),
        "{text}"
    );
}

#[test]
fn whether_the_server_may_have_acted() {
    let table = [
        (ErrorKind::Status, 403, false),
        (ErrorKind::Status, 500, true),
        (ErrorKind::UnexpectedStatus, 418, false),
        (ErrorKind::UnexpectedStatus, 204, true),
        (ErrorKind::UnexpectedStatus, 304, true),
        (ErrorKind::UnexpectedStatus, 503, true),
        (ErrorKind::Redirect, 301, true),
        (ErrorKind::Redirect, 302, true),
        (ErrorKind::Redirect, 303, true),
        (ErrorKind::Redirect, 307, false),
        (ErrorKind::Redirect, 308, false),
        (ErrorKind::InBand, 200, true),
        (ErrorKind::Decode, 200, true),
        (ErrorKind::BodyTooLarge, 200, true),
        (ErrorKind::Timeout, 200, true),
        (ErrorKind::Transport, 200, true),
    ];
    for (kind, status, expected) in table {
        assert_eq!(
            error(kind, status, b"", None).may_have_acted(),
            expected,
            "{kind:?} {status}"
        );
    }
    assert!(!Error::<()>::from(Fault::invalid_request(String::new())).may_have_acted());
}

#[test]
fn is_small_and_can_be_shared_between_threads() {
    fn shared<T: std::error::Error + Send + Sync + 'static>() {}
    shared::<Error>();
    shared::<Error<String>>();
    assert!(size_of::<Error<[u8; 1_000]>>() <= 2 * size_of::<usize>());
}
