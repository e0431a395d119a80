//! References that run in a circle without ever reaching an object, that make a schema a part of itself, or that are too
//! many behind each other.
//!
//! A schema that comes back to itself through a property or an array's items is a tree, and fine.

mod merges;

use std::collections::HashMap;

use serde_json::Value;

use super::support::references::{Target, target};
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;
use crate::shape::Object;

pub(super) const RULE: Rule = Rule {
    id: "looping-ref",
    summary: "references in a circle mean nothing, and the generator would follow them until its stack is full",
    check,
};

/// A step from one component to another.
struct Edge {
    /// The place of the `$ref` key.
    at: Pointer,
    to: Pointer,
}

/// How far the search has come with a component.
enum State {
    Open,
    /// With the number of references behind each other that begin here.
    Done(usize),
}

/// How many references may stand behind each other. typify follows them with its stack, which has room for some ten times
/// as many; published documents have fewer than ten.
const LONGEST: usize = 100;

/// How many components of a circle are shown.
const SHOWN: usize = 8;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let edges = edges(context);
    let mut starts: Vec<_> = edges.keys().collect();
    starts.sort_by_key(|pointer| (context.start(pointer), (*pointer).clone()));
    let mut states = HashMap::new();
    for start in starts {
        search(context, &edges, start, &mut states, findings);
    }
    merges::check(context, RULE.id, findings);
}

/// Goes depth first from `start`; the components on the path that leads back to one of them are a circle. The path is on
/// the heap, since a document may chain as many components as it likes.
fn search<'e>(
    context: &Context<'_>,
    edges: &'e HashMap<Pointer, Vec<Edge>>,
    start: &'e Pointer,
    states: &mut HashMap<&'e Pointer, State>,
    findings: &mut Vec<Finding>,
) {
    if states.contains_key(start) {
        return;
    }
    states.insert(start, State::Open);
    let mut path = vec![(start, 0)];
    while let Some((place, next)) = path.last_mut() {
        let place = *place;
        let own = edges.get(place).map(Vec::as_slice).unwrap_or_default();
        let Some(edge) = own.get(*next) else {
            let length = 1 + own
                .iter()
                .filter_map(|edge| length(states.get(&edge.to)?))
                .max()
                .unwrap_or(0);
            // Said once, where the limit is passed, and not again of everything before that.
            if length == LONGEST + 1 {
                findings.push(too_long(context, place));
            }
            states.insert(place, State::Done(length));
            path.pop();
            continue;
        };
        *next += 1;
        match states.get(&edge.to) {
            Some(State::Done(_)) => {}
            Some(State::Open) => {
                let circle: Vec<_> = path
                    .iter()
                    .map(|(place, _)| *place)
                    .skip_while(|place| **place != edge.to)
                    .collect();
                findings.push(finding(context, edge, &circle));
            }
            None if edges.contains_key(&edge.to) => {
                states.insert(&edge.to, State::Open);
                path.push((&edge.to, 0));
            }
            None => {}
        }
    }
}

fn length(state: &State) -> Option<usize> {
    match state {
        State::Open => None,
        State::Done(length) => Some(*length),
    }
}

fn too_long(context: &Context<'_>, place: &Pointer) -> Finding {
    let message = format!("more than {LONGEST} references stand behind each other from here on");
    let finding = context.at_key(RULE.id, Severity::Error, place, message);
    finding.with_help("refer to what is meant more directly; the generator would run out of stack")
}

fn finding(context: &Context<'_>, edge: &Edge, circle: &[&Pointer]) -> Finding {
    let names = circle
        .iter()
        .copied()
        .chain([&edge.to])
        .map(|place| place.last().unwrap_or_default());
    let mut way: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    if way.len() > SHOWN {
        way.splice(SHOWN / 2..way.len() - SHOWN / 2, ["…".to_owned()]);
    }
    let message = format!("this reference closes a circle: {}", way.join(" → "));
    let finding = context.at_value(RULE.id, Severity::Error, &edge.at, message);
    finding
        .with_label(context.document.key_span(&edge.to), "the circle begins here")
        .with_help("let one of them say what it is; a schema may come back to itself through a property or `items`")
}

/// Which components each component is made of, by reference. Components that are made of none are left out.
fn edges(context: &Context<'_>) -> HashMap<Pointer, Vec<Edge>> {
    let mut all = HashMap::new();
    let Some(components) = context.document.value.get("components").and_then(Value::as_object) else {
        return all;
    };
    for field in Object::Components.fields() {
        let kind = Pointer::root().child("components").child(field.name);
        let Some(entries) = components.get(field.name).and_then(Value::as_object) else {
            continue;
        };
        for (name, entry) in entries {
            let at = kind.child(name);
            let mut found = Vec::new();
            collect(entry, &at, field.name == "schemas", &mut found);
            if !found.is_empty() {
                all.insert(at, found);
            }
        }
    }
    all
}

/// The references that `value` cannot do without. The depth is bounded by that of the document, which the readers limit.
fn collect(value: &Value, at: &Pointer, is_schema: bool, edges: &mut Vec<Edge>) {
    if let Some(text) = value.get("$ref") {
        if let Some(Target::Component { kind, name }) = text.as_str().map(target) {
            let to = Pointer::root().child("components").child(kind).child(name);
            edges.push(Edge {
                at: at.child("$ref"),
                to,
            });
        }
        return;
    }
    if !is_schema {
        return;
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let members = value.get(key).and_then(Value::as_array).into_iter().flatten();
        for (index, member) in members.enumerate() {
            collect(member, &at.child(key).item(index), true, edges);
        }
    }
    if let Some(not) = value.get("not") {
        collect(not, &at.child("not"), true, edges);
    }
}
