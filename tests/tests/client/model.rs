//! The models agree with the document: the JSON Schema that `schemars` derives from the generated types is compared with
//! the document's component schemas, property by property.
//!
//! Two differences are intended. An optional property also accepts `null`, since servers write `null` for absent values. An
//! enumeration of strings accepts any string, since servers add values.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failed expectation is the report of a test"
)]

use std::collections::BTreeMap;

use b2c_agent_client::types;
use schemars::Schema;
use serde_json::Value;

const DOCUMENT: &str = include_str!("../../../spec/openapi.yaml");

fn derived() -> BTreeMap<&'static str, Schema> {
    BTreeMap::from([
        ("ChatSystemError", schemars::schema_for!(types::ChatSystemError)),
        ("ErrorBody", schemars::schema_for!(types::ErrorBody)),
        ("ExceptionCode", schemars::schema_for!(types::ExceptionCode)),
        ("LogoffRequest", schemars::schema_for!(types::LogoffRequest)),
        ("LogoffResponse", schemars::schema_for!(types::LogoffResponse)),
    ])
}

fn document() -> Value {
    serde_yaml::from_str(DOCUMENT).unwrap()
}

#[test]
fn the_schema_of_the_model() {
    insta::assert_json_snapshot!(derived());
}

#[test]
fn every_component_schema_has_its_type() {
    let document = document();
    let documented: Vec<_> = document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    let mut derived: Vec<_> = derived().into_keys().map(ToOwned::to_owned).collect();
    derived.sort();
    let mut documented = documented;
    documented.sort();
    assert_eq!(derived, documented);
}

#[test]
fn every_property_is_the_documented_one() {
    let document = document();
    for (name, schema) in derived() {
        let documented = &document["components"]["schemas"][name];
        let derived = Value::from(schema);
        let empty = serde_json::Map::new();
        let wanted = documented["properties"].as_object().unwrap_or(&empty);
        let found = derived["properties"].as_object().unwrap_or(&empty);
        let mut names: Vec<_> = wanted.keys().collect();
        let mut found_names: Vec<_> = found.keys().collect();
        names.sort();
        found_names.sort();
        assert_eq!(found_names, names, "the properties of {name}");
        for (property, wanted) in wanted {
            let required = contains(&documented["required"], property);
            assert_eq!(
                contains(&derived["required"], property),
                required,
                "{name}.{property}: required"
            );
            let (derived, documented) = (
                Meaning::derived(&derived, &found[property]),
                Meaning::documented(&document, wanted),
            );
            assert_eq!(derived, documented, "{name}.{property}");
            let nullable = wanted["nullable"] == true || !required;
            assert_eq!(takes_null(name, property), nullable, "{name}.{property}: null");
        }
    }
}

/// Whether the type `name` can be read from an object with all required properties, and `null` as `property`.
fn takes_null(name: &str, property: &str) -> bool {
    let mut object = serde_json::json!({});
    if name == "LogoffRequest" {
        object["forceLogoff"] = Value::Bool(true);
    }
    object[property] = Value::Null;
    match name {
        "ChatSystemError" => serde_json::from_value::<types::ChatSystemError>(object).is_ok(),
        "ErrorBody" => serde_json::from_value::<types::ErrorBody>(object).is_ok(),
        "LogoffRequest" => serde_json::from_value::<types::LogoffRequest>(object).is_ok(),
        "LogoffResponse" => serde_json::from_value::<types::LogoffResponse>(object).is_ok(),
        other => panic!("this test does not know {other}"),
    }
}

#[test]
fn enumerations_list_the_documented_values() {
    let document = document();
    let documented = &document["components"]["schemas"]["ExceptionCode"]["enum"];
    let derived = Value::from(schemars::schema_for!(types::ExceptionCode));
    let mut values = Vec::new();
    collect_values(&derived, &mut values);
    for value in documented.as_array().unwrap() {
        assert!(values.contains(value), "{value} is in no type: {derived}");
        let read: types::ExceptionCode = serde_json::from_value(value.clone()).unwrap();
        assert!(!format!("{read:?}").contains("Unknown("), "{value} is read as {read:?}");
    }
}

/// The description of a property in a schema, in terms that both notations share.
#[derive(Debug, PartialEq)]
struct Meaning {
    kind: String,
    format: Option<String>,
    refers_to: Option<String>,
}

impl Meaning {
    fn documented(document: &Value, property: &Value) -> Self {
        let refers_to = reference(property);
        let target = refers_to
            .as_ref()
            .map_or(property, |name| &document["components"]["schemas"][name]);
        let kind = target["type"].as_str().unwrap_or_default().to_owned();
        // The derived schema of an open enumeration is a choice. It is recognized by its name.
        let kind = if target["enum"].is_array() {
            "enumeration".to_owned()
        } else {
            kind
        };
        Self {
            kind,
            format: target["format"].as_str().map(ToOwned::to_owned),
            refers_to,
        }
    }

    fn derived(root: &Value, property: &Value) -> Self {
        let refers_to = reference(property);
        let target = refers_to.as_ref().map_or(property, |name| &root["$defs"][name]);
        let kinds: Vec<_> = match &target["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        let kind = kinds
            .iter()
            .find(|kind| **kind != "null")
            .copied()
            .unwrap_or("enumeration");
        let is_enumeration = branches(target).next().is_some() || target["enum"].is_array();
        let kind = if is_enumeration { "enumeration" } else { kind };
        Self {
            kind: kind.to_owned(),
            format: target["format"].as_str().map(ToOwned::to_owned),
            refers_to,
        }
    }
}

/// The name of the schema that a property refers to, directly or as one branch of a choice.
fn reference(property: &Value) -> Option<String> {
    let direct = std::iter::once(property).chain(branches(property));
    let target = direct.filter_map(|schema| schema["$ref"].as_str()).next()?;
    target.rsplit('/').next().map(ToOwned::to_owned)
}

fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    ["allOf", "anyOf", "oneOf"]
        .into_iter()
        .filter_map(|key| schema[key].as_array())
        .flatten()
}

fn collect_values(schema: &Value, values: &mut Vec<Value>) {
    match schema {
        Value::Object(map) => {
            values.extend(map.get("const").cloned());
            values.extend(map.get("enum").and_then(Value::as_array).into_iter().flatten().cloned());
            map.values().for_each(|value| collect_values(value, values));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_values(item, values)),
        _ => {}
    }
}

fn contains(list: &Value, name: &str) -> bool {
    list.as_array().is_some_and(|list| list.iter().any(|item| item == name))
}
