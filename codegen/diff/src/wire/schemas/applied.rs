//! Keywords of JSON Schema that apply schemas to parts of a value, except `properties` and `items`.
//!
//! Schemas in both documents are compared. A schema in only one document is an added or removed constraint. Schemas in `if`
//! and `not` are not compared, but the schemas that they refer to count as used in both directions.

use std::collections::BTreeSet;

use serde_json::Value;

use super::pair::Schemas;
use crate::wire::graph::Flow;
use crate::wire::kinds::{
    ADDITIONAL_PROPERTIES_ALLOWED, ADDITIONAL_PROPERTIES_REFUSED, CONDITION_CHANGED, CONSTRAINT_ADDED,
    CONSTRAINT_REMOVED, ChangeKind, DEPENDENCY_ADDED, DEPENDENCY_REMOVED, NOT_ADDED, NOT_CHANGED, NOT_REMOVED,
    NOT_VALUE_ADDED, NOT_VALUE_REMOVED,
};
use crate::wire::places::{At, Both};
use crate::wire::same::same;
use crate::wire::walk::{Walk, What};

/// Keywords with one schema.
const SINGLE: [&str; 8] = [
    "contains",
    "propertyNames",
    "contentSchema",
    "additionalItems",
    "unevaluatedItems",
    "unevaluatedProperties",
    "then",
    "else",
];

/// Keywords that need a comparison of their own.
const OTHERS: [&str; 6] = [
    "if",
    "not",
    "prefixItems",
    "patternProperties",
    "dependentSchemas",
    "dependentRequired",
];

/// Whether this module compares the keyword `key`.
pub(super) fn compares(key: &str) -> bool {
    SINGLE.contains(&key) || OTHERS.contains(&key)
}

pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    for key in SINGLE {
        one(walk, schemas, key, &schemas.get(key));
    }
    positions(walk, schemas);
    named(walk, schemas, "patternProperties");
    named(walk, schemas, "dependentSchemas");
    dependent_required(walk, schemas);
    undecided(walk, schemas, "not", [&NOT_ADDED, &NOT_REMOVED, &NOT_CHANGED]);
    undecided(walk, schemas, "if", [&CONDITION_CHANGED; 3]);
}

/// Compares items by position. Positions that `prefixItems` does not list have the schema of `items`.
fn positions<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let lists = schemas.get("prefixItems");
    let list = |at: &Option<At<'d>>| {
        at.iter()
            .flat_map(|at| at.items().collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let (base, head) = (list(&lists.base), list(&lists.head));
    let rest = schemas.get("items");
    for index in 0..base.len().max(head.len()) {
        let sides = Both {
            base: base.get(index).or(rest.base.as_ref()).cloned(),
            head: head.get(index).or(rest.head.as_ref()).cloned(),
        };
        one(walk, schemas, &format!("prefixItems {index}"), &sides);
    }
}

fn one<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, key: &str, sides: &Both<Option<At<'d>>>) {
    // `false` allows no items, and has no parts to compare.
    let closed = |at: &Option<At<'d>>| at.as_ref().is_some_and(|at| at.value == &Value::Bool(false));
    let kind: &'static ChangeKind = match (&sides.base, &sides.head) {
        (None, None) => return,
        _ if closed(&sides.base) && closed(&sides.head) => return,
        (Some(base), Some(head)) if base.map().is_some() && head.map().is_some() => {
            let pair = Both {
                base: base.clone(),
                head: head.clone(),
            };
            return walk.visit(schemas.id, Flow::Keep, What::Schema(schemas.notation.of_parts()), pair);
        }
        _ if closed(&sides.head) && key == "unevaluatedProperties" => &ADDITIONAL_PROPERTIES_REFUSED,
        _ if closed(&sides.base) && key == "unevaluatedProperties" => &ADDITIONAL_PROPERTIES_ALLOWED,
        (None, _) => &CONSTRAINT_ADDED,
        (_, None) => &CONSTRAINT_REMOVED,
        _ if closed(&sides.head) => &CONSTRAINT_ADDED,
        _ => &CONSTRAINT_REMOVED,
    };
    schemas.record(walk, kind, sides, key);
}

/// Compares schemas by name.
fn named<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, key: &str) {
    let lists = schemas.get(key);
    let names = |at: &Option<At<'d>>| {
        at.iter()
            .flat_map(|at| at.entries().map(|(name, _)| name).collect::<Vec<_>>())
            .collect::<BTreeSet<_>>()
    };
    for name in names(&lists.base).union(&names(&lists.head)) {
        let get = |at: &Option<At<'d>>| at.as_ref().and_then(|at| at.get(name));
        let sides = Both {
            base: get(&lists.base),
            head: get(&lists.head),
        };
        // Without additional properties, a pattern allows more.
        let is_closed = key == "patternProperties" && schemas.is_closed().base && schemas.is_closed().head;
        let kind = match (is_closed, sides.base.is_some(), sides.head.is_some()) {
            (true, false, _) => &ADDITIONAL_PROPERTIES_ALLOWED,
            (true, _, false) => &ADDITIONAL_PROPERTIES_REFUSED,
            _ => {
                one(walk, schemas, &format!("{key} {name}"), &sides);
                continue;
            }
        };
        schemas.record(walk, kind, &sides, name);
    }
}

/// Compares `dependentRequired`.
fn dependent_required<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let lists = schemas.get("dependentRequired");
    let listed = |at: &Option<At<'d>>| {
        let mut pairs = BTreeSet::new();
        for (name, names) in at.iter().flat_map(|at| at.entries().collect::<Vec<_>>()) {
            let names = names.value.as_array().into_iter().flatten().filter_map(Value::as_str);
            pairs.extend(names.map(|required| format!("`{required}` with `{name}`")));
        }
        pairs
    };
    let (before, now) = (listed(&lists.base), listed(&lists.head));
    let removed = before.difference(&now).map(|pair| (&DEPENDENCY_REMOVED, pair));
    let added = now.difference(&before).map(|pair| (&DEPENDENCY_ADDED, pair));
    for (kind, pair) in removed.chain(added) {
        schemas.record(walk, kind, &lists, pair);
    }
}

/// The values of a schema that has only `enum`.
fn values(schema: &Value) -> Option<BTreeSet<String>> {
    let map = schema.as_object()?;
    let is_list = map.keys().all(|key| matches!(key.as_str(), "enum" | "type"));
    let values = map.get("enum").filter(|_| is_list)?.as_array()?;
    Some(values.iter().map(Value::to_string).collect())
}

/// Compares `if` or `not`.
fn undecided<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, key: &str, kinds: [&'static ChangeKind; 3]) {
    let sides = schemas.get(key);
    let [added, removed, changed] = kinds;
    let kind = match (&sides.base, &sides.head) {
        (None, None) => return,
        (Some(base), Some(head)) if same(&walk.documents, base.value, head.value) => None,
        (Some(base), Some(head)) => match (values(base.value), values(head.value)) {
            (Some(before), Some(now)) if before.is_subset(&now) => Some(&NOT_VALUE_ADDED),
            (Some(before), Some(now)) if now.is_subset(&before) => Some(&NOT_VALUE_REMOVED),
            _ => Some(changed),
        },
        (None, _) => Some(added),
        (_, None) => Some(removed),
    };
    if let Some(kind) = kind {
        schemas.report(walk, kind, key);
    }
    for at in [&sides.base, &sides.head].into_iter().flatten() {
        walk.mark(schemas.id, at.value);
    }
}
