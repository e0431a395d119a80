//! The schemas of a document as JSON Schema, at the places that they have in the document, so that a validator finds what is
//! referred to. OpenAPI 3.0 says a few things in its own words; here they are JSON Schema's.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Keywords that hold one schema.
const ONE: [&str; 12] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "additionalItems",
    "contentSchema",
];
/// Keywords that hold a list of schemas.
const SEVERAL: [&str; 4] = ["allOf", "oneOf", "anyOf", "prefixItems"];
/// Keywords that hold schemas by name.
const NAMED: [&str; 5] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
];

/// The document with JSON Schemas where it has Schema Objects.
pub(super) fn translated(document: &Value) -> Value {
    let is_30 = document
        .get("openapi")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("3.0"));
    let mut names = BTreeMap::new();
    anchors(document, "", &mut names);
    let mut document = document.clone();
    each_schema(&mut document, &mut |schema| *schema = one(schema, is_30, &names));
    document
}

/// Calls `visit` with every outermost schema.
fn each_schema(value: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_schema(item, visit)),
        Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("schema", schema @ Value::Object(_)) => visit(schema),
                    ("schemas", Value::Object(schemas)) => schemas.values_mut().for_each(&mut *visit),
                    ("example" | "examples" | "default" | "enum", _) => {}
                    (_, value) => each_schema(value, visit),
                }
            }
        }
        _ => {}
    }
}

/// The places of schemas that have a name besides: `#name`, or their `$id`.
fn anchors(value: &Value, at: &str, names: &mut BTreeMap<String, String>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                anchors(item, &format!("{at}/{index}"), names);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                if let ("$anchor" | "$dynamicAnchor" | "$id", Value::String(name)) = (key.as_str(), value) {
                    let name = if key == "$id" { name.clone() } else { format!("#{name}") };
                    names.entry(name).or_insert_with(|| format!("#{at}"));
                }
                anchors(value, &format!("{at}/{}", escaped(key)), names);
            }
        }
        _ => {}
    }
}

/// A key as a token of a JSON Pointer.
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn one(schema: &Value, is_30: bool, names: &BTreeMap<String, String>) -> Value {
    let Value::Object(source) = schema else {
        return schema.clone();
    };
    let mut target = Map::new();
    for key in ["$ref", "$dynamicRef"] {
        let Some(reference) = source.get(key).and_then(Value::as_str) else {
            continue;
        };
        let reference = names.get(reference).map_or(reference, String::as_str);
        target.insert("$ref".to_owned(), json!(reference));
        if is_30 {
            return Value::Object(target);
        }
    }
    for (key, value) in source {
        let value = match (key.as_str(), value) {
            ("$ref" | "$dynamicRef" | "$id" | "$anchor" | "$dynamicAnchor" | "$schema", _) => continue,
            ("nullable" | "discriminator" | "example" | "examples" | "xml" | "externalDocs", _) => continue,
            (key, value @ (Value::Object(_) | Value::Bool(_))) if ONE.contains(&key) => one(value, is_30, names),
            (key, Value::Array(parts)) if SEVERAL.contains(&key) => {
                parts.iter().map(|part| branch(part, is_30, names)).collect()
            }
            (key, Value::Object(named)) if NAMED.contains(&key) => named
                .iter()
                .map(|(name, schema)| (name.clone(), one(schema, is_30, names)))
                .collect(),
            (_, value) => value.clone(),
        };
        target.insert(key.clone(), value);
    }
    demand_members(&mut target, source);
    make_exclusive(&mut target, "minimum", "exclusiveMinimum");
    make_exclusive(&mut target, "maximum", "exclusiveMaximum");
    bound_by_format(&mut target);
    if source.get("nullable") == Some(&Value::Bool(true)) && !target.is_empty() {
        match target.get("type") {
            Some(Value::String(kind)) => {
                let kinds = json!([kind, "null"]);
                target.insert("type".to_owned(), kinds);
            }
            Some(_) => {}
            None => return json!({ "anyOf": [target, { "type": "null" }] }),
        }
    }
    Value::Object(target)
}

/// A branch of a composition. One that says no more than that it may be null is null.
fn branch(schema: &Value, is_30: bool, names: &BTreeMap<String, String>) -> Value {
    let says_null = schema
        .as_object()
        .is_some_and(|map| map.len() == 1 && map.get("nullable") == Some(&Value::Bool(true)));
    if says_null {
        json!({ "type": "null" })
    } else {
        one(schema, is_30, names)
    }
}

/// `required: true` in a property, which older schemas have, demands the property.
fn demand_members(target: &mut Map<String, Value>, source: &Map<String, Value>) {
    if target.get("required").is_some_and(Value::is_boolean) {
        target.remove("required");
    }
    let properties = source.get("properties").and_then(Value::as_object);
    let demanded = properties.into_iter().flatten();
    let demanded = demanded.filter(|(_, property)| property.get("required") == Some(&Value::Bool(true)));
    for (name, _) in demanded {
        if let Value::Array(names) = target.entry("required").or_insert_with(|| json!([])) {
            names.push(json!(name));
        }
    }
}

/// OpenAPI 3.0 says whether a limit is exclusive, JSON Schema says the exclusive limit.
fn make_exclusive(target: &mut Map<String, Value>, limit: &str, exclusive: &str) {
    match target.get(exclusive) {
        Some(Value::Bool(true)) => {
            if let Some(value) = target.remove(limit) {
                target.insert(exclusive.to_owned(), value);
            } else {
                target.remove(exclusive);
            }
        }
        Some(Value::Bool(false)) => {
            target.remove(exclusive);
        }
        _ => {}
    }
}

/// The formats of integers are ranges, which JSON Schema has no format for.
fn bound_by_format(target: &mut Map<String, Value>) {
    let (least, most) = match target.get("format").and_then(Value::as_str) {
        Some("int8") => (json!(i8::MIN), json!(i8::MAX)),
        Some("uint8") => (json!(u8::MIN), json!(u8::MAX)),
        Some("int16") => (json!(i16::MIN), json!(i16::MAX)),
        Some("uint16") => (json!(u16::MIN), json!(u16::MAX)),
        Some("int" | "int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint" | "uint32") => (json!(u32::MIN), json!(u32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        Some("uint64") => (json!(u64::MIN), json!(u64::MAX)),
        _ => return,
    };
    let mut range = json!({ "minimum": least, "maximum": most });
    if target.get("type").is_none_or(|kind| kind == "number") {
        range["multipleOf"] = json!(1);
    }
    let is_numeric = |kind: &Value| kind == "integer" || kind == "number";
    let numeric = match target.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_numeric),
        Some(kind) => is_numeric(kind),
        None => true,
    };
    // A part of `allOf`, so that the range holds beside limits that the schema has of its own.
    if numeric && let Value::Array(parts) = target.entry("allOf").or_insert_with(|| json!([])) {
        parts.push(range);
    }
}
