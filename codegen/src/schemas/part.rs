//! Schemas of the author's document, and the targets of their references.

use openapi_document::pointer::{MAX_STEPS, Pointer, percent_decode};
use serde_json::Value;

/// A schema of the author's document.
#[derive(Clone, Debug)]
pub(super) struct Part<'d> {
    /// Its place.
    pub(super) at: Pointer,
    /// The schema: a Schema Object, a Reference Object or a boolean.
    pub(super) value: &'d Value,
    /// Whether its `oneOf` and `anyOf` are ignored, because they are already resolved.
    pub(super) bare: bool,
}

impl<'d> Part<'d> {
    pub(super) fn new(at: Pointer, value: &'d Value) -> Self {
        Self { at, value, bare: false }
    }

    /// The same schema without its unions.
    pub(super) fn bare(&self) -> Self {
        Self {
            bare: true,
            ..self.clone()
        }
    }

    /// The pointer in its `$ref`.
    pub(super) fn reference(&self) -> Option<Pointer> {
        target(self.value.get("$ref")?.as_str()?)
    }

    /// The final target of its `$ref`; `None` if there is none, or if the references form a circle.
    pub(super) fn followed(&self, document: &'d Value) -> Option<Self> {
        let mut part = self.clone();
        for _ in 0..=MAX_STEPS {
            let Some(at) = part.reference() else {
                return Some(part);
            };
            let value = document.pointer(at.as_str())?;
            part = Self { at, value, ..part };
        }
        None
    }

    /// The schemas of `key`, a keyword with a list of schemas.
    pub(super) fn list(&self, key: &str) -> Vec<Self> {
        let Some(items) = self.value.get(key).and_then(Value::as_array) else {
            return Vec::new();
        };
        let at = self.at.child(key);
        let items = items.iter().enumerate();
        items
            .map(|(index, value)| Self {
                at: at.item(index),
                value,
                bare: self.bare,
            })
            .collect()
    }

    /// The schema of `key`, a keyword with one schema.
    pub(super) fn child(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self::new(self.at.child(key), value))
    }

    /// The text of `key`.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Whether it is `false` or the same in words: `not` with a schema that every value satisfies.
    pub(super) fn is_never(&self) -> bool {
        match self.value {
            Value::Bool(allowed) => !allowed,
            Value::Object(map) => map.get("not").is_some_and(|not| match not {
                Value::Bool(allowed) => *allowed,
                not => not.as_object().is_some_and(serde_json::Map::is_empty),
            }),
            _ => false,
        }
    }

    /// Whether it only describes values and does not restrict them.
    pub(super) fn is_annotation(&self) -> bool {
        match self.value {
            Value::Bool(allowed) => *allowed,
            Value::Object(map) => map
                .keys()
                .all(|key| ANNOTATIONS.contains(&key.as_str()) || key.starts_with("x-")),
            _ => true,
        }
    }

    /// The schema that it wraps, if it only adds annotations to another schema, for example in an `allOf` with one
    /// member.
    pub(super) fn wrapped(&self) -> Option<Self> {
        let map = self.value.as_object()?;
        let mut keywords = map
            .keys()
            .filter(|key| !ANNOTATIONS.contains(&key.as_str()) && !key.starts_with("x-"));
        let (Some(keyword), None) = (keywords.next(), keywords.next()) else {
            return None;
        };
        let unions = ["anyOf", "oneOf"].contains(&keyword.as_str()) && !self.bare;
        if keyword != "allOf" && !unions {
            return None;
        }
        let mut members = self.list(keyword).into_iter();
        members.next().filter(|_| members.next().is_none())
    }
}

/// Keywords that do not restrict values. `nullable` is handled before.
const ANNOTATIONS: [&str; 15] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "externalDocs",
    "xml",
    "discriminator",
    "$comment",
    "$id",
    "$schema",
];

/// The pointer in a local reference.
pub(super) fn target(reference: &str) -> Option<Pointer> {
    let pointer = percent_decode(reference.strip_prefix('#')?)?;
    (pointer.is_empty() || pointer.starts_with('/')).then(|| Pointer::from_escaped(&pointer))
}

/// The name of the component schema at `at`.
pub(super) fn component_name(at: &Pointer) -> Option<String> {
    let name = at.as_str().strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| at.last()).flatten()
}
