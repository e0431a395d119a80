//! Reads a value that has one of several types. The types are ranked by how well they match the JSON value. The best
//! one that can be read is chosen.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The JSON values that a type accepts.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A string. If texts are listed, it is usually one of them.
    Text(&'static [&'static str]),
    /// A list.
    List,
    /// An object.
    Object {
        /// The keys that are required.
        required: &'static [&'static str],
        /// The keys that are allowed.
        known: &'static [&'static str],
        /// For each key, the texts that its value can have, if the key is present.
        tags: &'static [(&'static str, &'static [&'static str])],
    },
    /// Any value.
    #[allow(
        dead_code,
        reason = "only a type with very many shapes has it, and no fixture document has such a type"
    )]
    Any,
}

/// A matching tag outweighs any number of matching keys.
const TAG: usize = 1 << 20;

impl Shape {
    /// How well a value matches; `None` if it does not.
    fn likeness(&self, value: &Value) -> Option<usize> {
        match (self, value) {
            (Self::Any, _) => Some(0),
            (Self::Boolean, Value::Bool(_)) | (Self::List, Value::Array(_)) => Some(1),
            (Self::Integer, Value::Number(number)) => (!number.is_f64()).then_some(2),
            (Self::Number, Value::Number(_)) => Some(1),
            (Self::Text([]), Value::String(_)) => Some(2),
            // An enumeration also accepts unlisted texts, but then every other string type matches as well.
            (Self::Text(texts), Value::String(text)) => Some(if texts.contains(&text.as_str()) { 3 } else { 1 }),
            (Self::Object { required, known, tags }, Value::Object(map)) => {
                if !required.iter().all(|key| map.contains_key(*key)) {
                    return None;
                }
                let mut likeness = 1 + known.iter().filter(|key| map.contains_key(**key)).count();
                for (key, texts) in *tags {
                    match map.get(*key) {
                        Some(Value::String(text)) if texts.contains(&text.as_str()) => likeness += TAG,
                        None | Some(Value::Null) => {}
                        Some(_) => return None,
                    }
                }
                Some(likeness)
            }
            _ => None,
        }
    }
}

/// Reads the value as the type that matches best and can be read. `read` takes the index of a type, or an index of no
/// type if the value has none of the types. If a tag names the value's type, no other type is tried.
pub(crate) fn one_of<'de, D, T>(
    deserializer: D,
    shapes: &[(usize, Shape)],
    read: impl Fn(usize, Value) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let value = Value::deserialize(deserializer)?;
    let mut forms: Vec<(usize, usize)> = shapes
        .iter()
        .filter_map(|(form, shape)| Some((shape.likeness(&value)?, *form)))
        .collect();
    forms.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    for (likeness, form) in forms {
        if let Ok(read) = read(form, value.clone()) {
            return Ok(read);
        }
        if likeness >= TAG {
            return Err(D::Error::custom(
                "the value is not valid for the type that its tag names",
            ));
        }
    }
    // The error's text could repeat a value, so it is discarded.
    read(usize::MAX, value).map_err(|_| D::Error::custom("the value has none of the documented types"))
}

/// Reads a value as one type.
pub(crate) fn read_form<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(value)
}

/// The error of a value that has none of the types.
pub(crate) fn no_form() -> serde_json::Error {
    serde_json::Error::custom("none of the documented types")
}
