//! A key that OpenAPI 3.0 demands and that is not there, always or because of what stands beside it.

use openapi_document::finding::{Finding, Recovery, Severity};
use openapi_document::grammar::{Node, Object, ProblemKind};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "missing-key",
    summary: "an object without a key that OpenAPI demands is refused or misread by readers of OpenAPI documents",
    severities: &[Severity::Error, Severity::Warning],
    why: "Each reader guesses in its own way what a missing key would say. It is an error where no guess is sensible, and a warning where the generator makes one.",
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

/// Keys that one value of another key demands.
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
            findings.push(finding.with_help(help(problem.object, key)).with_recovery(recovery));
        }
    }
    for mend in &context.document.corrections {
        match mend.kind {
            ProblemKind::MissingKey(key) => {
                // Nothing is written of what is missing, but of what demands it there may be.
                let finding = context.at_correction(RULE.id, mend, true, &message(mend.object, key));
                findings.push(finding.with_help(help(mend.object, key)));
            }
            ProblemKind::BesideSchema => {
                let name = mend.object.name();
                let message = format!("this {name} Object has both `schema` and `content`; OpenAPI allows one of them");
                let finding = context.at_correction(RULE.id, mend, false, &message);
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

/// An object that says nothing without the key is left out; the document itself cannot be.
fn left_out(place: &Pointer) -> Option<Recovery> {
    (*place != Pointer::root()).then(|| Recovery::remove(place.clone()))
}

fn message(object: Object, key: &str) -> String {
    match (object, key) {
        (Object::Parameter | Object::Header, "schema") => {
            format!("this {} Object has neither `schema` nor `content`", object.name())
        }
        (Object::Schema, "items") => "a schema of the type `array` lacks `items`".to_owned(),
        _ => format!("this {} Object lacks `{key}`", object.name()),
    }
}

fn help(object: Object, key: &str) -> String {
    match (object, key) {
        (Object::Response, "description") => "say in `description` what the response means".to_owned(),
        (Object::Operation, "responses") => "list in `responses` what the server answers".to_owned(),
        (Object::OpenApi, "openapi") => "name the version of OpenAPI: `openapi: 3.0.3`".to_owned(),
        (Object::OpenApi, "paths") => "add `paths`, if only as `paths: {}`".to_owned(),
        (Object::Schema, "items") => "say in `items` what the array holds; `items: {}` stands for anything".to_owned(),
        (Object::OAuthFlow, "scopes") => "list the scopes, if only as `scopes: {}`".to_owned(),
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
            let message = format!("{} of `{key}` `{value}` lacks `{missing}`", object.described());
            findings.push(
                context
                    .at_value(RULE.id, Severity::Error, &node.pointer.child(key), message)
                    .with_help(format!("add `{missing}`"))
                    .with_recovery(left_out(&node.pointer)),
            );
        }
    }
}

/// The client follows no links, so one that leads nowhere does no harm.
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
    findings.push(finding.with_help("name the operation once, by its `operationId`"));
}
