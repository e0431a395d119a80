//! Compares two schemas. Each keyword is compared by the module for it.

mod apart;
mod applied;
mod composition;
mod constraints;
mod object;
mod pair;
mod tags;
mod types;
mod unions;
mod view;

use std::collections::HashSet;

use serde_json::Value;

use pair::Schemas;
use view::View;

use super::graph::{Flow, NodeId};
use super::kinds::{
    DEFAULT_CHANGED, DEFAULT_WITHOUT_EFFECT, ITEMS_ADDED, ITEMS_REMOVED, PARAMETER_DEFAULT_CHANGED, XML_CHANGED,
};
use super::places::{At, Both, Pair};
use super::walk::{Notation, Walk, What};
use super::{documentation, lifecycle};

/// Compares two schemas. `may_be_null` means that the schema around them allows null anyway.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, notation: Notation, pair: &Pair<'d>, may_be_null: bool) {
    if pair.base.map().is_none() || pair.head.map().is_none() {
        walk.fields(id, pair);
        return;
    }
    let documents = Both {
        base: walk.documents.base,
        head: walk.documents.head,
    };
    let base = View::of(documents.base, &pair.base);
    let head = View::of(documents.head, &pair.head);
    walk.compared.note(&base.core().pointer, &head.core().pointer);
    let schemas = Schemas {
        id,
        notation,
        may_be_null,
        pair,
        base,
        head,
    };
    if unions::became_or_ended(walk, &schemas) {
        annotations(walk, &schemas);
        return;
    }
    let schemas = composition::flattened(walk, schemas);
    types::compare(walk, &schemas);
    constraints::compare(walk, &schemas);
    object::compare(walk, &schemas);
    unions::compare(walk, &schemas);
    composition::compare(walk, &schemas);
    keywords(walk, &schemas);
    annotations(walk, &schemas);
}

/// Compares keywords that do not depend on others.
fn keywords<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    match schemas.get("items") {
        Both {
            base: Some(base),
            head: Some(head),
        } => {
            walk.visit(
                schemas.id,
                Flow::Keep,
                What::Schema(schemas.notation.of_parts()),
                Both { base, head },
            );
        }
        Both { base: None, head: None } => {}
        // Already reported as a changed type.
        _ if types::judge(schemas).is_some() => {}
        Both { head: Some(head), .. } if is_empty(&head) => {}
        Both { base: Some(base), .. } if is_empty(&base) => {}
        sides => schemas.report(
            walk,
            if sides.head.is_some() {
                &ITEMS_ADDED
            } else {
                &ITEMS_REMOVED
            },
            "items",
        ),
    }
    applied::compare(walk, schemas);
    let default = schemas.get("default");
    if value(&default.base) != value(&default.head) {
        let kind = match schemas.notation {
            Notation::OptionalParameter { .. } => &PARAMETER_DEFAULT_CHANGED,
            Notation::RequiredParameter { .. } => &DEFAULT_WITHOUT_EFFECT,
            _ => &DEFAULT_CHANGED,
        };
        schemas.report(walk, kind, "default");
    }
    let xml = schemas.get("xml");
    if value(&xml.base) != value(&xml.head) {
        schemas.report(walk, &XML_CHANGED, "xml");
    }
}

fn value<'d>(at: &Option<At<'d>>) -> Option<&'d Value> {
    at.as_ref().map(|at| at.value)
}

/// Whether a schema allows every value: `{}`.
fn is_empty(at: &At<'_>) -> bool {
    at.map().is_some_and(serde_json::Map::is_empty)
}

/// Compares keywords without meaning for values, and unknown keywords.
fn annotations<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let mut seen = HashSet::new();
    for key in schemas
        .base
        .keys()
        .chain(schemas.head.keys())
        .filter(|key| seen.insert(*key))
    {
        let sides = schemas.get(key);
        let differs = value(&sides.base) != value(&sides.head);
        if JUDGED.contains(&key) || applied::compares(key) || !differs {
            continue;
        }
        if let Some(kind) = documentation::kind(key) {
            schemas.report(walk, kind, key);
        } else {
            let extension = key.starts_with("x-");
            let kind = if extension {
                &super::kinds::EXTENSION_CHANGED
            } else {
                &super::kinds::UNJUDGED
            };
            schemas.report(walk, kind, key);
            for at in [&sides.base, &sides.head].into_iter().flatten() {
                walk.mark(schemas.id, at.value);
            }
        }
    }
    let read = Both {
        base: schemas.base.merged(&lifecycle::KEYS),
        head: schemas.head.merged(&lifecycle::KEYS),
    };
    for (key, kind) in lifecycle::judge(&read.base, &read.head) {
        schemas.report(walk, kind, key);
    }
}

/// The keywords that are compared elsewhere.
const JUDGED: &[&str] = &[
    "type",
    "format",
    "nullable",
    "enum",
    "const",
    "x-extensible-enum",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "pattern",
    "multipleOf",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "readOnly",
    "writeOnly",
    "items",
    "oneOf",
    "anyOf",
    "allOf",
    "discriminator",
    "default",
    "xml",
    "deprecated",
    "x-sunset",
    "x-stability-level",
    "minContains",
    "maxContains",
    "contentEncoding",
    "contentMediaType",
    "$ref",
    // They contain the targets of references, or name them.
    "$defs",
    "definitions",
    "$id",
    "$schema",
    "$anchor",
    "$dynamicAnchor",
    "$vocabulary",
];
