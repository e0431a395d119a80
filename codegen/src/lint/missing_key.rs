//! A missing key that OpenAPI 3.0 requires, always or because of another key of the object.

use openapi_document::finding::{Finding, Recovery, Severity};
use openapi_document::grammar::{Node, Object, ProblemKind};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "missing-key",
    summary: "an object has all keys that OpenAPI requires",
    severities: &[Severity::Error, Severity::Warning],
    why: "Some readers reject an object without such a key, others guess its value, each in its own way. The finding is a warning if the generator can assume a value, and an error if it cannot.",
    bad: "\
paths:
  /books:
    get:
      responses:
        '204': {}
",
    good: "\
paths:
  /books:
    get:
      responses:
        '204': { description: There are none. }
",
    check,
};

/// Keys that are required by one value of another key.
const DEMANDED: &[(Object, &str, &str, &[&str])] = &[
    (Object::SecurityScheme, "type", "apiKey", &["name", "in"]),
    (Object::SecurityScheme, "type", "http", &["scheme"]),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for problem in &context.nodes.problems {
        if let ProblemKind::MissingKey(key) = problem.kind {
            let message = message(problem.object, key);
            let finding = context.at_key(RULE.id, Severity::Error, &problem.pointer, message);
            let recovery = left_out(&problem.pointer);
            let finding = finding.with_help(help(problem.object, key)).with_recovery(recovery);
            let is_effect = context.document.is_left_out(&problem.pointer.child(key));
            findings.push(finding.as_effect(is_effect));
        }
    }
    for correction in &context.document.corrections {
        match correction.kind {
            ProblemKind::MissingKey(key) => {
                // A missing key has no text, but the value that requires it may have.
                let finding = context.at_correction(RULE.id, correction, true, &message(correction.object, key));
                findings.push(finding.with_help(help(correction.object, key)));
            }
            ProblemKind::BesideSchema => {
                let name = correction.object.name();
                let message = format!("this {name} Object has both `schema` and `content`; OpenAPI allows one of them");
                let finding = context.at_correction(RULE.id, correction, false, &message);
                findings.push(finding.with_help("remove `content` or `schema`"));
            }
            _ => {}
        }
    }
    for node in &context.nodes.objects {
        demanded(context, node, findings);
        if node.object == Object::Link {
            link(context, node, findings);
        }
    }
}

/// Whether `object`, with the content `map`, is left out without `key`.
pub(super) fn is_vital(object: Object, map: &Map<String, Value>, key: &str) -> bool {
    let is_required = object.fields().iter().any(|field| field.required && field.name == key);
    let is_demanded = DEMANDED.iter().any(|(of, by, value, keys)| {
        *of == object && keys.contains(&key) && map.get(*by).and_then(Value::as_str) == Some(*value)
    });
    !object.may_be_empty() && (is_required || is_demanded)
}

/// An object that says nothing without the key is left out; the document itself cannot be.
fn left_out(place: &Pointer) -> Option<Recovery> {
    (*place != Pointer::root()).then(|| Recovery::remove(place.clone()))
}

fn message(object: Object, key: &str) -> String {
    match (object, key) {
        (Object::Parameter | Object::Header, "schema") => {
            format!("this {} Object has neither `schema` nor `content`", object.name())
        }
        (Object::Schema, "items") => "missing `items` in a schema of type `array`".to_owned(),
        _ => format!("missing `{key}` in this {} Object", object.name()),
    }
}

fn help(object: Object, key: &str) -> String {
    match (object, key) {
        (Object::Response, "description") => "describe the response in `description`".to_owned(),
        (Object::Operation, "responses") => "list the server's responses in `responses`".to_owned(),
        (Object::OpenApi, "openapi") => "add the version of OpenAPI: `openapi: 3.0.3`".to_owned(),
        (Object::OpenApi, "paths") => "add `paths`; it may be empty: `paths: {}`".to_owned(),
        (Object::Schema, "items") => "describe the items in `items`; `items: {}` allows any value".to_owned(),
        (Object::OAuthFlow, "scopes") => "list the scopes; the list may be empty: `scopes: {}`".to_owned(),
        _ => format!("add `{key}`"),
    }
}

fn demanded(context: &Context<'_>, node: &Node<'_>, findings: &mut Vec<Finding>) {
    let text = |key: &str| node.map.get(key).and_then(Value::as_str);
    let rows = DEMANDED
        .iter()
        .filter(|(object, key, value, _)| *object == node.object && text(key) == Some(*value));
    for (object, key, value, missing) in rows {
        for missing in missing.iter().filter(|missing| !node.map.contains_key(**missing)) {
            let message = format!("missing `{missing}` in {} with `{key}: {value}`", object.described());
            findings.push(
                context
                    .at_value(RULE.id, Severity::Error, &node.pointer.child(key), message)
                    .with_help(format!("add `{missing}`"))
                    .with_recovery(left_out(&node.pointer))
                    .as_effect(context.document.is_left_out(&node.pointer.child(missing))),
            );
        }
    }
}

/// The client follows no links, so an incomplete one is only a warning.
fn link(context: &Context<'_>, node: &Node<'_>, findings: &mut Vec<Finding>) {
    let has = |key: &str| node.map.contains_key(key);
    let (pointer, message) = match (has("operationId"), has("operationRef")) {
        (false, false) => (
            node.pointer.clone(),
            "this Link Object has neither `operationId` nor `operationRef`",
        ),
        (true, true) => (
            node.pointer.child("operationRef"),
            "this Link Object has both `operationId` and `operationRef`; OpenAPI allows one of them",
        ),
        _ => return,
    };
    let finding = context.at_key(RULE.id, Severity::Warning, &pointer, message);
    findings.push(finding.with_help("refer to the operation once, by its `operationId`"));
}
