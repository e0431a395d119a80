//! Which schemas of a document speak of a place in a value.

use std::collections::BTreeSet;

use serde_json::Value;

use super::schema::escaped;

/// How many schemas may stand for one value.
const MANY: usize = 400;

/// The places of the schemas that speak of a value at `root` itself: with what they refer to and are made of.
pub(super) fn of_root(document: &Value, root: &str) -> BTreeSet<String> {
    let mut places = BTreeSet::new();
    expand(document, root.to_owned(), &mut places);
    places
}

/// The places of the schemas that speak of what is behind `token` in a value that `places` speak of.
pub(super) fn step(document: &Value, places: &BTreeSet<String>, token: &str, is_index: bool) -> BTreeSet<String> {
    let mut below = BTreeSet::new();
    for place in places {
        let mut children = Vec::new();
        if is_index {
            children.push(format!("{place}/items"));
            children.push(format!("{place}/prefixItems/{token}"));
        } else {
            children.push(format!("{place}/properties/{}", escaped(token)));
            children.push(format!("{place}/additionalProperties"));
            children.push(format!("{place}/unevaluatedProperties"));
            let patterns = document
                .pointer(&format!("{place}/patternProperties"))
                .and_then(Value::as_object);
            for (pattern, _) in patterns.into_iter().flatten() {
                children.push(format!("{place}/patternProperties/{}", escaped(pattern)));
            }
        }
        for child in children {
            if document.pointer(&child).is_some() {
                expand(document, child, &mut below);
            }
        }
    }
    below
}

/// Whether a schema among `places` names the member `key`, or says what members without a name are.
pub(super) fn is_declared(document: &Value, places: &BTreeSet<String>, key: &str) -> bool {
    places.iter().any(|place| {
        let Some(schema) = document.pointer(place) else { return false };
        let speaks = |keyword: &str| schema.get(keyword).is_some_and(|value| *value != Value::Bool(false));
        schema.get("properties").and_then(|map| map.get(key)).is_some()
            || speaks("additionalProperties")
            || speaks("unevaluatedProperties")
            || speaks("patternProperties")
            // An object of which nothing is said but that it is one has any members.
            || schema.get("type").is_some_and(|kind| kind == "object") && schema.get("properties").is_none() && schema.get("allOf").is_none()
    })
}

/// Whether one of the schemas says `keyword: true`.
pub(super) fn says(document: &Value, places: &BTreeSet<String>, keyword: &str) -> bool {
    places
        .iter()
        .any(|place| document.pointer(&format!("{place}/{keyword}")) == Some(&Value::Bool(true)))
}

/// Whether the schemas say that a value is a number, and none that it is whole.
pub(super) fn is_double(document: &Value, places: &BTreeSet<String>) -> bool {
    let kinds = |place: &String| document.pointer(&format!("{place}/type")).cloned();
    let formats = |place: &String| document.pointer(&format!("{place}/format")).cloned();
    let is = |kind: &str, stated: &Value| match stated {
        Value::Array(kinds) => kinds.iter().any(|stated| stated == kind),
        stated => stated == kind,
    };
    let stated: Vec<Value> = places.iter().filter_map(kinds).collect();
    let whole = |format: Value| format.as_str().is_some_and(|format| format.contains("int"));
    stated.iter().any(|stated| is("number", stated))
        && !stated.iter().any(|stated| is("integer", stated))
        && !places.iter().filter_map(formats).any(whole)
}

#[allow(clippy::needless_pass_by_value, reason = "most callers make the text for it")]
fn expand(document: &Value, place: String, places: &mut BTreeSet<String>) {
    if places.len() > MANY || !places.insert(place.clone()) {
        return;
    }
    let Some(schema) = document.pointer(&place).and_then(Value::as_object) else {
        return;
    };
    for key in ["$ref", "$dynamicRef"] {
        let reference = schema.get(key).and_then(Value::as_str);
        if let Some(pointer) = reference
            .and_then(|reference| reference.strip_prefix('#'))
            .filter(|at| at.starts_with('/'))
        {
            expand(document, pointer.to_owned(), places);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let members = schema.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..members {
            expand(document, format!("{place}/{key}/{index}"), places);
        }
    }
    for key in ["then", "else", "if"] {
        if schema.contains_key(key) {
            expand(document, format!("{place}/{key}"), places);
        }
    }
    let dependent = schema.get("dependentSchemas").and_then(Value::as_object);
    for key in dependent.into_iter().flatten().map(|(key, _)| key) {
        expand(document, format!("{place}/dependentSchemas/{}", escaped(key)), places);
    }
    // A base stands for those that are made of it.
    if let Some(mapping) = schema
        .get("discriminator")
        .and_then(|map| map.get("mapping"))
        .and_then(Value::as_object)
    {
        for target in mapping.values().filter_map(Value::as_str) {
            let pointer = target
                .strip_prefix('#')
                .map_or_else(|| format!("/components/schemas/{target}"), ToOwned::to_owned);
            if document.pointer(&pointer).is_some() {
                expand(document, pointer, places);
            }
        }
    }
    if schema.contains_key("discriminator") && place.starts_with("/components/schemas/") {
        let reference = format!("#{place}");
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
        for (name, child) in schemas.into_iter().flatten() {
            let members = child.get("allOf").and_then(Value::as_array);
            let is_child = members
                .into_iter()
                .flatten()
                .any(|member| member.get("$ref") == Some(&Value::from(reference.as_str())));
            if is_child {
                expand(document, format!("/components/schemas/{}", escaped(name)), places);
            }
        }
    }
}
