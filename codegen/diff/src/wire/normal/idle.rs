//! Keywords that have no effect beside others.

use serde_json::{Map, Value};

use super::numbers;

/// The limits that say nothing more of listed values.
pub(in crate::wire) const OF_LISTED: [&str; 7] = [
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];

/// Removes keywords that constrain no value that the others allow.
pub(super) fn strip(map: &mut Map<String, Value>) {
    conditions(map);
    contained(map);
    listed(map);
}

/// A condition needs consequences, and the other way round.
fn conditions(map: &mut Map<String, Value>) {
    let has_consequence = map.contains_key("then") || map.contains_key("else");
    if !map.contains_key("if") {
        map.remove("then");
        map.remove("else");
    } else if !has_consequence {
        map.remove("if");
    }
}

/// A list may contain no item that fits, if `minContains` says so.
fn contained(map: &mut Map<String, Value>) {
    let is_zero = map.get("minContains").and_then(Value::as_f64) == Some(0.0);
    if is_zero && !map.contains_key("maxContains") {
        map.remove("contains");
        map.remove("minContains");
    }
}

/// Limits say nothing more if they allow each listed value.
fn listed(map: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = map.get("enum") else {
        return;
    };
    if values.iter().all(|value| is_within(map, value)) {
        for limit in OF_LISTED {
            map.remove(limit);
        }
    }
}

/// Whether the limits in `map` allow a string or number.
fn is_within(map: &Map<String, Value>, value: &Value) -> bool {
    let limit = |key: &str| map.get(key).and_then(Value::as_f64);
    match value {
        Value::String(text) => {
            #[allow(clippy::cast_precision_loss, reason = "no text is that long")]
            let length = text.chars().count() as f64;
            limit("minLength").is_none_or(|least| length >= least)
                && limit("maxLength").is_none_or(|most| length <= most)
        }
        Value::Number(number) => number.as_f64().is_none_or(|number| numbers::is_within(map, number)),
        _ => true,
    }
}
