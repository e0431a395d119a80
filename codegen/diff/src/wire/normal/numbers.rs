//! The bounds of numbers, and numbers that are always integers.

use serde_json::{Map, Number, Value, json};

/// Whether the bounds in `map`, with flags for exclusive ones, allow a number.
pub(super) fn is_within(map: &Map<String, Value>, number: f64) -> bool {
    let limit = |key: &str| map.get(key).and_then(Value::as_f64);
    let is_flagged = |key: &str| map.get(key) == Some(&Value::Bool(true));
    let above =
        limit("minimum").is_none_or(|least| number > least || number >= least && !is_flagged("exclusiveMinimum"));
    let below = limit("maximum").is_none_or(|most| number < most || number <= most && !is_flagged("exclusiveMaximum"));
    let is_multiple = limit("multipleOf").is_none_or(|factor| number % factor == 0.0);
    above && below && is_multiple
}

/// Writes an exclusive bound as a bound with a flag, as in OpenAPI 3.0. Of two bounds, the tighter one counts.
pub(super) fn bounds(map: &mut Map<String, Value>) {
    for (bound, flag, upper) in [
        ("minimum", "exclusiveMinimum", false),
        ("maximum", "exclusiveMaximum", true),
    ] {
        if let Some(exclusive) = map.get(flag).and_then(Value::as_f64) {
            let Some(written) = map.remove(flag) else { continue };
            let inclusive = map.get(bound).and_then(Value::as_f64);
            let is_tighter = |inclusive| {
                if upper {
                    exclusive <= inclusive
                } else {
                    exclusive >= inclusive
                }
            };
            if inclusive.is_none_or(is_tighter) {
                map.insert(bound.to_owned(), written);
                map.insert(flag.to_owned(), Value::Bool(true));
            }
        }
        if !map.contains_key(bound) {
            map.remove(flag);
        }
    }
}

/// Turns multiples of a whole number into integers, removes `multipleOf: 1` from integers, and makes their bounds inclusive.
pub(super) fn whole(map: &mut Map<String, Value>) {
    let factor = map.get("multipleOf").and_then(Value::as_f64);
    let is_whole = factor.is_some_and(|factor| factor >= 1.0 && factor.fract() == 0.0);
    if map.get("type").is_some_and(|kind| kind == "number") && is_whole {
        map.insert("type".to_owned(), json!("integer"));
    }
    if map.get("type").is_none_or(|kind| kind != "integer") {
        return;
    }
    if factor == Some(1.0) {
        map.remove("multipleOf");
    }
    // These bounds follow from the format.
    if map.get("format").is_some_and(|format| format == "int32") {
        let is_wider = |bound: &str, limit: i32| {
            let own = map.get(bound).and_then(Value::as_i64);
            own.is_some_and(|own| {
                if limit > 0 {
                    own >= i64::from(limit)
                } else {
                    own <= i64::from(limit)
                }
            })
        };
        let (lower, upper) = (is_wider("minimum", i32::MIN), is_wider("maximum", i32::MAX));
        for (is_wider, bound, flag) in [
            (lower, "minimum", "exclusiveMinimum"),
            (upper, "maximum", "exclusiveMaximum"),
        ] {
            // An exclusive bound at the limit is tighter than the format.
            if is_wider && map.get(flag) != Some(&Value::Bool(true)) {
                map.remove(bound);
            }
        }
    }
    for (bound, flag, step) in [("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)] {
        let Some(Value::Number(number)) = map.get(bound) else {
            continue;
        };
        let is_excluded = map.get(flag) == Some(&Value::Bool(true));
        if let Some(inclusive) = inclusive(number, is_excluded, step) {
            map.insert(bound.to_owned(), Value::from(inclusive));
            map.remove(flag);
        }
    }
}

/// The first integer inside a bound; `step` points into the range. `None` if the number is too large.
fn inclusive(bound: &Number, is_excluded: bool, step: i64) -> Option<i64> {
    if let Some(bound) = bound.as_i64() {
        return if is_excluded {
            bound.checked_add(step)
        } else {
            Some(bound)
        };
    }
    let bound = bound.as_f64().filter(|bound| bound.abs() < 1e15)?;
    let inner = if step > 0 { bound.ceil() } else { bound.floor() };
    #[allow(clippy::cast_possible_truncation, reason = "the number is whole and small enough")]
    let whole = inner as i64;
    let is_on_bound = bound.fract() == 0.0;
    if is_excluded && is_on_bound {
        whole.checked_add(step)
    } else {
        Some(whole)
    }
}
