//! What schemas have in common, whatever they are called.

use serde_json::{Map, Value};

use crate::lint::{Context, resolve};

/// What `schema` is in the end: references and `allOf` around a single member undone.
pub(crate) fn unwrapped<'d>(context: &Context<'d>, schema: &'d Value) -> Option<&'d Map<String, Value>> {
    let mut schema = resolve(&context.document.value, schema)?.as_object()?;
    // A chain longer than this is a circle, which another rule reports.
    for _ in 0..32 {
        let single =
            ["allOf", "oneOf", "anyOf"]
                .iter()
                .find_map(|key| match schema.get(*key)?.as_array()?.as_slice() {
                    [member] => Some(member),
                    _ => None,
                });
        let Some(member) = single.filter(|_| !schema.contains_key("type")) else {
            return Some(schema);
        };
        schema = resolve(&context.document.value, member)?.as_object()?;
    }
    None
}

/// Whether an object is a map to typify: nothing is known of its keys.
pub(crate) fn is_map(map: &Map<String, Value>) -> bool {
    let is_empty = |key: &str| match map.get(key) {
        None => true,
        Some(Value::Object(entries)) => entries.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    };
    is_empty("properties") && is_empty("required") && map.get("additionalProperties") != Some(&Value::Bool(false))
}

/// Whether two schemas are the same but for words that people read.
pub(crate) fn same_but_for_words(a: &Value, b: &Value) -> bool {
    const WORDS: [&str; 5] = ["description", "example", "externalDocs", "deprecated", "title"];
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            fn telling(map: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
                map.iter()
                    .filter(|(key, value)| !WORDS.contains(&key.as_str()) || value.is_object())
            }
            let mut others = telling(b);
            telling(a).all(|(key, value)| {
                others
                    .next()
                    .is_some_and(|(other, with)| key == other && same_but_for_words(value, with))
            }) && others.next().is_none()
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_but_for_words(a, b))
        }
        (a, b) => a == b,
    }
}
