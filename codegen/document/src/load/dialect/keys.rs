//! Misspelt keys with an obvious meaning.

use serde_json::{Map, Value};

use super::Dialect;
use crate::grammar::{METHODS, Object, ProblemKind, is_status};
use crate::load::trail::Trail;

impl Dialect<'_> {
    /// Renames keys that differ from a known key only in case, `_` or `-`; paths without a leading `/`; and statuses.
    pub(super) fn rename(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        let strange: Vec<String> = map
            .keys()
            .filter(|key| object.behind(key).is_none() && !key.starts_with("x-"))
            .cloned()
            .collect();
        for key in strange {
            let Some(meant) = meant(object, &key).filter(|meant| !map.contains_key(meant)) else {
                continue;
            };
            let Some(value) = map.remove(&key) else { continue };
            let here = at.pointer();
            self.spans.moved([(here.child(&meant), here.child(&key))]);
            let read_as = Some(format!("`{meant}`"));
            self.correct(
                &here.child(&key),
                object,
                ProblemKind::UnknownKey,
                value.clone(),
                read_as,
            );
            map.insert(meant, value);
        }
    }
}

pub(in crate::load) fn meant(object: Object, key: &str) -> Option<String> {
    match object {
        Object::Paths => {
            let is_path = key.starts_with('{')
                || key.contains('/')
                || key.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
            (is_path && !key.contains(':') && !key.is_empty()).then(|| format!("/{key}"))
        }
        Object::Responses => {
            let (lower, upper) = (key.trim().to_ascii_lowercase(), key.trim().to_ascii_uppercase());
            match lower.as_str() {
                "default" => Some(lower),
                _ if is_status(&upper) => Some(upper),
                _ => None,
            }
        }
        Object::PathItem if METHODS.contains(&key.to_ascii_lowercase().as_str()) => Some(key.to_ascii_lowercase()),
        object => {
            let plain = folded(key);
            let mut fields = object.fields().iter().filter(|field| folded(field.name) == plain);
            fields.next().map(|field| field.name.to_owned())
        }
    }
}

fn folded(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}
