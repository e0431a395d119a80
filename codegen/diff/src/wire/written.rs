//! Reports the places that two documents write differently although they mean the same.
//!
//! It runs only if the walk found no change, so nothing that it reports changes the meaning.

use openapi_document::grammar::METHODS;
use openapi_document::load::FILES;
use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::graph::{Flow, Operation, ROOT};
use super::kinds::WRITTEN_DIFFERENTLY;
use super::places::{At, Both};
use super::walk::Walk;

type Sides<'d> = Both<Option<At<'d>>>;

/// Reports every place at which the documents differ.
pub(super) fn report<'d>(walk: &mut Walk<'d>, documents: &Both<&'d Value>) {
    let mut places = Vec::new();
    differences(&At::root(documents.base), &At::root(documents.head), &mut places);
    let is_file = |at: &At<'_>| at.pointer.tokens().next().as_deref() == Some(FILES);
    let (files, own): (Vec<_>, Vec<_>) = places
        .into_iter()
        .partition(|sides| [&sides.base, &sides.head].into_iter().flatten().any(is_file));
    // A changed reference already reports the changes in the file that it leads to.
    for sides in if own.is_empty() { files } else { own } {
        place(walk, &sides);
    }
}

fn place<'d>(walk: &mut Walk<'d>, sides: &Sides<'d>) {
    let Some(at) = sides.head.as_ref().or(sides.base.as_ref()) else {
        return;
    };
    let pointer = at.pointer.clone();
    let node = match operation(&pointer) {
        Some(name) => walk.graph.add(Some(Operation { name, unstable: false })),
        None => ROOT,
    };
    walk.one_sided(node, Flow::Keep, &WRITTEN_DIFFERENTLY, sides, &pointer, "");
}

/// The operation of a place, by its pointer.
fn operation(pointer: &Pointer) -> Option<String> {
    let mut tokens = pointer.tokens();
    let (section, path, method) = (tokens.next()?, tokens.next()?, tokens.next()?);
    (section == "paths" && METHODS.contains(&method.as_str())).then(|| format!("{} {path}", method.to_uppercase()))
}

/// The innermost places that differ. A list with several different items is one place, and so is an object with several
/// different keys.
fn differences<'d>(base: &At<'d>, head: &At<'d>, places: &mut Vec<Sides<'d>>) {
    if base.value == head.value {
        return;
    }
    match (base.value, head.value) {
        (Value::Object(before), Value::Object(now)) if before.contains_key("$ref") == now.contains_key("$ref") => {
            let gone: Vec<_> = base.entries().filter(|(key, _)| !now.contains_key(*key)).collect();
            let new: Vec<_> = head.entries().filter(|(key, _)| !before.contains_key(*key)).collect();
            let scalars = before.iter().filter(|(key, value)| {
                let other = now.get(*key);
                !value.is_object() && other.is_some_and(|other| other != *value)
            });
            match (gone.as_slice(), new.as_slice(), scalars.count()) {
                ([], [], _) => {}
                ([(_, base)], [], 0) => places.push(both(Some(base), None)),
                ([], [(_, head)], 0) => places.push(both(None, Some(head))),
                // A key with another spelling.
                ([(_, base)], [(_, head)], 0) => places.push(both(Some(base), Some(head))),
                // Several keys that together mean the same as the old ones.
                _ => return places.push(both(Some(base), Some(head))),
            }
            for (key, base) in base.entries() {
                if let Some(head) = head.get(key) {
                    differences(&base, &head, places);
                }
            }
        }
        (Value::Array(before), Value::Array(now)) if before.len() == now.len() => {
            let mut pairs = base
                .items()
                .zip(head.items())
                .filter(|(base, head)| base.value != head.value);
            match (pairs.next(), pairs.next()) {
                (Some((base, head)), None) => differences(&base, &head, places),
                _ => {
                    drop(pairs);
                    places.push(both(Some(base), Some(head)));
                }
            }
        }
        _ => places.push(both(Some(base), Some(head))),
    }
}

fn both<'d>(base: Option<&At<'d>>, head: Option<&At<'d>>) -> Sides<'d> {
    Both {
        base: base.cloned(),
        head: head.cloned(),
    }
}
