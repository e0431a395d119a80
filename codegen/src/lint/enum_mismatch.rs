//! Values of an `enum` that the schema's `type` does not allow, and an `enum` without values.

use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{Node, Object};
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::support::schema_check::{is_of_type, type_message};

pub(super) const RULE: Rule = Rule {
    id: "enum-mismatch",
    summary: "an `enum` lists values, and each of them has the schema's `type`",
    severities: &[Severity::Warning],
    why: "A value must be in the `enum` and have the `type`, so a value of another type is never valid. Often only quotes are missing.",
    bad: "\
components:
  schemas:
    Floor: { type: string, enum: [1, 2] }
",
    good: "\
components:
  schemas:
    Floor: { type: string, enum: ['1', '2'] }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes.of(Object::Schema) {
        findings.extend(mismatch(context, node));
    }
}

/// The finding about the first value that does not match, with the number of the others.
fn mismatch(context: &Context<'_>, node: &Node<'_>) -> Option<Finding> {
    let values = node.map.get("enum")?.as_array()?;
    let place = node.pointer.child("enum");
    if values.is_empty() {
        let message = "this `enum` lists no value, so no value is valid";
        let finding = context.at_key(RULE.id, Severity::Warning, &place, message);
        return Some(finding.with_help("list the allowed values, or remove the `enum`"));
    }
    let wanted = node.map.get("type")?.as_str()?;
    // Whether null is allowed depends on the schemas around this one, too.
    let is_other = |value: &&Value| !value.is_null() && !is_of_type(value, wanted);
    let others = values.iter().filter(is_other).count().checked_sub(1)?;
    let (index, value) = values.iter().enumerate().find(|(_, value)| is_other(value))?;
    let others = match others {
        0 => String::new(),
        1 => " (1 other value has the wrong type, too)".to_owned(),
        others => format!(" ({others} other values have the wrong type, too)"),
    };
    let message = format!("this value of the `enum` {}{others}", type_message(value, wanted));
    let finding = context.at_value(RULE.id, Severity::Warning, &place.item(index), message);
    let help = match (wanted, value) {
        ("string", Value::Number(_) | Value::Bool(_)) => "quote it, or change the `type`",
        _ => "change the value or the `type`",
    };
    Some(finding.with_help(help))
}
