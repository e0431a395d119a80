//! Responses for scripts.

use workspace_tests::faults::Step;

/// A status line, headers, and the length of a body that is still to be sent.
pub(crate) fn head(status: u16, length: usize) -> Step {
    Step::send(format!(
        "HTTP/1.1 {status} Scripted\r\nContent-Length: {length}\r\n\r\n"
    ))
}

/// The head of an answer whose body comes in chunks.
pub(crate) fn chunked(status: u16) -> Step {
    Step::send(format!(
        "HTTP/1.1 {status} Scripted\r\nTransfer-Encoding: chunked\r\n\r\n"
    ))
}

/// The head of an answer whose body ends with the connection.
pub(crate) fn endless(status: u16) -> Step {
    Step::send(format!("HTTP/1.1 {status} Scripted\r\n\r\n"))
}

/// A complete answer.
pub(crate) fn answer(status: u16, media: &str, body: impl AsRef<[u8]>) -> Step {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status} Scripted\r\nContent-Type: {media}\r\nContent-Length: {length}\r\n\r\n");
    Step::Send([head.as_bytes(), body].concat())
}

pub(crate) fn json(status: u16, body: impl AsRef<[u8]>) -> Step {
    answer(status, "application/json;charset=utf-8", body)
}

pub(crate) fn html(status: u16) -> Step {
    answer(
        status,
        "text/html",
        "<html><body><h1>It does not work!</h1></body></html>",
    )
}

/// A complete answer without a body and without headers about it.
pub(crate) fn bare(status: u16) -> Step {
    head(status, 0)
}
