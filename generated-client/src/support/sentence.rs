//! The sentences that errors print: what happened, then what to do. They hold text of the server only in excerpts, and no
//! text of the request at all.

use std::fmt::{self, Formatter};

use reqwest::StatusCode;

use super::cause::Cause;
use super::excerpt::excerpt;
use super::fault::{Answered, Fault, Inner, Report};
use super::kind::ErrorKind;

const FIND_OUT: &str = "The server may have acted on it all the same: find out before sending it again.";
const REFUSED: &str = "The server refused it: correct the request before sending it again.";
const LATER: &str = "The server did not take it: send it again later.";
const KEPT: &str = "What the caller has is up to date.";
const NEXT: &str = "What follows on the stream can still be read.";
const ELSEWHERE: &str = "If the API has moved there, use that as the base URL.";

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
            let advice = cause.map_or("check the network", Cause::connect_advice);
            write!(f, "was not sent, since there is no connection to the server: {advice}.")
        }
        ErrorKind::Timeout => {
            write!(
                f,
                "was not answered within the timeout; `Config::timeout` and `Client::with_timeout` set how long a call may take. {FIND_OUT}"
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
                "was sent, but the answer that came is another call's: it repeats another `{property}` than was sent. \
                 Nothing of it is kept. {FIND_OUT}"
            )
        }
        _ => write!(
            f,
            "was sent, but the connection broke before the answer came, or carried something other than HTTP. {FIND_OUT}"
        ),
    }
}

fn write_answered(error: &Inner, answer: &Answered, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("was answered with status ")?;
    write_status(answer.status, f)?;
    match error.kind {
        ErrorKind::Redirect => return write_redirect(error, answer, f),
        ErrorKind::InBand => {
            f.write_str(", but the answer reports a failure")?;
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

/// What is wrong with the body of a success.
fn write_spoiled(error: &Inner, answer: &Answered, f: &mut Formatter<'_>) -> fmt::Result {
    let has_body = !answer.body.as_ref().is_empty();
    match (error.kind, &error.cause) {
        (_, Some(Cause::MediaType(problem))) => {
            let kept = if has_body { "; `raw_body` has it" } else { "" };
            let media_type = &problem.media_type;
            write!(f, ", but with a body of `{media_type}`, which the call did not ask for{kept}.")
        }
        (_, Some(Cause::Item(problem))) => write!(
            f,
            ", but {} {} of the stream is not what the API documents; `raw_body` has it, and the error's source says \
             where it differs.",
            problem.what, problem.number
        ),
        (_, Some(Cause::ItemTooLarge(problem))) => write!(
            f,
            ", but {} {} of the stream is larger than the limit; `Config::max_body_bytes` sets it for each.",
            problem.what, problem.number
        ),
        (_, Some(Cause::Stalled(problem))) => write!(
            f,
            ", but nothing of the stream has arrived for {:?}; `Config::stall_timeout` sets how long that may be.",
            problem.limit
        ),
        (ErrorKind::Decode, _) if !has_body => f.write_str(", but without the body that the API documents."),
        (_, Some(Cause::Undocumented(_))) => {
            f.write_str(", but the body has none of the properties that the API documents; `raw_body` has it.")
        }
        (ErrorKind::Decode, _) => f.write_str(
            ", but the body is not what the API documents; `raw_body` has it, and the error's source says where it \
             differs.",
        ),
        (ErrorKind::BodyTooLarge, _) => f.write_str(
            ", but the body is larger than the limit; `Config::max_body_bytes` sets it for bodies that are not streamed.",
        ),
        (ErrorKind::Timeout, _) => f.write_str(
            ", but the body was not complete within the timeout; `Config::timeout` and `Client::with_timeout` set how long a call may take.",
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
        None => f.write_str(", which points elsewhere without saying where. Check the base URL.")?,
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

/// The code in brackets and the text after a colon, as far as the server gave them, up to the end of the sentence.
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

/// Why an error status comes without its typed body.
fn write_body_problem(error: &Inner, answer: &Answered, f: &mut Formatter<'_>) -> fmt::Result {
    match &error.cause {
        Some(Cause::Json(_)) if answer.body.as_ref().is_empty() => f.write_str(" It has no body."),
        Some(Cause::Json(_) | Cause::Text(_)) => {
            f.write_str(" Its body is not what the API documents; `raw_body` has it.")
        }
        Some(Cause::TooLarge(_)) => f.write_str(" Its body is too large and was cut off."),
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
