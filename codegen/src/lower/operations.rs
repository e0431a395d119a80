//! progenitor looks for operations in the path items themselves, names them by their ids, and acts on extensions that
//! few authors know. Here `paths` becomes what it expects: references of path items followed, an id of its own for every
//! operation, and nothing in it that a client does not need.

use serde_json::{Map, Value};

use super::{Pass, Rewrite};
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "operations",
    summary: "every operation stands in its path and has an id of its own, and no extension speaks to progenitor",
    run,
};

/// What a client does not look at; a field of another kind than progenitor expects would fail the document.
const UNUSED: [&str; 4] = ["callbacks", "externalDocs", "servers", "tags"];

fn run(document: &mut Value, facts: &Facts) -> Vec<Rewrite> {
    let mut rewrites = Vec::new();
    let mut paths = Map::new();
    for operation in &facts.operations {
        let Some(map) = document.pointer(operation.pointer.as_str()).and_then(Value::as_object) else {
            continue;
        };
        let mut lowered: Map<String, Value> = map
            .iter()
            .filter(|(key, _)| !UNUSED.contains(&key.as_str()) && !key.starts_with("x-"))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let id = Value::String(operation.operation_id.clone());
        let is_renamed = map.get("operationId") != Some(&id);
        lowered.insert("operationId".to_owned(), id);
        let acts = map.keys().any(|key| key.starts_with("x-dropshot-"));
        if is_renamed || acts || operation.lowered() != operation.pointer {
            rewrites.push(Rewrite::lossless(operation.pointer.clone()));
        }
        let item = paths.entry(operation.lowered_path.clone());
        if let Value::Object(item) = item.or_insert_with(|| Value::Object(Map::new())) {
            item.insert(operation.method.to_lowercase(), Value::Object(lowered));
        }
    }
    if let Some(map) = document.as_object_mut() {
        map.insert("paths".to_owned(), Value::Object(paths));
    }
    for kind in ["callbacks", "examples", "links", "pathItems"] {
        if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
            components.remove(kind);
        }
    }
    rewrites
}
