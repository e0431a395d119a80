//! Reads a value that has one of several forms: by what the forms look like from outside, then by whether the value can be
//! read as one.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// What a value of a form looks like.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text, usually one of these if there are any.
    Text(&'static [&'static str]),
    /// A list.
    List,
    /// An object.
    Object {
        /// The keys that it must have.
        required: &'static [&'static str],
        /// The keys that it may have.
        known: &'static [&'static str],
        /// The texts that the value of a key must be, where the key is there.
        tags: &'static [(&'static str, &'static [&'static str])],
    },
    /// Any value.
    #[allow(
        dead_code,
        reason = "only a form with more shapes than are told apart has it, and no fixture document does"
    )]
    Any,
}

/// How much more the right text behind a key says than any number of keys.
const TAG: usize = 1 << 20;

impl Shape {
    /// How well a value looks like this; `None` where it does not.
    fn likeness(&self, value: &Value) -> Option<usize> {
        match (self, value) {
            (Self::Any, _) => Some(0),
            (Self::Boolean, Value::Bool(_)) | (Self::List, Value::Array(_)) => Some(1),
            (Self::Integer, Value::Number(number)) => (!number.is_f64()).then_some(2),
            (Self::Number, Value::Number(_)) => Some(1),
            (Self::Text([]), Value::String(_)) => Some(2),
            // An enumeration also takes what it does not list, but any other text form is as good then.
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

/// Reads the value as the form that it looks most like and can be read as; `read` gets the index of a form, or one that no
/// form has for a value that is none of them. A value that names its form by a tag is that form or a failure.
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
            return Err(D::Error::custom("the value is not what the form has that it names"));
        }
    }
    // The error's text could repeat a value, so it is not kept.
    read(usize::MAX, value).map_err(|_| D::Error::custom("the value has none of the documented forms"))
}

/// Reads a value as one form.
pub(crate) fn read_form<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
    serde_json::from_value(value)
}

/// The failure to be any form.
pub(crate) fn no_form() -> serde_json::Error {
    serde_json::Error::custom("none of the documented forms")
}
