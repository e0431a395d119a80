//! Places in a document, and the targets of local references.

use std::collections::{BTreeMap, HashSet};

use openapi_document::pointer::{Pointer, percent_decode};
use serde_json::{Map, Value};

/// A value of one of the documents, with its place.
#[derive(Clone, Debug)]
pub(super) struct At<'d> {
    pub(super) pointer: Pointer,
    pub(super) value: &'d Value,
}

impl<'d> At<'d> {
    pub(super) fn root(value: &'d Value) -> Self {
        Self {
            pointer: Pointer::root(),
            value,
        }
    }

    pub(super) fn map(&self) -> Option<&'d Map<String, Value>> {
        self.value.as_object()
    }

    /// The value at a key.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self {
            pointer: self.pointer.child(key),
            value,
        })
    }

    /// The entries of an object; empty for other values.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'d str, Self)> + '_ {
        let entries = self.map().into_iter().flatten();
        entries.map(|(key, value)| {
            (
                key.as_str(),
                Self {
                    pointer: self.pointer.child(key),
                    value,
                },
            )
        })
    }

    /// The items of an array; empty for other values.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + '_ {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, value)| Self {
            pointer: self.pointer.item(index),
            value,
        })
    }

    /// The text of `$ref`.
    pub(super) fn reference(&self) -> Option<&'d str> {
        self.value.get("$ref").and_then(Value::as_str)
    }

    /// Follows local references in `document` to a value that is not a reference. If a reference has no target, the result
    /// is the last Reference Object.
    pub(super) fn resolved(self, document: &'d Value) -> Self {
        let mut at = self;
        let mut seen = HashSet::new();
        while let Some(target) = at.reference() {
            let Some(pointer) = target.strip_prefix('#').and_then(percent_decode) else {
                return at;
            };
            let Some(value) = document.pointer(&pointer) else {
                return at;
            };
            if !seen.insert(target) {
                return at;
            }
            at = Self {
                pointer: Pointer::from_escaped(&pointer),
                value,
            };
        }
        at
    }
}

/// A pair with one value for each document.
#[derive(Clone, Debug)]
pub(super) struct Both<T> {
    pub(super) base: T,
    pub(super) head: T,
}

/// Two values to compare.
pub(super) type Pair<'d> = Both<At<'d>>;

/// A key that at least one of two objects has.
pub(super) struct Field<'d> {
    pub(super) key: &'d str,
    pub(super) base: Option<&'d Value>,
    pub(super) head: Option<&'d Value>,
}

impl Field<'_> {
    pub(super) fn differs(&self) -> bool {
        self.base != self.head
    }
}

impl<'d> Pair<'d> {
    /// The keys of both objects, those of base first. `None` if one of the values is not an object.
    pub(super) fn fields(&self) -> Option<Vec<Field<'d>>> {
        let (base, head) = (self.base.map()?, self.head.map()?);
        let both = base.iter().map(|(key, value)| Field {
            key,
            base: Some(value),
            head: head.get(key),
        });
        let added = head.iter().filter(|(key, _)| !base.contains_key(*key));
        Some(
            both.chain(added.map(|(key, value)| Field {
                key,
                base: None,
                head: Some(value),
            }))
            .collect(),
        )
    }

    /// The values at a key.
    pub(super) fn get(&self, key: &str) -> Both<Option<At<'d>>> {
        Both {
            base: self.base.get(key),
            head: self.head.get(key),
        }
    }
}

impl<'d> Both<Option<At<'d>>> {
    /// The values at each key of either object. Keys are equal if `normal` makes them equal.
    pub(super) fn entries(&self, normal: impl Fn(&str) -> String) -> Vec<(&'d str, Self)> {
        let listed = |at: &Option<At<'d>>| -> BTreeMap<String, (&'d str, At<'d>)> {
            let entries = at.iter().flat_map(|at| at.entries().collect::<Vec<_>>());
            entries.map(|(key, at)| (normal(key), (key, at))).collect()
        };
        let (before, mut now) = (listed(&self.base), listed(&self.head));
        let mut entries = Vec::with_capacity(before.len());
        for (normal, (key, base)) in before {
            let (base, head) = (Some(base), now.remove(&normal).map(|(_, head)| head));
            entries.push((key, Self { base, head }));
        }
        entries.extend(now.into_values().map(|(key, head)| {
            let (base, head) = (None, Some(head));
            (key, Self { base, head })
        }));
        entries
    }
}

/// Whether the value at `key` is `true`.
pub(super) fn flag(value: &Value, key: &str) -> bool {
    value.get(key) == Some(&Value::Bool(true))
}
