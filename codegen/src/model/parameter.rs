//! What a document says of the parameters of an operation, and what Rust calls them.

use std::collections::BTreeSet;

use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode, ParameterNode};
use serde_json::{Map, Value};

use super::path;
use crate::names;

/// What a document says of a parameter.
#[derive(Clone, Debug)]
pub struct ParameterFacts {
    /// The name on the wire.
    pub name: String,
    /// The name of its setter.
    pub argument: String,
    /// `path`, `query`, `header` or `cookie`.
    pub location: String,
    /// Whether a request must have it.
    pub required: bool,
    /// The description.
    pub description: Option<String>,
    /// Whether its value is a secret, or has one in it.
    pub secret: bool,
    /// How the parts of its value are put together.
    pub style: Style,
    /// Whether lists and objects are written as if each part were a parameter.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    /// Whether it may be sent without a value.
    pub empty: bool,
    /// Whether its value is sent as JSON.
    pub json: bool,
    /// Where the operation or the path lists it; the operation itself where nobody does.
    pub pointer: Pointer,
    /// Where its schema stands; `None` where it is a string for want of another type.
    pub schema: Option<Pointer>,
}

/// The styles of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
}

impl Style {
    /// The style that a parameter in `location` has if nothing is said.
    #[must_use]
    pub fn default_in(location: &str) -> Self {
        match location {
            "path" | "header" => Self::Simple,
            _ => Self::Form,
        }
    }

    /// The style of this name, if a parameter in `location` can have it.
    #[must_use]
    pub fn parse(name: &str, location: &str) -> Option<Self> {
        Some(match (location, name) {
            ("path" | "header", "simple") => Self::Simple,
            ("path", "label") => Self::Label,
            ("path", "matrix") => Self::Matrix,
            ("query" | "cookie", "form") => Self::Form,
            ("query", "spaceDelimited") => Self::SpaceDelimited,
            ("query", "pipeDelimited") => Self::PipeDelimited,
            ("query", "deepObject") => Self::DeepObject,
            _ => return None,
        })
    }
}

/// Header parameters that OpenAPI tells readers to ignore, since it says them in other places (section 4.7.12.1).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Whether a parameter is one of the headers that OpenAPI tells readers to ignore.
#[must_use]
pub fn is_ignored_header(location: &str, name: &str) -> bool {
    location == "header" && IGNORED_HEADERS.iter().any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// The names of builders' own methods, which no argument can have.
const BUILDER_METHODS: [&str; 1] = ["send"];

/// The parameters of an operation as they are sent: overridden and ignored ones left out, undeclared ones of the path
/// added, each with the name of its argument.
pub(super) fn parameters<'d>(context: &Context<'d>, operation: &OperationNode<'d>) -> Vec<ParameterFacts> {
    let (names, behind) = path::names(&operation.path);
    let is_in_path = |name: &str| names.iter().chain(&behind).any(|known| known == name);
    let mut parameters: Vec<_> = effective(context, operation)
        .iter()
        .filter(|node| node.location() != "path" || is_in_path(node.name()))
        .map(|node| ParameterFacts::of(context, node))
        .collect();
    for name in names {
        let is_declared = parameters
            .iter()
            .any(|known| known.location == "path" && known.name == name);
        if !is_declared {
            parameters.push(ParameterFacts::undeclared(name, operation.pointer.clone()));
        }
    }
    let has_body = operation.map.contains_key("requestBody");
    name_arguments(&mut parameters, has_body);
    parameters
}

/// The parameters that count: of several with one place and name the operation's own, and of those the last.
fn effective<'d>(context: &Context<'d>, operation: &OperationNode<'d>) -> Vec<ParameterNode<'d>> {
    let nodes: Vec<_> = context
        .parameters(operation)
        .into_iter()
        .filter(|node| {
            let is_known = matches!(node.location(), "path" | "query" | "header" | "cookie");
            is_known && !node.name().is_empty() && !is_ignored_header(node.location(), node.name())
        })
        .collect();
    let rank = |node: &ParameterNode<'_>, index: usize| (node.pointer.is_within(&operation.pointer), index);
    let counts = nodes.iter().enumerate().map(|(index, node)| {
        let mut others = nodes.iter().enumerate().filter(|(_, other)| is_same(node, other));
        others.all(|(at, other)| rank(other, at) <= rank(node, index))
    });
    let counts: Vec<_> = counts.collect();
    nodes
        .into_iter()
        .zip(counts)
        .filter_map(|(node, counts)| counts.then_some(node))
        .collect()
}

/// Whether two parameters are one on the wire.
#[must_use]
pub fn is_same(one: &ParameterNode<'_>, two: &ParameterNode<'_>) -> bool {
    one.location() == two.location()
        && if one.location() == "header" {
            one.name().eq_ignore_ascii_case(two.name())
        } else {
            one.name() == two.name()
        }
}

/// Gives every parameter an argument of its own. The name stays what it is alone wherever it can; those of the path come
/// first, and of the others those that are called so.
fn name_arguments(parameters: &mut [ParameterFacts], has_body: bool) {
    let mut taken: BTreeSet<String> = BUILDER_METHODS.iter().map(|name| (*name).to_owned()).collect();
    if has_body {
        taken.insert("body".to_owned());
    }
    let rank = |parameter: &ParameterFacts| match parameter.location.as_str() {
        "path" => 0,
        "query" => 1,
        "header" => 2,
        _ => 3,
    };
    let mut order: Vec<_> = parameters.iter_mut().collect();
    order.sort_by_key(|parameter| (rank(parameter), names::method_name(&parameter.name) != parameter.name));
    for parameter in order {
        let plain = names::method_name(&parameter.name);
        let placed = names::method_name(&format!("{plain}_{}", parameter.location));
        parameter.argument = if taken.contains(&plain) && taken.insert(placed.clone()) {
            placed
        } else {
            names::free(&plain, "_", &mut taken)
        };
    }
}

impl ParameterFacts {
    fn of<'d>(context: &Context<'d>, parameter: &ParameterNode<'d>) -> Self {
        let (location, map) = (parameter.location(), parameter.map);
        let is_true = |key: &str| map.get(key) == Some(&Value::Bool(true));
        let (schema, json) = value(parameter);
        let resolved = schema.as_ref().and_then(|at| context.document.at(at));
        let style = map.get("style").and_then(Value::as_str);
        let style = style
            .and_then(|style| Style::parse(style, location))
            .unwrap_or_else(|| Style::default_in(location));
        let explode = match map.get("explode").and_then(Value::as_bool) {
            Some(explode) => explode,
            None => matches!(style, Style::Form | Style::DeepObject),
        };
        let (style, explode) = match (style, explode) {
            // Nothing is delimited where each part has a parameter of its own.
            (Style::SpaceDelimited | Style::PipeDelimited, true) => (Style::Form, true),
            (Style::DeepObject, _) => (style, true),
            other => other,
        };
        let description = map.get("description").and_then(Value::as_str);
        Self {
            name: parameter.name().to_owned(),
            argument: String::new(),
            location: location.to_owned(),
            required: location == "path" || is_true("required"),
            description: description.map(ToOwned::to_owned),
            secret: resolved.is_some_and(|schema| holds_secret(context, schema, &mut Vec::new())),
            style,
            explode,
            reserved: location == "query" && is_true("allowReserved"),
            empty: location == "query" && is_true("allowEmptyValue"),
            json,
            pointer: parameter.pointer.clone(),
            schema: schema
                .filter(|_| resolved.is_some() && (json || !map.contains_key("content") || map.contains_key("schema"))),
        }
    }

    /// A parameter that only the path template names.
    fn undeclared(name: String, pointer: Pointer) -> Self {
        Self {
            name,
            argument: String::new(),
            location: "path".to_owned(),
            required: true,
            description: None,
            secret: false,
            style: Style::Simple,
            explode: false,
            reserved: false,
            empty: false,
            json: false,
            pointer,
            schema: None,
        }
    }

    /// Whether it is sent as `crate::support` sends a parameter by default.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let style = Style::default_in(&self.location);
        self.style == style
            && self.explode == (style == Style::Form)
            && !self.reserved
            && !self.empty
            && !self.json
            && self.location != "cookie"
    }
}

/// Where the schema of a parameter's value stands, and whether the value is sent as JSON.
fn value(parameter: &ParameterNode<'_>) -> (Option<Pointer>, bool) {
    if parameter.map.contains_key("schema") {
        return (Some(parameter.target.child("schema")), false);
    }
    let content = parameter.map.get("content").and_then(Value::as_object);
    let Some((media_type, content)) = content.and_then(|content| content.iter().next()) else {
        return (None, false);
    };
    let at = parameter.target.child("content").child(media_type).child("schema");
    let schema = content.get("schema").map(|_| at);
    (schema, media::is_json(media_type))
}

/// Whether a schema marks its value as a secret.
#[must_use]
pub fn is_secret(schema: &Map<String, Value>) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("password")
}

/// How many schemas are around each other in what [`holds_secret`] looks at.
const DEPTH: usize = 16;

/// Whether a value of this schema is a secret or has one in it.
fn holds_secret<'d>(context: &Context<'d>, schema: &'d Value, around: &mut Vec<&'d Value>) -> bool {
    let Some(schema) = context.resolve(schema).filter(|_| around.len() < DEPTH) else {
        return false;
    };
    if around.iter().any(|outer| std::ptr::eq(*outer, schema)) {
        return false;
    }
    let Some(map) = schema.as_object() else { return false };
    if is_secret(map) {
        return true;
    }
    around.push(schema);
    let lists = ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|key| map.get(key)?.as_array())
        .flatten();
    let properties = map.get("properties").and_then(Value::as_object).into_iter().flatten();
    let inside = ["items", "additionalProperties"]
        .into_iter()
        .filter_map(|key| map.get(key));
    let mut parts = lists.chain(properties.map(|(_, part)| part)).chain(inside);
    let holds = parts.any(|part| holds_secret(context, part, around));
    around.pop();
    holds
}
