//! The parameters of an operation, and their names in Rust.

use std::collections::BTreeSet;

use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode, ParameterNode};
use serde_json::{Map, Value};

use super::path;
use crate::names;

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub(crate) struct ParameterFacts {
    /// The name in the request.
    pub(crate) name: String,
    /// The name of its setter.
    pub(crate) argument: String,
    /// `path`, `query`, `header` or `cookie`.
    pub(crate) location: String,
    /// Whether it is required.
    pub(crate) required: bool,
    /// The description.
    pub(crate) description: Option<String>,
    /// Whether its value is a secret, or contains one.
    pub(crate) secret: bool,
    /// How the parts of its value are joined.
    pub(crate) style: Style,
    /// Whether each part of a list or an object is written like a parameter of its own (`explode`).
    pub(crate) explode: bool,
    /// Whether reserved characters are sent unencoded.
    pub(crate) reserved: bool,
    /// Whether it may be sent without a value.
    pub(crate) empty: bool,
    /// Whether its value is sent as JSON.
    pub(crate) json: bool,
    /// The place of its schema; `None` if it has no usable schema and is a string.
    pub(crate) schema: Option<Pointer>,
}

/// The styles of OpenAPI 3.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
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
    /// The default style of a parameter in `location`.
    #[must_use]
    pub(crate) fn default_in(location: &str) -> Self {
        match location {
            "path" | "header" => Self::Simple,
            _ => Self::Form,
        }
    }

    /// The style with this name, if it is allowed for a parameter in `location`.
    #[must_use]
    pub(crate) fn parse(name: &str, location: &str) -> Option<Self> {
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

/// Header parameters that readers must ignore, since OpenAPI describes them elsewhere (section 4.7.12.1).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Whether a parameter is one of the headers that readers must ignore.
#[must_use]
pub(crate) fn is_ignored_header(location: &str, name: &str) -> bool {
    location == "header" && IGNORED_HEADERS.iter().any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// The builders' own methods. No argument can have these names.
const BUILDER_METHODS: [&str; 1] = ["send"];

/// The parameters of an operation that are sent, each with the name of its argument. Overridden and ignored parameters
/// are removed; parameters that only the path names are added.
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
            parameters.push(ParameterFacts::undeclared(name));
        }
    }
    let has_body = operation.map.contains_key("requestBody");
    name_arguments(&mut parameters, has_body);
    parameters
}

/// The effective parameters. If several have the same location and name, an operation's overrides a path's, and a later
/// one overrides an earlier one.
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

/// Whether two parameters are the same in a request.
#[must_use]
pub(crate) fn is_same(one: &ParameterNode<'_>, two: &ParameterNode<'_>) -> bool {
    one.location() == two.location()
        && if one.location() == "header" {
            one.name().eq_ignore_ascii_case(two.name())
        } else {
            one.name() == two.name()
        }
}

/// Gives every parameter a unique argument name. A name stays unchanged if possible. Path parameters are named first,
/// then parameters whose names are already spelled like the argument.
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
            // There is no delimiter if each part is a parameter of its own.
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
            schema: schema
                .filter(|_| resolved.is_some() && (json || !map.contains_key("content") || map.contains_key("schema"))),
        }
    }

    /// A parameter that is only in the path template.
    fn undeclared(name: String) -> Self {
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
            schema: None,
        }
    }

    /// Whether it is sent in the default way of `crate::support`.
    #[must_use]
    pub(crate) fn is_plain(&self) -> bool {
        let style = Style::default_in(&self.location);
        self.style == style
            && self.explode == (style == Style::Form)
            && !self.reserved
            && !self.empty
            && !self.json
            && self.location != "cookie"
    }
}

/// The place of the schema of a parameter's value, and whether the value is sent as JSON.
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
pub(crate) fn is_secret(schema: &Map<String, Value>) -> bool {
    schema.get("format").and_then(Value::as_str) == Some("password")
}

/// The maximum depth of nested schemas that [`holds_secret`] searches.
const DEPTH: usize = 16;

/// Whether a value of this schema is a secret or contains one.
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
