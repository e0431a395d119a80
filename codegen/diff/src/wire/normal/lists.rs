//! Schemas with several types: a list of types if no keyword constrains the parts of values, otherwise a variant for each type.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::all_of::{TEXTS, is_only_null};

/// Keywords that constrain values of one type, but not their parts.
const SCALAR: &[(&str, &[&str])] = &[
    ("string", &["minLength", "maxLength", "pattern", "format"]),
    ("number", &NUMBER),
    ("integer", &NUMBER),
    ("boolean", &[]),
];

const NUMBER: [&str; 6] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "format",
];

/// Keywords that constrain the parts of values of one type.
const STRUCTURE: &[(&str, &[&str])] = &[
    (
        "array",
        &[
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
            "minContains",
            "maxContains",
            "minItems",
            "maxItems",
            "uniqueItems",
        ],
    ),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "patternProperties",
            "propertyNames",
            "dependentSchemas",
            "dependentRequired",
            "minProperties",
            "maxProperties",
        ],
    ),
];

fn keywords_of(table: &[(&str, &'static [&'static str])], kind: &str) -> &'static [&'static str] {
    table
        .iter()
        .find(|(of, _)| *of == kind)
        .map_or(&[], |(_, keywords)| keywords)
}

/// Replaces variants of different types by a list of types, if they do not constrain the parts of values. Returns whether it did.
pub(super) fn merge(map: &mut Map<String, Value>, key: &str) -> bool {
    let is_typed = map.contains_key("type") || map.contains_key("discriminator");
    let Some(Value::Array(forms)) = map.get(key).filter(|_| !is_typed) else {
        return false;
    };
    let Some(forms) = forms
        .iter()
        .filter(|form| !is_only_null(form))
        .map(Value::as_object)
        .collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let (bare, others): (Vec<_>, Vec<_>) = forms
        .into_iter()
        .partition(|form| form.contains_key("type") && says_only(form, &["type"]));
    let mut types: BTreeSet<String> = bare.iter().flat_map(|form| kinds(form)).collect();
    let taken = types.clone();
    let is_alone = bare.is_empty() && others.len() < 2;
    let mut constraints = Map::new();
    for form in others {
        let kinds = kinds(form);
        let [kind] = kinds.as_slice() else { return false };
        // This variant adds nothing if another one allows the whole type.
        if taken.contains(kind) && key == "anyOf" {
            continue;
        }
        let is_scalar = SCALAR.iter().any(|(of, _)| of == kind);
        let keywords = keywords_of(SCALAR, kind);
        if !is_scalar || !says_only(form, &[&["type"], keywords].concat()) || !types.insert(kind.clone()) {
            return false;
        }
        for (keyword, value) in form.iter().filter(|(key, _)| keywords.contains(&key.as_str())) {
            if map.contains_key(keyword) || constraints.insert(keyword.clone(), value.clone()).is_some() {
                return false;
            }
        }
    }
    // An integer matches both variants. `oneOf` then rejects it, and bounds apply to only one of them.
    let overlap = types.contains("integer") && types.contains("number");
    if types.is_empty() || is_alone || overlap && (key == "oneOf" || !constraints.is_empty()) {
        return false;
    }
    map.remove(key);
    map.extend(constraints);
    map.insert("type".to_owned(), json!(types));
    super::values::types(map);
    true
}

fn says_only(form: &Map<String, Value>, keywords: &[&str]) -> bool {
    form.keys()
        .all(|key| keywords.contains(&key.as_str()) || TEXTS.contains(&key.as_str()))
}

fn kinds(form: &Map<String, Value>) -> Vec<String> {
    let texts = |value: &Value| value.as_str().map(ToOwned::to_owned);
    match form.get("type") {
        Some(Value::Array(list)) => list.iter().filter_map(texts).collect(),
        Some(word) => texts(word).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Splits a list of types into one variant for each type, if a keyword constrains the parts of values.
pub(super) fn split(map: &mut Map<String, Value>) {
    let Some(Value::Array(types)) = map.get("type").cloned() else {
        return;
    };
    let looks = STRUCTURE
        .iter()
        .flat_map(|(_, keywords)| *keywords)
        .any(|key| map.contains_key(*key));
    let is_union = ["oneOf", "anyOf", "enum"].iter().any(|key| map.contains_key(*key));
    if types.len() < 2 || !looks || is_union {
        return;
    }
    let own = |kind: &str| [keywords_of(SCALAR, kind), keywords_of(STRUCTURE, kind)].concat();
    let forms = types.iter().filter_map(Value::as_str).map(|kind| {
        let own = own(kind);
        let constraints = own
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), map.get(*key)?.clone())));
        let mut form: Map<String, Value> = constraints.collect();
        form.insert("type".to_owned(), json!(kind));
        Value::Object(form)
    });
    let forms: Vec<Value> = forms.collect();
    for key in types.iter().filter_map(Value::as_str).flat_map(own) {
        map.remove(key);
    }
    map.remove("type");
    map.insert("anyOf".to_owned(), Value::Array(forms));
}
