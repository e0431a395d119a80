//! What lies beneath a failed call: the `source()` of its error. None of it repeats a URL, a header or a body.

use std::error::Error;
use std::fmt;
use std::io;

use super::kind::ErrorKind;

pub(super) enum Cause {
    Network(reqwest::Error),
    Json(JsonProblem),
    TooLarge(TooLarge),
    Text(TextProblem),
}

impl Cause {
    /// Of a failure on the way to or from the server. The URL is taken off, since it holds parameter values.
    pub(super) fn network(error: reqwest::Error) -> Self {
        Self::Network(error.without_url())
    }

    pub(super) fn as_error(&self) -> &(dyn Error + 'static) {
        match self {
            Self::Network(error) => error,
            Self::Json(problem) => problem,
            Self::TooLarge(problem) => problem,
            Self::Text(problem) => problem,
        }
    }

    /// The kind of error that this cause makes of a call that no error status has decided already.
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Network(error) if error.is_builder() => ErrorKind::InvalidRequest,
            Self::Network(error) if error.is_connect() => ErrorKind::Connect,
            Self::Network(error) if error.is_timeout() => ErrorKind::Timeout,
            Self::Network(_) => ErrorKind::Transport,
            Self::Json(_) | Self::Text(_) => ErrorKind::Decode,
            Self::TooLarge(_) => ErrorKind::BodyTooLarge,
        }
    }

    /// Why no connection came about, as far as it can be told apart, and what to do about it.
    pub(super) fn connect_advice(&self) -> &'static str {
        let Self::Network(error) = self else {
            return CHECK_EVERYTHING;
        };
        if error.is_dns() {
            return "its name was not found. Check the host of the base URL";
        }
        if error.is_timeout() {
            return "it did not take the connection in time. Check the network, or raise `Config::connect_timeout`";
        }
        if io_kinds(error).any(|kind| kind == io::ErrorKind::ConnectionRefused) {
            return "it refused the connection. Check that the server is up and the base URL names the right port";
        }
        CHECK_EVERYTHING
    }
}

const CHECK_EVERYTHING: &str = "the error's source says why. Check the base URL, the network, the proxy if there is \
                                one, and whether the server's certificate is trusted";

/// The kinds of the I/O errors in an error's chain of sources.
fn io_kinds(error: &reqwest::Error) -> impl Iterator<Item = io::ErrorKind> {
    std::iter::successors(error.source(), |&source| source.source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
        .map(io::Error::kind)
}

/// Why a body is not the documented JSON. It stands in for [`serde_json::Error`], whose text can quote the body.
#[derive(Debug)]
pub(super) struct JsonProblem {
    category: serde_json::error::Category,
    line: usize,
    column: usize,
}

impl From<serde_json::Error> for JsonProblem {
    fn from(error: serde_json::Error) -> Self {
        Self {
            category: error.classify(),
            line: error.line(),
            column: error.column(),
        }
    }
}

impl fmt::Display for JsonProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use serde_json::error::Category;
        let what = match self.category {
            Category::Eof => "the JSON ends too early",
            Category::Data => "the JSON has a value of the wrong type or lacks a required one",
            Category::Syntax | Category::Io => "the body is not JSON",
        };
        write!(f, "{what} (line {}, column {})", self.line, self.column)
    }
}

impl Error for JsonProblem {}

/// A body that is not the documented text.
#[derive(Debug)]
pub(super) struct TextProblem;

impl fmt::Display for TextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is not text in UTF-8")
    }
}

impl Error for TextProblem {}

/// A body that is larger than allowed.
#[derive(Debug)]
pub(super) struct TooLarge {
    pub(super) limit: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body is larger than the limit of {} bytes", self.limit)
    }
}

impl Error for TooLarge {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_problem_does_not_quote_the_body() {
        let table = [
            (
                r#""canary""#,
                "the JSON has a value of the wrong type or lacks a required one (line 1, column 8)",
            ),
            ("canary", "the body is not JSON (line 1, column 1)"),
            ("<html>", "the body is not JSON (line 1, column 1)"),
            ("12\n,", "the body is not JSON (line 2, column 1)"),
            ("", "the JSON ends too early (line 1, column 0)"),
        ];
        for (body, expected) in table {
            let problem = JsonProblem::from(serde_json::from_str::<u8>(body).unwrap_err());
            assert_eq!(problem.to_string(), expected, "{body}");
            assert!(!format!("{problem:?}").contains("canary"), "{problem:?}");
        }
    }
}
