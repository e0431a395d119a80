//! What the typed document keeps as it is, told at a glance: most of a document is made of the same few keys.
//!
//! This is read off openapiv3 2.2.0. It need not know everything that is kept: what is not plain goes the round trip.

use serde_json::{Map, Number, Value};

use crate::shape::{Expect, Object};

/// Whether a value in a place for `expect` is one that the typed document takes, and gives back with nothing lost but what
/// says no more than its absence.
pub(super) fn is_plain(value: &Value, expect: Expect) -> bool {
    match (expect, value) {
        (Expect::Anything | Expect::Number, Value::Number(number)) => is_exact(number),
        (Expect::Anything, _) => true,
        (Expect::Text, Value::String(_)) | (Expect::Boolean | Expect::BooleanOrSchema, Value::Bool(_)) => true,
        (Expect::OneOf(words), Value::String(word)) => words.contains(&word.as_str()),
        (Expect::Count, Value::Number(number)) => number.is_u64(),
        (Expect::List(item), Value::Array(items)) => items.iter().all(|value| is_plain(value, *item)),
        (Expect::Map(item), Value::Object(map)) => map.values().all(|value| is_plain(value, *item)),
        (Expect::Is(object), Value::Object(map)) => is_plain_object(map, object),
        (Expect::IsOrRef(object), Value::Object(map)) => is_plain_reference(map) || is_plain_object(map, object),
        (Expect::BooleanOrSchema, Value::Object(map)) => {
            is_plain_reference(map) || is_plain_object(map, Object::Schema)
        }
        _ => false,
    }
}

fn is_plain_reference(map: &Map<String, Value>) -> bool {
    map.len() == 1 && map.get("$ref").is_some_and(Value::is_string)
}

fn is_plain_object(map: &Map<String, Value>, object: Object) -> bool {
    let Some(doubtful) = doubtful(object) else { return false };
    let has = |key: &str| map.contains_key(key);
    let is_complete = match object {
        Object::Schema => true,
        Object::Header => has("schema"),
        Object::Parameter => has("name") && has("in") && has("schema") && has_style_of_its_place(map),
        _ => object.fields().iter().all(|field| !field.required || has(field.name)),
    };
    is_complete
        && map.iter().all(|(key, value)| {
            let expect = match object.field(key) {
                Some(field) if field.newer || doubtful.contains(&field.name) => return false,
                Some(field) => Some(field.expect),
                None => object.patterned(key),
            };
            expect.map_or_else(|| key.starts_with("x-"), |expect| is_plain(value, expect))
        })
}

/// Whether a parameter has no style, or one that its place can have.
fn has_style_of_its_place(map: &Map<String, Value>) -> bool {
    let styles: &[&str] = match map.get("in").and_then(Value::as_str) {
        Some("query") => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        Some("path") => &["matrix", "label", "simple"],
        Some("header") => &["simple"],
        Some("cookie") => &["form"],
        _ => &[],
    };
    map.get("style")
        .is_none_or(|style| styles.iter().any(|known| style == known))
}

/// The keys of `object` that are lost, or only kept beside the right other keys; `None` for an object of which nobody has
/// looked. Keys that came with OpenAPI 3.1 are never kept.
const fn doubtful(object: Object) -> Option<&'static [&'static str]> {
    Some(match object {
        Object::PathItem => &["$ref", "servers"],
        Object::Operation => &["callbacks", "servers"],
        Object::Parameter => &["allowReserved", "allowEmptyValue", "content"],
        Object::Header => &["style", "explode", "allowReserved", "allowEmptyValue", "content"],
        Object::MediaType => &["encoding"],
        Object::Response => &["links"],
        Object::Schema => &["xml"],
        Object::Discriminator
        | Object::Example
        | Object::ExternalDocumentation
        | Object::RequestBody
        | Object::Responses
        | Object::SecurityRequirement => &[],
        _ => return None,
    })
}

/// Whether a number is the same number as an integer of 64 bits, and as a float.
fn is_exact(number: &Number) -> bool {
    const LARGEST: u64 = 1 << 53;
    number.is_f64() || number.as_i64().is_some_and(|number| number.unsigned_abs() <= LARGEST)
}
