//! Who is at fault when progenitor refuses a document: it does not say, so smaller documents are tried until one does.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{generate, parse};
use crate::finding::{Finding, Severity};
use crate::load::Document;
use crate::pointer::Pointer;
use crate::shape::METHODS;

const RULE: &str = "generator-refused";

/// The finding for a document that progenitor has refused with `reason`.
pub(super) fn finding(document: &Document, lowered: &Value, reason: &str) -> Finding {
    let culprit = schema_at_fault(lowered).or_else(|| operation_at_fault(lowered));
    let (pointer, what, reason) = match culprit {
        Some(culprit) => (culprit.pointer, culprit.what, culprit.reason),
        None => (Pointer::root(), "this document".to_owned(), reason.to_owned()),
    };
    let span = document.key_span(&pointer);
    let reason = reason.lines().next().unwrap_or_default().trim();
    Finding::new(
        RULE,
        Severity::Error,
        document.author(&pointer),
        span,
        format!("progenitor cannot generate code for {what}: {reason}"),
    )
    .with_help("write this part in a form that the generator takes, or add a lowering that does it for every document")
}

/// Why progenitor takes no such document; `None` where it does.
fn refused(lowered: &Value) -> Option<String> {
    generate(lowered).and_then(parse).err()
}

struct Culprit {
    pointer: Pointer,
    what: String,
    reason: String,
}

/// The component schema that fails with nothing but what it refers to, and of several the one that needs the least.
fn schema_at_fault(lowered: &Value) -> Option<Culprit> {
    let schemas = lowered.pointer("/components/schemas")?.as_object()?;
    let mut names: Vec<_> = schemas
        .keys()
        .map(|name| (reachable(lowered, &reference_to(name)), name))
        .collect();
    names.sort_by_key(|(closure, name)| (closure.len(), *name));
    names.into_iter().find_map(|(closure, name)| {
        let reason = refused(&subset(lowered, json!({}), &closure))?;
        let pointer = Pointer::root().child("components").child("schemas").child(name);
        Some(Culprit {
            pointer,
            what: format!("the schema `{name}`"),
            reason,
        })
    })
}

/// The first operation that fails alone with what it refers to.
fn operation_at_fault(lowered: &Value) -> Option<Culprit> {
    let paths = lowered.get("paths")?.as_object()?;
    paths.iter().find_map(|(path, item)| {
        METHODS
            .iter()
            .find_map(|method| operation_alone(lowered, path, item, method))
    })
}

fn operation_alone(lowered: &Value, path: &str, item: &Value, method: &str) -> Option<Culprit> {
    let operation = item.get(method)?;
    let mut alone: Map<String, Value> = item.as_object()?.clone();
    alone.retain(|key, _| !METHODS.contains(&key.as_str()));
    alone.insert(method.to_owned(), operation.clone());
    let alone = Value::Object(alone);
    let closure = reachable(lowered, &alone);
    let reason = refused(&subset(lowered, json!({ path: alone }), &closure))?;
    let name = match operation.get("operationId").and_then(Value::as_str) {
        Some(id) => format!("the operation `{id}`"),
        None => format!("the operation `{} {path}`", method.to_uppercase()),
    };
    Some(Culprit {
        pointer: Pointer::root().child("paths").child(path).child(method),
        what: name,
        reason,
    })
}

fn reference_to(name: &str) -> Value {
    json!({ "$ref": format!("#{}", Pointer::root().child("components").child("schemas").child(name)) })
}

/// The component pointers that `from` reaches over references.
fn reachable(lowered: &Value, from: &Value) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                if let Some(pointer) = map
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|text| text.strip_prefix('#'))
                    && reached.insert(pointer.to_owned())
                {
                    open.extend(lowered.pointer(pointer));
                }
                open.extend(map.values());
            }
            _ => {}
        }
    }
    reached
}

/// The document with these paths, and of the components only those that `keep` names.
fn subset(lowered: &Value, paths: Value, keep: &BTreeSet<String>) -> Value {
    let mut small = lowered.clone();
    if let Some(components) = small.get_mut("components").and_then(Value::as_object_mut) {
        for (kind, entries) in components.iter_mut() {
            let Some(entries) = entries.as_object_mut() else {
                continue;
            };
            let kind = Pointer::root().child("components").child(kind);
            entries.retain(|name, _| keep.contains(kind.child(name).as_str()));
        }
    }
    if let Some(map) = small.as_object_mut() {
        map.insert("paths".to_owned(), paths);
    }
    small
}
