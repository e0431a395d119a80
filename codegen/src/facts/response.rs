//! What a document says of a response.

use serde_json::{Map, Value};

use crate::lint::{Context, resolve};
use crate::lower::is_json;

/// What a document says of a response.
#[derive(Clone, Debug)]
pub struct ResponseFacts {
    /// The status code, range or `default`.
    pub status: Status,
    /// What its body is to the client.
    pub body: ResponseBody,
}

/// For which answers a response is documented. Ordered as answers are matched: the exact ones first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// The hundred that begins with this digit.
    Range(u16),
    /// Every other.
    Default,
}

/// What a response's body is to the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseBody {
    /// JSON of a documented type.
    Json,
    /// Bytes of another media type.
    Raw,
    /// None.
    Empty,
}

impl ResponseFacts {
    pub(super) fn of(status: Status, content: Option<&Map<String, Value>>) -> Self {
        let body = match content {
            Some(content) if content.keys().any(|media_type| is_json(media_type)) => ResponseBody::Json,
            Some(content) if !content.is_empty() => ResponseBody::Raw,
            _ => ResponseBody::Empty,
        };
        Self { status, body }
    }
}

impl Status {
    fn parse(key: &str) -> Option<Self> {
        match key {
            "default" => Some(Self::Default),
            _ => match key.strip_suffix("XX") {
                Some(digit) => digit.parse().ok().map(Self::Range),
                None => key.parse().ok().map(Self::Code),
            },
        }
    }

    /// Whether an answer with such a status is a success.
    #[must_use]
    pub const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }

    /// Whether an answer with such a status is an error.
    #[must_use]
    pub const fn is_error(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Range(4 | 5))
    }
}

/// An operation's responses with their contents, in the order in which answers are matched.
pub(super) fn responses<'d>(
    context: &Context<'d>,
    operation: &'d Map<String, Value>,
) -> Vec<(Status, Option<&'d Map<String, Value>>)> {
    let responses = operation.get("responses").and_then(Value::as_object);
    let mut responses: Vec<_> = responses
        .into_iter()
        .flatten()
        .filter_map(|(key, response)| {
            let response = resolve(&context.document.value, response)?;
            Some((Status::parse(key)?, response.get("content").and_then(Value::as_object)))
        })
        .collect();
    responses.sort_by_key(|(status, _)| *status);
    responses
}
