//! A schema as it is read: `allOf` with a single branch is that branch, with the texts and the like around it on top.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diff::wire::resolve::At;

/// The longest chain of wrappers that is taken apart; whoever nests deeper is compared as written.
const DEEPEST: usize = 32;

/// Keywords that say something about a schema as a whole and may stand around a single branch of `allOf`.
const AROUND: &[&str] = &[
    "allOf",
    "title",
    "description",
    "default",
    "example",
    "externalDocs",
    "deprecated",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
];

/// A schema's layers, the outermost first; a keyword counts where it is met first.
#[derive(Clone, Debug)]
pub(in crate::diff::wire) struct View<'d> {
    layers: Vec<At<'d>>,
    /// The core's `allOf` is read as a part of the schema: its branches are layers.
    flat: bool,
}

impl<'d> View<'d> {
    /// Reads the schema at `at`, whose references have been followed.
    pub(in crate::diff::wire) fn of(document: &'d Value, at: &At<'d>) -> Self {
        let mut layers = vec![at.clone()];
        while let Some(inner) = layers.last().filter(|_| layers.len() < DEEPEST).and_then(only_branch) {
            let inner = inner.resolved(document);
            let known = layers.iter().any(|layer| layer.pointer == inner.pointer);
            if known || inner.reference().is_some() || inner.map().is_none() {
                break;
            }
            layers.push(inner);
        }
        Self { layers, flat: false }
    }

    /// The same with the branches of its `allOf` as layers; `None` where two layers say different things.
    pub(super) fn flattened(&self, document: &'d Value) -> Option<Self> {
        let mut layers = self.layers.clone();
        let mut known: HashSet<_> = layers.iter().map(|layer| layer.pointer.clone()).collect();
        let mut pending: Vec<At<'d>> = self.core().get("allOf")?.items().collect();
        pending.reverse();
        while let Some(branch) = pending.pop() {
            let branch = branch.resolved(document);
            if branch.reference().is_some() || layers.len() >= DEEPEST || !known.insert(branch.pointer.clone()) {
                return None;
            }
            let mut inner: Vec<_> = branch
                .get("allOf")
                .iter()
                .flat_map(|list| list.items().collect::<Vec<_>>())
                .collect();
            inner.reverse();
            pending.extend(inner);
            layers.push(branch);
        }
        let view = Self { layers, flat: true };
        view.is_consistent().then_some(view)
    }

    /// Whether no keyword, and no property, is said in two ways.
    fn is_consistent(&self) -> bool {
        let mut said: std::collections::HashMap<&str, &Value> = std::collections::HashMap::new();
        let mut properties: std::collections::HashMap<&str, &Value> = std::collections::HashMap::new();
        let same =
            |seen: &mut std::collections::HashMap<&'d str, &'d Value>, map: &'d Map<String, Value>, skip: &[&str]| {
                let mut entries = map
                    .iter()
                    .filter(|(key, _)| !skip.contains(&key.as_str()) && !key.starts_with("x-"));
                entries.all(|(key, value)| *seen.entry(key).or_insert(value) == value)
            };
        let texts = [
            "allOf",
            "properties",
            "required",
            "title",
            "description",
            "example",
            "externalDocs",
        ];
        self.layers.iter().filter_map(At::map).all(|map| {
            let own = map.get("properties").and_then(Value::as_object);
            same(&mut said, map, &texts) && own.is_none_or(|own| same(&mut properties, own, &[]))
        })
    }

    /// The schema as the document has it.
    pub(super) fn outer(&self) -> &At<'d> {
        &self.layers[0] // `of` begins with one layer, and none is ever taken away
    }

    /// What all wrappers are about.
    pub(super) fn core(&self) -> &At<'d> {
        &self.layers[self.layers.len() - 1] // as in `outer`
    }

    /// The keyword's value.
    pub(super) fn get(&self, key: &str) -> Option<At<'d>> {
        if key == "allOf" {
            return if self.flat { None } else { self.core().get(key) };
        }
        self.layers.iter().find_map(|layer| layer.get(key))
    }

    /// Whether a boolean keyword is `true`.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|at| at.value == &Value::Bool(true))
    }

    /// All values of a keyword, for those that add up.
    pub(super) fn all(&self, key: &str) -> Vec<At<'d>> {
        let layers = if self.flat {
            self.layers.as_slice()
        } else {
            self.layers.get(self.layers.len() - 1..).unwrap_or_default()
        };
        layers.iter().filter_map(|layer| layer.get(key)).collect()
    }

    /// The keywords, some maybe twice.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'d str> + '_ {
        self.layers
            .iter()
            .filter_map(At::map)
            .flat_map(Map::keys)
            .map(String::as_str)
    }

    /// An object with only these keywords, as they are read.
    pub(super) fn merged(&self, keys: &[&str]) -> Value {
        let entries = keys
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), self.get(key)?.value.clone())));
        Value::Object(entries.collect())
    }
}

fn only_branch<'d>(at: &At<'d>) -> Option<At<'d>> {
    let branches = at.get("allOf")?;
    if branches.value.as_array()?.len() != 1
        || !at
            .map()?
            .keys()
            .all(|key| AROUND.contains(&key.as_str()) || key.starts_with("x-"))
    {
        return None;
    }
    branches.items().next()
}
