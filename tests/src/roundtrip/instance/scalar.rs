//! Texts and numbers.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value, json};

use crate::random::Random;

type Parts<'d> = [&'d Map<String, Value>];

/// A value of a schema that allows any.
pub(super) fn anything(random: &mut Random) -> Value {
    let values = [
        json!("any"),
        json!(7),
        json!(0.25),
        json!(true),
        json!({ "any": [1, null] }),
        json!([]),
        json!(["any", { "deep": 9_007_199_254_740_993_u64 }]),
    ];
    random.pick(&values).cloned().unwrap_or_default()
}

pub(super) fn text(random: &mut Random, parts: &Parts<'_>) -> Option<Value> {
    let stated = |key: &str| parts.iter().find_map(|map| map.get(key)?.as_str());
    let length = |key: &'static str| parts.iter().filter_map(move |map| map.get(key)?.as_u64());
    let least = usize::try_from(length("minLength").max().unwrap_or(0)).ok()?;
    let most = length("maxLength").min().map_or(usize::MAX, |most| most as usize);
    if let Some(pattern) = stated("pattern") {
        return (0..20)
            .filter_map(|_| matching(random, pattern))
            .find(|text| (least..=most).contains(&text.chars().count()))
            .map(Value::String);
    }
    let texts: &[&str] = match stated("format") {
        Some("date-time") => &[
            "2024-02-29T12:00:00Z",
            "1999-12-31T23:59:59.999999+02:00",
            "2024-01-01T00:00:00.000Z",
        ],
        Some("date") => &["2024-02-29"],
        Some("time") => &["12:00:00Z"],
        Some("uuid") => &[
            "0B6F9A5E-1C2D-4E3F-8A9B-0C1D2E3F4A5B",
            "0b6f9a5e-1c2d-4e3f-8a9b-0c1d2e3f4a5b",
        ],
        Some("email") => &["a@example.org"],
        Some("uri" | "url") => &["https://example.org/a?b=c", "HTTPS://EXAMPLE.org"],
        Some("ipv4") => &["10.0.0.1"],
        Some("ipv6") => &["2001:0DB8:0:0:0:0:0:1", "::1"],
        Some("byte") => &["YWJj", "YQ=="],
        _ => &["", "a", "some text", "  ", "Ä€", "12", "true", "null"],
    };
    let mut text = (*random.pick(texts)?).to_owned();
    while text.chars().count() < least {
        text.push('x');
    }
    Some(Value::String(text.chars().take(most).collect()))
}

pub(super) fn number(random: &mut Random, parts: &Parts<'_>, is_integer: bool) -> Option<Value> {
    let limit = |key: &'static str| parts.iter().filter_map(move |map| map.get(key)?.as_f64());
    let all = |map: &&Map<String, Value>| {
        let inner = map.get("allOf").and_then(Value::as_array).cloned();
        inner.unwrap_or_default()
    };
    let ranges: Vec<Value> = parts.iter().flat_map(all).collect();
    let inner = |key: &'static str| ranges.iter().filter_map(move |range| range.get(key)?.as_f64());
    let exclusive_low = limit("exclusiveMinimum").map(|low| if is_integer { low + 1.0 } else { low + 0.5 });
    let exclusive_high = limit("exclusiveMaximum").map(|high| if is_integer { high - 1.0 } else { high - 0.5 });
    let low = limit("minimum")
        .chain(inner("minimum"))
        .chain(exclusive_low)
        .reduce(f64::max);
    let high = limit("maximum")
        .chain(inner("maximum"))
        .chain(exclusive_high)
        .reduce(f64::min);
    let is_within = |value: &f64| low.is_none_or(|low| *value >= low) && high.is_none_or(|high| *value <= high);
    let step = limit("multipleOf").chain(inner("multipleOf")).reduce(f64::max);
    let mut candidates = vec![
        json!(0),
        json!(1),
        json!(42),
        json!(-7),
        json!(1_700_000_000_000_i64),
        json!(9_007_199_254_740_993_i64),
    ];
    if is_integer {
        candidates.extend([json!(3.0), json!(9_223_372_036_854_775_808_u64)]);
    } else if step.is_none() {
        candidates.extend([json!(0.5), json!(646_528.58), json!(-1e-9), json!(64.0), json!(1e21)]);
    }
    for bound in [low, high].into_iter().flatten() {
        candidates.push(if bound.fract() == 0.0 {
            json!(bound as i64)
        } else {
            json!(bound)
        });
    }
    if let (Some(step), Some(low)) = (step, low.or(Some(0.0))) {
        let multiple = (low / step).ceil() * step;
        candidates.push(if multiple.fract() == 0.0 {
            json!(multiple as i64)
        } else {
            json!(multiple)
        });
    }
    candidates.retain(|value| value.as_f64().is_some_and(|value| is_within(&value)));
    let all: Vec<_> = parts
        .iter()
        .copied()
        .chain(ranges.iter().filter_map(Value::as_object))
        .collect();
    candidates.retain(|value| is_within_whole(value, &all));
    if let Some(step) = step {
        candidates.retain(|value| value.as_f64().is_some_and(|value| (value / step).fract() == 0.0));
    }
    random.pick(&candidates).cloned()
}

/// Whether a whole number keeps to limits that are whole. As floats, the largest number of 64 bits and the next are the same.
fn is_within_whole(value: &Value, parts: &Parts<'_>) -> bool {
    let limits = |key: &'static str| parts.iter().filter_map(move |map| whole(map.get(key)?));
    whole(value).is_none_or(|value| {
        limits("minimum").all(|least| value >= least) && limits("maximum").all(|most| value <= most)
    })
}

fn whole(value: &Value) -> Option<i128> {
    let unsigned = || value.as_u64().map(i128::from);
    value.as_i64().map(i128::from).or_else(unsigned)
}

/// A text that a regular expression matches, if it is one that can be read.
pub(super) fn matching(random: &mut Random, pattern: &str) -> Option<String> {
    let hir = regex_syntax::Parser::new().parse(pattern).ok()?;
    let mut text = String::new();
    sample(random, &hir, &mut text)?;
    Some(text)
}

fn sample(random: &mut Random, hir: &Hir, text: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(class) => text.push(of_class(random, class)?),
        HirKind::Repetition(repetition) => {
            let least = usize::try_from(repetition.min).ok()?;
            let most = repetition.max.map_or(least + 3, |most| most as usize).min(least + 3);
            for _ in 0..least + random.below(most - least + 1) {
                sample(random, &repetition.sub, text)?;
            }
        }
        HirKind::Capture(capture) => sample(random, &capture.sub, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                sample(random, part, text)?;
            }
        }
        HirKind::Alternation(parts) => {
            let part = random.pick(parts)?;
            sample(random, part, text)?;
        }
    }
    Some(())
}

fn of_class(random: &mut Random, class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else {
        let Class::Bytes(class) = class else { return None };
        return class.ranges().first().map(|range| char::from(range.start()));
    };
    let ranges = class.ranges();
    let printable = ranges.iter().find(|range| range.end() >= '0' && range.start() <= 'z');
    let range = match random.below(2) {
        0 => printable,
        _ => random.pick(ranges),
    };
    let range = range.or(ranges.first())?;
    let (start, end) = (
        range.start().max(' ').min(range.end()),
        range.end().min('\u{2FF}').max(range.start()),
    );
    let width = (end as u32).saturating_sub(start as u32).min(40);
    char::from_u32(start as u32 + u32::try_from(random.below(width as usize + 1)).ok()?)
}
