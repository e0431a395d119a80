//! Limits, patterns and other constraints on values of one type.

use std::cmp::Ordering;
use std::sync::LazyLock;

use serde_json::{Number, Value};

use super::pair::Schemas;
use crate::wire::kinds::{
    ChangeKind, LIMIT_ADDED, LIMIT_REMOVED, LOWER_LIMIT_LOWERED, LOWER_LIMIT_RAISED, MULTIPLE_OF_CHANGED,
    MULTIPLE_OF_NARROWED, MULTIPLE_OF_WIDENED, PATTERN_ADDED, PATTERN_CHANGED, PATTERN_REMOVED, UNIQUE_ITEMS_DROPPED,
    UNIQUE_ITEMS_REQUIRED, UNJUDGED, UPPER_LIMIT_LOWERED, UPPER_LIMIT_RAISED,
};
use crate::wire::normal::OF_LISTED;
use crate::wire::walk::Walk;

/// The keyword of a limit, the keyword that makes it exclusive, and whether it is an upper limit.
const LIMITS: [(&str, Option<&str>, bool); 10] = [
    ("maximum", Some("exclusiveMaximum"), true),
    ("minimum", Some("exclusiveMinimum"), false),
    ("maxLength", None, true),
    ("minLength", None, false),
    ("maxItems", None, true),
    ("minItems", None, false),
    ("maxProperties", None, true),
    ("minProperties", None, false),
    ("maxContains", None, true),
    ("minContains", None, false),
];

/// How many items `contains` asks for where `minContains` does not say.
static ONE: LazyLock<Value> = LazyLock::new(|| Value::from(1));

/// Compares the constraints of two schemas.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    // If only one side lists its values, they change as a whole.
    let [base, head] = [&schemas.base, &schemas.head].map(|view| view.get("enum").is_some());
    let applies = |key: &str| base == head || !OF_LISTED.contains(&key);
    for (key, exclusive, upper) in LIMITS.into_iter().filter(|(key, ..)| applies(key)) {
        limit(walk, schemas, key, exclusive, upper);
    }
    pattern(walk, schemas);
    if applies("multipleOf") {
        multiple_of(walk, schemas);
    }
    let unique = schemas.flags("uniqueItems");
    match (unique.base, unique.head) {
        (false, true) => schemas.report(walk, &UNIQUE_ITEMS_REQUIRED, "uniqueItems"),
        (true, false) => schemas.report(walk, &UNIQUE_ITEMS_DROPPED, "uniqueItems"),
        _ => {}
    }
}

fn limit<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, key: &str, exclusive: Option<&str>, upper: bool) {
    let sides = schemas.get(key);
    let contains = schemas.get("contains");
    let implied = (key == "minContains" && contains.base.is_some() && contains.head.is_some()).then_some(&*ONE);
    let base = sides.base.as_ref().map(|at| at.value).or(implied);
    let head = sides.head.as_ref().map(|at| at.value).or(implied);
    let kind: &'static ChangeKind = match (base, head) {
        (None, None) => return,
        (None, Some(_)) => &LIMIT_ADDED,
        (Some(_), None) => &LIMIT_REMOVED,
        (Some(Value::Number(before)), Some(Value::Number(now))) => match order(before, now) {
            Some(order) => return moved(walk, schemas, key, exclusive, (order, upper)),
            None => &UNJUDGED,
        },
        (before, now) if before == now => return,
        _ => &UNJUDGED,
    };
    schemas.report(walk, kind, key);
}

/// Reports a raised or lowered limit. If the number is the same, `exclusive` decides.
fn moved<'d>(
    walk: &mut Walk<'d>,
    schemas: &Schemas<'_, 'd>,
    key: &str,
    exclusive: Option<&str>,
    (order, upper): (Ordering, bool),
) {
    let (order, key) = match (order, exclusive) {
        (Ordering::Equal, Some(flag)) => {
            let excluded = schemas.flags(flag);
            // A newly exclusive upper limit is lower, a newly exclusive lower limit is higher.
            let order = excluded.base.cmp(&excluded.head);
            (if upper { order.reverse() } else { order }, flag)
        }
        (order, _) => (order, key),
    };
    let kind = match (order, upper) {
        (Ordering::Equal, _) => return,
        (Ordering::Less, true) => &UPPER_LIMIT_RAISED,
        (Ordering::Greater, true) => &UPPER_LIMIT_LOWERED,
        (Ordering::Less, false) => &LOWER_LIMIT_RAISED,
        (Ordering::Greater, false) => &LOWER_LIMIT_LOWERED,
    };
    schemas.report(walk, kind, key);
    if exclusive == Some(key) {
        let shown = |excluded| format!("{}the limit itself", if excluded { "all but " } else { "" });
        let excluded = schemas.flags(key);
        walk.graph
            .reword(schemas.id, &shown(excluded.base), &shown(excluded.head));
    }
}

fn order(a: &Number, b: &Number) -> Option<Ordering> {
    let whole = |number: &Number| {
        number
            .as_i64()
            .map(i128::from)
            .or_else(|| number.as_u64().map(i128::from))
    };
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
    }
}

fn pattern<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let sides = schemas.get("pattern");
    let value = |at: &Option<crate::wire::places::At<'d>>| at.as_ref().map(|at| at.value);
    let kind = match (value(&sides.base), value(&sides.head)) {
        (before, now) if before == now => return,
        (None, _) => &PATTERN_ADDED,
        (_, None) => &PATTERN_REMOVED,
        _ => &PATTERN_CHANGED,
    };
    schemas.report(walk, kind, "pattern");
}

fn multiple_of<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let sides = schemas.get("multipleOf");
    let kind = match (
        sides.base.as_ref().map(|at| at.value),
        sides.head.as_ref().map(|at| at.value),
    ) {
        (before, now) if before == now => return,
        (None, _) => &LIMIT_ADDED,
        (_, None) => &LIMIT_REMOVED,
        (Some(before), Some(now)) => match (before.as_f64(), now.as_f64()) {
            (Some(before), Some(now)) if before.total_cmp(&now).is_eq() => return,
            (Some(before), Some(now)) if is_multiple(now, before) => &MULTIPLE_OF_NARROWED,
            (Some(before), Some(now)) if is_multiple(before, now) => &MULTIPLE_OF_WIDENED,
            _ => &MULTIPLE_OF_CHANGED,
        },
    };
    schemas.report(walk, kind, "multipleOf");
}

/// Whether `a` is a multiple of `b`, within the rounding error.
fn is_multiple(a: f64, b: f64) -> bool {
    let times = a / b;
    times.is_finite() && (times - times.round()).abs() < 1e-9 * times.abs().max(1.0)
}
