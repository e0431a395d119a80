//! Misspelt keys with an obvious meaning.

use serde_json::{Map, Value};

use super::Dialect;
use crate::finding::Severity;
use crate::grammar::{Expect, METHODS, Object, ProblemKind, is_status};
use crate::load::trail::Trail;
use crate::suggest::closest;

impl Dialect<'_> {
    /// Renames keys that differ from a known key only in case, `_` or `-`; paths without a leading `/`; statuses; and
    /// misspelt keys that hide a part of the API.
    pub(super) fn rename(&mut self, at: &Trail<'_>, map: &mut Map<String, Value>, object: Object) {
        let strange: Vec<String> = map
            .keys()
            .filter(|key| object.behind(key).is_none() && !key.starts_with("x-"))
            .cloned()
            .collect();
        for key in strange {
            let slip = meant(object, &key).map(|meant| (meant, Severity::Warning));
            let hidden = || {
                let meant = hidden(object, &key, map.get(&key)?)?;
                Some((meant.to_owned(), Severity::Error))
            };
            let found = slip.or_else(hidden).filter(|(meant, _)| !map.contains_key(meant));
            let Some((meant, severity)) = found else { continue };
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
            if let Some(correction) = self.corrections.last_mut() {
                correction.severity = severity;
            }
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

/// The key that an author probably meant by an unknown `key`, if readers that ignore the key lose operations, parameters,
/// bodies or responses.
pub(in crate::load) fn hidden(object: Object, key: &str, value: &Value) -> Option<&'static str> {
    let fields = object.fields();
    let meant = closest(key, fields.iter().map(|field| field.name))?;
    let field = fields.iter().find(|field| field.name == meant)?;
    (holds_a_part(object, field.expect) && has_shape(field.expect, value)).then_some(field.name)
}

/// Whether values of a key of `object` are a part of the API, and do not only describe one.
fn holds_a_part(object: Object, expect: Expect) -> bool {
    match expect {
        Expect::List(inner) | Expect::Map(inner) => holds_a_part(object, *inner),
        // A schema may have keywords that OpenAPI does not define.
        Expect::Is(Object::Schema) | Expect::IsOrRef(Object::Schema) => object != Object::Schema,
        Expect::Is(inner) | Expect::IsOrRef(inner) => matches!(
            inner,
            Object::Components
                | Object::Paths
                | Object::PathItem
                | Object::Operation
                | Object::Parameter
                | Object::RequestBody
                | Object::Responses
                | Object::Response
                | Object::MediaType
        ),
        _ => false,
    }
}

/// Whether a value is a list or an object as `expect` demands.
fn has_shape(expect: Expect, value: &Value) -> bool {
    match expect {
        Expect::List(_) => value.is_array(),
        _ => value.is_object(),
    }
}

fn folded(key: &str) -> String {
    key.chars()
        .filter(|c| !matches!(c, '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect()
}
