//! The normal form of one schema: first of its parts, then of its own keywords.

use serde_json::{Map, Value, json};

use super::Normal;

/// Keywords with one schema.
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

/// Keywords with a schema or a boolean.
const REST: &[&str] = &["additionalProperties", "unevaluatedProperties", "unevaluatedItems"];

/// Keywords with schemas by name.
const NAMED: &[&str] = &[
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
];

/// Keywords with a list of schemas.
const LISTED: &[&str] = &["prefixItems", "oneOf", "anyOf", "allOf"];

/// Flags that are `false` by default.
const FLAGS: &[&str] = &[
    "nullable",
    "readOnly",
    "writeOnly",
    "uniqueItems",
    "deprecated",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

/// Patterns that every string matches.
const ANY_TEXT: &[&str] = &["", ".*", "^.*$", "^.*", ".*$", "^", "$", "^(.*)$", "^[\\s\\S]*$"];

impl<'d> Normal<'d> {
    /// Brings the schema of the component `name` into its normal form.
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
                Value::Object(_) if REST.contains(&key) => {
                    self.schema(value);
                    // `{"not": {}}` is another way to write `false`.
                    if value == &json!({ "type": [] }) {
                        *value = Value::Bool(false);
                    }
                }
                Value::Object(_) | Value::Bool(_) if SINGLE.contains(&key) => self.schema(value),
                _ => {}
            }
        }
    }

    fn keywords(&mut self, map: &mut Map<String, Value>) {
        // A schema that allows no value has no types.
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
        super::idle::strip(map);
        strip(map);
        self.tags(map, None);
    }
}

/// In OpenAPI 3.1 keywords beside `$ref` apply together with its target. This moves the reference into `allOf`.
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

/// Removes keywords without effect.
fn strip(map: &mut Map<String, Value>) {
    let has = |map: &Map<String, Value>, keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    // A schema that allows any type allows null.
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

/// Whether a schema allows every value.
fn says_nothing(schema: &Value) -> bool {
    schema == &Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty)
}
