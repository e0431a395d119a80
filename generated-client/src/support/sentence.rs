//! The text of errors: what happened, then what to do. It holds excerpts of the server's text, and no text of the
//! request.

use std::fmt::{self, Formatter};

use reqwest::StatusCode;

use super::cause::Cause;
use super::excerpt::excerpt;
use super::fault::{Answered, Fault, Inner, Report};
use super::kind::ErrorKind;

const FIND_OUT: &str = "The server may have acted on it. Check that before you send it again.";
const REFUSED: &str = "The server refused it. Correct the request before you send it again.";
const LATER: &str = "The server did not accept it. Send it again later.";
const KEPT: &str = "The copy that you have is up to date.";
const NEXT: &str = "The rest of the stream can still be read.";
const ELSEWHERE: &str = "If the API has moved there, use it as the base URL.";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write(self.inner(), f)
    }
}

fn write(error: &Inner, f: &mut Formatter<'_>) -> fmt::Result {
    match error.operation {
        Some(id) => write!(f, "The operation `{id}` ")?,
        None => f.write_str("The request ")?,
    }
    match &error.answer {
        None => write_unanswered(error, f)?,
        Some(answer) => write_answered(error, answer, f)?,
    }
    if f.alternate()
        && let Some(cause) = &error.cause
    {
        let first: &dyn std::error::Error = cause.as_error();
        for source in std::iter::successors(Some(first), |&error| error.source()) {
            write!(f, " Cause: {source}.")?;
        }
    }
    Ok(())
}

fn write_unanswered(error: &Inner, f: &mut Formatter<'_>) -> fmt::Result {
    let cause = error.cause.as_ref();
    match error.kind {
        ErrorKind::Connect => {
            let advice = cause.map_or("Check the network", Cause::connect_advice);
            write!(f, "was not sent: no connection to the server. {advice}.")
        }
        ErrorKind::Timeout => {
            write!(
                f,
                "was not answered within the timeout. `Config::timeout` and `Client::with_timeout` set how long a \
                 call may take. {FIND_OUT}"
            )
        }
        ErrorKind::InvalidRequest => {
            let reason = error.reason.as_deref().unwrap_or("the HTTP client refused it");
            write!(f, "was not sent: {reason}. Correct the call.")
        }
        ErrorKind::OtherAnswer => {
            let property = error.reason.as_deref().unwrap_or("a property");
            write!(
                f,
                "was sent, but the response belongs to another call: its `{property}` differs from the one that was \
                 sent. The response was discarded. {FIND_OUT}"
            )
        }
        _ => write!(
            f,
            "was sent, but the connection broke before the response arrived, or did not carry HTTP. {FIND_OUT}"
        ),
    }
}

fn write_answered(error: &Inner, answer: &Answered, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("was answered with status ")?;
    write_status(answer.status, f)?;
    match error.kind {
        ErrorKind::Redirect => return write_redirect(error, answer, f),
        ErrorKind::InBand => {
            f.write_str(", but the response reports a failure")?;
            write_report(&error.report, f)?;
        }
        ErrorKind::Status => {
            write_report(&error.report, f)?;
            write_body_problem(error, answer, f)?;
        }
        ErrorKind::UnexpectedStatus => {
            f.write_str(", which the API does not document")?;
            write_report(&error.report, f)?;
            write_body_problem(error, answer, f)?;
        }
        _ => write_spoiled(error, answer, f)?,
    }
    match &error.cause {
        Some(Cause::Item(_)) => write!(f, " {NEXT}"),
        _ if error.kind == ErrorKind::Status && answer.status == StatusCode::NOT_MODIFIED => write!(f, " {KEPT}"),
        _ => write!(f, " {}", advice(answer.status)),
    }
}

/// Writes what is wrong with the body of a success.
fn write_spoiled(error: &Inner, answer: &Answered, f: &mut Formatter<'_>) -> fmt::Result {
    let has_body = !answer.body.as_ref().is_empty();
    match (error.kind, &error.cause) {
        (_, Some(Cause::MediaType(problem))) => {
            let kept = if has_body { ". `raw_body` holds it" } else { "" };
            let media_type = &problem.media_type;
            write!(
                f,
                ", but with a body of `{media_type}`, which the call did not ask for{kept}."
            )
        }
        (_, Some(Cause::Item(problem))) => write!(
            f,
            ", but {} {} of the stream is not as the API documents it. `raw_body` holds it; the error's source says where \
             it differs.",
            problem.what, problem.number
        ),
        (_, Some(Cause::ItemTooLarge(problem))) => write!(
            f,
            ", but {} {} of the stream is larger than the limit. `Config::max_body_bytes` sets the limit for each one.",
            problem.what, problem.number
        ),
        (_, Some(Cause::Stalled(problem))) => write!(
            f,
            ", but the stream was silent for {:?}. `Config::stall_timeout` sets how long it may be silent.",
            problem.limit
        ),
        (ErrorKind::Decode, _) if !has_body => f.write_str(", but without the body that the API documents."),
        (_, Some(Cause::Undocumented(_))) => {
            f.write_str(", but the body has none of the properties that the API documents. `raw_body` holds it.")
        }
        (ErrorKind::Decode, _) => f.write_str(
            ", but the body is not as the API documents it. `raw_body` holds it; the error's source says where it \
             differs.",
        ),
        (ErrorKind::BodyTooLarge, _) => f.write_str(
            ", but the body is larger than the limit. `Config::max_body_bytes` sets the limit for bodies that are \
             not streamed.",
        ),
        (ErrorKind::Timeout, _) => f.write_str(
            ", but the body was not complete within the timeout. `Config::timeout` and `Client::with_timeout` set \
             how long a call may take.",
        ),
        _ => f.write_str(", but the connection broke before the body was complete."),
    }
}

fn write_redirect(error: &Inner, answer: &Answered, f: &mut Formatter<'_>) -> fmt::Result {
    match &answer.redirect_host {
        Some(host) => write!(
            f,
            ", which points to the host `{host}`. Nothing was sent there. {ELSEWHERE}"
        )?,
        None => f.write_str(", but the redirect has no target. Check the base URL.")?,
    }
    if error.may_have_acted() {
        write!(f, " {FIND_OUT}")
    } else {
        Ok(())
    }
}

fn write_status(status: StatusCode, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str(status.as_str())?;
    match status.canonical_reason() {
        Some(reason) => write!(f, " {reason}"),
        None => Ok(()),
    }
}

/// Writes the server's code in brackets and its text after a colon, if it sent them, and ends the sentence.
fn write_report(report: &Report, f: &mut Formatter<'_>) -> fmt::Result {
    if let Some(code) = report.code.as_deref().map(excerpt) {
        write!(f, " ({code})")?;
    }
    let Some(message) = report
        .message
        .as_deref()
        .map(excerpt)
        .filter(|message| !message.is_empty())
    else {
        return f.write_str(".");
    };
    write!(f, ": {message}")?;
    if message.ends_with(['.', '!', '?', '…']) {
        Ok(())
    } else {
        f.write_str(".")
    }
}

/// Writes why an error status has no typed body.
fn write_body_problem(error: &Inner, answer: &Answered, f: &mut Formatter<'_>) -> fmt::Result {
    match &error.cause {
        Some(Cause::Json(_)) if answer.body.as_ref().is_empty() => f.write_str(" It has no body."),
        Some(Cause::Json(_) | Cause::Text(_)) => {
            f.write_str(" Its body is not as the API documents it. `raw_body` holds it.")
        }
        Some(Cause::TooLarge(_)) => f.write_str(" Its body is too large and was truncated."),
        Some(Cause::Network(_) | Cause::TimedOut(_)) => f.write_str(" Its body did not arrive completely."),
        Some(_) | None => Ok(()),
    }
}

fn advice(status: StatusCode) -> &'static str {
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => LATER,
        StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT => ELSEWHERE,
        status if status.is_client_error() => REFUSED,
        _ => FIND_OUT,
    }
}
