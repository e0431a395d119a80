//! Comparison of schemas without their documentation.

use serde_json::{Map, Value};

/// Whether two schemas are equal except for documentation and examples.
pub fn same_but_for_words(a: &Value, b: &Value) -> bool {
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
