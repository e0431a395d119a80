//! What lies beneath a failed call: the `source()` of its error. None of it repeats a URL, a header or a body.

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
    /// What a service that the user has put between the client and the network says.
    Service(Box<dyn Error + Send + Sync>),
}

/// A failure on the way to or from the server, with what the HTTP client does not say of it.
pub(super) struct Network {
    error: reqwest::Error,
    /// Whether the request cannot have been sent, since there was no connection yet.
    unsent: bool,
}

impl Cause {
    /// Of a failure while the request was on its way. The URL is taken off, since it holds parameter values.
    pub(super) fn network(error: reqwest::Error, unsent: bool) -> Self {
        Self::Network(Network {
            unsent: unsent || error.is_connect(),
            error: error.without_url(),
        })
    }

    /// Of a failure while the answer's body was on its way.
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

    /// The kind of error that this cause makes of a call that no error status has decided already.
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

    /// Why no connection came about, as far as it can be told apart, and what to do about it.
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
                return "the proxy in front of it refused the connection. Check that the proxy is up, and what \
                        `HTTPS_PROXY`, `ALL_PROXY` or `Config::reqwest` say of it";
            }
            (true, false) => {
                return "the proxy in front of it did not open a way to it; the error's source says why. Check the proxy, \
                        and what it asks of its users";
            }
            (false, true) => {
                return "it refused the connection. Check that the server is up and the base URL names the right port";
            }
            (false, false) => {}
        }
        if error.is_dns() {
            return "its name was not found. Check the host of the base URL";
        }
        if error.is_timeout() {
            return NOT_IN_TIME;
        }
        CHECK_EVERYTHING
    }
}

const NOT_IN_TIME: &str = "it did not take the connection in time. Check the network, or raise \
                           `Config::connect_timeout` and `Config::timeout`";

const CHECK_EVERYTHING: &str = "the error's source says why. Check the base URL, the network, the proxy if there is \
                                one, and whether the server's certificate is trusted";

fn sources(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&source| source.source())
}

/// The kinds of the I/O errors in an error's chain of sources.
fn io_kinds(error: &reqwest::Error) -> impl Iterator<Item = io::ErrorKind> {
    let errors = sources(error).filter_map(|error| error.downcast_ref::<io::Error>());
    errors.map(io::Error::kind)
}

/// Whether it is a proxy that failed, or the way to it. Such errors have no public type.
fn is_of_proxy(error: &reqwest::Error) -> bool {
    sources(error).any(|error| {
        let text = error.to_string();
        text.starts_with("tunnel error") || text.contains("socks proxy")
    })
}

/// Why a body is not the documented JSON. It stands in for [`serde_json::Error`], whose text can quote the body.
#[derive(Debug)]
pub(super) struct JsonProblem {
    category: serde_json::error::Category,
    line: usize,
    column: usize,
}

impl JsonProblem {
    /// A value whose end is missing.
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
        f.write_str("the body is not text in the encoding that it has, which is UTF-8 unless the answer says otherwise")
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

/// A body of another media type than was asked for. The media type is fit to be shown.
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
    /// Whether the request cannot have been sent.
    pub(super) unsent: bool,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the timeout of the call is over")
    }
}

impl Error for TimedOut {}

/// A stream on which nothing arrives any more.
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
    /// What items are called.
    pub(super) what: &'static str,
    /// Which one it is, from one on.
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
