//! The text of errors: what happened, then what to do. It holds excerpts of the server's text, and no text of the
//! request.

use std::fmt::{self, Formatter};

use reqwest::StatusCode;

use super::cause::Cause;
use super::fault::{Answered, Inner, Report};
use super::kind::ErrorKind;

/// How much of a server's text is shown, in characters.
const EXCERPT: usize = 300;

const FIND_OUT: &str = "The server may have acted on it. Check that before you send it again.";
const REFUSED: &str = "The server refused it. Correct the request before you send it again.";
const LATER: &str = "The server did not accept it. Send it again later.";
const ELSEWHERE: &str = "If the API has moved there, use it as the base URL.";

pub(super) fn write(error: &Inner, f: &mut Formatter<'_>) -> fmt::Result {
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
        ErrorKind::Decode if answer.body.as_ref().is_empty() => {
            f.write_str(", but without the body that the API documents.")?;
        }
        ErrorKind::Decode if matches!(error.cause, Some(Cause::Undocumented(_))) => {
            f.write_str(", but the body has none of the properties that the API documents. `raw_body` holds it.")?;
        }
        ErrorKind::Decode => f.write_str(
            ", but the body is not as the API documents it. `raw_body` holds it; the error's source says where it \
             differs.",
        )?,
        ErrorKind::BodyTooLarge => f.write_str(
            ", but the body is larger than the limit. `Config::max_body_bytes` sets the limit for bodies that are \
             not streamed.",
        )?,
        ErrorKind::Timeout => f.write_str(
            ", but the body was not complete within the timeout. `Config::timeout` and `Client::with_timeout` set \
             how long a call may take.",
        )?,
        _ => f.write_str(", but the connection broke before the body was complete.")?,
    }
    write!(f, " {}", advice(answer.status))
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
        Some(Cause::Network(_)) => f.write_str(" Its body did not arrive completely."),
        Some(Cause::Undocumented(_) | Cause::Service(_)) | None => Ok(()),
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

/// The beginning of a server's text on one line, without characters that could be misread in a log.
pub(super) fn excerpt(text: &str) -> String {
    let is_blank = |char: char| char.is_whitespace() || char.is_control() || is_unseen(char);
    let text = text.trim_matches(is_blank);
    let mut excerpt: String = text
        .chars()
        .take(EXCERPT)
        .map(|char| if is_blank(char) { ' ' } else { char })
        .collect();
    if text.chars().nth(EXCERPT).is_some() {
        excerpt.push('…');
    }
    excerpt
}

/// Whether a character is invisible. Such a character can break a line, reverse the text after it, or make two texts
/// differ that look the same. It is in one of Unicode's categories Cf, Zl and Zp, or is `Default_Ignorable_Code_Point`.
pub(super) fn is_unseen(char: char) -> bool {
    matches!(u32::from(char),
        0xAD | 0x34F | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x115F..=0x1160
        | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x110BD | 0x110CD | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}
