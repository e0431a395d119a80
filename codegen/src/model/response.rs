//! What a document says of an operation's responses, and which Rust types tell them apart.

use std::collections::BTreeSet;

use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode, resolve, same_but_for_words};
use serde_json::{Map, Value};

use super::content::{is_binary, is_structured};
use crate::names;

/// What a document says of a response.
#[derive(Clone, Debug)]
pub struct ResponseFacts {
    /// The status code, range or `default`.
    pub status: Status,
    /// Where the operation lists it.
    pub pointer: Pointer,
    /// What its body is to the client.
    pub body: ResponseBody,
    /// The schema of a JSON body, and where it stands.
    pub schema: Option<(Pointer, Value)>,
    /// The media type, and where its schema stands, of a body that is text or bytes although the schema says more.
    pub untyped: Option<(String, Pointer)>,
    /// Its description.
    pub description: Option<String>,
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
    /// Text.
    Text,
    /// Bytes of another media type.
    Raw,
    /// None.
    Empty,
}

/// The type of an operation's successes, or that of its errors.
#[derive(Clone, Debug, Default)]
pub enum Outcome {
    /// The one type that all of them have.
    #[default]
    Single,
    /// An enumeration of this name with a variant for each.
    Union(String),
}

impl Outcome {
    /// The name of the enumeration.
    #[must_use]
    pub fn union(&self) -> Option<&str> {
        match self {
            Self::Union(name) => Some(name),
            Self::Single => None,
        }
    }
}

impl ResponseFacts {
    /// The name of the component schema that is the type of its body, if the body refers to one.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        let (_, schema) = self.schema.as_ref()?;
        schema
            .get("$ref")?
            .as_str()?
            .strip_prefix("#/components/schemas/")
            .filter(|name| !name.contains('/'))
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

    /// Whether HTTP lets an answer with such a status have a body.
    #[must_use]
    pub const fn has_body(self) -> bool {
        !matches!(self, Self::Code(100..=199 | 204 | 205 | 304) | Self::Range(1))
    }

    /// The variant that stands for it in an enumeration: `Status404`, `Status4xx`, `Other`.
    #[must_use]
    pub fn variant(self) -> String {
        match self {
            Self::Code(code) => format!("Status{code}"),
            Self::Range(digit) => format!("Status{digit}xx"),
            Self::Default => "Other".to_owned(),
        }
    }
}

/// An operation's responses, in the order in which answers are matched.
pub(super) fn responses<'d>(
    context: &Context<'d>,
    operation: &OperationNode<'d>,
) -> Vec<(ResponseFacts, Option<&'d Map<String, Value>>)> {
    let at = operation.pointer.child("responses");
    let listed = operation.map.get("responses").and_then(Value::as_object);
    let mut responses: Vec<_> = listed
        .into_iter()
        .flatten()
        .filter_map(|(key, response)| {
            let pointer = at.child(key);
            let (target, response) = context.resolve_at(&pointer, response)?;
            let status = Status::parse(key)?;
            let content = response.get("content").and_then(Value::as_object);
            let content = content.filter(|_| operation.method != "head" && status.has_body());
            let description = response.get("description").and_then(Value::as_str);
            let mut facts = ResponseFacts {
                status,
                pointer,
                body: ResponseBody::Empty,
                schema: None,
                untyped: None,
                description: description
                    .filter(|text| !text.trim().is_empty())
                    .map(ToOwned::to_owned),
            };
            if let Some((media_type, content)) = content.and_then(|content| json(&context.document.value, content)) {
                facts.body = ResponseBody::Json;
                let schema = content
                    .get("schema")
                    .cloned()
                    .unwrap_or_else(|| Value::Object(Map::new()));
                let place = target.child("content").child(media_type).child("schema");
                facts.schema = Some((place, schema));
            } else if let Some(content) = content.filter(|content| !content.is_empty()) {
                let is_text = |(name, value): (&String, &Value)| {
                    media::is_text(name) && !is_binary_content(&context.document.value, value)
                };
                let mut lost = content
                    .iter()
                    .filter(|(_, value)| schema(&context.document.value, value).is_some_and(is_structured));
                facts.untyped = lost.next().map(|(name, _)| {
                    let place = target.child("content").child(name).child("schema");
                    (name.clone(), place)
                });
                facts.body = if content.iter().all(is_text) {
                    ResponseBody::Text
                } else {
                    ResponseBody::Raw
                };
            }
            Some((facts, content))
        })
        .collect();
    responses.sort_by_key(|(response, _)| response.status);
    responses
}

/// The media type of a `content` that is decoded as JSON: the plain one, else the first of another spelling, else a
/// wildcard whose schema is no text or bytes, as servers that write JSON only describe themselves.
pub(crate) fn json<'c>(document: &'c Value, content: &'c Map<String, Value>) -> Option<(&'c str, &'c Value)> {
    let find = |is_wanted: &dyn Fn(&str, &Value) -> bool| {
        let mut entries: Vec<_> = content.iter().map(|(name, content)| (name.as_str(), content)).collect();
        entries.sort_by_key(|(name, _)| *name);
        let mut entries = entries
            .into_iter()
            .filter(|(_, content)| !is_binary_content(document, content));
        entries.find(|(name, content)| is_wanted(name, content))
    };
    find(&|name, _| name == "application/json")
        .or_else(|| find(&|name, _| media::is_json(name)))
        .or_else(|| {
            find(&|name, content| media::is_wildcard(name) && schema(document, content).is_some_and(is_no_text))
        })
}

fn schema<'d>(document: &'d Value, content: &'d Value) -> Option<&'d Map<String, Value>> {
    resolve(document, content.get("schema")?)?.as_object()
}

fn is_binary_content(document: &Value, content: &Value) -> bool {
    schema(document, content).is_some_and(is_binary)
}

fn is_no_text(schema: &Map<String, Value>) -> bool {
    is_structured(schema) || schema.get("type").is_some_and(|kind| kind != "string")
}

/// How the successes and the errors of an operation are told apart, by the names that are not in `taken` yet.
pub(super) fn outcomes(responses: &[ResponseFacts], builder: &str, taken: &mut BTreeSet<String>) -> (Outcome, Outcome) {
    let (successes, errors) = (successes(responses), errors(responses));
    let mut outcome = |responses: &[&ResponseFacts], what: &str| match responses {
        [first, others @ ..] if others.iter().any(|other| !is_same(first, other)) => {
            Outcome::Union(names::free_type(&format!("{builder}{what}"), taken))
        }
        _ => Outcome::Single,
    };
    (outcome(&successes, "Success"), outcome(&errors, "Error"))
}

/// The responses that are successes: where none is documented, the `default` one is.
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

/// The responses that are errors, `default` among them.
pub(crate) fn errors(responses: &[ResponseFacts]) -> Vec<&ResponseFacts> {
    let is_error = |status: Status| status.is_error() || status == Status::Default;
    responses.iter().filter(|response| is_error(response.status)).collect()
}

/// Whether the bodies of two responses have one type.
fn is_same(one: &ResponseFacts, other: &ResponseFacts) -> bool {
    let schemas = (one.schema.as_ref(), other.schema.as_ref());
    one.body == other.body
        && match schemas {
            (Some((_, one)), Some((_, other))) => same_but_for_words(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
}
