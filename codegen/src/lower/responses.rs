//! progenitor has one type for all successes of an operation and one for all errors, reads `application/json` alone, and
//! panics at much else. Here an operation has one success and one error at most. Where the document has several of a
//! kind, they become one component: an object with a property for each status, from whose fields the finish pass `choices`
//! reads the Rust types of the variants that it writes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Pass, Rewrite};
use crate::facts::{self, Facts, OperationFacts, Outcome, ResponseBody, ResponseFacts, Status};

pub(super) const PASS: Pass = Pass {
    id: "responses",
    summary: "the successes of an operation become one response, and so do its errors, since progenitor has one type for each",
    run,
};

fn run(document: &mut Value, facts: &Facts) -> Vec<Rewrite> {
    let mut rewrites = Vec::new();
    let mut components = BTreeMap::new();
    for operation in &facts.operations {
        let rewrite = Rewrite::lossless(operation.pointer.child("responses"));
        let responses = responses(operation, &mut components);
        let place = operation.lowered();
        let Some(map) = document.pointer_mut(place.as_str()).and_then(Value::as_object_mut) else {
            continue;
        };
        map.insert("responses".to_owned(), Value::Object(responses));
        rewrites.push(rewrite);
        for response in &operation.responses {
            let Some((media_type, place)) = &response.untyped else {
                continue;
            };
            let what = match response.body {
                ResponseBody::Text => "a text",
                _ => "bytes",
            };
            let what = format!("the client takes an answer of `{media_type}` as {what}, not as its schema");
            rewrites.push(Rewrite::lossy(place.clone(), what));
        }
    }
    super::add_schemas(document, components);
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.remove("responses");
        components.remove("headers");
    }
    rewrites
}

/// The one success and the one error, under statuses that progenitor takes for such.
fn responses(operation: &OperationFacts, components: &mut BTreeMap<String, Value>) -> Map<String, Value> {
    let mut lowered = Map::new();
    let groups = [
        ("200", &operation.success, facts::successes(&operation.responses)),
        ("4XX", &operation.error, facts::errors(&operation.responses)),
    ];
    for (status, outcome, responses) in groups {
        let response = match (outcome, responses.first()) {
            (_, None) => continue,
            (Outcome::Union(name), _) => {
                components.insert(name.clone(), union(&responses));
                typed(&reference(name))
            }
            (Outcome::Hoisted(name), Some(first)) => {
                components.insert(name.clone(), schema(first));
                typed(&reference(name))
            }
            (Outcome::Single, Some(first)) => match first.body {
                ResponseBody::Json | ResponseBody::Text => typed(&schema(first)),
                ResponseBody::Raw => json!({ "description": "", "content": { "application/octet-stream": {} } }),
                ResponseBody::Empty => json!({ "description": "" }),
            },
        };
        lowered.insert(status.to_owned(), response);
    }
    lowered
}

fn reference(component: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{component}") })
}

fn typed(schema: &Value) -> Value {
    json!({ "description": "", "content": { "application/json": { "schema": schema } } })
}

/// The schema of a response. One without is there as well: an object without any property is something else to typify.
fn schema(response: &ResponseFacts) -> Value {
    match (&response.schema, response.body) {
        (Some((_, schema)), _) if schema.as_object().is_some_and(Map::is_empty) => json!({}),
        (Some((place, _)), _) => super::schema_at(place),
        (None, ResponseBody::Text) => json!({ "type": "string" }),
        (None, _) => json!({ "type": "boolean" }),
    }
}

/// The object with a property for each response.
fn union(responses: &[&ResponseFacts]) -> Value {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for response in responses {
        let key = property(response.status);
        properties.insert(key.clone(), schema(response));
        required.push(Value::String(key));
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

/// The property that stands for a status.
pub(crate) fn property(status: Status) -> String {
    status.variant().to_lowercase()
}
