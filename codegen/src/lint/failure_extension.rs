//! The extensions by which a document says how its operations fail and which answers belong to them (see [`crate::model`]):
//! they must name properties that exist, or the generated code would do less than the document promises.

use openapi_document::finding::{Finding, Recovery, Severity};
use openapi_document::grammar::{Node, Object};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::Rule;
use crate::model::{ECHO, FAILURE, IN_BAND, is_secret};

pub(super) const RULE: Rule = Rule {
    id: "failure-extension",
    summary: "`x-failure`, `x-in-band-failure` and `x-echo` stand on component schemas and name properties of theirs",
    severities: &[Severity::Error],
    why: "The client makes errors of the properties that these extensions name. If a name is wrong, a failure passes for a success.",
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
                let message = format!("`{key}` has an effect on component schemas only");
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
                let told = format!("`{key}` is left out here");
                let recovery = Recovery {
                    told,
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
            "`x-failure` is an object with the keys `code` and `message`",
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
                        None => findings.push(shape(context, &at.item(index), "`message` lists names of properties")),
                    }
                }
            }
            ("code", _) => findings.push(shape(context, &at, "`code` is the name of a property")),
            ("message", _) => findings.push(shape(context, &at, "`message` is a list of names of properties")),
            _ => {
                let finding = context.at_key(RULE.id, Severity::Error, &at, format!("`x-failure` has no key `{key}`"));
                findings.push(finding.with_help("its keys are `code` and `message`"));
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
        let message =
            format!("the property `{name}` is no string that may be shown, so it holds neither a code nor a text");
        let finding = context.at_value(RULE.id, Severity::Error, at, message);
        findings.push(finding.with_help("name a property of type string"));
    }
}

/// The schema of a string: the property's own, or that of a single `allOf`, which makes room for a description beside a
/// reference.
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

/// A list of names of properties.
fn echo(context: &Context<'_>, node: &Node<'_>, at: &Pointer, extension: &Value, findings: &mut Vec<Finding>) {
    let names = extension.as_array().map(Vec::as_slice).unwrap_or_default();
    if names.is_empty() {
        findings.push(shape(context, at, "`x-echo` is a list of names of properties"));
    }
    for (index, name) in names.iter().enumerate() {
        let at = at.item(index);
        match name.as_str() {
            None => findings.push(shape(context, &at, "`x-echo` lists names of properties")),
            Some(name) if property(context, node.map, name).is_none() => findings.push(unknown(context, &at, name)),
            Some(_) => {}
        }
    }
}

/// The name of an optional property whose schema tells a failure.
fn in_band(context: &Context<'_>, node: &Node<'_>, at: &Pointer, extension: &Value, findings: &mut Vec<Finding>) {
    let Some(name) = extension.as_str() else {
        return findings.push(shape(context, at, "`x-in-band-failure` is the name of a property"));
    };
    let Some(property) = property(context, node.map, name) else {
        return findings.push(unknown(context, at, name));
    };
    let required = node.map.get("required").and_then(Value::as_array).into_iter().flatten();
    if required.into_iter().any(|required| required == name) {
        let message = format!("the property `{name}` is required, so it does not tell a failure from a success");
        let finding = context.at_value(RULE.id, Severity::Error, at, message);
        findings.push(finding.with_help(format!("take `{name}` out of `required`, or name another property")));
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
            let message = format!("the schema of `{name}` does not say which of its properties tell the failure");
            let finding = context.at_value(RULE.id, Severity::Error, at, message);
            findings.push(finding.with_help("add `x-failure` to the component schema that it refers to"));
        }
        _ => {
            let message = format!("`{name}` can be one of several schemas, so no one of them tells the failure");
            let finding = context.at_value(RULE.id, Severity::Error, at, message);
            findings.push(finding.with_help("let it refer to one component schema with `x-failure`"));
        }
    }
}

/// A branch that only makes room for `null`.
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
    finding.with_help("name one of the schema's own properties, as it is spelt there")
}

fn shape(context: &Context<'_>, at: &Pointer, message: &str) -> Finding {
    context.at_value(RULE.id, Severity::Error, at, message).with_help(
        "for instance `x-failure: {code: kind, message: [text]}`, `x-in-band-failure: error`, `x-echo: [number]`",
    )
}
