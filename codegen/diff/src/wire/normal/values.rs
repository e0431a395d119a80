//! Types, null and enum values.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Turns `const` into an `enum` of one value, writes whole numbers as integers, and removes duplicates.
pub(super) fn enumerate(map: &mut Map<String, Value>) {
    if let Some(value) = map.remove("const") {
        map.insert("enum".to_owned(), json!([value]));
    }
    let Some(Value::Array(values)) = map.get_mut("enum") else {
        return;
    };
    let mut seen = BTreeSet::new();
    values.iter_mut().for_each(|value| *value = whole(value.take()));
    values.retain(|value| seen.insert(value.to_string()));
}

/// `1.0` as `1`.
fn whole(value: Value) -> Value {
    match value.as_f64() {
        #[allow(clippy::cast_possible_truncation, reason = "the number is whole and small enough")]
        Some(number) if value.is_f64() && number.fract() == 0.0 && number.abs() < 1e15 => Value::from(number as i64),
        _ => value,
    }
}

/// Replaces null in a list of types by `nullable`, writes a single type as a string, and sorts several types. A schema that
/// allows only null has an empty list of types.
pub(super) fn types(map: &mut Map<String, Value>) {
    if map.get("enum") == Some(&json!([null])) {
        map.remove("enum");
        map.insert("type".to_owned(), json!(["null"]));
    }
    let listed = match map.get("type") {
        Some(Value::Array(list)) => list.clone(),
        Some(word) => vec![word.clone()],
        None => Vec::new(),
    };
    let is_null = |word: &Value| word == "null" || word.is_null();
    if listed.iter().any(is_null) {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    let mut words: Vec<Value> = listed.iter().filter(|word| !is_null(word)).cloned().collect();
    words.sort_by_key(Value::to_string);
    words.dedup();
    if words.iter().any(|word| word == "number") {
        words.retain(|word| word != "integer");
    }
    match words.as_slice() {
        [] if listed.is_empty() => {}
        [] => drop(map.insert("type".to_owned(), json!([]))),
        [word] => drop(map.insert("type".to_owned(), word.clone())),
        _ => drop(map.insert("type".to_owned(), Value::Array(words))),
    }
}

/// Adds the type of enum values. Removes an `enum` with both booleans.
pub(super) fn imply_type(map: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = map.get("enum") else {
        return;
    };
    let mut values = values.clone();
    if values.len() > 1 && values.contains(&Value::Null) {
        values.retain(|value| !value.is_null());
        if !map.contains_key("type") {
            map.insert("nullable".to_owned(), Value::Bool(true));
        }
    }
    let kinds: BTreeSet<&str> = values.iter().filter_map(kind_of).collect();
    let declared = map.get("type").and_then(Value::as_str);
    let fits =
        |kind: &str| declared.is_none_or(|declared| declared == kind || declared == "number" && kind == "integer");
    match kinds.iter().collect::<Vec<_>>().as_slice() {
        [kind] if fits(kind) => {
            let kind = **kind;
            if kind == "boolean" && values.len() == 2 {
                map.remove("enum");
            } else {
                map.insert("enum".to_owned(), Value::Array(values.clone()));
            }
            map.insert("type".to_owned(), json!(kind));
        }
        // The type excludes enum values of other types, unless it would exclude all of them.
        _ if declared.is_some() && kinds.iter().any(|kind| fits(kind)) => {
            values.retain(|value| kind_of(value).is_none_or(fits));
            map.insert("enum".to_owned(), Value::Array(values));
        }
        _ => drop(map.insert("enum".to_owned(), Value::Array(values))),
    }
}

/// The type of a value; `None` for null.
pub(super) fn kind_of(value: &Value) -> Option<&'static str> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    })
}
