//! Converts the values of `serde_yaml` to JSON values. A value that JSON does not have is reported.

use serde_json::{Map, Number, Value};
use serde_yaml::Value as Yaml;

use super::trail::Trail;
use crate::pointer::Pointer;

/// A value that JSON does not have: its place, and its kind.
pub(super) struct NotJson {
    pub pointer: Pointer,
    pub what: &'static str,
    /// What is read there in its place.
    pub how: &'static str,
}

/// Converts `yaml`. Values that JSON does not have become `null` and are pushed to `problems`. The depth is bounded by
/// `serde_yaml`'s recursion limit.
pub(super) fn to_json(yaml: Yaml, problems: &mut Vec<NotJson>) -> Value {
    convert(yaml, &Trail::Root, problems)
}

fn convert(yaml: Yaml, at: &Trail<'_>, problems: &mut Vec<NotJson>) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(boolean) => Value::Bool(boolean),
        Yaml::String(string) => Value::String(string),
        Yaml::Number(number) => number_to_json(&number).unwrap_or_else(|| {
            problems.push(NotJson {
                pointer: at.pointer(),
                what: "an infinity or NaN",
                how: "it is read as `null`",
            });
            Value::Null
        }),
        Yaml::Sequence(items) => {
            let items = items.into_iter().enumerate();
            Value::Array(
                items
                    .map(|(index, item)| convert(item, &Trail::Item(at, index), problems))
                    .collect(),
            )
        }
        Yaml::Mapping(mapping) => {
            let mut object = Map::new();
            for (key, value) in mapping {
                let Some(key) = key_to_json(&key) else {
                    problems.push(NotJson {
                        pointer: at.pointer(),
                        what: "a key that is a list or a mapping",
                        how: "it is left out",
                    });
                    continue;
                };
                let value = convert(value, &Trail::Key(at, &key), problems);
                object.insert(key, value);
            }
            Value::Object(object)
        }
        Yaml::Tagged(tagged) => {
            problems.push(NotJson {
                pointer: at.pointer(),
                what: "a value with a YAML tag",
                how: "it is read without its tag",
            });
            convert(tagged.value, at, problems)
        }
    }
}

fn number_to_json(number: &serde_yaml::Number) -> Option<Value> {
    let whole = number
        .as_u64()
        .map(Number::from)
        .or_else(|| number.as_i64().map(Number::from));
    whole
        .or_else(|| number.as_f64().and_then(Number::from_f64))
        .map(Value::Number)
}

/// A key's text: `200:` is the key `200`, as every reader of OpenAPI documents takes it (and a lint's business).
pub(super) fn key_to_json(key: &Yaml) -> Option<String> {
    match key {
        Yaml::String(string) => Some(string.clone()),
        Yaml::Number(number) => Some(number.to_string()),
        Yaml::Bool(boolean) => Some(boolean.to_string()),
        Yaml::Null => Some("null".to_owned()),
        Yaml::Sequence(_) | Yaml::Mapping(_) | Yaml::Tagged(_) => None,
    }
}
