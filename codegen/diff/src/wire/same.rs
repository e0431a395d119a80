//! Decides whether two values mean the same. It ignores references, order, explicit defaults and an `allOf` with one schema.
//!
//! It answers yes or no, and is used where no finer comparison is needed.

use std::collections::HashSet;

use openapi_document::view::resolve;
use serde_json::{Map, Value};

use super::places::Both;

/// Keys with literal values, which contain no references and no keywords.
const LITERAL: &[&str] = &["example", "default", "enum", "value", "const", "mapping"];

/// Keys of objects whose keys are names, not keywords.
const NAMES: &[&str] = &[
    "properties",
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "content",
    "encoding",
    "variables",
    "scopes",
    "paths",
];

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Its keys are keywords.
    Keywords,
    /// Its keys are names.
    Names,
    /// Its keys are names, compared without case and spaces.
    LooseNames,
}

impl Reading {
    fn behind(key: &str) -> Self {
        match key {
            "content" | "headers" => Self::LooseNames,
            key if NAMES.contains(&key) => Self::Names,
            _ => Self::Keywords,
        }
    }
}

/// Whether `base` in one document and `head` in the other mean the same.
pub(super) fn same<'d>(documents: &Both<&'d Value>, base: &'d Value, head: &'d Value) -> bool {
    same_as(Reading::Keywords, documents, base, head)
}

fn same_as<'d>(reading: Reading, documents: &Both<&'d Value>, base: &'d Value, head: &'d Value) -> bool {
    let mut pending = vec![(reading, base, head)];
    let mut seen = HashSet::new();
    while let Some((reading, base, head)) = pending.pop() {
        let (base, head) = (normal(documents.base, base), normal(documents.head, head));
        if !seen.insert((std::ptr::from_ref(base), std::ptr::from_ref(head))) {
            continue;
        }
        let equal = match (base, head) {
            (Value::Object(base), Value::Object(head)) => same_objects(reading, base, head, &mut pending),
            (Value::Array(base), Value::Array(head)) => same_lists(base, head, &mut pending),
            (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
            (base, head) => base == head,
        };
        if !equal {
            return false;
        }
    }
    true
}

/// Follows references, and unwraps an `allOf` with one schema.
fn normal<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let mut value = value;
    for _ in 0..32 {
        value = resolve(document, value).unwrap_or(value);
        match value.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
            Some([only]) if value.as_object().is_some_and(|map| map.len() == 1) => value = only,
            _ => break,
        }
    }
    value
}

type Pending<'d> = Vec<(Reading, &'d Value, &'d Value)>;

fn same_objects<'d>(
    reading: Reading,
    base: &'d Map<String, Value>,
    head: &'d Map<String, Value>,
    pending: &mut Pending<'d>,
) -> bool {
    if reading == Reading::LooseNames {
        let loose = |map: &'d Map<String, Value>| {
            let mut entries: Vec<_> = map
                .iter()
                .map(|(key, value)| (key.to_ascii_lowercase().replace(' ', ""), value))
                .collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            entries
        };
        let (base, head) = (loose(base), loose(head));
        let equal = base.iter().map(|(key, _)| key).eq(head.iter().map(|(key, _)| key));
        pending.extend(
            base.iter()
                .zip(&head)
                .map(|((_, base), (_, head))| (Reading::Keywords, *base, *head)),
        );
        return equal;
    }
    let names = reading == Reading::Names;
    let mut keys = base.keys().chain(head.keys().filter(|key| !base.contains_key(*key)));
    keys.all(|key| match (base.get(key), head.get(key)) {
        (Some(base), Some(head)) => {
            if !names && (LITERAL.contains(&key.as_str()) || key.starts_with("x-")) {
                return same_literals(key, base, head);
            }
            pending.push((if names { Reading::Keywords } else { Reading::behind(key) }, base, head));
            true
        }
        (only, other) => {
            let (owner, value) = if only.is_some() { (base, only) } else { (head, other) };
            !names && value.is_some_and(|value| is_default(owner, key, value))
        }
    })
}

fn same_literals(key: &str, base: &Value, head: &Value) -> bool {
    let texts = |list: &[Value]| sorted(list).into_iter().map(Value::to_string).collect::<Vec<_>>();
    match (key, base, head) {
        ("enum", Value::Array(base), Value::Array(head)) => texts(base) == texts(head),
        ("mapping", Value::Object(base), Value::Object(head)) => {
            base.len() == head.len()
                && base
                    .iter()
                    .all(|(name, value)| head.get(name).map(component) == Some(component(value)))
        }
        _ => base == head,
    }
}

/// The target in a discriminator's mapping. A component may be written as its name only.
fn component(value: &Value) -> Option<&str> {
    let text = value.as_str()?;
    Some(text.strip_prefix("#/components/schemas/").unwrap_or(text))
}

/// Compares lists without their order. Lists whose order matters are only at [`LITERAL`] keys.
fn same_lists<'d>(base: &'d [Value], head: &'d [Value], pending: &mut Pending<'d>) -> bool {
    let (base, head) = (sorted(base), sorted(head));
    let equal = base.len() == head.len();
    pending.extend(
        base.into_iter()
            .zip(head)
            .map(|(base, head)| (Reading::Keywords, base, head)),
    );
    equal
}

fn sorted(list: &[Value]) -> Vec<&Value> {
    let mut list: Vec<_> = list.iter().collect();
    list.sort_by_cached_key(|value| match (value.get("in"), value.get("name")) {
        (Some(place), Some(name)) => format!("{place} {name}"),
        _ => value.to_string(),
    });
    list
}

/// Whether `value` is the default of `key` in `owner`.
fn is_default(owner: &Map<String, Value>, key: &str, value: &Value) -> bool {
    let location = owner.get("in").and_then(Value::as_str).unwrap_or("header");
    let style = if matches!(location, "query" | "cookie") {
        "form"
    } else {
        "simple"
    };
    match key {
        "required" if location == "path" => true,
        "required" | "deprecated" | "nullable" | "readOnly" | "writeOnly" | "uniqueItems" | "allowReserved"
        | "allowEmptyValue" | "exclusiveMaximum" | "exclusiveMinimum"
            if value == &Value::Bool(false) =>
        {
            true
        }
        "minLength" | "minItems" | "minProperties" => value.as_f64() == Some(0.0),
        "additionalProperties" => value == &Value::Bool(true) || is_empty(value),
        "style" => value == style,
        "explode" => value == &Value::Bool(owner.get("style").and_then(Value::as_str).unwrap_or(style) == "form"),
        "x-stability-level" => value == "stable",
        "required" | "tags" | "parameters" | "servers" | "properties" | "headers" | "links" | "callbacks"
        | "examples" | "content" | "encoding" | "variables" | "components" | "schemas" | "responses"
        | "requestBodies" | "securitySchemes" => is_empty(value),
        "security" => is_empty(value) && owner.contains_key("openapi"),
        _ => false,
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty)
}
