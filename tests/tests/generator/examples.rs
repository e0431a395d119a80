//! Every example in the document is valid for its schema.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

use serde_json::{Value, json};

const DOCUMENT: &str = include_str!("../../../spec/openapi.yaml");

#[test]
fn every_example_fits_its_schema() {
    let document: Value = serde_yaml::from_str(DOCUMENT).unwrap();
    let mut seen = Vec::new();
    walk(&document, &document, "", &mut seen);
    // The page shows a request, a response, a response header and four request values; an example that is not found here
    // is one that nobody checks.
    assert!(seen.len() >= 10, "{seen:#?}");
}

/// Finds every object with a `schema` and examples.
fn walk(document: &Value, node: &Value, at: &str, seen: &mut Vec<String>) {
    if let Some(schema) = node.get("schema") {
        for (name, example) in examples(node) {
            let place = format!("{at}/{name}");
            let errors = violations(document, schema, example);
            assert!(errors.is_empty(), "{place}: {errors:?}");
            seen.push(place);
        }
    }
    match node {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| walk(document, value, &format!("{at}/{key}"), seen)),
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(index, item)| walk(document, item, &format!("{at}/{index}"), seen));
        }
        _ => {}
    }
}

fn examples(node: &Value) -> Vec<(String, &Value)> {
    let named = node.get("examples").and_then(Value::as_object).into_iter().flatten();
    let named = named.filter_map(|(name, example)| Some((format!("examples/{name}"), example.get("value")?)));
    node.get("example")
        .map(|example| ("example".to_owned(), example))
        .into_iter()
        .chain(named)
        .collect()
}

fn violations(document: &Value, schema: &Value, example: &Value) -> Vec<String> {
    let mut root = as_json_schema(schema);
    root["components"] = as_json_schema(&document["components"]);
    let validator = jsonschema::draft4::new(&root).unwrap();
    validator
        .iter_errors(example)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect()
}

/// Converts OpenAPI 3.0's `nullable` to JSON Schema. All other keywords in the document are the same in both.
fn as_json_schema(node: &Value) -> Value {
    match node {
        Value::Object(map) => {
            let mut map: serde_json::Map<_, _> = map
                .iter()
                .map(|(key, value)| (key.clone(), as_json_schema(value)))
                .collect();
            if map.remove("nullable") == Some(Value::Bool(true))
                && let Some(plain) = map.get("type").filter(|kind| kind.is_string()).cloned()
            {
                map.insert("type".to_owned(), json!([plain, "null"]));
            }
            Value::Object(map)
        }
        Value::Array(items) => items.iter().map(as_json_schema).collect(),
        scalar => scalar.clone(),
    }
}
