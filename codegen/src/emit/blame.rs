//! Who is at fault when progenitor refuses a document: it does not say, so smaller documents are tried until one does.
//!
//! How much is tried is bounded by the size of the document. Where that does not find the place, the document is named.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{generate, parse};
use crate::finding::{Finding, Severity};
use crate::load::Document;
use crate::pointer::Pointer;
use crate::shape::METHODS;

const RULE: &str = "generator-refused";

/// How many JSON values are tried in all for each one of the document.
const EFFORT: usize = 4;
/// How many JSON values may be tried in any document.
const LEAST_EFFORT: usize = 100_000;
/// What one run of progenitor costs whatever it gets, in JSON values.
const RUN: usize = 50;
/// How many JSON values a candidate may refer to in any document.
const LEAST_LIMIT: usize = 10_000;

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

/// How much may still be tried.
struct Effort {
    left: usize,
    /// How much of it a single candidate may take.
    limit: usize,
}

impl Effort {
    fn new(lowered: &Value, candidates: usize) -> Self {
        let left = weight(lowered).saturating_mul(EFFORT).max(LEAST_EFFORT);
        let limit = (left / candidates.max(1)).max(LEAST_LIMIT);
        Self { left, limit }
    }

    /// Pays for a candidate, if there is enough left.
    fn pay(&mut self, closure: &Closure) -> Option<()> {
        self.left = self.left.checked_sub(closure.weight + RUN)?;
        Some(())
    }
}

/// How many JSON values there are in this one.
fn weight(value: &Value) -> usize {
    let (mut open, mut weight) = (vec![value], 0);
    while let Some(value) = open.pop() {
        weight += 1;
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => open.extend(map.values()),
            _ => {}
        }
    }
    weight
}

/// The component schema that fails with nothing but what it refers to, and of several the one that needs the least.
fn schema_at_fault(lowered: &Value) -> Option<Culprit> {
    let schemas = lowered.pointer("/components/schemas")?.as_object()?;
    let mut effort = Effort::new(lowered, schemas.len());
    let mut names: Vec<_> = schemas
        .keys()
        .filter_map(|name| Some((reachable(lowered, &reference_to(name), effort.limit)?, name)))
        .collect();
    names.sort_by_key(|(closure, name)| (closure.pointers.len(), *name));
    for (closure, name) in names {
        effort.pay(&closure)?;
        if let Some(reason) = refused(&subset(lowered, json!({}), &closure)) {
            return Some(Culprit {
                pointer: Pointer::root().child("components").child("schemas").child(name),
                what: format!("the schema `{name}`"),
                reason,
            });
        }
    }
    None
}

/// The first operation that fails alone with what it refers to.
fn operation_at_fault(lowered: &Value) -> Option<Culprit> {
    let paths = lowered.get("paths")?.as_object()?;
    let operations: Vec<_> = paths
        .iter()
        .flat_map(|(path, item)| METHODS.iter().map(move |method| (path, item, *method)))
        .filter(|(_, item, method)| item.get(method).is_some())
        .collect();
    let mut effort = Effort::new(lowered, operations.len());
    for (path, item, method) in operations {
        let Some((alone, closure)) = operation_alone(lowered, item, method, effort.limit) else {
            continue;
        };
        effort.pay(&closure)?;
        if let Some(reason) = refused(&subset(lowered, json!({ path: alone }), &closure)) {
            let id = item.get(method).and_then(|operation| operation.get("operationId"));
            return Some(Culprit {
                pointer: Pointer::root().child("paths").child(path).child(method),
                what: match id.and_then(Value::as_str) {
                    Some(id) => format!("the operation `{id}`"),
                    None => format!("the operation `{} {path}`", method.to_uppercase()),
                },
                reason,
            });
        }
    }
    None
}

/// A path item with this one operation, and what that refers to.
fn operation_alone(lowered: &Value, item: &Value, method: &str, limit: usize) -> Option<(Value, Closure)> {
    let others = |key: &str| METHODS.contains(&key) && key != method;
    let keys = item.as_object()?.iter().filter(|(key, _)| !others(key));
    let alone: Map<String, Value> = keys.map(|(key, value)| (key.clone(), value.clone())).collect();
    let alone = Value::Object(alone);
    let closure = reachable(lowered, &alone, limit)?;
    Some((alone, closure))
}

fn reference_to(name: &str) -> Value {
    json!({ "$ref": format!("#{}", Pointer::root().child("components").child("schemas").child(name)) })
}

/// What a candidate refers to.
struct Closure {
    /// The pointers that its references lead to, at once or over others.
    pointers: BTreeSet<String>,
    /// How many JSON values it has with all of them.
    weight: usize,
}

/// What `from` reaches over references; `None` where that is more than `limit` JSON values.
fn reachable(lowered: &Value, from: &Value, limit: usize) -> Option<Closure> {
    let (mut pointers, mut weight) = (BTreeSet::new(), 0);
    let mut open = vec![from];
    while let Some(value) = open.pop() {
        weight += 1;
        if weight > limit {
            return None;
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                if let Some(pointer) = map
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|text| text.strip_prefix('#'))
                    && pointers.insert(pointer.to_owned())
                {
                    open.extend(lowered.pointer(pointer));
                }
                open.extend(map.values());
            }
            _ => {}
        }
    }
    Some(Closure { pointers, weight })
}

/// The document with these paths, and of the components only those that `keep` names.
fn subset(lowered: &Value, paths: Value, keep: &Closure) -> Value {
    let mut small = Map::new();
    for (key, value) in lowered.as_object().into_iter().flatten() {
        let value = match key.as_str() {
            // What is left out is never copied: it may be most of a large document.
            "paths" => continue,
            "components" => components(value, keep),
            _ => value.clone(),
        };
        small.insert(key.clone(), value);
    }
    small.insert("paths".to_owned(), paths);
    Value::Object(small)
}

fn components(all: &Value, keep: &Closure) -> Value {
    let Some(all) = all.as_object() else {
        return all.clone();
    };
    let mut kinds = Map::new();
    for (kind, value) in all {
        let Some(entries) = value.as_object() else {
            kinds.insert(kind.clone(), value.clone());
            continue;
        };
        let of_kind = format!("{}/", Pointer::root().child("components").child(kind));
        let names = keep.pointers.iter().filter_map(|pointer| {
            let name = pointer.strip_prefix(of_kind.as_str())?;
            // A reference into a component does not keep all of it.
            (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
        });
        let kept: Map<String, Value> = names
            .filter_map(|name| Some((name.clone(), entries.get(&name)?.clone())))
            .collect();
        kinds.insert(kind.clone(), Value::Object(kept));
    }
    Value::Object(kinds)
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{Effort, operation_at_fault, reachable, reference_to, schema_at_fault, subset};

    fn document(paths: &Value, schemas: &Value) -> Value {
        json!({
            "openapi": "3.0.3",
            "info": { "title": "t", "version": "1" },
            "paths": paths,
            "components": { "schemas": schemas },
        })
    }

    #[test]
    fn of_a_document_only_what_is_reached_is_tried() {
        let schemas = json!({
            "a/b": { "$ref": "#/components/schemas/c~0d" },
            "c~d": { "type": "string" },
            "other": { "type": "string" },
        });
        let lowered = document(&json!({ "/x": {} }), &schemas);
        let closure = reachable(&lowered, &reference_to("a/b"), 100).unwrap();
        let kept = json!({ "a/b": schemas["a/b"], "c~d": schemas["c~d"] });
        assert_eq!(subset(&lowered, json!({}), &closure), document(&json!({}), &kept));
        assert!(reachable(&lowered, &reference_to("a/b"), 3).is_none());
    }

    #[test]
    fn the_schema_at_fault_is_the_one_that_needs_the_least() {
        let schemas = json!({
            "a": { "type": "object", "properties": { "b": { "$ref": "#/components/schemas/b" } } },
            "b": { "type": "no type" },
            "c": { "type": "string" },
        });
        let culprit = schema_at_fault(&document(&json!({}), &schemas)).unwrap();
        assert_eq!(culprit.pointer.as_str(), "/components/schemas/b");
    }

    #[test]
    fn the_operation_at_fault_is_the_first_that_fails_alone() {
        let operation = |id: &str, responses: Value| json!({ "operationId": id, "responses": responses });
        let paths = json!({
            "/a": { "get": operation("fine", json!({ "200": { "description": "" } })) },
            "/b": {
                "get": operation("also_fine", json!({ "200": { "description": "" } })),
                "put": operation("wrong", json!({ "200": 1 })),
            },
        });
        let culprit = operation_at_fault(&document(&paths, &json!({}))).unwrap();
        assert_eq!(culprit.pointer.as_str(), "/paths/~1b/put");
        assert_eq!(culprit.what, "the operation `wrong`");
    }

    #[test]
    fn what_is_tried_of_a_tangled_document_grows_with_it_and_no_faster() {
        // Each schema refers to all others, so each candidate is the whole document.
        let count = 300;
        let names = || (0..count).map(|n| format!("s{n}"));
        let references: Vec<_> = names().map(|name| reference_to(&name)).collect();
        let schemas: Map<String, Value> = names().map(|name| (name, json!({ "anyOf": references }))).collect();
        let lowered = document(&json!({}), &Value::Object(schemas));
        let mut effort = Effort::new(&lowered, count);
        assert!(reachable(&lowered, &reference_to("s0"), effort.limit).is_none());
        let closure = reachable(&lowered, &reference_to("s0"), usize::MAX).unwrap();
        let tries = std::iter::from_fn(|| effort.pay(&closure)).count();
        assert!(tries <= super::EFFORT, "{tries}");
    }
}
