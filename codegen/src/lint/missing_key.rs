//! A key that OpenAPI 3.0 demands and that is not there, always or because of what stands beside it.

use serde_json::{Map, Value};

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;
use crate::shape::{Node, Object, ProblemKind};

pub(super) const RULE: Rule = Rule {
    id: "missing-key",
    summary: "an object without a key that OpenAPI demands is refused or misread by readers of OpenAPI documents",
    check,
};

/// Keys that one value of another key demands.
const DEMANDED: &[(Object, &str, &str, &[&str])] = &[
    (Object::SecurityScheme, "type", "apiKey", &["name", "in"]),
    (Object::SecurityScheme, "type", "http", &["scheme"]),
    (Object::SecurityScheme, "type", "oauth2", &["flows"]),
    (Object::SecurityScheme, "type", "openIdConnect", &["openIdConnectUrl"]),
    (Object::Schema, "type", "array", &["items"]),
];

/// The addresses that each flow of OAuth 2 demands.
const FLOWS: &[(&str, &[&str])] = &[
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    ("clientCredentials", &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for problem in &context.nodes.problems {
        if let ProblemKind::MissingKey(key) = problem.kind {
            findings.push(missing(context, &problem.pointer, problem.object, key));
        }
    }
    for node in &context.nodes.objects {
        demanded(context, node, findings);
        match node.object {
            Object::Parameter | Object::Header => one_of_two(context, node, "schema", "content", findings),
            Object::Link => one_of_two(context, node, "operationId", "operationRef", findings),
            Object::OAuthFlow => flow(context, node, findings),
            _ => {}
        }
    }
}

fn missing(context: &Context<'_>, at: &Pointer, object: Object, key: &str) -> Finding {
    let message = format!("this {} Object lacks `{key}`", object.name());
    context
        .at_key(RULE.id, Severity::Error, at, message)
        .with_help(help(object, key))
}

fn help(object: Object, key: &str) -> String {
    match (object, key) {
        (Object::Response, "description") => "say in `description` what the response means".to_owned(),
        (Object::Operation, "responses") => "list in `responses` what the server answers".to_owned(),
        (Object::OpenApi, "openapi") => "name the version of OpenAPI: `openapi: 3.0.3`".to_owned(),
        (Object::OpenApi, "paths") => "add `paths`, if only as `paths: {}`".to_owned(),
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
            let help = match *missing {
                "items" => "say in `items` what the array holds; `items: {}` stands for anything".to_owned(),
                missing => format!("add `{missing}`"),
            };
            findings.push(
                context
                    .at_value(RULE.id, Severity::Error, &node.pointer.child(key), message)
                    .with_help(help),
            );
        }
    }
}

fn one_of_two(context: &Context<'_>, node: &Node<'_>, one: &str, two: &str, findings: &mut Vec<Finding>) {
    let name = node.object.name();
    match (node.map.contains_key(one), node.map.contains_key(two)) {
        (false, false) => {
            let message = format!("this {name} Object has neither `{one}` nor `{two}`");
            let finding = context.at_key(RULE.id, Severity::Error, &node.pointer, message);
            findings.push(finding.with_help(format!("add `{one}`")));
        }
        (true, true) => {
            let message = format!("this {name} Object has both `{one}` and `{two}`; OpenAPI allows one of them");
            let finding = context.at_key(RULE.id, Severity::Error, &node.pointer.child(two), message);
            let first = context.document.key_span(&node.pointer.child(one));
            findings.push(
                finding
                    .with_label(first, "the other one")
                    .with_help(format!("remove `{two}` or `{one}`")),
            );
        }
        _ => {}
    }
}

fn flow(context: &Context<'_>, node: &Node<'_>, findings: &mut Vec<Finding>) {
    let name = node.pointer.last().unwrap_or_default();
    let keys = FLOWS
        .iter()
        .find(|(flow, _)| *flow == name)
        .map_or(&[][..], |(_, keys)| keys);
    for key in lacking(node.map, keys) {
        let message = format!("the flow `{name}` lacks `{key}`");
        let finding = context.at_key(RULE.id, Severity::Error, &node.pointer, message);
        findings.push(finding.with_help(format!("add `{key}`")));
    }
}

fn lacking<'k>(map: &Map<String, Value>, keys: &'k [&'k str]) -> impl Iterator<Item = &'k str> {
    keys.iter().copied().filter(|key| !map.contains_key(*key))
}
