//! Reads an OpenAPI 3.0 document into [`Operation`]s, as far as a server needs it to check requests.
//!
//! It does not use `codegen`. The sandbox shows whether the generated client does what the document says, so it must
//! not share the code that generated the client. It refuses to load a document that it cannot check strictly.

use std::collections::BTreeMap;
use std::fmt;

use axum::http::{HeaderName, Method, StatusCode};
use jsonschema::Validator;
use mime::Mime;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::schema::{self, UnknownMembers};

/// Why the sandbox cannot implement a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError(String);

impl DocumentError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    fn at(self, place: &str) -> Self {
        Self(format!("{place}: {}", self.0))
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The sandbox cannot play the document: {}.", self.0)
    }
}

impl std::error::Error for DocumentError {}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// In a segment of the path.
    Path,
    /// In the query string.
    Query,
    /// In a header.
    Header,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Header => "header",
        })
    }
}

/// The decoded values of a request's parameters, header names in lower case.
pub(super) type Parameters = BTreeMap<(Location, String), String>;

/// One operation of the document.
#[derive(Debug)]
pub struct Operation {
    /// The `operationId`.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template as the document spells it.
    pub path: String,
    /// The documented statuses, without `default` and ranges.
    pub statuses: Vec<StatusCode>,
    pub(super) segments: Vec<Segment>,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<RequestBody>,
    /// The schemas of bodies, for the statuses whose body is JSON.
    pub(super) answers: BTreeMap<StatusCode, Validator>,
}

/// One parameter of an operation.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) location: Location,
    /// As documented; header names in lower case.
    pub(super) name: String,
    pub(super) required: bool,
    /// Whether the value is a string, and not the text of a number or boolean.
    is_text: bool,
    validator: Validator,
}

impl Parameter {
    /// The rules that a value of this parameter violates. The value is not repeated.
    pub(super) fn violations(&self, value: &str) -> Vec<String> {
        let as_text = || Value::from(value);
        let instance = if self.is_text {
            as_text()
        } else {
            serde_json::from_str(value).unwrap_or_else(|_| as_text())
        };
        schema::violations(&self.validator, &instance)
    }
}

/// The request body of an operation.
#[derive(Debug)]
pub(super) struct RequestBody {
    pub(super) required: bool,
    pub(super) content: Vec<(Mime, Validator)>,
}

/// A segment of a path template.
#[derive(Debug)]
pub(super) enum Segment {
    Literal(String),
    Parameter(String),
}

impl Operation {
    /// The decoded path parameters of a raw path that fits the template; `None` for any other path.
    pub(super) fn match_path(&self, path: &str) -> Option<Parameters> {
        let mut values = Parameters::new();
        let mut parts = path.split('/');
        for segment in &self.segments {
            let part = parts.next()?;
            match segment {
                Segment::Literal(literal) if literal == part => {}
                Segment::Parameter(name) if !part.is_empty() => {
                    let value = percent_decode_str(part).decode_utf8().ok()?;
                    values.insert((Location::Path, name.clone()), value.into_owned());
                }
                _ => return None,
            }
        }
        parts.next().is_none().then_some(values)
    }

    /// The number of literal segments. If two templates match a path, the one with more of them applies.
    pub(super) fn literal_segments(&self) -> usize {
        self.segments
            .iter()
            .filter(|segment| matches!(segment, Segment::Literal(_)))
            .count()
    }
}

/// A parsed document.
pub(super) struct Document {
    root: Value,
}

impl Document {
    pub(super) fn parse(text: &str) -> Result<Self, DocumentError> {
        let root: Value = serde_yaml::from_str(text)
            .map_err(|error| DocumentError::new(format!("it is neither YAML nor JSON ({error})")))?;
        match root["openapi"].as_str() {
            Some(version) if version.starts_with("3.0.") => Ok(Self { root }),
            _ => Err(DocumentError::new(
                "it does not say `openapi: 3.0.x`, the only version that the sandbox reads",
            )),
        }
    }

    pub(super) fn root(&self) -> &Value {
        &self.root
    }

    pub(super) fn operations(&self) -> Result<Vec<Operation>, DocumentError> {
        let mut operations = Vec::new();
        for (path, item) in members(&self.root["paths"]) {
            let item = self.resolve(item)?;
            for (key, operation) in members(item) {
                if let Some(method) = method(key) {
                    let place = format!("{method} {path}");
                    operations.push(
                        self.operation(method, path, item, operation)
                            .map_err(|error| error.at(&place))?,
                    );
                }
            }
        }
        Ok(operations)
    }

    fn operation(&self, method: Method, path: &str, item: &Value, node: &Value) -> Result<Operation, DocumentError> {
        let id = node["operationId"]
            .as_str()
            .ok_or_else(|| DocumentError::new("it has no `operationId`"))?;
        let mut statuses = Vec::new();
        let mut answers = BTreeMap::new();
        for (key, response) in members(&node["responses"]) {
            let Ok(status) = key.parse() else { continue };
            statuses.push(status);
            for (_, schema) in self
                .content(self.resolve(response)?)?
                .into_iter()
                .filter(|(media, _)| is_json(media))
            {
                answers.insert(
                    status,
                    schema::validator(&self.root, schema, UnknownMembers::AsDocumented)?,
                );
            }
        }
        Ok(Operation {
            id: id.to_owned(),
            method,
            path: path.to_owned(),
            statuses,
            segments: segments(path)?,
            parameters: self.parameters(item, node)?,
            body: self.body(&node["requestBody"])?,
            answers,
        })
    }

    /// The operation's parameters, and those of its path item that it does not override.
    fn parameters(&self, item: &Value, operation: &Value) -> Result<Vec<Parameter>, DocumentError> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for list in [&operation["parameters"], &item["parameters"]] {
            for node in list.as_array().into_iter().flatten() {
                let Some(parameter) = self.parameter(self.resolve(node)?)? else {
                    continue;
                };
                let is_same =
                    |other: &Parameter| (other.location, &other.name) == (parameter.location, &parameter.name);
                if !parameters.iter().any(is_same) {
                    parameters.push(parameter);
                }
            }
        }
        Ok(parameters)
    }

    /// `None` for the three headers that OpenAPI does not let a parameter define.
    fn parameter(&self, node: &Value) -> Result<Option<Parameter>, DocumentError> {
        let name = node["name"].as_str().unwrap_or_default();
        let location = match node["in"].as_str() {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            _ => {
                return Err(DocumentError::new(format!(
                    "parameter `{name}` is not in the path, query or a header"
                )));
            }
        };
        let schema = self.resolve(&node["schema"])?;
        let kind = schema["type"].as_str();
        if !matches!(kind, Some("string" | "integer" | "number" | "boolean")) {
            return Err(DocumentError::new(format!(
                "{location} `{name}` has no schema with a scalar `type`"
            )));
        }
        let name = match location {
            Location::Header => header_name(name)?.as_str().to_owned(),
            Location::Path | Location::Query => name.to_owned(),
        };
        if location == Location::Header && matches!(name.as_str(), "accept" | "content-type" | "authorization") {
            return Ok(None);
        }
        Ok(Some(Parameter {
            location,
            name,
            required: node["required"] == true,
            is_text: kind == Some("string"),
            validator: schema::validator(&self.root, schema, UnknownMembers::AsDocumented)?,
        }))
    }

    fn body(&self, node: &Value) -> Result<Option<RequestBody>, DocumentError> {
        if node.is_null() {
            return Ok(None);
        }
        let node = self.resolve(node)?;
        let mut content = Vec::new();
        for (media_type, schema) in self.content(node)? {
            if !is_json(&media_type) {
                return Err(DocumentError::new(format!(
                    "the request body's media type `{media_type}` is not JSON"
                )));
            }
            content.push((
                media_type,
                schema::validator(&self.root, schema, UnknownMembers::Refused)?,
            ));
        }
        Ok(Some(RequestBody {
            required: node["required"] == true,
            content,
        }))
    }

    fn content<'d>(&self, node: &'d Value) -> Result<Vec<(Mime, &'d Value)>, DocumentError> {
        members(&node["content"])
            .map(|(media_type, content)| match media_type.parse() {
                Ok(media_type) => Ok((media_type, &content["schema"])),
                Err(_) => Err(DocumentError::new(format!("`{media_type}` is not a media type"))),
            })
            .collect()
    }

    /// The node or, if it is a reference, its target.
    fn resolve<'d>(&'d self, node: &'d Value) -> Result<&'d Value, DocumentError> {
        let Some(reference) = node["$ref"].as_str() else {
            return Ok(node);
        };
        let target = reference
            .strip_prefix('#')
            .and_then(|pointer| self.root.pointer(pointer));
        match target {
            // One step is enough for a document that is written by hand, and it cannot loop.
            Some(target) if target["$ref"].is_null() => Ok(target),
            Some(_) => Err(DocumentError::new(format!("`{reference}` leads to another reference"))),
            None => Err(DocumentError::new(format!("`{reference}` is not in the document"))),
        }
    }
}

fn members(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    node.as_object().into_iter().flatten()
}

fn method(key: &str) -> Option<Method> {
    let known = matches!(
        key,
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace"
    );
    known
        .then(|| Method::from_bytes(key.to_ascii_uppercase().as_bytes()).ok())
        .flatten()
}

fn segments(path: &str) -> Result<Vec<Segment>, DocumentError> {
    path.split('/')
        .map(
            |part| match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => Ok(Segment::Parameter(name.to_owned())),
                None if !part.contains(['{', '}']) => Ok(Segment::Literal(part.to_owned())),
                None => Err(DocumentError::new(format!(
                    "path segment `{part}` is only in part a parameter"
                ))),
            },
        )
        .collect()
}

fn header_name(name: &str) -> Result<HeaderName, DocumentError> {
    name.parse()
        .map_err(|_| DocumentError::new(format!("`{name}` is not a header name")))
}

fn is_json(media_type: &Mime) -> bool {
    media_type.subtype() == mime::JSON || media_type.suffix() == Some(mime::JSON)
}
