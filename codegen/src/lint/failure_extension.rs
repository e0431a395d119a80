//! The extensions that describe how operations fail and which response belongs to which request (see [`crate::model`]). They
//! must name existing properties; otherwise the generated code would not detect the failures that the document describes.

use openapi_document::finding::{Finding, Recovery, Severity};
use openapi_document::grammar::{Node, Object};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::Rule;
use crate::model::{ECHO, FAILURE, IN_BAND, is_secret};

pub(super) const RULE: Rule = Rule {
    id: "failure-extension",
    summary: "`x-failure`, `x-in-band-failure` and `x-echo` are keys of component schemas, and name properties of the schema",
    severities: &[Severity::Error],
    why: "The client reads errors from the properties that these extensions name. If a name is wrong, the client takes a failure for a success.",
    bad: "\
components:
  schemas:
    Problem:
      type: object
      x-failure: { code: kidn }
      properties:
        kind: { type: string }
",
    good: "\
components:
  schemas:
    Problem:
      type: object
      x-failure: { code: kind }
      properties:
        kind: { type: string }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes.of(Object::Schema) {
        for key in [FAILURE, IN_BAND, ECHO] {
            let Some(extension) = node.map.get(key) else { continue };
            let at = node.pointer.child(key);
            let first = findings.len();
            if !is_component(&node.pointer) {
                let message = format!("`{key}` is supported on component schemas only");
                let finding = context.at_key(RULE.id, Severity::Error, &at, message);
                findings.push(finding.with_help("move the schema to `components/schemas` and refer to it"));
            } else if key == FAILURE {
                failure(context, node, &at, extension, findings);
            } else if key == ECHO {
                echo(context, node, &at, extension, findings);
            } else {
                in_band(context, node, &at, extension, findings);
            }
            for finding in findings.iter_mut().skip(first) {
                let how = format!("`{key}` is left out here");
                let recovery = Recovery {
                    how,
                    ..Recovery::remove(at.clone())
                };
                finding.recovery = Some(Box::new(recovery));
            }
        }
    }
}

fn is_component(pointer: &Pointer) -> bool {
    let tokens: Vec<_> = pointer.tokens().collect();
    matches!(tokens.as_slice(), [components, schemas, _] if components == "components" && schemas == "schemas")
}

/// `{code: property, message: [property, …]}`, each of them a string.
fn failure(context: &Context<'_>, node: &Node<'_>, at: &Pointer, extension: &Value, findings: &mut Vec<Finding>) {
    let Some(extension) = extension.as_object() else {
        return findings.push(shape(
            context,
            at,
            "`x-failure` must be an object with the keys `code` and `message`",
        ));
    };
    for (key, value) in extension {
        let at = at.child(key);
        match (key.as_str(), value) {
            ("code", Value::String(name)) => text_property(context, node, &at, name, findings),
            ("message", Value::Array(names)) => {
                for (index, name) in names.iter().enumerate() {
                    match name.as_str() {
                        Some(name) => text_property(context, node, &at.item(index), name, findings),
                        None => findings.push(shape(
                            context,
                            &at.item(index),
                            "each item of `message` must be a property name",
                        )),
                    }
                }
            }
            ("code", _) => findings.push(shape(context, &at, "`code` must be a property name")),
            ("message", _) => findings.push(shape(context, &at, "`message` must be an array of property names")),
            _ => {
                let finding = context.at_key(RULE.id, Severity::Error, &at, format!("`x-failure` has no key `{key}`"));
                findings.push(finding.with_help("the allowed keys are `code` and `message`"));
            }
        }
    }
}

fn text_property(context: &Context<'_>, node: &Node<'_>, at: &Pointer, name: &str, findings: &mut Vec<Finding>) {
    let Some(property) = property(context, node.map, name) else {
        return findings.push(unknown(context, at, name));
    };
    let is_text = text_schema(context, property).is_some_and(|schema| !is_secret(schema));
    if !is_text {
        let message = format!("property `{name}` must be a string, and not a secret, because error messages show it");
        let finding = context.at_value(RULE.id, Severity::Error, at, message);
        findings.push(finding.with_help("name a property of type `string` that is not a secret"));
    }
}

/// The schema of a string: the property's own, or the only member of its `allOf`. Authors use such an `allOf` to add a
/// description to a reference.
fn text_schema<'d>(context: &Context<'d>, property: &'d Map<String, Value>) -> Option<&'d Map<String, Value>> {
    let is_text = |schema: &&'d Map<String, Value>| schema.get("type").and_then(Value::as_str) == Some("string");
    let members = property
        .get("allOf")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    match members {
        [member] => context.resolve(member)?.as_object().filter(is_text),
        _ => Some(property).filter(is_text),
    }
}

/// An array of property names.
fn echo(context: &Context<'_>, node: &Node<'_>, at: &Pointer, extension: &Value, findings: &mut Vec<Finding>) {
    let names = extension.as_array().map(Vec::as_slice).unwrap_or_default();
    if names.is_empty() {
        findings.push(shape(context, at, "`x-echo` must be an array of property names"));
    }
    for (index, name) in names.iter().enumerate() {
        let at = at.item(index);
        match name.as_str() {
            None => findings.push(shape(context, &at, "each item of `x-echo` must be a property name")),
            Some(name) if property(context, node.map, name).is_none() => findings.push(unknown(context, &at, name)),
            Some(_) => {}
        }
    }
}

/// The name of an optional property whose schema describes a failure.
fn in_band(context: &Context<'_>, node: &Node<'_>, at: &Pointer, extension: &Value, findings: &mut Vec<Finding>) {
    let Some(name) = extension.as_str() else {
        return findings.push(shape(context, at, "`x-in-band-failure` must be a property name"));
    };
    let Some(property) = property(context, node.map, name) else {
        return findings.push(unknown(context, at, name));
    };
    let required = node.map.get("required").and_then(Value::as_array).into_iter().flatten();
    if required.into_iter().any(|required| required == name) {
        let message = format!("property `{name}` is required, so it cannot distinguish a failure from a success");
        let finding = context.at_value(RULE.id, Severity::Error, at, message);
        findings.push(finding.with_help(format!("remove `{name}` from `required`, or name another property")));
    }
    let branches: Vec<_> = ["allOf", "oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| property.get(key)?.as_array())
        .flatten()
        .filter_map(|branch| context.resolve(branch)?.as_object())
        .filter(|branch| !is_null(branch))
        .collect();
    let tells = |schema: &Map<String, Value>| schema.contains_key(FAILURE);
    match branches.as_slice() {
        [] if tells(property) => {}
        [only] if tells(only) => {}
        [] | [_] => {
            let message =
                format!("the schema of `{name}` does not define which of its properties describe the failure");
            let finding = context.at_value(RULE.id, Severity::Error, at, message);
            findings.push(finding.with_help("add `x-failure` to the component schema that it refers to"));
        }
        _ => {
            let message = format!("`{name}` has several possible schemas, so none of them can describe the failure");
            let finding = context.at_value(RULE.id, Severity::Error, at, message);
            findings.push(finding.with_help("refer to one component schema with `x-failure`"));
        }
    }
}

/// A branch that only allows `null`.
fn is_null(schema: &Map<String, Value>) -> bool {
    let values = schema.get("enum").and_then(Value::as_array);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
}

fn property<'d>(context: &Context<'d>, schema: &'d Map<String, Value>, name: &str) -> Option<&'d Map<String, Value>> {
    context.resolve(schema.get("properties")?.get(name)?)?.as_object()
}

fn unknown(context: &Context<'_>, at: &Pointer, name: &str) -> Finding {
    let finding = context.at_value(
        RULE.id,
        Severity::Error,
        at,
        format!("this schema has no property `{name}`"),
    );
    finding.with_help("name one of the schema's own properties, spelt exactly as in `properties`")
}

fn shape(context: &Context<'_>, at: &Pointer, message: &str) -> Finding {
    context.at_value(RULE.id, Severity::Error, at, message).with_help(
        "for example `x-failure: {code: kind, message: [text]}`, `x-in-band-failure: error`, `x-echo: [number]`",
    )
}
