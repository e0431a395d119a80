//! Schemas that are legal OpenAPI and that typify cannot make a type of.

use std::collections::HashSet;

use serde_json::Value;

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::shape::{Node, Object};

pub(super) const RULE: Rule = Rule {
    id: "schema",
    summary: "typify makes no type of some schemas, and gives up on the whole document",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for node in context.served().filter(|node| node.object == Object::Schema) {
        for judge in [format, mixed_enum, not, empty, exclusive] {
            findings.extend(judge(context, node));
        }
    }
}

fn error(context: &Context<'_>, node: &Node<'_>, key: &str, message: String, help: &str) -> Finding {
    context
        .at_key(RULE.id, Severity::Error, &node.pointer.child(key), message)
        .with_help(help)
}

/// typify takes formats of strings and numbers only.
fn format(context: &Context<'_>, node: &Node<'_>) -> Option<Finding> {
    let kind = node.map.get("type")?.as_str()?;
    if !node.map.contains_key("format") || !matches!(kind, "object" | "array" | "boolean") {
        return None;
    }
    let message = format!("typify takes no `format` in a schema of type `{kind}`");
    Some(error(
        context,
        node,
        "format",
        message,
        "remove it, or write it as an extension such as `x-format`",
    ))
}

/// Without `type`, the values decide what the type is.
fn mixed_enum(context: &Context<'_>, node: &Node<'_>) -> Option<Finding> {
    let values = node.map.get("enum")?.as_array()?;
    if node.map.contains_key("type") {
        return None;
    }
    let kinds: HashSet<_> = values
        .iter()
        .filter(|value| !value.is_null())
        .map(std::mem::discriminant)
        .collect();
    if kinds.len() <= 1 {
        return None;
    }
    let message = "typify takes values of one kind in an `enum`".to_owned();
    Some(error(
        context,
        node,
        "enum",
        message,
        "give each kind of value a schema of its own, in a `oneOf`",
    ))
}

/// `not` is taken with values of one kind only.
fn not(context: &Context<'_>, node: &Node<'_>) -> Option<Finding> {
    let not = node.map.get("not")?.as_object()?;
    if not.is_empty() || not.contains_key("enum") {
        return None;
    }
    let message = "typify takes `not` only around an `enum`".to_owned();
    Some(error(
        context,
        node,
        "not",
        message,
        "describe what is allowed, and say the rest in the `description`",
    ))
}

fn empty(context: &Context<'_>, node: &Node<'_>) -> Option<Finding> {
    let is_empty = |key: &&str| node.map.get(*key).and_then(Value::as_array).is_some_and(Vec::is_empty);
    let key = ["allOf", "oneOf", "anyOf"].into_iter().find(is_empty)?;
    Some(error(
        context,
        node,
        key,
        format!("this `{key}` is empty"),
        "name at least one schema, or remove the key",
    ))
}

fn exclusive(context: &Context<'_>, node: &Node<'_>) -> Option<Finding> {
    let pairs = [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")];
    let lacks = |(exclusive, bound): &(&str, &str)| {
        node.map.get(*exclusive) == Some(&Value::Bool(true)) && !node.map.contains_key(*bound)
    };
    let (exclusive, bound) = pairs.into_iter().find(lacks)?;
    let message = format!("`{exclusive}` has no `{bound}` to take out");
    Some(error(
        context,
        node,
        exclusive,
        message,
        &format!("add `{bound}`, or remove `{exclusive}`"),
    ))
}
