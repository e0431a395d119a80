//! `oneOf` and `anyOf`: variants with only enum values, null as a variant, and a type that all variants share.

use std::collections::BTreeSet;

use openapi_document::view::resolve;
use serde_json::{Map, Value, json};

use super::Normal;
use super::all_of::{TEXTS, is_only_null};

/// The most schemas that are read for the types of one schema. Unions may be recursive.
const MOST_STEPS: usize = 256;

impl Normal<'_> {
    pub(super) fn union(&self, map: &mut Map<String, Value>) {
        for key in ["oneOf", "anyOf"] {
            if map.contains_key("enum") || !map.get(key).is_some_and(Value::is_array) {
                continue;
            }
            if list_values(map, key) || only_null(map, key) {
                continue;
            }
            self.lift_null(map, key);
            if !super::lists::merge(map, key) {
                self.drop_type(map, key);
            }
        }
    }

    /// Makes the union nullable if one of its variants is.
    fn lift_null(&self, map: &mut Map<String, Value>, key: &str) {
        let is_typed = map.contains_key("type");
        let Some(Value::Array(forms)) = map.get_mut(key) else {
            return;
        };
        let takes_null = |form: &Value| {
            let form = resolve(self.written, form).unwrap_or(form);
            form.get("nullable") == Some(&Value::Bool(true))
                || form.get("type").is_some_and(|kind| {
                    kind == "null" || kind.as_array().is_some_and(|kinds| kinds.contains(&json!("null")))
                })
        };
        // A type beside the union that is not nullable excludes null.
        if is_typed || !forms.iter().any(takes_null) {
            return;
        }
        for form in forms {
            if !is_only_null(form)
                && let Value::Object(form) = form
            {
                form.remove("nullable");
            }
        }
        map.insert("nullable".to_owned(), Value::Bool(true));
    }

    /// Removes a type that follows from every variant.
    fn drop_type(&self, map: &mut Map<String, Value>, key: &str) {
        let Some(own) = map.get("type").and_then(Value::as_str) else {
            return;
        };
        let Some(Value::Array(forms)) = map.get(key) else {
            return;
        };
        let fits = |kind: &str| kind == own || own == "number" && kind == "integer";
        let follows = forms.iter().all(|form| {
            is_only_null(form) || types_of(self.written, form).is_some_and(|kinds| kinds.iter().all(|kind| fits(kind)))
        });
        if follows && !forms.is_empty() {
            map.remove("type");
        }
    }
}

/// Replaces a union that only allows null by the type null. Returns whether it did.
fn only_null(map: &mut Map<String, Value>, key: &str) -> bool {
    let forms = map.get(key).and_then(Value::as_array);
    let says_null = |forms: &Vec<Value>| match key {
        // Null matches every variant, but `oneOf` wants exactly one.
        "oneOf" => forms.len() == 1 && forms.iter().all(is_only_null),
        _ => !forms.is_empty() && forms.iter().all(is_only_null),
    };
    if map.contains_key("type") || !forms.is_some_and(says_null) {
        return false;
    }
    map.remove(key);
    map.insert("type".to_owned(), json!([]));
    map.insert("nullable".to_owned(), Value::Bool(true));
    true
}

/// Merges variants with only enum values into one `enum`. Returns whether it did.
fn list_values(map: &mut Map<String, Value>, key: &str) -> bool {
    let Some(Value::Array(forms)) = map.get(key) else {
        return false;
    };
    let is_list = |form: &Value| {
        let allowed =
            |key: &String| matches!(key.as_str(), "enum" | "type" | "nullable") || TEXTS.contains(&key.as_str());
        is_only_null(form)
            || form.get("enum").is_some() && form.as_object().is_some_and(|form| form.keys().all(allowed))
    };
    // With a discriminator or constraints beside them, the variants stay.
    let is_plain = map
        .keys()
        .all(|own| own == key || own == "type" || own == "nullable" || TEXTS.contains(&own.as_str()));
    if !is_plain || forms.is_empty() || !forms.iter().all(is_list) {
        return false;
    }
    let is_nullable = forms
        .iter()
        .any(|form| is_only_null(form) || form.get("nullable") == Some(&Value::Bool(true)));
    let mut values: Vec<Value> = Vec::new();
    for value in forms.iter().filter_map(|form| form.get("enum")?.as_array()).flatten() {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    if values.is_empty() {
        return false;
    }
    map.remove(key);
    map.insert("enum".to_owned(), Value::Array(values));
    if is_nullable && !map.contains_key("type") {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    true
}

/// The types that a schema allows, without null. `None` if it has no type, or if finding it needs too many steps.
pub(in crate::wire) fn types_of<'d>(document: &'d Value, schema: &'d Value) -> Option<BTreeSet<&'d str>> {
    let (mut types, mut pending) = (BTreeSet::new(), vec![schema]);
    for _ in 0..MOST_STEPS {
        let Some(schema) = pending.pop() else {
            return Some(types);
        };
        let schema = resolve(document, schema)?;
        let forms = |key: &str| schema.get(key).and_then(Value::as_array);
        match (schema.get("type"), forms("enum")) {
            (Some(Value::String(kind)), _) => drop(types.insert(kind.as_str())),
            (Some(Value::Array(kinds)), _) => {
                types.extend(kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null"));
            }
            (_, Some(values)) => {
                for value in values {
                    types.extend(super::values::kind_of(value));
                }
            }
            // One branch with a type decides the type of all.
            _ => match forms("allOf") {
                Some(branches) => pending.push(branches.iter().find(|branch| says_type(document, branch))?),
                None => pending.extend(forms("oneOf").or_else(|| forms("anyOf"))?),
            },
        }
    }
    None
}

fn says_type(document: &Value, schema: &Value) -> bool {
    let schema = resolve(document, schema).unwrap_or(schema);
    ["type", "enum", "oneOf", "anyOf", "allOf"]
        .iter()
        .any(|key| schema.get(*key).is_some())
}
