//! The lifecycle of a part of an API: deprecation, sunset (`x-sunset`) and stability (`x-stability-level`).
//!
//! There is no clock here. The caller may pass the day on which sunsets are judged.

use std::cmp::Ordering;

use serde_json::Value;

use super::graph::{Flow, NodeId};
use super::kinds::{
    ChangeKind, DEPRECATED, NO_LONGER_DEPRECATED, STABILITY_LOWERED, STABILITY_RAISED, STABILITY_UNREADABLE,
    SUNSET_ADDED, SUNSET_EARLIER, SUNSET_LATER, SUNSET_REMOVED, SUNSET_REWRITTEN, SUNSET_SET, SUNSET_UNREADABLE,
    SUNSET_VOID, SUNSET_VOIDED, SUNSET_WITHDRAWN,
};
use super::places::{Both, Pair, flag};
use super::walk::Walk;

pub(super) const SUNSET: &str = "x-sunset";
const STABILITY: &str = "x-stability-level";

/// The keys that this module compares.
pub(super) const KEYS: [&str; 3] = ["deprecated", SUNSET, STABILITY];

/// The levels of stability, the lowest first.
const LEVELS: [&str; 4] = ["draft", "alpha", "beta", "stable"];

/// Compares the lifecycle of two parts.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, flow: Flow, pair: &Pair<'d>) {
    for (key, kind) in judge(pair.base.value, pair.head.value) {
        walk.one_sided(id, flow, kind, &pair.get(key), &pair.head.pointer, key);
    }
}

/// The keys that changed, with the kind of change.
pub(super) fn judge(base: &Value, head: &Value) -> impl Iterator<Item = (&'static str, &'static ChangeKind)> {
    let values = |key: &str| Both {
        base: base.get(key),
        head: head.get(key),
    };
    let deprecated = Both {
        base: flag(base, "deprecated"),
        head: flag(head, "deprecated"),
    };
    let changed = [
        ("deprecated", deprecation(&deprecated)),
        (SUNSET, sunset(&deprecated, &values(SUNSET))),
        (STABILITY, stability(&values(STABILITY))),
    ];
    changed.into_iter().filter_map(|(key, kind)| Some((key, kind?)))
}

fn deprecation(deprecated: &Both<bool>) -> Option<&'static ChangeKind> {
    match (deprecated.base, deprecated.head) {
        (false, true) => Some(&DEPRECATED),
        (true, false) => Some(&NO_LONGER_DEPRECATED),
        _ => None,
    }
}

fn sunset(deprecated: &Both<bool>, sunset: &Both<Option<&Value>>) -> Option<&'static ChangeKind> {
    if sunset.base == sunset.head {
        return None;
    }
    let unreadable = |value: Option<&Value>| value.is_some_and(|value| date(value).is_none());
    // Without deprecation a sunset means nothing, even if it is a date.
    match (sunset.base, sunset.head) {
        (Some(_), None) if unreadable(sunset.base) && !deprecated.head => return Some(&SUNSET_VOIDED),
        (None, Some(_)) if unreadable(sunset.head) && !deprecated.base => return Some(&SUNSET_VOID),
        _ => {}
    }
    if unreadable(sunset.base) || unreadable(sunset.head) {
        return Some(&SUNSET_UNREADABLE);
    }
    let stays = deprecated.base && deprecated.head;
    match (sunset.base.and_then(date), sunset.head.and_then(date)) {
        (None, _) if stays => Some(&SUNSET_SET),
        (None, _) => Some(&SUNSET_ADDED),
        (_, None) if stays => Some(&SUNSET_WITHDRAWN),
        (_, None) => Some(&SUNSET_REMOVED),
        (Some(before), Some(now)) => Some(match now.cmp(before) {
            Ordering::Less => &SUNSET_EARLIER,
            Ordering::Equal => &SUNSET_REWRITTEN,
            Ordering::Greater => &SUNSET_LATER,
        }),
    }
}

/// The day of an RFC 3339 date or time, comparable as text.
fn date(value: &Value) -> Option<&str> {
    let text = value.as_str()?;
    let day = text.get(..10)?;
    let digits = |range: std::ops::Range<usize>| day.get(range)?.parse::<u16>().ok();
    let separators = day.as_bytes().get(4) == Some(&b'-') && day.as_bytes().get(7) == Some(&b'-');
    let (month, of_month) = (digits(5..7)?, digits(8..10)?);
    let fits = digits(0..4).is_some() && (1..=12).contains(&month) && (1..=31).contains(&of_month);
    let rest = text.get(10..)?;
    (separators && fits && (rest.is_empty() || rest.starts_with(['T', 't', ' ']))).then_some(day)
}

/// Whether the deprecation of a part counts as notice: it has no sunset, or a sunset that is a date.
pub(super) fn announces(value: &Value) -> bool {
    value.get(SUNSET).is_none_or(|sunset| date(sunset).is_some())
}

/// Whether the sunset of a deprecated part is after the day `today`.
pub(super) fn is_promised(value: &Value, today: Option<&str>) -> bool {
    let sunset = value.get(SUNSET).and_then(date);
    flag(value, "deprecated") && sunset.zip(today).is_some_and(|(sunset, today)| sunset > today)
}

/// Whether the stability of a part is draft or alpha.
pub(super) fn is_unstable(value: &Value) -> bool {
    value.get(STABILITY).and_then(level).is_some_and(|level| level < 2)
}

fn level(value: &Value) -> Option<usize> {
    let word = value.as_str()?;
    LEVELS.iter().position(|level| *level == word)
}

fn stability(levels: &Both<Option<&Value>>) -> Option<&'static ChangeKind> {
    if levels.base == levels.head {
        return None;
    }
    // The default level is stable.
    let read = |value: Option<&Value>| value.map_or(Some(LEVELS.len() - 1), level);
    match (read(levels.base), read(levels.head)) {
        (Some(before), Some(now)) => match now.cmp(&before) {
            Ordering::Less => Some(&STABILITY_LOWERED),
            Ordering::Equal => None,
            Ordering::Greater => Some(&STABILITY_RAISED),
        },
        _ => Some(&STABILITY_UNREADABLE),
    }
}
