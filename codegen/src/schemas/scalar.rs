//! Numbers, texts and enumerations.

use serde_json::Value;

use super::form::{Form, Integer};
use super::gather::{Gathered, Kind};

/// The type of an integer; `None` if no Rust type can represent all allowed values.
pub(super) fn integer(gathered: &Gathered<'_>) -> Option<Form> {
    if let Some(integer) = gathered.format.and_then(Integer::of_format) {
        return Some(Form::Integer(integer));
    }
    let is_vast = matches!(
        gathered.format,
        Some("int128" | "uint128" | "int256" | "uint256" | "bigint" | "big-integer")
    );
    let (least, most) = (gathered.minimum, gathered.maximum);
    let is_wide = least.is_some_and(|least| least < i64::MIN as f64) || most.is_some_and(|most| most > u64::MAX as f64);
    if is_vast || is_wide {
        return None;
    }
    // Beyond what i64 holds, but within u64.
    if most.is_some_and(|most| most >= i64::MAX as f64 && most > 9.3e18) {
        return least
            .is_some_and(|least| least >= 0.0)
            .then_some(Form::Integer(Integer::U64));
    }
    Some(Form::Integer(Integer::I64))
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
    Of(Kind),
    /// Values of several kinds, and the strings among them.
    Mixed(Vec<Kind>, Vec<String>),
    /// Values without a common type.
    Other,
}

/// The type of the values that a schema lists.
pub(super) fn listed(gathered: &Gathered<'_>, values: &[&Value]) -> Listed {
    let kind = gathered.kind_alone();
    let mut texts: Vec<String> = Vec::new();
    let mut kinds: Vec<Kind> = Vec::new();
    for value in values {
        let (value_kind, text) = match value {
            Value::String(text) => (Kind::Text, text.clone()),
            Value::Bool(_) => (Kind::Boolean, value.to_string()),
            Value::Number(number) if number.is_f64() => (Kind::Number, value.to_string()),
            Value::Number(_) => (Kind::Integer, value.to_string()),
            Value::Null => continue,
            Value::Array(_) | Value::Object(_) => return Listed::Other,
        };
        // YAML reads `no` and `1` as other types than string. If the schema's type is string, they are strings.
        let value_kind = if kind == Some(Kind::Text) {
            Kind::Text
        } else {
            value_kind
        };
        if value_kind == Kind::Text && !texts.contains(&text) {
            texts.push(text);
        }
        if !kinds.contains(&value_kind) {
            kinds.push(value_kind);
        }
    }
    match (kind, kinds.as_slice()) {
        (Some(kind @ (Kind::Integer | Kind::Number | Kind::Boolean)), _) => Listed::Of(kind),
        (None | Some(Kind::Text), [Kind::Text]) => Listed::Texts(texts),
        (None, [kind]) => Listed::Of(*kind),
        (None, [Kind::Integer, Kind::Number] | [Kind::Number, Kind::Integer]) => Listed::Of(Kind::Number),
        (None, [_, ..]) => Listed::Mixed(kinds, texts),
        _ => Listed::Other,
    }
}
