//! Turns the document's schema objects (OpenAPI 3.0) into JSON Schema (2020-12) validators.
//!
//! OpenAPI 3.0 has a few keywords of its own: `nullable`, boolean `exclusiveMinimum`, integer formats. They are converted
//! to JSON Schema. A validator's messages name the place and the rule, never the value.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::document::DocumentError;

/// How to treat object members that a schema does not mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnknownMembers {
    /// As the document says, which allows them by default. For values that a server sends.
    AsDocumented,
    /// A violation, unless the schema allows them explicitly. For values that a client sends.
    Refused,
}

/// The validator for one schema of `document`. Its references can point to the document's components.
///
/// # Errors
/// If the schema is not valid or refers to something that is not in the document.
pub(crate) fn validator(document: &Value, schema: &Value, unknown: UnknownMembers) -> Result<Validator, DocumentError> {
    let mut root = used(schema, unknown);
    if let (Value::Object(root), Some(Value::Object(components))) = (&mut root, document.pointer("/components/schemas"))
    {
        let components: Map<_, _> = components
            .iter()
            .map(|(name, schema)| (name.clone(), definition(schema, unknown)))
            .collect();
        // The components have the same place as in the document, so that references need no change.
        root.insert("components".to_owned(), json!({ "schemas": components }));
    }
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .offline()
        .build(&root)
        .map_err(|error| DocumentError::new(format!("a schema cannot be used, {}", clause(&error))))
}

/// The violations in `instance`, one clause each: the JSON pointer and the rule, not the value.
pub(super) fn violations(validator: &Validator, instance: &Value) -> Vec<String> {
    let errors: Vec<_> = validator.iter_errors(instance).collect();
    let is_consequence = |error: &ValidationError<'_>| {
        // A member that violates a rule also counts as unevaluated, so its parents are not reported.
        matches!(error.kind(), ValidationErrorKind::UnevaluatedProperties { .. })
            && errors
                .iter()
                .any(|other| is_beneath(error.instance_path().as_str(), other.instance_path().as_str()))
    };
    errors
        .iter()
        .filter(|error| !is_consequence(error))
        .map(clause)
        .collect()
}

fn is_beneath(parent: &str, pointer: &str) -> bool {
    pointer.strip_prefix(parent).is_some_and(|rest| rest.starts_with('/'))
}

fn clause(error: &ValidationError<'_>) -> String {
    match error.instance_path().as_str() {
        "" => error.masked().to_string(),
        pointer => format!("at `{pointer}`: {}", error.masked()),
    }
}

/// A schema that describes a value by itself: a body, a property, an item.
fn used(schema: &Value, unknown: UnknownMembers) -> Value {
    let mut used = definition(schema, unknown);
    // Not in the definitions, because `allOf` can combine two of them and each would refuse the other's members.
    if let Value::Object(used) = &mut used
        && unknown == UnknownMembers::Refused
    {
        used.insert("unevaluatedProperties".to_owned(), json!(false));
    }
    used
}

/// A schema for use in definitions. A schema that mentions no members allows all of them.
fn definition(schema: &Value, unknown: UnknownMembers) -> Value {
    const MENTIONS_MEMBERS: [&str; 6] = ["$ref", "properties", "additionalProperties", "allOf", "anyOf", "oneOf"];
    let mut translated = translated(schema, unknown);
    if let Value::Object(translated) = &mut translated
        && !MENTIONS_MEMBERS.iter().any(|keyword| translated.contains_key(*keyword))
    {
        translated.insert("additionalProperties".to_owned(), json!(true));
    }
    translated
}

fn translated(schema: &Value, unknown: UnknownMembers) -> Value {
    let source = match schema {
        Value::Object(source) => source,
        // A media type without a schema allows any body.
        Value::Null => return json!(true),
        other => return other.clone(),
    };
    if let Some(reference) = source.get("$ref") {
        // OpenAPI 3.0 ignores the keys next to it.
        return json!({ "$ref": reference });
    }
    let mut target = Map::new();
    for (keyword, value) in source {
        let value = match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => properties
                .iter()
                .map(|(name, schema)| (name.clone(), used(schema, unknown)))
                .collect(),
            ("items" | "additionalProperties", schema) => used(schema, unknown),
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                parts.iter().map(|part| translated(part, unknown)).collect()
            }
            ("not", schema) => translated(schema, UnknownMembers::AsDocumented),
            ("type" | "enum" | "format" | "pattern" | "required" | "uniqueItems" | "multipleOf", value) => {
                value.clone()
            }
            (limit, value) if limit.starts_with("min") || limit.starts_with("max") => value.clone(),
            // Annotations, and keywords that are handled below.
            _ => continue,
        };
        target.insert(keyword.clone(), value);
    }
    make_exclusive(source, &mut target, "minimum", "exclusiveMinimum");
    make_exclusive(source, &mut target, "maximum", "exclusiveMaximum");
    bound_by_format(&mut target);
    if source.get("nullable") == Some(&Value::Bool(true)) {
        return json!({ "anyOf": [target, { "type": "null" }] });
    }
    Value::Object(target)
}

/// In OpenAPI 3.0 a boolean makes a limit exclusive. In JSON Schema the exclusive limit is a number.
fn make_exclusive(source: &Map<String, Value>, target: &mut Map<String, Value>, limit: &str, exclusive: &str) {
    if source.get(exclusive) == Some(&Value::Bool(true))
        && let Some(value) = target.remove(limit)
    {
        target.insert(exclusive.to_owned(), value);
    }
}

/// `int32` and `int64` are ranges, which JSON Schema has no format for.
fn bound_by_format(target: &mut Map<String, Value>) {
    let (minimum, maximum) = match target.get("format").and_then(Value::as_str) {
        Some("int32") => (json!(i32::MIN), json!(i32::MAX)),
        Some("int64") => (json!(i64::MIN), json!(i64::MAX)),
        _ => return,
    };
    // A part of `allOf`, so that the range applies in addition to the schema's own limits.
    let parts = target.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(parts) = parts {
        parts.push(json!({ "minimum": minimum, "maximum": maximum }));
    }
}
