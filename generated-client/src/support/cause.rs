//! The cause of a failed call, which is the `source()` of its error. It never repeats a URL, a header or a body.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use super::kind::ErrorKind;

pub(super) enum Cause {
    Network(Network),
    Json(JsonProblem),
    TooLarge(TooLarge),
    Text(TextProblem),
    Undocumented(UndocumentedProblem),
    MediaType(MediaTypeProblem),
    TimedOut(TimedOut),
    Stalled(Stalled),
    Item(ItemProblem),
    ItemTooLarge(ItemTooLarge),
    /// The error of a service that the user has put between the client and the network.
    Service(Box<dyn Error + Send + Sync>),
}

/// A network failure, with a fact that the HTTP client's error does not hold.
pub(super) struct Network {
    error: reqwest::Error,
    /// Whether the request was not sent because there was no connection yet.
    unsent: bool,
}

impl Cause {
    /// A failure while the request was sent. The URL is removed, since it holds parameter values.
    pub(super) fn network(error: reqwest::Error, unsent: bool) -> Self {
        Self::Network(Network {
            unsent: unsent || error.is_connect(),
            error: error.without_url(),
        })
    }

    /// A failure while the response's body was received.
    pub(super) fn body(error: reqwest::Error) -> Self {
        Self::network(error, false)
    }

    pub(super) fn as_error(&self) -> &(dyn Error + 'static) {
        match self {
            Self::Network(network) => &network.error,
            Self::Json(problem) => problem,
            Self::TooLarge(problem) => problem,
            Self::Text(problem) => problem,
            Self::Undocumented(problem) => problem,
            Self::MediaType(problem) => problem,
            Self::TimedOut(problem) => problem,
            Self::Stalled(problem) => problem,
            Self::Item(problem) => problem,
            Self::ItemTooLarge(problem) => problem,
            Self::Service(error) => &**error,
        }
    }

    /// The kind of error of a call that failed for this reason and has no error status.
    pub(super) fn kind(&self) -> ErrorKind {
        match self {
            Self::Network(network) if network.error.is_builder() => ErrorKind::InvalidRequest,
            Self::Network(network) if network.unsent => ErrorKind::Connect,
            Self::Network(network) if network.error.is_timeout() => ErrorKind::Timeout,
            Self::Network(_) | Self::Service(_) => ErrorKind::Transport,
            Self::TimedOut(problem) if problem.unsent => ErrorKind::Connect,
            Self::TimedOut(_) | Self::Stalled(_) => ErrorKind::Timeout,
            Self::Json(_) | Self::Text(_) | Self::Undocumented(_) | Self::MediaType(_) | Self::Item(_) => {
                ErrorKind::Decode
            }
            Self::TooLarge(_) | Self::ItemTooLarge(_) => ErrorKind::BodyTooLarge,
        }
    }

    /// Why there is no connection, if known, and what to do about it.
    pub(super) fn connect_advice(&self) -> &'static str {
        match self {
            Self::Network(network) => network.connect_advice(),
            Self::TimedOut(_) => NOT_IN_TIME,
            _ => CHECK_EVERYTHING,
        }
    }
}

impl Network {
    fn connect_advice(&self) -> &'static str {
        let error = &self.error;
        let is_refused = io_kinds(error).any(|kind| kind == io::ErrorKind::ConnectionRefused);
        match (is_of_proxy(error), is_refused) {
            (true, true) => {
                return "The proxy refused the connection. Check that the proxy is up, and check its address in \
                        `HTTPS_PROXY`, `ALL_PROXY` or `Config::reqwest`";
            }
            (true, false) => {
                return "The proxy did not connect to the server; the error's source says why. Check the proxy, and \
                        whether it requires credentials";
            }
            (false, true) => {
                return "The server refused the connection. Check that it is up and that the base URL names the right \
                        port";
            }
            (false, false) => {}
        }
        if error.is_dns() {
            return "The host name was not found. Check the host of the base URL";
        }
        if error.is_timeout() {
            return NOT_IN_TIME;
        }
        CHECK_EVERYTHING
    }
}

const NOT_IN_TIME: &str = "The server did not accept the connection in time. Check the network, or raise \
                           `Config::connect_timeout` and `Config::timeout`";

const CHECK_EVERYTHING: &str = "The error's source says why. Check the base URL, the network, the proxy if there is \
                                one, and whether the server's certificate is trusted";

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&source| source.source())
}

/// The kinds of the I/O errors in an error's chain of sources.
fn io_kinds(error: &reqwest::Error) -> impl Iterator<Item = io::ErrorKind> {
    let errors = sources(error).filter_map(|error| error.downcast_ref::<io::Error>());
    errors.map(io::Error::kind)
}

/// Whether the proxy, or the connection to it, failed. Such errors have no public type.
fn is_of_proxy(error: &reqwest::Error) -> bool {
    sources(error).any(|error| {
        let text = error.to_string();
        text.starts_with("tunnel error") || text.contains("socks proxy")
    })
}

/// Why a body is not the documented JSON. It replaces [`serde_json::Error`], whose text can quote the body.
#[derive(Debug)]
pub(super) struct JsonProblem {
    category: serde_json::error::Category,
    line: usize,
    column: usize,
}

impl JsonProblem {
    /// A value that ends too early.
    pub(super) fn cut_off() -> Self {
        Self {
            category: serde_json::error::Category::Eof,
            line: 1,
            column: 0,
        }
    }
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
            Category::Data => "the JSON has a value of the wrong type, or a required value is missing",
            Category::Syntax | Category::Io => "the body is not JSON",
        };
        f.write_str(what)?;
        // What was not read from text has no lines.
        match self.line {
            0 => Ok(()),
            line => write!(f, " (line {line}, column {})", self.column),
        }
    }
}

impl Error for JsonProblem {}

/// A body that is not the documented text.
#[derive(Debug)]
pub(super) struct TextProblem;

impl fmt::Display for TextProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body is not text in its encoding, which is UTF-8 unless the response names another")
    }
}

impl Error for TextProblem {}

/// An object with none of the documented properties.
#[derive(Debug)]
pub(super) struct UndocumentedProblem;

impl fmt::Display for UndocumentedProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the JSON has none of the documented properties")
    }
}

impl Error for UndocumentedProblem {}

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

/// A body with a media type that was not requested. The media type is safe to show.
#[derive(Debug)]
pub(super) struct MediaTypeProblem {
    pub(super) media_type: String,
}

impl fmt::Display for MediaTypeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body is `{}`, which the call did not ask for", self.media_type)
    }
}

impl Error for MediaTypeProblem {}

/// A call that took too long.
#[derive(Debug)]
pub(super) struct TimedOut {
    /// Whether the request was not sent.
    pub(super) unsent: bool,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the timeout of the call has expired")
    }
}

impl Error for TimedOut {}

/// A stream on which nothing arrives.
#[derive(Debug)]
pub(super) struct Stalled {
    pub(super) limit: Duration,
}

impl fmt::Display for Stalled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing has arrived for {:?}", self.limit)
    }
}

impl Error for Stalled {}

/// An item of a stream that is not the documented JSON.
#[derive(Debug)]
pub(super) struct ItemProblem {
    /// The word for an item.
    pub(super) what: &'static str,
    /// The number of the item, from 1.
    pub(super) number: u64,
    pub(super) problem: JsonProblem,
}

impl fmt::Display for ItemProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.what, self.number, self.problem)
    }
}

impl Error for ItemProblem {}

/// An item of a stream that is larger than allowed.
#[derive(Debug)]
pub(super) struct ItemTooLarge {
    pub(super) what: &'static str,
    pub(super) number: u64,
    pub(super) limit: usize,
}

impl fmt::Display for ItemTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, number, limit } = self;
        write!(f, "{what} {number} is larger than the limit of {limit} bytes")
    }
}

impl Error for ItemTooLarge {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_json_problem_does_not_quote_the_body() {
        let table = [
            (
                r#""canary""#,
                "the JSON has a value of the wrong type, or a required value is missing (line 1, column 8)",
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
