//! Keeps going after errors: changes the document at their places until no error is left. Every error is still reported.
//!
//! The rule that finds an error decides on its [`Recovery`]. This module applies it, brings the document down to OpenAPI 3.0
//! again, and lints it again. An error without a recovery refuses the document.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use openapi_document::finding::{Change, Finding, Recovery};
use openapi_document::load::{self, Document};
use openapi_document::pointer::{self, Pointer};
use openapi_document::quiet;
use openapi_document::view::Context;
use serde_json::Value;

use crate::model::Facts;
use crate::{extensions, lint, schemas};

/// The maximum number of rounds. A recovery can cause another error, for example a reference to a component that was left
/// out. Such chains are short.
const ROUNDS: usize = 32;

/// Changes `document` until no error refuses it, and adds the errors to its findings.
///
/// # Errors
///
/// All errors, if one of them has no recovery.
pub(crate) fn recover(document: &mut Document) -> Result<(), Vec<Finding>> {
    let (mut reported, mut seen) = (Vec::new(), HashSet::new());
    for _ in 0..ROUNDS {
        let errors = errors(document);
        if errors.is_empty() {
            document.findings.extend(reported.into_iter().map(Finding::recovered));
            return Ok(());
        }
        let recoveries: Option<Vec<Recovery>> = errors.iter().map(|error| error.recovery.as_deref().cloned()).collect();
        // An error inside another change, or after it in a list, is found again in the next round.
        let mut is_new = |error: &Finding| seen.insert((error.rule, error.pointer.clone(), error.message.clone()));
        let causes = errors.into_iter().filter(|error| !error.is_effect);
        reported.extend(causes.filter(&mut is_new));
        if !recoveries.is_some_and(|recoveries| apply(document, recoveries)) {
            break;
        }
        load::normalize_again(document);
    }
    document.findings.extend(reported);
    Err(std::mem::take(&mut document.findings))
}

/// The errors that refuse `document`: those of rules, or if there are none, those of extensions, which need resolved schemas.
fn errors(document: &Document) -> Vec<Finding> {
    let context = Context::new(document);
    let errors = lint::refusals(&context);
    if !errors.is_empty() {
        return errors;
    }
    let resolved = || {
        let facts = Facts::read(&context);
        if facts.failures.is_empty() && facts.in_band.is_empty() && facts.echoes.is_empty() {
            return Vec::new();
        }
        extensions::check(document, &facts, &schemas::resolve(document, &facts))
    };
    // A panic happens again in the pipeline, which reports it.
    let mut errors = quiet::catch(resolved).unwrap_or_default();
    errors.retain(Finding::refuses);
    errors
}

/// Applies recoveries and returns whether the document changed. If several concern one place or are inside each other, the
/// outermost is applied. Items of lists are left out last, because that moves other items.
pub(crate) fn apply(document: &mut Document, recoveries: Vec<Recovery>) -> bool {
    let mut changes: BTreeMap<Pointer, Change> = BTreeMap::new();
    for recovery in recoveries {
        changes.entry(recovery.place).or_insert(recovery.change);
    }
    let mut is_changed = false;
    let removed = changes.iter().filter(|(_, change)| matches!(change, Change::Remove));
    let removed: Vec<_> = removed.map(|(place, _)| document.author(place)).collect();
    document.left_out.extend(removed);
    let mut lists: BTreeMap<Pointer, BTreeSet<usize>> = BTreeMap::new();
    let mut places: HashSet<Pointer> = HashSet::new();
    for (place, change) in changes {
        // A place sorts before what is inside of it.
        if place.and_around().any(|around| places.contains(around)) {
            continue;
        }
        let (Some(around), Some(key)) = (place.parent(), place.last()) else {
            continue;
        };
        match (document.value.pointer_mut(around.as_str()), change) {
            (Some(Value::Array(_)), Change::Remove) => {
                let index = pointer::index(&key);
                lists.entry(around).or_default().extend(index);
            }
            (Some(owner), change) => {
                if let Change::Rename(to) = &change {
                    document.spans.moved([(around.child(to), place.clone())]);
                }
                is_changed |= change_at(owner, &key, change);
            }
            (None, _) => continue,
        }
        places.insert(place);
    }
    // Lists inside other lists wait for the next round.
    let is_outer = |list: &Pointer| list.and_around().skip(1).all(|around| !lists.contains_key(around));
    let outer: Vec<_> = lists.iter().filter(|(list, _)| is_outer(list)).collect();
    for (list, items) in outer {
        is_changed |= leave_out(document, list, items);
    }
    is_changed
}

/// Changes the value of `key` and returns whether it changed.
fn change_at(owner: &mut Value, key: &str, change: Change) -> bool {
    match (owner, change) {
        (Value::Object(map), Change::Remove) => map.remove(key).is_some(),
        (Value::Object(map), Change::Replace(value)) => map.insert(key.to_owned(), value.clone()) != Some(value),
        (Value::Object(map), Change::Rename(to)) if !map.contains_key(&to) => {
            let value = map.remove(key);
            value.is_some_and(|value| map.insert(to, value).is_none())
        }
        (Value::Array(items), Change::Replace(value)) => {
            let item = pointer::index(key).and_then(|index| items.get_mut(index));
            item.is_some_and(|item| std::mem::replace(item, value.clone()) != value)
        }
        _ => false,
    }
}

/// Leaves out `items` of a list and returns whether there were any.
fn leave_out(document: &mut Document, list: &Pointer, items: &BTreeSet<usize>) -> bool {
    let Some(Value::Array(values)) = document.value.pointer_mut(list.as_str()) else {
        return false;
    };
    let (mut kept, mut moves) = (Vec::with_capacity(values.len()), Vec::new());
    let before = values.len();
    for (index, value) in values.drain(..).enumerate() {
        if !items.contains(&index) {
            moves.push((list.item(kept.len()), list.item(index)));
            kept.push(value);
        }
    }
    let is_changed = kept.len() < before;
    *values = kept;
    document.spans.moved(moves);
    is_changed
}
