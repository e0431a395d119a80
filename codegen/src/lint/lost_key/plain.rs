//! Recognises values that `openapiv3` keeps, without converting them. Most of a document consists of a few common keys.
//!
//! The rules follow openapiv3 2.2.0. They may be incomplete: a value that is not plain is converted and compared.

use openapi_document::grammar::{Expect, Object};
use serde_json::{Map, Number, Value};

/// Whether `openapiv3` keeps a value in a place for `expect`. A key that means the same as its absence
/// (`deprecated: false`) may be lost.
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

/// Whether a parameter has no style, or one that is allowed for its location.
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

/// The keys of `object` that are lost, or are kept only with certain other keys; `None` for an object that this module
/// does not cover. Keys of OpenAPI 3.1 are never kept.
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

/// Whether a number has the same value as a signed integer of 64 bits and as a float.
fn is_exact(number: &Number) -> bool {
    const LARGEST: u64 = 1 << 53;
    number.is_f64() || number.as_i64().is_some_and(|number| number.unsigned_abs() <= LARGEST)
}

#[cfg(test)]
mod tests {
    use openapiv3::OpenAPI;
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::super::{Difference, compare, means_absence};
    use super::is_plain;
    use openapi_document::grammar::{Expect, Object};

    const OBJECTS: [Object; 13] = [
        Object::Schema,
        Object::Parameter,
        Object::Header,
        Object::MediaType,
        Object::Example,
        Object::Response,
        Object::RequestBody,
        Object::Responses,
        Object::Operation,
        Object::PathItem,
        Object::Discriminator,
        Object::ExternalDocumentation,
        Object::SecurityRequirement,
    ];

    #[test]
    fn plain_values_survive_the_round_trip() {
        for object in OBJECTS {
            assert!(is_plain(&smallest(object), Expect::Is(object)), "{object:?}");
            assert_survives(&document(object, &smallest(object)));
            let fields = object.fields().iter();
            let entries = fields.flat_map(|field| samples(field.expect).into_iter().map(|value| (field.name, value)));
            let entries: Vec<_> = entries.chain([("x-a", json!(1.5))]).collect();
            for (index, (key, value)) in entries.iter().enumerate() {
                for (other, with) in &entries[..=index] {
                    let mut sample = smallest(object);
                    sample[*other] = with.clone();
                    sample[*key] = value.clone();
                    if is_plain(&sample, Expect::Is(object)) {
                        assert_survives(&document(object, &sample));
                    }
                }
            }
        }
    }

    fn assert_survives(document: &Value) {
        let typed = OpenAPI::deserialize(document).unwrap_or_else(|error| panic!("{error}: {document}"));
        let back = serde_json::to_value(typed).unwrap();
        let mut differences = Vec::new();
        compare(&mut Vec::new(), document, &back, &mut differences);
        let says_nothing =
            |difference: &_| matches!(difference, Difference::Lost(_, value) if means_absence(None, "", value));
        assert!(differences.iter().all(says_nothing), "{document} comes back as {back}");
    }

    /// Values for a place, the first of them plain.
    fn samples(expect: Expect) -> Vec<Value> {
        match expect {
            Expect::Anything => vec![
                json!(1),
                json!(null),
                json!("a"),
                json!(-1.5),
                json!({ "a": [1.5, null] }),
            ],
            Expect::Text => vec![json!("a"), json!("")],
            Expect::OneOf(words) => words.iter().map(|word| json!(word)).collect(),
            Expect::Boolean => vec![json!(true), json!(false)],
            Expect::Count => vec![json!(1), json!(0)],
            Expect::Number => vec![json!(1), json!(-1.5), json!(u64::MAX), json!(i64::MIN)],
            Expect::Is(object) => vec![smallest(object)],
            Expect::IsOrRef(object) => vec![smallest(object), json!({ "$ref": "#" })],
            Expect::BooleanOrSchema => vec![json!(true), json!(false), json!({ "type": "string" })],
            Expect::List(item) => vec![json!([samples(*item)[0]]), Value::Array(samples(*item)), json!([])],
            Expect::Map(item) => vec![json!({ "a": samples(*item)[0] }), json!({})],
        }
    }

    /// An object with its required keys.
    fn smallest(object: Object) -> Value {
        match object {
            Object::Parameter => json!({ "name": "a", "in": "query", "schema": {} }),
            Object::Header => json!({ "schema": {} }),
            Object::Responses => {
                json!({ "200": { "description": "a" }, "4XX": { "$ref": "#" }, "default": { "$ref": "#" } })
            }
            Object::SecurityRequirement => json!({ "a": ["b"] }),
            Object::Discriminator => json!({ "propertyName": "a" }),
            Object::ExternalDocumentation => json!({ "url": "a" }),
            Object::Operation => json!({ "responses": {} }),
            Object::Response => json!({ "description": "a" }),
            Object::RequestBody => json!({ "content": {} }),
            _ => json!({}),
        }
    }

    /// A document with an object in its place.
    fn document(object: Object, value: &Value) -> Value {
        let operation = |mut operation: Value| {
            operation["responses"] = operation.get("responses").cloned().unwrap_or_else(|| json!({}));
            json!({ "paths": { "/a": { "get": operation } } })
        };
        let component = |kind: &str, value: Value| json!({ "paths": {}, "components": { kind: { "a": value } } });
        let mut document = match object {
            Object::Schema => component("schemas", value.clone()),
            Object::Discriminator => component("schemas", json!({ "discriminator": value })),
            Object::ExternalDocumentation => component("schemas", json!({ "externalDocs": value })),
            Object::Parameter => component("parameters", value.clone()),
            Object::Header => component("headers", value.clone()),
            Object::Example => component("examples", value.clone()),
            Object::Response => component("responses", value.clone()),
            Object::RequestBody => component("requestBodies", value.clone()),
            Object::MediaType => component("requestBodies", json!({ "content": { "a/b": value } })),
            Object::Responses => operation(json!({ "responses": value })),
            Object::SecurityRequirement => operation(json!({ "security": [value] })),
            Object::Operation => operation(value.clone()),
            _ => json!({ "paths": { "/a": value } }),
        };
        document["openapi"] = json!("3.0.3");
        document["info"] = json!({ "title": "a", "version": "1" });
        document
    }
}
