//! progenitor knows parameters of the path, the query and headers, in one style each, told apart by name. What goes on
//! the wire is the finish pass `send`'s affair; here a parameter is no more than an argument with a name and a type.
//!
//! Credentials and servers are those of finish passes, too: progenitor reads nothing of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Pass, Rewrite};
use crate::facts::{Facts, OperationFacts, ParameterFacts};

pub(super) const PASS: Pass = Pass {
    id: "parameters",
    summary: "each parameter of an operation becomes an argument of its own, whatever its place, style and name",
    run,
};

fn run(document: &mut Value, facts: &Facts) -> Vec<Rewrite> {
    let mut rewrites = Vec::new();
    let mut lists = BTreeMap::new();
    for operation in &facts.operations {
        rewrites.extend(rewrite(operation));
        let list = operation.parameters.iter().map(lowered);
        lists.insert(operation.lowered(), list.collect::<Vec<_>>());
    }
    super::for_each_operation(document, |at, operation| {
        let Some(map) = operation.as_object_mut() else { return };
        map.remove("parameters");
        if let Some(list) = lists.remove(at).filter(|list| !list.is_empty()) {
            map.insert("parameters".to_owned(), Value::Array(list));
        }
    });
    drop_what_is_not_read(document);
    rewrites
}

/// What is said of an operation whose parameters are others now: as progenitor takes them they stand in the operation
/// itself, with a schema, called as they are and without a style.
fn rewrite(operation: &OperationFacts) -> Option<Rewrite> {
    let at = operation.pointer.child("parameters");
    let mut parameters = operation.parameters.iter().enumerate();
    let is_needed = parameters.any(|(index, parameter)| {
        let here = at.item(index).child("schema");
        !parameter.is_plain() || parameter.lowered_name != parameter.name || parameter.schema.as_ref() != Some(&here)
    });
    is_needed.then(|| Rewrite::lossless(at))
}

fn lowered(parameter: &ParameterFacts) -> Value {
    let schema = match &parameter.schema {
        Some(at) => super::schema_at(at),
        None if parameter.json => json!({}),
        None if parameter.secret => json!({ "type": "string", "format": "password" }),
        None => json!({ "type": "string" }),
    };
    let (place, required) = match parameter.location.as_str() {
        "path" => ("path", true),
        "header" => ("header", parameter.required),
        _ => ("query", parameter.required),
    };
    let mut lowered = Map::new();
    lowered.insert("name".to_owned(), json!(parameter.lowered_name));
    lowered.insert("in".to_owned(), json!(place));
    lowered.insert("required".to_owned(), json!(required));
    if let Some(description) = &parameter.description {
        lowered.insert("description".to_owned(), json!(description));
    }
    lowered.insert("schema".to_owned(), schema);
    Value::Object(lowered)
}

/// What nothing refers to any more, and what only other passes read of the author's document. It is not progenitor's to
/// stumble over.
fn drop_what_is_not_read(document: &mut Value) {
    let items = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in items.into_iter().flatten() {
        if let Some(item) = item.as_object_mut() {
            item.remove("parameters");
            item.remove("servers");
        }
    }
    super::for_each_operation(document, |_, operation| {
        if let Some(operation) = operation.as_object_mut() {
            operation.remove("security");
            operation.remove("servers");
        }
    });
    if let Some(document) = document.as_object_mut() {
        document.remove("security");
        document.remove("servers");
    }
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.remove("parameters");
        components.remove("securitySchemes");
    }
}
