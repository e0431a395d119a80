//! One schema: its parts first, then its own keywords.

use serde_json::{Map, Value, json};

use super::Normal;

/// Keywords that hold a schema.
const SINGLE: &[&str] = &[
    "items",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "contentSchema",
    "additionalItems",
];

/// Keywords that hold a schema or say in one word whether there may be more.
const REST: &[&str] = &["additionalProperties", "unevaluatedProperties", "unevaluatedItems"];

/// Keywords that hold schemas by name.
const NAMED: &[&str] = &[
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
];

/// Keywords that hold a list of schemas.
const LISTED: &[&str] = &["prefixItems", "oneOf", "anyOf", "allOf"];

/// Flags that are off where they are not written.
const FLAGS: &[&str] = &[
    "nullable",
    "readOnly",
    "writeOnly",
    "uniqueItems",
    "deprecated",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

/// Patterns that every text matches.
const ANY_TEXT: &[&str] = &["", ".*", "^.*$", "^.*", ".*$", "^", "$", "^(.*)$", "^[\\s\\S]*$"];

impl<'d> Normal<'d> {
    /// The schema of the component `name`.
    pub(super) fn component(&mut self, name: &str, schema: &mut Value) {
        self.schema(schema);
        if let Value::Object(map) = schema {
            self.tags(map, Some(name));
        }
    }

    pub(super) fn schema(&mut self, schema: &mut Value) {
        if self.is_modern {
            join_reference(schema);
        }
        match schema {
            Value::Bool(true) => *schema = json!({}),
            Value::Bool(false) => *schema = json!({ "type": [] }),
            Value::Object(map) if map.get("$ref").is_some_and(Value::is_string) => self.note(schema, Self::schema),
            Value::Object(map) => {
                self.parts(map);
                self.keywords(map);
            }
            _ => {}
        }
    }

    fn parts(&mut self, map: &mut Map<String, Value>) {
        for (key, value) in map {
            let key = key.as_str();
            match value {
                Value::Array(_) if LISTED.contains(&key) => self.items(Some(value), Self::schema),
                Value::Object(_) if NAMED.contains(&key) => self.entries(Some(value), Self::schema),
                Value::Object(_) if REST.contains(&key) => self.schema(value),
                Value::Object(_) | Value::Bool(_) if SINGLE.contains(&key) => self.schema(value),
                _ => {}
            }
        }
    }

    fn keywords(&mut self, map: &mut Map<String, Value>) {
        // What takes no value has none of the types.
        if map.get("not").is_some_and(says_nothing) {
            map.remove("not");
            map.insert("type".to_owned(), json!([]));
        }
        super::values::enumerate(map);
        super::values::types(map);
        super::lists::split(map);
        self.merge(map);
        self.union(map);
        super::values::imply_type(map);
        super::numbers::bounds(map);
        super::numbers::whole(map);
        strip(map);
        self.tags(map, None);
    }
}

/// What stands beside a reference in OpenAPI 3.1 holds together with what it leads to, as in `allOf`.
fn join_reference(schema: &mut Value) {
    let Some(map) = schema.as_object_mut().filter(|map| map.len() > 1) else {
        return;
    };
    let list = map.get("allOf");
    if !map.get("$ref").is_some_and(Value::is_string) || list.is_some_and(|list| !list.is_array()) {
        return;
    }
    let reference = map.remove("$ref");
    if let Value::Array(branches) = map.entry("allOf").or_insert_with(|| json!([])) {
        branches.extend(reference.map(|reference| json!({ "$ref": reference })));
    }
}

/// Leaves out what says nothing.
fn strip(map: &mut Map<String, Value>) {
    let has = |map: &Map<String, Value>, keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    // What may be anything may be null.
    let is_typed = has(map, &["type", "enum", "oneOf", "anyOf", "allOf", "not"]);
    let counts_contained = map.contains_key("contains");
    map.retain(|key, value| match key.as_str() {
        "nullable" if !is_typed => false,
        key if FLAGS.contains(&key) => value != &Value::Bool(false),
        "minLength" | "minItems" | "minProperties" => value.as_f64() != Some(0.0),
        "minContains" => counts_contained && value.as_f64() != Some(1.0),
        "maxContains" => counts_contained,
        "required" => !value.as_array().is_some_and(Vec::is_empty),
        "properties" | "patternProperties" | "dependentSchemas" | "dependentRequired" => {
            !value.as_object().is_some_and(Map::is_empty)
        }
        "additionalProperties" | "unevaluatedProperties" | "unevaluatedItems" => !says_nothing(value),
        "items" | "additionalItems" | "propertyNames" | "contentSchema" => !says_nothing(value),
        "pattern" => !value.as_str().is_some_and(|pattern| ANY_TEXT.contains(&pattern)),
        _ => true,
    });
}

/// Whether a schema takes every value.
fn says_nothing(schema: &Value) -> bool {
    schema == &Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty)
}
