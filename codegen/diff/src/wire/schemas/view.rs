//! A view of a schema. A wrapper (`allOf`, `oneOf` or `anyOf` with a single schema) is read as that schema, with the texts of
//! the wrapper on top.

use std::collections::{HashMap, HashSet};

use openapi_document::pointer::Pointer;
use serde_json::{Map, Value};

use crate::wire::normal::is_only_null;
use crate::wire::places::At;

/// The longest chain of wrappers that is unwrapped. A longer one is compared as written.
const DEEPEST: usize = 32;

/// The keywords that combine schemas.
const LISTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// Keywords about a schema as a whole, which a wrapper may have.
const AROUND: &[&str] = &[
    "discriminator",
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

/// The layers of a schema, the outermost first. The first layer with a keyword decides its value.
#[derive(Clone, Debug)]
pub(in crate::wire) struct View<'d> {
    layers: Vec<At<'d>>,
    /// Whether the branches of the core's `allOf` are layers, too.
    flat: bool,
    /// Whether it is read as the only branch of an `allOf`.
    alone: bool,
}

impl<'d> View<'d> {
    /// Whether the schema has `oneOf` or `anyOf`.
    pub(in crate::wire) fn is_union(&self) -> bool {
        self.get("oneOf").is_some() || self.get("anyOf").is_some()
    }

    /// Reads the schema at `at`. Its references must be resolved.
    pub(in crate::wire) fn of(document: &'d Value, at: &At<'d>) -> Self {
        let mut layers = vec![at.clone()];
        while let Some(inner) = layers.last().filter(|_| layers.len() < DEEPEST).and_then(only_branch) {
            let inner = inner.resolved(document);
            let known = layers.iter().any(|layer| layer.pointer == inner.pointer);
            if known || inner.reference().is_some() || inner.map().is_none() {
                break;
            }
            layers.push(inner);
        }
        Self {
            layers,
            flat: false,
            alone: false,
        }
    }

    /// The branches: the schemas in `allOf` of the core, or the core itself if it is read as a branch.
    pub(super) fn branches(&self) -> Vec<At<'d>> {
        match (self.flat, self.alone) {
            (true, _) => Vec::new(),
            (_, true) => vec![self.core().clone()],
            _ => branches(self.core()),
        }
    }

    /// The view with its branches as layers; `None` if two layers contradict each other.
    pub(super) fn flattened(&self, document: &'d Value) -> Option<Self> {
        let mut layers = self.layers.clone();
        let mut known: HashSet<_> = layers.iter().map(|layer| layer.pointer.clone()).collect();
        let mut pending = self.branches();
        pending.reverse();
        while let Some(branch) = pending.pop() {
            let branch = branch.resolved(document);
            if branch.reference().is_some() || layers.len() >= DEEPEST {
                return None;
            }
            // A branch that is listed twice counts once.
            if known.insert(branch.pointer.clone()) {
                pending.extend(branches(&branch).into_iter().rev());
                layers.push(branch);
            }
        }
        let view = Self {
            layers,
            flat: true,
            alone: false,
        };
        view.is_consistent().then_some(view)
    }

    /// The view, read as the only branch of an `allOf`.
    pub(super) fn as_branch(&self) -> Self {
        Self {
            alone: true,
            ..self.clone()
        }
    }

    /// Whether it has only branches.
    pub(super) fn is_list_of_branches(&self) -> bool {
        let is_around = |key: &str| LISTS.contains(&key) || AROUND.contains(&key) || key.starts_with("x-");
        !self.branches().is_empty()
            && self.keys().all(is_around)
            && LISTS[1..].iter().all(|key| self.get(key).is_none())
    }

    /// Whether no keyword and no property has two different values.
    fn is_consistent(&self) -> bool {
        let mut said: HashMap<&str, &Value> = HashMap::new();
        let mut properties: HashMap<&str, &Value> = HashMap::new();
        // A property with an empty schema contradicts nothing.
        let is_property = |(_, value): &(&String, &Value)| !value.as_object().is_some_and(Map::is_empty);
        let lists = ["oneOf", "anyOf"].map(|key| (key, self.layers.iter().filter(|layer| forms(layer, key).len() > 1)));
        if lists.into_iter().any(|(_, layers)| layers.count() > 1) {
            return false;
        }
        let texts = [
            "allOf",
            "oneOf",
            "anyOf",
            "discriminator",
            "properties",
            "required",
            "title",
            "description",
            "example",
            "externalDocs",
        ];
        self.layers.iter().filter_map(At::map).all(|map| {
            let own = map.get("properties").and_then(Value::as_object);
            let mut own = own.into_iter().flatten().filter(is_property);
            let mut keywords = map
                .iter()
                .filter(|(key, _)| !texts.contains(&key.as_str()) && !key.starts_with("x-"));
            keywords.all(|(key, value)| *said.entry(key).or_insert(value) == value)
                && own.all(|(name, value)| *properties.entry(name).or_insert(value) == value)
        })
    }

    /// The schema as written.
    pub(super) fn outer(&self) -> &At<'d> {
        &self.layers[0] // `of` starts with one layer, and none is ever removed
    }

    /// The layers, the outermost first.
    pub(super) fn layers(&self) -> &[At<'d>] {
        &self.layers
    }

    /// The place of the innermost layer around a place.
    pub(super) fn owner(&self, place: &Pointer) -> Option<Pointer> {
        let around = self.layers.iter().filter(|layer| place.is_within(&layer.pointer));
        let innermost = around.max_by_key(|layer| layer.pointer.as_str().len());
        innermost.map(|layer| layer.pointer.clone())
    }

    /// The innermost layer, inside all wrappers.
    pub(super) fn core(&self) -> &At<'d> {
        &self.layers[self.layers.len() - 1] // as in `outer`
    }

    /// The value of a keyword. A union counts only if it has several variants.
    pub(super) fn get(&self, key: &str) -> Option<At<'d>> {
        match key {
            _ if self.alone => None,
            "allOf" if self.flat => None,
            "allOf" => self.core().get(key),
            "oneOf" | "anyOf" => {
                let mut layers = self.layers.iter();
                layers.find(|layer| forms(layer, key).len() > 1)?.get(key)
            }
            // A schema that extends one with a discriminator is a variant of it, and has no discriminator of its own.
            "discriminator" if self.flat => self.outer().get(key),
            _ => self.layers.iter().find_map(|layer| layer.get(key)),
        }
    }

    /// The variants in `oneOf` or `anyOf`, without null.
    pub(super) fn forms(&self, key: &str) -> Vec<At<'d>> {
        let layers = if self.alone { &[] } else { self.layers.as_slice() };
        let layer = layers.iter().map(|layer| forms(layer, key));
        layer.into_iter().find(|forms| forms.len() > 1).unwrap_or_default()
    }

    /// Whether a boolean keyword is `true`.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.get(key).is_some_and(|at| at.value == &Value::Bool(true))
    }

    /// The values of a keyword in all layers, for keywords that add up.
    pub(super) fn all(&self, key: &str) -> Vec<At<'d>> {
        let layers = if self.alone {
            &[]
        } else if self.flat {
            self.layers.as_slice()
        } else {
            self.layers.get(self.layers.len() - 1..).unwrap_or_default()
        };
        layers.iter().filter_map(|layer| layer.get(key)).collect()
    }

    /// The keywords of all layers, possibly with duplicates.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'d str> + '_ {
        let layers = if self.alone { &[] } else { self.layers.as_slice() };
        layers
            .iter()
            .filter_map(At::map)
            .flat_map(Map::keys)
            .map(String::as_str)
    }

    /// An object with the values of only these keywords.
    pub(super) fn merged(&self, keys: &[&str]) -> Value {
        let entries = keys
            .iter()
            .filter_map(|key| Some(((*key).to_owned(), self.get(key)?.value.clone())));
        Value::Object(entries.collect())
    }
}

fn only_branch<'d>(at: &At<'d>) -> Option<At<'d>> {
    let is_around = |key: &String| AROUND.contains(&key.as_str()) || key.starts_with("x-");
    let map = at.map()?;
    let mut lists = map.keys().filter(|key| LISTS.contains(&key.as_str()));
    let (Some(list), None) = (lists.next(), lists.next()) else {
        return None;
    };
    if !map.keys().all(|key| key == list || is_around(key)) {
        return None;
    }
    match forms(at, list).as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The schemas of a list, without null, which the schema around it allows or not.
fn forms<'d>(at: &At<'d>, key: &str) -> Vec<At<'d>> {
    let list = at.get(key);
    let forms = list.iter().flat_map(|list| list.items().collect::<Vec<_>>());
    forms
        .filter(|form| key == "allOf" || !is_only_null(form.value))
        .collect()
}

fn branches<'d>(at: &At<'d>) -> Vec<At<'d>> {
    let alone = ["oneOf", "anyOf"]
        .map(|key| forms(at, key))
        .into_iter()
        .filter(|forms| forms.len() == 1);
    forms(at, "allOf").into_iter().chain(alone.flatten()).collect()
}
