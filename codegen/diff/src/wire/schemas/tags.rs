//! Discriminators: the property that selects a variant, and the value for each variant. The values are called tags here.
//!
//! The normal form of a schema lists every tag, including component names that are tags by default.

use std::collections::BTreeMap;

use openapi_document::pointer::{Pointer, percent_decode};
use serde_json::Value;

use super::pair::Schemas;
use crate::wire::graph::Flow;
use crate::wire::kinds::{
    DISCRIMINATOR_ADDED, DISCRIMINATOR_PROPERTY_CHANGED, DISCRIMINATOR_REMOVED, DISCRIMINATOR_VALUE_ADDED,
    DISCRIMINATOR_VALUE_CHANGED, DISCRIMINATOR_VALUE_REMOVED, DISCRIMINATOR_VALUE_REPLACED,
};
use crate::wire::places::{At, Both};
use crate::wire::same::same;
use crate::wire::walk::{Notation, Walk, What};
use crate::wire::wording::brief_or_none;

/// Compares the discriminators of two schemas.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let (base, head) = match schemas.get("discriminator") {
        Both {
            base: Some(base),
            head: Some(head),
        } => (base, head),
        Both { base: None, head: None } => return,
        sides => return one_sided(walk, schemas, &sides),
    };
    let pair = Both { base, head };
    let at = &schemas.pair.head.pointer;
    for field in &walk.fields(schemas.id, &pair) {
        match field.key {
            "mapping" => {}
            _ if !field.differs() => {}
            "propertyName" => {
                let sides = pair.get("propertyName");
                walk.one_sided(schemas.id, Flow::Keep, &DISCRIMINATOR_PROPERTY_CHANGED, &sides, at, "");
            }
            _ => walk.other_field(schemas.id, &pair, field),
        }
    }
    mapping(walk, schemas, &pair.get("mapping"));
}

fn one_sided<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, sides: &Both<Option<At<'d>>>) {
    let kind = if sides.head.is_some() {
        &DISCRIMINATOR_ADDED
    } else {
        &DISCRIMINATOR_REMOVED
    };
    let property = |at: &Option<At<'d>>| brief_or_none(at.as_ref().and_then(|at| at.value.get("propertyName")));
    schemas.report(walk, kind, "discriminator");
    walk.graph
        .reword(schemas.id, &property(&sides.base), &property(&sides.head));
    let mapping = [&sides.base, &sides.head]
        .into_iter()
        .flatten()
        .find_map(|at| at.get("mapping"));
    for (_, target) in mapping.iter().flat_map(At::entries) {
        if let Some(reference) = target.value.as_str() {
            walk.mark_component(schemas.id, reference);
        }
    }
}

/// Tags, with the places of their entries.
type Tags<'d> = BTreeMap<&'d str, At<'d>>;

fn mapping<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, sides: &Both<Option<At<'d>>>) {
    let listed =
        |at: &Option<At<'d>>| -> Tags<'d> { at.iter().flat_map(|at| at.entries().collect::<Vec<_>>()).collect() };
    let (mut before, mut now) = (listed(&sides.base), listed(&sides.head));
    let at = &schemas.pair.head.pointer;
    let shared: Vec<&str> = before.keys().filter(|tag| now.contains_key(*tag)).copied().collect();
    for tag in shared {
        if let (Some(base), Some(head)) = (before.remove(tag), now.remove(tag)) {
            let entry = Both { base, head };
            if leads_elsewhere(walk, &entry) {
                walk.report(schemas.id, Flow::Keep, &DISCRIMINATOR_VALUE_CHANGED, &entry, at, tag);
            } else {
                enter(walk, schemas, &entry);
            }
        }
    }
    replaced(walk, schemas, &mut before, &mut now);
    let unions = Both {
        base: forms(&schemas.base),
        head: forms(&schemas.head),
    };
    for (tag, base) in before {
        // A removed variant is reported by itself.
        if unions.head.is_empty() || names(walk.documents.head, &unions.head, base.value) {
            let sides = Both {
                base: Some(base),
                head: None,
            };
            walk.one_sided(schemas.id, Flow::Keep, &DISCRIMINATOR_VALUE_REMOVED, &sides, at, tag);
        }
    }
    for (tag, head) in now {
        if unions.base.is_empty() || names(walk.documents.base, &unions.base, head.value) {
            let sides = Both {
                base: None,
                head: Some(head),
            };
            walk.one_sided(schemas.id, Flow::Keep, &DISCRIMINATOR_VALUE_ADDED, &sides, at, tag);
        }
    }
}

/// The references to the variants of a union.
fn forms<'d>(view: &super::view::View<'d>) -> Vec<At<'d>> {
    let mut forms = view.forms("oneOf");
    forms.extend(view.forms("anyOf"));
    forms
}

fn names(document: &Value, forms: &[At<'_>], target: &Value) -> bool {
    let place = |reference: &str| target_at(document, reference).map(|at| at.pointer);
    let wanted = target.as_str().and_then(place);
    let mut places = forms.iter().filter_map(At::reference).map(place);
    wanted.is_some() && places.any(|place| place == wanted)
}

/// Reports replaced tags: the new tag selects the variant of the old one. Removes both from the two lists.
fn replaced<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, before: &mut Tags<'d>, now: &mut Tags<'d>) {
    let gone: Vec<(&str, At<'d>)> = before.iter().map(|(tag, at)| (*tag, at.clone())).collect();
    for (tag, base) in gone {
        let is_alone = before.len() == 1 && now.len() == 1;
        let is_same = |head: &At<'d>| {
            let entry = Both {
                base: base.clone(),
                head: head.clone(),
            };
            match targets(walk, &entry) {
                Targets::Renamed => is_alone || !leads_elsewhere(walk, &entry),
                Targets::Same => true,
                Targets::Different => false,
            }
        };
        let Some(new) = now.iter().find(|(_, head)| is_same(head)).map(|(new, _)| *new) else {
            continue;
        };
        if let (Some(base), Some(head)) = (before.remove(tag), now.remove(new)) {
            let entry = Both { base, head };
            let at = &schemas.pair.head.pointer;
            walk.report(schemas.id, Flow::Keep, &DISCRIMINATOR_VALUE_REPLACED, &entry, at, tag);
            walk.graph.reword(schemas.id, &format!("`{tag}`"), &format!("`{new}`"));
            enter(walk, schemas, &entry);
        }
    }
}

/// How the targets of two mappings relate.
enum Targets {
    /// They are one component.
    Same,
    /// They are one component with two names: each document has only one of them.
    Renamed,
    /// They are two components, or two different references without a target.
    Different,
}

fn targets<'d>(walk: &Walk<'d>, entry: &Both<At<'d>>) -> Targets {
    let target = |document: &'d Value, at: &At<'d>| target_at(document, at.value.as_str()?);
    let Both { base, head } = walk.documents;
    match (target(base, &entry.base), target(head, &entry.head)) {
        (Some(from), Some(to)) if from.pointer == to.pointer => Targets::Same,
        (Some(from), Some(to)) if !known(head, &from.pointer) && !known(base, &to.pointer) => Targets::Renamed,
        (None, None) if entry.base.value == entry.head.value => Targets::Same,
        _ => Targets::Different,
    }
}

/// Whether two mappings select different schemas: neither the same component nor a renamed one.
fn leads_elsewhere<'d>(walk: &Walk<'d>, entry: &Both<At<'d>>) -> bool {
    let target = |document: &'d Value, at: &At<'d>| target_at(document, at.value.as_str()?);
    match targets(walk, entry) {
        Targets::Same => false,
        Targets::Different => true,
        Targets::Renamed => {
            let (base, head) = (walk.documents.base, walk.documents.head);
            let pair = target(base, &entry.base).zip(target(head, &entry.head));
            pair.is_none_or(|(from, to)| !same(&walk.documents, from.value, to.value))
        }
    }
}

/// Queues the targets of a tag for comparison.
fn enter<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>, entry: &Both<At<'d>>) {
    let target = |at: &At<'d>, document| target_at(document, at.value.as_str()?);
    let base = target(&entry.base, walk.documents.base);
    let head = target(&entry.head, walk.documents.head);
    if let (Some(base), Some(head)) = (base, head) {
        walk.visit(
            schemas.id,
            Flow::Keep,
            What::Schema(Notation::Json),
            Both { base, head },
        );
    }
}

fn known(document: &Value, pointer: &Pointer) -> bool {
    document.pointer(pointer.as_str()).is_some()
}

fn target_at<'d>(document: &'d Value, reference: &str) -> Option<At<'d>> {
    let pointer = percent_decode(reference.strip_prefix('#')?)?;
    let value = document.pointer(&pointer)?;
    let pointer = Pointer::from_escaped(&pointer);
    Some(At { pointer, value })
}
