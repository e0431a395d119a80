//! Types, formats, `nullable` and lists of values.

use std::collections::BTreeSet;

use serde_json::Value;

use super::pair::Schemas;
use super::view::View;
use crate::wire::kinds::{
    BECAME_ENUM, BECAME_NOT_NULLABLE, BECAME_NULLABLE, ChangeKind, ENUM_REPLACED, ENUM_VALUE_ADDED, ENUM_VALUE_REMOVED,
    FORMAT_CHANGED, FORMAT_NARROWED, FORMAT_WIDENED, NO_LONGER_ENUM, TYPE_CHANGED, TYPE_CHANGED_LOOSELY, TYPE_NARROWED,
    TYPE_WIDENED,
};
use crate::wire::places::{At, Both};
use crate::wire::walk::{Notation, Walk};

const ALL: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Compares the types of two schemas.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let judged = judge(schemas);
    if let Some(kind) = judged {
        schemas.report(walk, kind, "type");
        walk.graph
            .reword(schemas.id, &described(schemas, true), &described(schemas, false));
    }
    let numbers = |at: Option<At<'_>>| {
        at.is_none_or(|at| matches!(at.value.as_str(), Some("int32" | "int64" | "float" | "double")))
    };
    let formats = schemas.get("format");
    let is_reported =
        judged.is_some() && (numbers(formats.base.clone()) && numbers(formats.head.clone()) || changed(schemas));
    if !is_reported {
        format(walk, schemas, "format", &formats);
    }
    let nullable = schemas.flags("nullable");
    // If one side allows any type, the change of type already includes null.
    if !schemas.may_be_null && !takes_anything(&schemas.base) && !takes_anything(&schemas.head) {
        match (nullable.base, nullable.head) {
            (false, true) => schemas.report(walk, &BECAME_NULLABLE, "nullable"),
            (true, false) => schemas.report(walk, &BECAME_NOT_NULLABLE, "nullable"),
            _ => {}
        }
    }
    for key in ["enum", "x-extensible-enum"] {
        values(walk, schemas, key);
    }
    for key in ["contentEncoding", "contentMediaType"] {
        format(walk, schemas, key, &schemas.get(key));
    }
}

/// Whether a schema allows values of any type.
fn takes_anything(view: &View<'_>) -> bool {
    let says = |key: &str| view.get(key).is_some();
    !says("type") && !says("enum") && !view.is_union() && view.branches().is_empty()
}

/// Whether the values of the two schemas have no type in common.
pub(super) fn changed(schemas: &Schemas<'_, '_>) -> bool {
    judge(schemas).is_some_and(|kind| kind.id == TYPE_CHANGED.id || kind.id == TYPE_CHANGED_LOOSELY.id)
}

/// The types that a schema allows, without null. `None` if it has no `type`.
fn types(schemas: &Schemas<'_, '_>, base: bool) -> Option<BTreeSet<String>> {
    let view = if base { &schemas.base } else { &schemas.head };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    Some(match view.get("type")?.value {
        Value::Array(list) => list.iter().map(text).collect(),
        value => BTreeSet::from([text(value)]),
    })
}

/// The kind of change of the types; `None` if they did not change.
pub(super) fn judge(schemas: &Schemas<'_, '_>) -> Option<&'static ChangeKind> {
    // Compared as variants instead.
    if super::unions::list_beside_union(schemas).is_some() {
        return None;
    }
    let (before, now) = (types(schemas, true), types(schemas, false));
    if before == now || is_all(before.as_ref()) && is_all(now.as_ref()) {
        return None;
    }
    if schemas.notation == Notation::Loose {
        return Some(&TYPE_CHANGED_LOOSELY);
    }
    let repeats = repeats(schemas.notation);
    let covers = |outer: Option<&BTreeSet<String>>, inner: Option<&BTreeSet<String>>, items: bool| match (outer, inner)
    {
        (None, _) => true,
        (Some(outer), None) => is_all(Some(outer)),
        (Some(outer), Some(inner)) => {
            inner.iter().all(|name| covered(schemas.notation, outer, name))
                || repeats && items && outer.contains("array")
        }
    };
    if schemas.notation != Notation::Json
        && let (Some(before), Some(now)) = (&before, &now)
    {
        // In plain text every value is a string. But a list with further types tells them apart.
        let listed =
            |more: &BTreeSet<String>, fewer: &BTreeSet<String>| more.contains("string") && fewer.is_subset(more);
        match (listed(now, before), listed(before, now)) {
            (true, false) if before.contains("string") => return Some(&TYPE_WIDENED),
            (false, true) if now.contains("string") => return Some(&TYPE_NARROWED),
            _ => {}
        }
    }
    let items_cover = |array_in_head: bool| items_cover(schemas, array_in_head);
    match (
        covers(now.as_ref(), before.as_ref(), items_cover(true)),
        covers(before.as_ref(), now.as_ref(), items_cover(false)),
    ) {
        (true, true) => None,
        (true, false) => Some(&TYPE_WIDENED),
        (false, true) => Some(&TYPE_NARROWED),
        (false, false) => Some(&TYPE_CHANGED),
    }
}

const fn repeats(notation: Notation) -> bool {
    matches!(
        notation,
        Notation::OptionalParameter { repeats: true } | Notation::RequiredParameter { repeats: true }
    )
}

/// Whether the items of the array on one side include the single value of the other side.
fn items_cover(schemas: &Schemas<'_, '_>, array_in_head: bool) -> bool {
    let (array, single) = if array_in_head {
        (&schemas.head, &schemas.base)
    } else {
        (&schemas.base, &schemas.head)
    };
    let kind = |at: Option<At<'_>>| at.and_then(|at| at.value.as_str().map(ToOwned::to_owned));
    let items = array.get("items").and_then(|items| kind(items.get("type")));
    let single = kind(single.get("type"));
    match (items, single) {
        (Some(items), Some(single)) => {
            !matches!(single.as_str(), "array" | "object")
                && covered(schemas.notation, &BTreeSet::from([items]), &single)
        }
        (None, Some(single)) => !matches!(single.as_str(), "array" | "object") && array.get("items").is_none(),
        _ => false,
    }
}

fn is_all(types: Option<&BTreeSet<String>>) -> bool {
    types.is_none_or(|types| ALL.iter().all(|name| types.contains(*name) || *name == "integer"))
}

/// Whether `types` include the type `name`. In plain text every single value is a string.
fn covered(notation: Notation, types: &BTreeSet<String>, name: &str) -> bool {
    types.contains(name)
        || name == "integer" && types.contains("number")
        || notation != Notation::Json && types.contains("string") && matches!(name, "integer" | "number" | "boolean")
}

fn described(schemas: &Schemas<'_, '_>, base: bool) -> String {
    let view = if base { &schemas.base } else { &schemas.head };
    let types = types(schemas, base).map(|types| types.into_iter().collect::<Vec<_>>().join(" or "));
    let types = match types {
        Some(types) if types.is_empty() => "no type".to_owned(),
        Some(types) => types,
        None => "any type".to_owned(),
    };
    match view.get("format").and_then(|at| at.value.as_str()) {
        Some(format) => format!("`{types}` ({format})"),
        None => format!("`{types}`"),
    }
}

fn format<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, key: &str, formats: &Both<Option<At<'d>>>) {
    let text = |at: &Option<At<'d>>| at.as_ref().map(|at| at.value);
    let kind = match (text(&formats.base), text(&formats.head)) {
        (before, now) if before == now => return,
        (None, _) => &FORMAT_NARROWED,
        (_, None) => &FORMAT_WIDENED,
        (Some(before), Some(now)) => match (before.as_str(), now.as_str()) {
            (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => &FORMAT_WIDENED,
            (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => &FORMAT_NARROWED,
            _ => &FORMAT_CHANGED,
        },
    };
    schemas.report(walk, kind, key);
}

fn values<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, key: &str) {
    let sides = schemas.get(key);
    let (base, head) = match (&sides.base, &sides.head) {
        (None, None) => return,
        (None, Some(_)) => return schemas.report(walk, &BECAME_ENUM, key),
        (Some(_), None) => return schemas.report(walk, &NO_LONGER_ENUM, key),
        (Some(base), Some(head)) => (base, head),
    };
    let listed = |at: &At<'d>| at.items().map(|at| (at.value.to_string(), at)).collect::<Vec<_>>();
    let (before, now) = (listed(base), listed(head));
    let name = |list: &[(String, At<'d>)]| list.iter().map(|(text, _)| text.clone()).collect::<BTreeSet<_>>();
    let (known_before, known_now) = (name(&before), name(&now));
    if key == "enum" && known_before.is_disjoint(&known_now) && !before.is_empty() && !now.is_empty() {
        return schemas.report(walk, &ENUM_REPLACED, key);
    }
    for (text, value) in before.into_iter().filter(|(text, _)| !known_now.contains(text)) {
        let sides = Both {
            base: Some(value),
            head: None,
        };
        schemas.record(walk, &ENUM_VALUE_REMOVED, &sides, &format!("`{text}`"));
    }
    for (text, value) in now.into_iter().filter(|(text, _)| !known_before.contains(text)) {
        let sides = Both {
            base: None,
            head: Some(value),
        };
        schemas.record(walk, &ENUM_VALUE_ADDED, &sides, &format!("`{text}`"));
    }
}
