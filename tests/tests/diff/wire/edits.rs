//! Documents as lists of small edits to one document: the format of the fixtures, and random edits.

use std::fs;
use std::path::Path;

use openapi_document::load::{Document, load};
use openapi_document::{Pointer, Source};
use serde_json::{Map, Value, json};
use workspace_tests::random::Random;

/// The text of a fixture.
pub(crate) fn fixture(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff").join(name)).unwrap()
}

/// A fixture as a value.
pub(crate) fn value(name: &str) -> Value {
    load(Source::new(name, &fixture(name))).unwrap().value
}

/// Writes a value and loads it as a document, so that it has places.
pub(crate) fn document(value: &Value) -> Document {
    load(Source::new("openapi.yaml", &serde_yaml::to_string(value).unwrap())).unwrap()
}

/// The cases of a fixture: the name of each, and the edited document.
pub(crate) fn cases(fixture: &str, base: &Value) -> Vec<(String, Value)> {
    let file = value(fixture);
    let aliases = file["aliases"].as_object().unwrap();
    let case = |(name, edits): (&String, &Value)| {
        let mut head = base.clone();
        for edit in edits.as_array().unwrap() {
            apply(&mut head, aliases, edit);
        }
        (name.clone(), head)
    };
    file["cases"].as_object().unwrap().iter().map(case).collect()
}

/// The pairs of `pairs.yaml`: the name of each, and the two documents.
pub(crate) fn pairs() -> Vec<(String, Document, Document)> {
    let file: Value = serde_yaml::from_str(&fixture("pairs.yaml")).unwrap();
    let components = &file["components"];
    let entries = |key: &str| file[key].as_object().unwrap().clone();
    let documents = entries("documents").into_iter().map(|(name, pair)| {
        let of = |side: &str| document(&laid_over_nothing(&pair[side]));
        (name, of("base"), of("head"))
    });
    let schemas = entries("schemas").into_iter().map(|(name, pair)| {
        let of = |side: &str| document(&with_components(&pair[side], components));
        (name, of("base"), of("head"))
    });
    documents.chain(schemas).collect()
}

/// The lists of schemas with the same meaning in `pairs.yaml`, one document for each schema.
pub(crate) fn spellings() -> Vec<Vec<(String, Document)>> {
    let file: Value = serde_yaml::from_str(&fixture("pairs.yaml")).unwrap();
    let spelt = |schema: &Value| {
        let with = with_components(&json!({ "S": schema }), &file["components"]);
        (schema.to_string(), document(&with))
    };
    let lists = file["same"].as_array().unwrap().iter();
    lists
        .map(|list| list.as_array().unwrap().iter().map(spelt).collect())
        .collect()
}

/// A document in OpenAPI 3.1 with these keys.
fn laid_over_nothing(keys: &Value) -> Value {
    let mut document = json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}});
    for (key, value) in keys.as_object().unwrap() {
        document[key] = value.clone();
    }
    document
}

/// A document whose request and response use the component `S`, with these components.
fn with_components(own: &Value, components: &Value) -> Value {
    let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/S"}}});
    let responses = json!({"200": {"description": "", "content": content}});
    let mut schemas = components.clone();
    for (name, schema) in own.as_object().unwrap() {
        schemas[name] = schema.clone();
    }
    laid_over_nothing(&json!({
        "paths": {"/a": {"post": {"requestBody": {"content": content}, "responses": responses}}},
        "components": {"schemas": schemas},
    }))
}

fn place(aliases: &Map<String, Value>, text: &str) -> Pointer {
    let (first, rest) = text.split_once('/').unwrap_or((text, ""));
    match aliases.get(first) {
        Some(alias) if rest.is_empty() => Pointer::from_escaped(alias.as_str().unwrap()),
        Some(alias) => Pointer::from_escaped(&format!("{}/{rest}", alias.as_str().unwrap())),
        None => Pointer::from_escaped(text),
    }
}

fn apply(document: &mut Value, aliases: &Map<String, Value>, edit: &Value) {
    let at = place(aliases, edit["at"].as_str().unwrap());
    let copied = edit.get("copy").map(|from| {
        document
            .pointer(place(aliases, from.as_str().unwrap()).as_str())
            .unwrap()
            .clone()
    });
    let key = at.last().unwrap();
    let parent = document
        .pointer_mut(at.parent().unwrap().as_str())
        .unwrap_or_else(|| panic!("nothing is around {at}"));
    if let Some(name) = edit.get("rename") {
        let value = parent
            .as_object_mut()
            .unwrap()
            .remove(&key)
            .unwrap_or_else(|| panic!("nothing is at {at}"));
        parent
            .as_object_mut()
            .unwrap()
            .insert(name.as_str().unwrap().to_owned(), value);
        return;
    }
    let value = copied.or_else(|| edit.get("set").cloned());
    put(parent, &key, value);
}

/// Sets the value at a key or index, or removes it.
pub(crate) fn put(parent: &mut Value, key: &str, value: Option<Value>) {
    match (parent, value) {
        (Value::Object(map), Some(value)) => drop(map.insert(key.to_owned(), value)),
        (Value::Object(map), None) => drop(map.remove(key).unwrap_or_else(|| panic!("there is no {key}"))),
        (Value::Array(list), Some(value)) => {
            let index: usize = key.parse().unwrap();
            if index == list.len() {
                list.push(value);
            } else {
                list[index] = value;
            }
        }
        (Value::Array(list), None) => drop(list.remove(key.parse().unwrap())),
        (other, _) => panic!("{other} has no {key}"),
    }
}

/// Changes a random place of a document, and describes the change.
pub(crate) fn mutate(document: &mut Value, random: &mut Random) -> String {
    let mut places = Vec::new();
    collect(&Pointer::root(), document, &mut places);
    let at = places.swap_remove(random.below(places.len()));
    let (parent, key) = (at.parent().unwrap(), at.last().unwrap());
    let old = document.pointer(at.as_str()).unwrap().clone();
    let other = places[random.below(places.len())].clone();
    let donor = document.pointer(other.as_str()).cloned().unwrap_or(Value::Null);
    let parent = document.pointer_mut(parent.as_str()).unwrap();
    let (what, value) = match random.below(6) {
        0 | 1 => ("removed", None),
        2 => ("replaced by another place", Some(donor)),
        _ => ("edited", Some(edited(&old, random))),
    };
    put(parent, &key, value);
    format!("{at} {what}")
}

fn collect(at: &Pointer, value: &Value, places: &mut Vec<Pointer>) {
    let children: Vec<(Pointer, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, value)| (at.child(key), value)).collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, value)| (at.item(index), value))
            .collect(),
        _ => Vec::new(),
    };
    for (at, value) in children {
        collect(&at, value, places);
        places.push(at);
    }
}

fn edited(value: &Value, random: &mut Random) -> Value {
    match value {
        Value::Bool(flag) => Value::Bool(!flag),
        Value::Number(number) => {
            Value::from(number.as_i64().unwrap_or(0) + 1 + i64::try_from(random.below(9)).unwrap())
        }
        Value::String(text) => match text.as_str() {
            "string" | "integer" | "number" | "boolean" | "object" | "array" => {
                Value::from(["string", "integer", "number", "boolean", "object", "array"][random.below(6)])
            }
            text => Value::from(format!("{text}x")),
        },
        Value::Null => Value::Bool(true),
        Value::Array(list) => {
            let mut list = list.clone();
            list.push(Value::from(["x", "y"][random.below(2)]));
            Value::Array(list)
        }
        Value::Object(map) => {
            let mut map = map.clone();
            let keys = [
                "nullable",
                "deprecated",
                "x-new",
                "required",
                "readOnly",
                "minLength",
                "enum",
                "$ref",
                "allOf",
                "oneOf",
            ];
            let value = [
                Value::Bool(true),
                Value::Null,
                Value::from(3),
                Value::from("#/components/schemas/Pet"),
                Value::Array(Vec::new()),
            ];
            map.insert(
                keys[random.below(keys.len())].to_owned(),
                value[random.below(value.len())].clone(),
            );
            Value::Object(map)
        }
    }
}
