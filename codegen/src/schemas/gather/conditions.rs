//! Members of objects that no list of properties names without a condition: those in `if`, `then`, `else` and
//! `dependentSchemas`, and those whose keys match a pattern.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use openapi_document::pointer::Pointer;
use serde_json::{Map, Value};

use super::super::part::Part;
use super::{Additional, Gathered, Walk};

/// The keys with conditions.
const KEYS: [&str; 4] = ["if", "then", "else", "dependentSchemas"];

impl<'d> Gathered<'d> {
    /// The properties that `then`, `else` and `dependentSchemas` name. They are present under a condition, so none of them
    /// is required. A schema for a property that is also declared without a condition only restricts it. What `if` says of a
    /// property need not hold.
    pub(super) fn conditions(&mut self, part: &Part<'d>, map: &'d Map<String, Value>, walk: &mut Walk<'d>) {
        if !KEYS.iter().any(|key| map.contains_key(*key)) {
            return;
        }
        let condition = walk.alone(part.child("if"));
        self.tested
            .extend(condition.properties.keys().chain(&condition.tested).copied());
        let either = ["then", "else"].map(|key| walk.alone(part.child(key)));
        let named = |inner: &Rc<Self>| inner.properties.keys().copied().collect::<BTreeSet<_>>();
        let [then, otherwise] = either.each_ref().map(named);
        for (inner, key) in either.iter().zip(["then", "else"]) {
            let holds = |key: &str| then.contains(key) && otherwise.contains(key);
            self.under_condition(inner, &part.at.child(key), holds);
        }
        let dependent = map.get("dependentSchemas").and_then(Value::as_object);
        let at = part.at.child("dependentSchemas");
        for (on, value) in dependent.into_iter().flatten() {
            let at = at.child(on);
            let inner = walk.alone(Some(Part::new(at.clone(), value)));
            self.under_condition(&inner, &at, |key| key == on);
        }
    }

    /// Adds the properties of the schema `at`, which need not hold. `holds` says which of its properties it describes in any case.
    fn under_condition(&mut self, inner: &Self, at: &Pointer, holds: impl Fn(&str) -> bool) {
        self.tested.extend(&inner.tested);
        let uncertain = inner.properties.keys().copied().filter(|key| !holds(key));
        let uncertain = uncertain.chain(inner.uncertain.keys().copied());
        self.uncertain.extend(uncertain.map(|key| (key, at.clone())));
        for (key, parts) in inner.properties.iter().chain(&inner.conditional) {
            match self.conditional.get_mut(key) {
                // Two conditions have different schemas for it, so it is any value.
                Some(known) => known.retain(|known| parts.iter().any(|part| part.value == known.value)),
                None => {
                    self.conditional.insert(key, parts.clone());
                }
            }
        }
    }

    /// Adds the properties that are present under a condition or tested by one, and the patterns for keys that no property names.
    pub(super) fn imply_members(&mut self) {
        let properties: &BTreeMap<_, _> = &self.properties;
        self.uncertain.retain(|key, _| !properties.contains_key(key));
        for (key, parts) in std::mem::take(&mut self.conditional) {
            self.properties.entry(key).or_insert(parts);
        }
        let patterns = std::mem::take(&mut self.patterns);
        if patterns.is_empty() && !matches!(self.additional, Some(Additional::Schema(_))) {
            for key in std::mem::take(&mut self.tested) {
                self.properties.entry(key).or_default();
            }
        }
        let Some(first) = patterns.first() else { return };
        let is_one = patterns.iter().all(|other| other.value == first.value);
        self.additional = Some(match &self.additional {
            Some(Additional::Never) if is_one => Additional::Schema(vec![first.clone()]),
            Some(Additional::Schema(parts))
                if is_one && matches!(parts.as_slice(), [only] if only.value == first.value) =>
            {
                Additional::Schema(parts.clone())
            }
            // Keys of several patterns, or of any: there is no single type for all of their values.
            _ => Additional::Schema(Vec::new()),
        });
    }
}
