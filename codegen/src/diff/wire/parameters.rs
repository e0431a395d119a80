//! Parameters: which of them belong together, and how their values are written.
//!
//! A parameter is the same if its name and location are, whether the operation lists it or the path item around it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::graph::{Flow, NodeId};
use super::kinds::{
    ALLOW_RESERVED_CHANGED, EMPTY_VALUE_ALLOWED, EMPTY_VALUE_REFUSED, EXPLODE_CHANGED, EXPLODE_WITHOUT_EFFECT,
    PARAMETER_ADDED, PARAMETER_BECAME_OPTIONAL, PARAMETER_BECAME_REQUIRED, PARAMETER_REMOVED, REQUIRED_PARAMETER_ADDED,
    REQUIRED_PARAMETER_REMOVED, SCHEMA_ADDED, SCHEMA_REMOVED, SERIALIZATION_CHANGED, STYLE_CHANGED, SUNSET_UNREADABLE,
};
use super::operations::Scopes;
use super::resolve::{At, Both, Field, Pair, flag};
use super::walk::{Notation, Walk, What};
use super::{lifecycle, payloads, texts};

/// Name and location, or the text of a reference that leads nowhere.
type Identity = (String, String);

/// A parameter as an operation has it.
struct Listed<'d> {
    /// Where it is listed.
    place: At<'d>,
    /// The Parameter Object itself.
    target: At<'d>,
}

/// Compares the parameters of two operations, with those of the path items around them.
pub(super) fn compare_lists<'d>(walk: &mut Walk<'d>, id: NodeId, scopes: &Scopes<'_, 'd>, pair: &Pair<'d>) {
    let (base_order, base) = effective(walk.documents.base, &scopes.item.base, &pair.base);
    let (head_order, mut head) = effective(walk.documents.head, &scopes.item.head, &pair.head);
    let renamed = |identity: &Identity| match (identity.0.as_str(), scopes.renamed.get(identity.1.as_str())) {
        ("path", Some(now)) => ("path".to_owned(), (*now).to_owned()),
        _ => identity.clone(),
    };
    for identity in &base_order {
        let Some(before) = base.get(identity) else { continue };
        let other = if head.contains_key(identity) {
            identity.clone()
        } else {
            renamed(identity)
        };
        // The same name comes before a renamed one.
        let taken = other != *identity && base.contains_key(&other);
        match head.get(&other).filter(|_| !taken) {
            Some(now) => {
                let pair = Both {
                    base: before.place.clone(),
                    head: now.place.clone(),
                };
                walk.visit(id, Flow::Request, What::Parameter, pair);
                head.remove(&other);
            }
            None => one_sided(
                walk,
                id,
                &Both {
                    base: Some(before),
                    head: None,
                },
            ),
        }
    }
    for added in head_order.iter().filter_map(|identity| head.get(identity)) {
        one_sided(
            walk,
            id,
            &Both {
                base: None,
                head: Some(added),
            },
        );
    }
}

/// The parameters of an operation in their order: its own, then those of the path item that it does not override.
fn effective<'d>(
    document: &'d Value,
    item: &At<'d>,
    operation: &At<'d>,
) -> (Vec<Identity>, HashMap<Identity, Listed<'d>>) {
    let (mut order, mut listed) = (Vec::new(), HashMap::new());
    for owner in [operation, item] {
        let mut own = HashSet::new();
        for place in owner
            .get("parameters")
            .iter()
            .flat_map(|list| list.items().collect::<Vec<_>>())
        {
            let target = place.clone().resolved(document);
            let identity = identity(&target);
            // Twice in one list is an error of the document; the first counts, as with most readers.
            if !listed.contains_key(&identity) && own.insert(identity.clone()) {
                order.push(identity.clone());
                listed.insert(identity, Listed { place, target });
            }
        }
    }
    (order, listed)
}

fn identity(target: &At<'_>) -> Identity {
    if let Some(reference) = target.reference() {
        return ("$ref".to_owned(), reference.to_owned());
    }
    let text = |key| target.value.get(key).and_then(Value::as_str).unwrap_or_default();
    let name = match text("in") {
        "header" => text("name").to_ascii_lowercase(),
        _ => text("name").to_owned(),
    };
    (text("in").to_owned(), name)
}

fn one_sided<'d>(walk: &mut Walk<'d>, id: NodeId, sides: &Both<Option<&Listed<'d>>>) {
    let Some(listed) = sides.base.or(sides.head) else {
        return;
    };
    let kind = match (sides.head.is_some(), is_required(listed.target.value)) {
        (true, true) => &REQUIRED_PARAMETER_ADDED,
        (true, false) => &PARAMETER_ADDED,
        (false, true) => &REQUIRED_PARAMETER_REMOVED,
        (false, false) => &PARAMETER_REMOVED,
    };
    let text = |key| {
        listed
            .target
            .value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or("unknown")
    };
    let subject = format!("`{}` ({})", text("name"), text("in"));
    let place = |listed: Option<&Listed<'d>>| listed.map(|listed| listed.place.clone());
    let sides = Both {
        base: place(sides.base),
        head: place(sides.head),
    };
    walk.one_sided(id, Flow::Request, kind, &sides, &listed.place.pointer, &subject);
    // A sunset that is no date promised nothing that the end could be measured by.
    let target = |listed: Option<&Listed<'d>>| listed.map_or(&Value::Null, |listed| listed.target.value);
    let (before, now) = if sides.head.is_some() {
        (&Value::Null, target(Some(listed)))
    } else {
        (target(Some(listed)), &Value::Null)
    };
    for (key, kind) in lifecycle::judge(before, now).filter(|(_, kind)| kind.id == SUNSET_UNREADABLE.id) {
        let sunset = listed.target.get(key);
        let sides = if sides.head.is_some() {
            Both {
                base: None,
                head: sunset,
            }
        } else {
            Both {
                base: sunset,
                head: None,
            }
        };
        walk.one_sided(id, Flow::Request, kind, &sides, &listed.place.pointer, key);
    }
}

/// Compares two Parameter Objects.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    required(walk, id, pair);
    lifecycle::compare(walk, id, Flow::Keep, pair);
    style(walk, id, pair, "query");
    // Where the document does not say that a parameter in a path is required it may mean that it is not.
    let required = flag(pair.base.value, "required") || flag(pair.head.value, "required");
    let repeats = repeats(pair.base.value) && repeats(pair.head.value);
    let notation = if required {
        Notation::RequiredParameter { repeats }
    } else {
        Notation::OptionalParameter { repeats }
    };
    value(walk, id, pair, notation);
    for field in walk.fields(id, pair) {
        match field.key {
            // Two parameters with different names are only compared where the name does not travel.
            "name" | "in" | "required" | "style" | "explode" | "schema" | "content" => {}
            "allowReserved" => switch(walk, id, pair, &field),
            "allowEmptyValue" => empty_value(walk, id, pair),
            "description" | "example" | "examples" => texts::compare(walk, id, pair, &field),
            key if lifecycle::KEYS.contains(&key) => {}
            _ => walk.other_field(id, pair, &field),
        }
    }
}

/// Path parameters are, whatever the document says.
fn is_required(parameter: &Value) -> bool {
    flag(parameter, "required") || parameter.get("in").and_then(Value::as_str) == Some("path")
}

fn required<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let kind = match (is_required(pair.base.value), is_required(pair.head.value)) {
        (false, true) => &PARAMETER_BECAME_REQUIRED,
        (true, false) => &PARAMETER_BECAME_OPTIONAL,
        _ => return,
    };
    let text = |key| pair.head.value.get(key).and_then(Value::as_str).unwrap_or("unknown");
    let subject = format!("`{}` ({})", text("name"), text("in"));
    walk.one_sided(
        id,
        Flow::Keep,
        kind,
        &pair.get("required"),
        &pair.head.pointer,
        &subject,
    );
}

/// Compares `schema` and `content`, of which a parameter or header has one.
pub(super) fn value<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, notation: Notation) {
    let (schema, content) = (pair.get("schema"), pair.get("content"));
    match (schema.base, schema.head) {
        (Some(base), Some(head)) => walk.visit(id, Flow::Keep, What::Schema(notation), Both { base, head }),
        (None, None) => {}
        (base, head) if content.base.is_none() && content.head.is_none() => {
            let kind = if head.is_some() { &SCHEMA_ADDED } else { &SCHEMA_REMOVED };
            walk.one_sided(id, Flow::Keep, kind, &Both { base, head }, &pair.head.pointer, "");
        }
        (base, head) => serialization(walk, id, pair, &Both { base, head }),
    }
    let schemas = [pair.base.value.get("schema"), pair.head.value.get("schema")];
    match (&content.base, &content.head) {
        (Some(_), Some(_)) => payloads::compare_content(walk, id, pair),
        (None, None) => {}
        (None, Some(_)) | (Some(_), None) if schemas == [None, None] => serialization(walk, id, pair, &content),
        // The schema on the other side has said it.
        _ => {}
    }
}

fn serialization<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, sides: &Both<Option<At<'d>>>) {
    let word = |value: &Value| match (value.get("schema"), value.get("content")) {
        (_, Some(_)) => "`content`",
        (Some(_), None) => "`schema`",
        (None, None) => "nothing",
    };
    walk.one_sided(id, Flow::Keep, &SERIALIZATION_CHANGED, sides, &pair.head.pointer, "");
    walk.graph.reword(id, word(pair.base.value), word(pair.head.value));
}

/// The style of a parameter or header, its default by the location filled in.
fn style_of<'v>(value: &'v Value, location: &'v str) -> &'v str {
    let location = value.get("in").and_then(Value::as_str).unwrap_or(location);
    let default = if matches!(location, "query" | "cookie") {
        "form"
    } else {
        "simple"
    };
    value.get("style").and_then(Value::as_str).unwrap_or(default)
}

fn explode_of(value: &Value, style: &str) -> bool {
    value.get("explode").and_then(Value::as_bool).unwrap_or(style == "form")
}

/// Whether several values are written as `?a=1&a=2`, so that a single value looks like an array of one.
fn repeats(value: &Value) -> bool {
    let style = style_of(value, "query");
    style == "form" && explode_of(value, style)
}

/// Compares `style` and `explode`; `location` is where what has no `in` stands.
pub(super) fn style<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, location: &str) {
    let style = Both {
        base: style_of(pair.base.value, location),
        head: style_of(pair.head.value, location),
    };
    if style.base != style.head {
        walk.one_sided(
            id,
            Flow::Keep,
            &STYLE_CHANGED,
            &pair.get("style"),
            &pair.head.pointer,
            "",
        );
        walk.graph
            .reword(id, &format!("`{}`", style.base), &format!("`{}`", style.head));
    }
    let explode = Both {
        base: explode_of(pair.base.value, style.base),
        head: explode_of(pair.head.value, style.head),
    };
    let stated = pair.base.value.get("explode").is_some() || pair.head.value.get("explode").is_some();
    if explode.base != explode.head && (stated || style.base == style.head) {
        let documents = [(walk.documents.base, &pair.base), (walk.documents.head, &pair.head)];
        let single = documents.into_iter().all(|(document, at)| is_single(document, at));
        let kind = if single {
            &EXPLODE_WITHOUT_EFFECT
        } else {
            &EXPLODE_CHANGED
        };
        walk.one_sided(id, Flow::Keep, kind, &pair.get("explode"), &pair.head.pointer, "");
        walk.graph
            .reword(id, &format!("`{}`", explode.base), &format!("`{}`", explode.head));
    }
}

/// Whether the values are neither arrays nor objects.
fn is_single<'d>(document: &'d Value, at: &At<'d>) -> bool {
    let schema = at.get("schema").map(|schema| schema.resolved(document));
    let kind = schema
        .as_ref()
        .and_then(|schema| schema.value.get("type"))
        .and_then(Value::as_str);
    matches!(kind, Some("string" | "integer" | "number" | "boolean"))
}

/// Compares a boolean whose change cannot be judged.
pub(super) fn switch<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, field: &Field<'d>) {
    if flag(pair.base.value, field.key) != flag(pair.head.value, field.key) {
        walk.field(id, Flow::Keep, &ALLOW_RESERVED_CHANGED, pair, field);
    }
}

pub(super) fn empty_value<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let kind = match (
        flag(pair.base.value, "allowEmptyValue"),
        flag(pair.head.value, "allowEmptyValue"),
    ) {
        (true, false) => &EMPTY_VALUE_REFUSED,
        (false, true) => &EMPTY_VALUE_ALLOWED,
        _ => return,
    };
    walk.one_sided(
        id,
        Flow::Keep,
        kind,
        &pair.get("allowEmptyValue"),
        &pair.head.pointer,
        "",
    );
}
