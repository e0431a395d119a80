//! The responses of an operation, and the Rust types that distinguish them.

use std::collections::BTreeSet;

use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode, same_but_for_words};
use serde_json::{Map, Value};

use super::response_body::{self, ContentFacts, ResponseBody};
use crate::names;

/// A response of an operation.
#[derive(Clone, Debug)]
pub(crate) struct ResponseFacts {
    /// The status code, range or `default`.
    pub(crate) status: Status,
    /// Where the operation lists it.
    pub(crate) pointer: Pointer,
    /// Its body, unless the caller chooses another one.
    pub(crate) content: ContentFacts,
    /// The bodies that the caller can choose, of a success.
    pub(crate) others: Vec<ContentFacts>,
    /// Its description.
    pub(crate) description: Option<String>,
}

/// The statuses that a response documents. The order is that in which they are matched: exact codes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// One status code.
    Code(u16),
    /// The hundred statuses that begin with this digit.
    Range(u16),
    /// Every other status.
    Default,
}

/// The type of an operation's successes or errors.
#[derive(Clone, Debug, Default)]
pub(crate) enum Outcome {
    /// The single type of all of them.
    #[default]
    Single,
    /// An enumeration of this name with a variant for each response.
    Union(String),
}

impl Outcome {
    /// The name of the enumeration.
    #[must_use]
    pub(crate) fn union(&self) -> Option<&str> {
        match self {
            Self::Union(name) => Some(name),
            Self::Single => None,
        }
    }
}

impl ResponseFacts {
    /// Whether it is one of an operation's errors, including `default`. A status that is neither a success nor an error, such
    /// as a redirect, is one if it has a body.
    fn is_failure(&self) -> bool {
        let is_other = !self.status.is_success() && self.content.body != ResponseBody::Empty;
        self.status.is_error() || self.status == Status::Default || is_other
    }
}

impl std::fmt::Display for Status {
    /// As the document spells it: `404`, `4XX`, `default`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(digit) => write!(f, "{digit}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Status {
    pub(super) fn parse(key: &str) -> Option<Self> {
        match key {
            "default" => Some(Self::Default),
            _ => match key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
                Some(digit) => digit
                    .parse()
                    .ok()
                    .filter(|digit| (1..=5).contains(digit))
                    .map(Self::Range),
                None => key.parse().ok().map(Self::Code),
            },
        }
    }

    /// Whether the status is a success.
    #[must_use]
    pub(crate) const fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Range(2))
    }

    /// Whether the status is an error.
    #[must_use]
    pub(crate) const fn is_error(self) -> bool {
        matches!(self, Self::Code(400..=599) | Self::Range(4 | 5))
    }

    /// Whether HTTP allows a body with the status.
    #[must_use]
    pub(crate) const fn has_body(self) -> bool {
        !matches!(self, Self::Code(100..=199 | 204 | 205 | 304) | Self::Range(1))
    }

    /// The name of its variant in an enumeration: `Status404`, `Status4xx`, `Other`.
    #[must_use]
    pub(crate) fn variant(self) -> String {
        match self {
            Self::Code(code) => format!("Status{code}"),
            Self::Range(digit) => format!("Status{digit}xx"),
            Self::Default => "Other".to_owned(),
        }
    }
}

/// The responses of an operation, in the order in which they are matched.
pub(super) fn responses(context: &Context<'_>, operation: &OperationNode<'_>) -> Vec<ResponseFacts> {
    let at = operation.pointer.child("responses");
    let listed = operation.map.get("responses").and_then(Value::as_object);
    let mut keys = listed.into_iter().flat_map(Map::keys);
    let has_success = keys.any(|key| Status::parse(key).is_some_and(Status::is_success));
    let mut responses: Vec<_> = listed
        .into_iter()
        .flatten()
        .filter_map(|(key, response)| {
            let pointer = at.child(key);
            let (target, response) = context.resolve_at(&pointer, response)?;
            let status = Status::parse(key)?;
            let content = response.get("content").and_then(Value::as_object);
            let content = content.filter(|_| operation.method != "head" && status.has_body());
            let content = content.filter(|content| !content.is_empty());
            let is_success = status.is_success() || status == Status::Default && !has_success;
            let mut contents = match content {
                Some(content) if is_success => response_body::contents(context, &target, content),
                Some(content) => vec![response_body::error_content(context, &target, content)],
                None => vec![ContentFacts::empty()],
            };
            let others = contents.split_off(1);
            let description = response.get("description").and_then(Value::as_str);
            Some(ResponseFacts {
                status,
                pointer,
                content: contents.pop()?,
                others,
                description: description
                    .filter(|text| !text.trim().is_empty())
                    .map(ToOwned::to_owned),
            })
        })
        .collect();
    responses.sort_by_key(|response| response.status);
    responses
}

/// The type of the successes. An enumeration is named `wanted`, or the next name that is not `taken`.
pub(super) fn outcome<'c>(
    bodies: impl Iterator<Item = &'c ContentFacts>,
    wanted: &str,
    taken: &mut BTreeSet<String>,
) -> Outcome {
    let bodies = bodies.map(|content| (content.body, content.schema.as_ref().map(|(_, schema)| schema)));
    outcome_of(&bodies.collect::<Vec<_>>(), wanted, taken)
}

/// The type of the errors. An enumeration is named `wanted`, or the next name that is not `taken`.
pub(super) fn error_outcome(responses: &[ResponseFacts], wanted: &str, taken: &mut BTreeSet<String>) -> Outcome {
    let errors = errors(responses);
    let bodies = errors.iter().map(|response| {
        let content = &response.content;
        let schema = content.schema.as_ref().map(|(_, schema)| schema);
        let is_json = content.body == ResponseBody::Json;
        (content.body.in_error(), schema.filter(|_| is_json))
    });
    outcome_of(&bodies.collect::<Vec<_>>(), wanted, taken)
}

fn outcome_of(bodies: &[(ResponseBody, Option<&Value>)], wanted: &str, taken: &mut BTreeSet<String>) -> Outcome {
    let is_same = |one: &(ResponseBody, Option<&Value>), other: &(ResponseBody, Option<&Value>)| {
        one.0 == other.0
            && match (one.1, other.1) {
                (Some(one), Some(other)) => same_but_for_words(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
    };
    match bodies {
        [first, others @ ..] if others.iter().any(|other| !is_same(first, other)) => {
            Outcome::Union(names::free_type(wanted, taken))
        }
        _ => Outcome::Single,
    }
}

/// The responses that are successes. If none is documented, `default` is the success.
pub(crate) fn successes(responses: &[ResponseFacts]) -> Vec<&ResponseFacts> {
    let documented: Vec<_> = responses
        .iter()
        .filter(|response| response.status.is_success())
        .collect();
    if documented.is_empty() {
        responses
            .iter()
            .filter(|response| response.status == Status::Default)
            .collect()
    } else {
        documented
    }
}

/// The responses that are errors, including `default`.
pub(crate) fn errors(responses: &[ResponseFacts]) -> Vec<&ResponseFacts> {
    responses.iter().filter(|response| response.is_failure()).collect()
}
