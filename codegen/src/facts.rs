//! What the finish passes need to know of the author's document, which lowering may have rewritten since.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::lint::{Context, OperationNode, ParameterNode, resolve};
use crate::load::Document;
use crate::lower::is_json;
use crate::names;
use crate::pointer::Pointer;
use crate::print;

/// What a document says, in the author's own spelling.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Its `info.version`.
    pub version: String,
    /// Its sha256 in its one canonical form, in hexadecimal.
    pub sha256: String,
    /// The places of the component schemas, by the names of their Rust types.
    pub schemas: BTreeMap<String, String>,
    /// The operations, by path and then in the specification's order of methods.
    pub operations: Vec<OperationFacts>,
    /// Component schemas that say which of their properties tell a failure (`x-failure`), by the name of their Rust type.
    pub failures: BTreeMap<String, FailureFacts>,
    /// Component schemas that may carry a failure in a success (`x-in-band-failure`): Rust type to property.
    pub in_band: BTreeMap<String, String>,
}

/// What a document says of one operation.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its `operationId`.
    pub operation_id: String,
    /// The name of the method that progenitor makes of it.
    pub method_name: String,
    /// The name of the builder that progenitor makes of it.
    pub builder: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template in its parts.
    pub path: Vec<PathPart>,
    /// Its parameters.
    pub parameters: Vec<ParameterFacts>,
    /// The media type of its request body, exactly as the document spells it; `None` where it has no body.
    pub request_media_type: Option<String>,
    /// The media types of its responses as the document spells them, the first mention first, for `Accept`.
    pub response_media_types: Vec<String>,
    /// Its responses by status.
    pub responses: Vec<ResponseFacts>,
}

/// A part of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPart {
    /// Text that stands in every request as it is.
    Literal(String),
    /// The value of the path parameter of this name.
    Parameter(String),
}

/// What a document says of a parameter.
#[derive(Clone, Debug)]
pub struct ParameterFacts {
    /// The name on the wire.
    pub name: String,
    /// The name of the argument that progenitor makes of it.
    pub argument: String,
    /// `path`, `query` or `header`.
    pub location: String,
    /// Whether a request must have it.
    pub required: bool,
    /// The description.
    pub description: Option<String>,
    /// Whether its schema is `format: password`.
    pub secret: bool,
}

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

/// Which properties of a schema tell a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailureFacts {
    /// The property with the machine-readable code.
    pub code: Option<String>,
    /// The properties with text for people, the best first.
    pub message: Vec<String>,
}

impl Facts {
    /// Reads the facts off a document that the lints have passed.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let context = Context::new(document);
        let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
        let schemas = || {
            schemas
                .into_iter()
                .flatten()
                .map(|(name, schema)| (names::type_name(name), schema))
        };
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let place = Pointer::root().child("components").child("schemas");
        let places = document.value.pointer(place.as_str()).and_then(Value::as_object);
        let places = places
            .into_iter()
            .flatten()
            .map(|(name, _)| (name.clone(), place.child(name).to_string()));
        let version = document.value.pointer("/info/version").and_then(Value::as_str);
        Self {
            version: version.unwrap_or_default().to_owned(),
            sha256: print::sha256(&document.value),
            schemas: places.map(|(name, place)| (names::type_name(&name), place)).collect(),
            operations: context
                .operations()
                .filter_map(|node| OperationFacts::of(&context, &node))
                .collect(),
            failures: schemas()
                .filter_map(|(name, schema)| Some((name, FailureFacts::of(schema.get(FAILURE)?))))
                .collect(),
            in_band: schemas()
                .filter_map(|(name, schema)| Some((name, text(schema.get(IN_BAND)?)?)))
                .collect(),
        }
    }
}

/// The extension of a schema that tells a failure: `{code: property, message: [property, …]}`.
pub const FAILURE: &str = "x-failure";
/// The extension of a schema that may carry a failure in a success: the property that is set then.
pub const IN_BAND: &str = "x-in-band-failure";

impl FailureFacts {
    fn of(extension: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let message = extension.get("message").and_then(Value::as_array);
        Self {
            code: extension.get("code").and_then(text),
            message: message.into_iter().flatten().filter_map(text).collect(),
        }
    }
}

impl OperationFacts {
    fn of<'d>(context: &Context<'d>, operation: &OperationNode<'d>) -> Option<Self> {
        let operation_id = operation.map.get("operationId")?.as_str()?;
        let responses = responses(context, operation.map);
        let mut response_media_types = Vec::new();
        for (_, content) in &responses {
            response_media_types.extend(content.iter().flat_map(|content| content.keys()).cloned());
        }
        let mut seen = std::collections::HashSet::new();
        response_media_types.retain(|media_type| seen.insert(media_type.clone()));
        Some(Self {
            pointer: operation.pointer.clone(),
            operation_id: operation_id.to_owned(),
            method_name: names::method_name(operation_id),
            builder: names::builder_name(operation_id),
            method: operation.method.to_uppercase(),
            path: path_parts(&operation.path),
            parameters: context
                .parameters(operation)
                .iter()
                .map(|node| ParameterFacts::of(context, node))
                .collect(),
            request_media_type: request_media_type(context, operation.map),
            response_media_types,
            responses: responses
                .into_iter()
                .map(|(status, content)| ResponseFacts::of(status, content))
                .collect(),
        })
    }
}

impl ParameterFacts {
    fn of<'d>(context: &Context<'d>, parameter: &ParameterNode<'d>) -> Self {
        let schema = parameter.map.get("schema").and_then(|schema| context.resolve(schema));
        Self {
            name: parameter.name().to_owned(),
            argument: names::method_name(parameter.name()),
            location: parameter.location().to_owned(),
            required: parameter.map.get("required") == Some(&Value::Bool(true)),
            description: parameter
                .map
                .get("description")
                .and_then(Value::as_str)
                .map(ToOwned::to_owned),
            secret: schema.and_then(Value::as_object).is_some_and(is_secret),
        }
    }
}

/// Whether a schema marks its value as a secret.
#[must_use]
pub fn is_secret(schema: &Map<String, Value>) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("password")
}

impl ResponseFacts {
    fn of(status: Status, content: Option<&Map<String, Value>>) -> Self {
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

fn request_media_type<'d>(context: &Context<'d>, operation: &'d Map<String, Value>) -> Option<String> {
    let body = context.resolve(operation.get("requestBody")?)?;
    body.get("content")?.as_object()?.keys().next().cloned()
}

/// An operation's responses with their contents, in the order in which answers are matched.
fn responses<'d>(
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

/// Takes a path template apart. Braces that do not match are text; a lint has refused them before.
fn path_parts(template: &str) -> Vec<PathPart> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((literal, (name, behind))) = rest
        .split_once('{')
        .and_then(|(literal, tail)| Some((literal, tail.split_once('}')?)))
    {
        if !literal.is_empty() {
            parts.push(PathPart::Literal(literal.to_owned()));
        }
        parts.push(PathPart::Parameter(name.to_owned()));
        rest = behind;
    }
    if !rest.is_empty() {
        parts.push(PathPart::Literal(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{PathPart, path_parts};

    #[test]
    fn templates_come_apart() {
        let literal = |text: &str| PathPart::Literal(text.to_owned());
        let parameter = |name: &str| PathPart::Parameter(name.to_owned());
        assert_eq!(
            path_parts("/a/{b}.json"),
            [literal("/a/"), parameter("b"), literal(".json")]
        );
        assert_eq!(path_parts("/{a}{b}"), [literal("/"), parameter("a"), parameter("b")]);
        assert_eq!(path_parts("/{a"), [literal("/{a")]);
    }
}
