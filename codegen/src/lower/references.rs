//! Every schema outside of the components becomes a reference to its place in the author's document. What later passes
//! move about is then a pointer, and the pass `schemas`, which follows it, can say where the author said it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Pass, Rewrite};
use crate::facts::Facts;
use crate::lint::resolve;
use crate::pointer::Pointer;
use crate::shape::{self, Object};

pub(super) const PASS: Pass = Pass {
    id: "references",
    summary: "schemas of operations become references to where they stand, so that they can be moved and still be found",
    run,
};

/// A reference to the schema at `at` in the author's document, for a lowered document.
pub(crate) fn schema_at(at: &Pointer) -> Value {
    serde_json::json!({ "$ref": format!("#{}", encoded(at)) })
}

/// The pointer as a fragment may hold it (RFC 6901, section 6): what would be undone as percent-encoding is encoded.
fn encoded(at: &Pointer) -> String {
    at.as_str().replace('%', "%25")
}

fn run(document: &mut Value, _: &Facts) -> Vec<Rewrite> {
    let owners = [Object::Parameter, Object::MediaType, Object::Header];
    let nodes = shape::walk(document);
    let places: Vec<_> = nodes
        .objects
        .iter()
        .filter(|node| owners.contains(&node.object) && is_typed(node))
        .filter(|node| {
            node.map
                .get("schema")
                .is_some_and(|schema| schema.get("$ref").is_none())
        })
        .map(|node| node.pointer.child("schema"))
        .collect();
    for place in &places {
        if let Some(schema) = document.pointer_mut(place.as_str()) {
            *schema = schema_at(place);
        }
    }
    inline(document);
    places.into_iter().map(Rewrite::lossless).collect()
}

/// Puts copies of the parameters, request bodies and responses that operations refer to where they refer to them.
fn inline(document: &mut Value) {
    let targets = targets(document);
    let copy = |value: &mut Value| {
        let target = value.get("$ref").and_then(Value::as_str);
        if let Some(target) = target.and_then(|target| targets.get(target)) {
            *value = target.clone();
        }
    };
    let items = document.get_mut("paths").and_then(Value::as_object_mut);
    for (_, item) in items.into_iter().flatten() {
        share(item, &copy);
    }
    super::for_each_operation(document, |_, operation| {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        parameters.into_iter().flatten().for_each(copy);
        operation.get_mut("requestBody").into_iter().for_each(copy);
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        responses.into_iter().flatten().for_each(|(_, response)| copy(response));
    });
}

/// What path items and operations refer to, by the texts of the references.
fn targets(document: &Value) -> BTreeMap<String, Value> {
    let mut targets = BTreeMap::new();
    let mut note = |value: &Value| {
        if let Some(target) = value.get("$ref").and_then(Value::as_str)
            && !targets.contains_key(target)
            && let Some(found) = resolve(document, value)
        {
            targets.insert(target.to_owned(), found.clone());
        }
    };
    let items = document.get("paths").and_then(Value::as_object);
    for (_, item) in items.into_iter().flatten() {
        let operations = shape::METHODS.into_iter().filter_map(|method| item.get(method));
        for owner in operations.chain([item]) {
            let parameters = owner.get("parameters").and_then(Value::as_array);
            parameters.into_iter().flatten().for_each(&mut note);
            owner.get("requestBody").into_iter().for_each(&mut note);
            let responses = owner.get("responses").and_then(Value::as_object);
            responses.into_iter().flatten().for_each(|(_, response)| note(response));
        }
    }
    targets
}

/// Whether the schema becomes a type: what is sent as bytes has none.
fn is_typed(node: &shape::Node<'_>) -> bool {
    let media_type = node.pointer.last().unwrap_or_default();
    node.object != Object::MediaType || crate::media::is_json(&media_type) || media_type.contains("form")
}

/// Moves the parameters that all operations of a path have into each of them, but where it has its own.
fn share(item: &mut Value, copy: &impl Fn(&mut Value)) {
    let Some(item) = item.as_object_mut() else { return };
    let Some(Value::Array(mut shared)) = item.remove("parameters") else {
        return;
    };
    shared.iter_mut().for_each(copy);
    let identity = |parameter: &Value| (parameter.get("in").cloned(), parameter.get("name").cloned());
    for method in shape::METHODS {
        let Some(operation) = item.get_mut(method).and_then(Value::as_object_mut) else {
            continue;
        };
        let own = operation
            .entry("parameters")
            .or_insert_with(|| Value::Array(Vec::new()));
        let Some(own) = own.as_array_mut() else { continue };
        own.iter_mut().for_each(copy);
        let known: Vec<_> = own.iter().map(identity).collect();
        own.extend(shared.iter().filter(|one| !known.contains(&identity(one))).cloned());
    }
}
