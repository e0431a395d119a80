//! Numbers, texts and enumerations.

use serde_json::Value;

use super::form::{Form, Integer};
use super::gather::{Gathered, JsonType};

/// The type of an integer; `None` if no Rust type can represent all allowed values.
pub(super) fn integer(gathered: &Gathered<'_>) -> Option<Form> {
    if let Some(integer) = gathered.format.and_then(Integer::of_format) {
        return Some(Form::Integer(integer));
    }
    let is_vast = matches!(gathered.format, Some("int256" | "uint256" | "bigint" | "big-integer"));
    let (least, most) = (gathered.minimum, gathered.maximum);
    let is_below = |limit: f64| least.is_some_and(|least| least < limit);
    let is_above = |limit: f64| most.is_some_and(|most| most > limit);
    if is_vast || is_below(i128::MIN as f64) || is_above(u128::MAX as f64) {
        return None;
    }
    Some(Form::Integer(if is_above(i128::MAX as f64) {
        // Without a lower bound of at least zero, no type holds all allowed values.
        if least.is_none_or(|least| least < 0.0) {
            return None;
        }
        Integer::U128
    } else if is_below(i64::MIN as f64) || is_above(u64::MAX as f64) {
        Integer::Wide
    } else {
        Integer::I128
    }))
}

/// The form of a number: an integer if its format says so.
pub(super) fn number(gathered: &Gathered<'_>) -> Form {
    let integer = gathered.format.and_then(Integer::of_format);
    integer.map_or(Form::Number, Form::Integer)
}

/// The type of a string. Length and pattern are documented, but do not change the type.
pub(super) fn text(gathered: &Gathered<'_>) -> Form {
    match gathered.format {
        Some("password") => Form::Secret,
        _ => Form::Text,
    }
}

/// The type of a list of allowed values.
pub(super) enum Listed {
    /// Strings, which become an enumeration.
    Texts(Vec<String>),
    /// Values of one other kind.
    Of(JsonType),
    /// Values of several kinds, and the strings among them.
    Mixed(Vec<JsonType>, Vec<String>),
    /// Values without a common type.
    Other,
}

/// The type of the values that a schema lists.
pub(super) fn listed(gathered: &Gathered<'_>, values: &[&Value]) -> Listed {
    let kind = gathered.kind_alone();
    let mut texts: Vec<String> = Vec::new();
    let mut kinds: Vec<JsonType> = Vec::new();
    for value in values {
        let (value_kind, text) = match value {
            Value::String(text) => (JsonType::Text, text.clone()),
            Value::Bool(_) => (JsonType::Boolean, value.to_string()),
            Value::Number(number) if number.is_f64() => (JsonType::Number, value.to_string()),
            Value::Number(_) => (JsonType::Integer, value.to_string()),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => return Listed::Other,
        };
        // YAML reads `no` and `1` as other types than string. If the schema's type is string, they are strings.
        let value_kind = if kind == Some(JsonType::Text) {
            JsonType::Text
        } else {
            value_kind
        };
        if value_kind == JsonType::Text && !texts.contains(&text) {
            texts.push(text);
        }
        if !kinds.contains(&value_kind) {
            kinds.push(value_kind);
        }
    }
    match (kind, kinds.as_slice()) {
        (Some(kind @ (JsonType::Integer | JsonType::Number | JsonType::Boolean)), _) => Listed::Of(kind),
        (None | Some(JsonType::Text), [JsonType::Text]) => Listed::Texts(texts),
        (None, [kind]) => Listed::Of(*kind),
        (None, [JsonType::Integer, JsonType::Number] | [JsonType::Number, JsonType::Integer]) => {
            Listed::Of(JsonType::Number)
        }
        (None, [_, ..]) => Listed::Mixed(kinds, texts),
        _ => Listed::Other,
    }
}
