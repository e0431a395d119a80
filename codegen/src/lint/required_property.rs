//! Required properties that their schema does not declare.

use openapi_document::edit;
use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{Node, Object};
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::support::suggest::{did_you_mean, respelt};

pub(super) const RULE: Rule = Rule {
    id: "required-property",
    summary: "a required property is declared in `properties`",
    severities: &[Severity::Warning],
    why: "An undeclared required property is usually misspelt. Its field accepts any JSON value. With the right spelling it has its own type.",
    bad: "\
components:
  schemas:
    Book:
      type: object
      required: [titel]
      properties:
        title: { type: string }
",
    good: "\
components:
  schemas:
    Book:
      type: object
      required: [title]
      properties:
        title: { type: string }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for node in context.served().filter(|node| node.object == Object::Schema) {
        let required = node.map.get("required").and_then(Value::as_array);
        let properties = node.map.get("properties").and_then(Value::as_object);
        let (Some(required), Some(properties)) = (required, properties) else {
            continue;
        };
        if !stands_alone(node) {
            continue;
        }
        for (index, name) in required.iter().enumerate() {
            let Some(name) = name.as_str().filter(|name| !properties.contains_key(*name)) else {
                continue;
            };
            let message = format!("required property `{name}` is not declared");
            let help = did_you_mean(name, properties.keys().map(String::as_str));
            let help = help.unwrap_or_else(|| format!("add `{name}` to `properties`, or remove it from `required`"));
            let place = node.pointer.child("required").item(index);
            let meant = respelt(name, properties.keys().map(String::as_str));
            let meant = meant.filter(|meant| !required.iter().any(|required| required == meant));
            let written = context.document.author(&place);
            let edits = meant.map(|meant| edit::retype(context.document, &written, meant));
            findings.push(
                context
                    .at_value(RULE.id, Severity::Warning, &place, message)
                    .with_help(help)
                    .with_edits(edits.unwrap_or_default()),
            );
        }
    }
}

/// Whether the schema is not part of a composed schema, whose parts may require each other's properties.
fn stands_alone(node: &Node<'_>) -> bool {
    let is_part = node
        .pointer
        .parts()
        .nth_back(1)
        .is_some_and(|key| matches!(&*key, "allOf" | "oneOf" | "anyOf"));
    !is_part
        && ["allOf", "oneOf", "anyOf"]
            .iter()
            .all(|key| !node.map.contains_key(*key))
}
