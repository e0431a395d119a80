//! Merges without end. typify makes one schema of the members of an `allOf`, and where two of them declare the same
//! property, one schema of the two properties, and so on. Should that come back to members that are being merged
//! already, it fills the stack, which no net catches.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Map, Value};

use crate::finding::{Finding, Severity};
use crate::lint::Context;
use crate::pointer::Pointer;
use crate::shape::Object;

/// A schema that takes part in a merge.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Part {
    at: Pointer,
    /// Whether its `oneOf` and `anyOf` are still to be merged with the others, branch by branch.
    with_branches: bool,
}

type Parts = BTreeSet<Part>;

/// How many schemas are looked at in one document; the largest published documents take a tenth.
const STEPS: usize = 50_000;

/// How deep merges are followed. What is deeper passes, and has not been seen.
const DEPTH: usize = 200;

pub(super) fn check(context: &Context<'_>, rule: &'static str, findings: &mut Vec<Finding>) {
    let mut search = Search {
        context,
        finite: HashSet::new(),
        steps: STEPS,
    };
    for node in context.nodes.of(Object::Schema) {
        let key = ["allOf", "oneOf", "anyOf"]
            .into_iter()
            .find(|key| node.map.contains_key(*key));
        let Some(key) = key else { continue };
        let start = Parts::from([Part {
            at: node.pointer.clone(),
            with_branches: true,
        }]);
        let mut way = Vec::new();
        // Without a step, it is a circle of references, which is told as that.
        if search.is_endless(&start, &mut Vec::new(), &mut way) && !way.is_empty() {
            let message = format!(
                "to merge the members of this `{key}` never ends: {} leads back to them",
                told(&way)
            );
            let finding = context.at_key(rule, Severity::Error, &node.pointer.child(key), message);
            findings.push(finding.with_help("let the property refer to the same schema in all members"));
        }
    }
}

fn told(way: &[String]) -> String {
    let steps: Vec<_> = way.iter().map(|step| format!("`{step}`")).collect();
    steps.join(" → ")
}

struct Search<'c, 'd> {
    context: &'c Context<'d>,
    /// Merges that are known to end.
    finite: HashSet<Parts>,
    steps: usize,
}

impl<'d> Search<'_, 'd> {
    /// Whether merging `parts` comes back to one of the merges in `open`; `way` gets the properties that lead there.
    fn is_endless(&mut self, parts: &Parts, open: &mut Vec<Parts>, way: &mut Vec<String>) -> bool {
        if self.steps == 0 || open.len() == DEPTH {
            return false;
        }
        let schemas = self.flatten(parts);
        let merged: Parts = schemas.keys().cloned().collect();
        // One schema alone is not merged with anything.
        if merged.len() < 2 && !merged.iter().any(|part| part.with_branches) || self.finite.contains(&merged) {
            return false;
        }
        if open.contains(&merged) {
            return true;
        }
        open.push(merged.clone());
        let branches = branches(&schemas).into_iter().map(|parts| (None, parts));
        let properties = shared(&schemas).into_iter().map(|(name, parts)| (Some(name), parts));
        for (step, parts) in properties.chain(branches) {
            let before = way.len();
            way.extend(step);
            if self.is_endless(&parts, open, way) {
                return true;
            }
            way.truncate(before);
        }
        open.pop();
        self.finite.insert(merged);
        false
    }

    /// The schemas that `parts` consist of and that have anything to merge: references followed, and the members of an
    /// `allOf` beside their owner.
    fn flatten(&mut self, parts: &Parts) -> BTreeMap<Part, &'d Map<String, Value>> {
        let mut schemas = BTreeMap::new();
        let mut seen = HashSet::new();
        let mut open: Vec<_> = parts.iter().cloned().collect();
        while let Some(Part { at, with_branches }) = open.pop() {
            let Some(value) = self.context.document.value.pointer(at.as_str()) else {
                continue;
            };
            let Some((at, Value::Object(map))) = self.context.resolve_at(&at, value) else {
                continue;
            };
            if !seen.insert(at.clone()) {
                continue;
            }
            self.steps = self.steps.saturating_sub(1);
            if self.steps == 0 {
                break;
            }
            let members = map.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
            open.extend((0..members).map(|index| Part {
                at: at.child("allOf").item(index),
                with_branches: true,
            }));
            let with_branches = with_branches && ["oneOf", "anyOf"].iter().any(|key| map.contains_key(*key));
            if with_branches
                || ["properties", "items", "additionalProperties"]
                    .iter()
                    .any(|key| map.contains_key(*key))
            {
                schemas.insert(Part { at, with_branches }, map);
            }
        }
        schemas
    }
}

/// What is merged because more than one of the schemas has it, by the name of the step that leads there.
fn shared(schemas: &BTreeMap<Part, &Map<String, Value>>) -> BTreeMap<String, Parts> {
    let mut shared: BTreeMap<String, Parts> = BTreeMap::new();
    let mut share = |name: &str, at: Pointer| {
        shared.entry(name.to_owned()).or_default().insert(Part {
            at,
            with_branches: true,
        });
    };
    for (part, map) in schemas {
        let properties = map.get("properties").and_then(Value::as_object);
        for name in properties.into_iter().flat_map(Map::keys) {
            share(name, part.at.child("properties").child(name));
        }
        for key in ["items", "additionalProperties"] {
            if map.get(key).is_some_and(Value::is_object) {
                share(key, part.at.child(key));
            }
        }
    }
    shared.retain(|_, parts| parts.len() > 1);
    shared
}

/// The merges of each branch of a composition with all the others.
fn branches(schemas: &BTreeMap<Part, &Map<String, Value>>) -> Vec<Parts> {
    // One composition after the other; the next one's turn comes in the merge with this one's branch.
    let Some((owner, map)) = schemas.iter().find(|(part, _)| part.with_branches) else {
        return Vec::new();
    };
    let mut others: Parts = schemas.keys().filter(|part| *part != owner).cloned().collect();
    others.insert(Part {
        at: owner.at.clone(),
        with_branches: false,
    });
    let places = ["oneOf", "anyOf"].into_iter().flat_map(|key| {
        let count = map.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        (0..count).map(move |index| owner.at.child(key).item(index))
    });
    places
        .map(|at| {
            let mut parts = others.clone();
            parts.insert(Part {
                at,
                with_branches: true,
            });
            parts
        })
        .collect()
}
