//! Operations without a name of their own, or with one that is no Rust identifier.

use std::collections::HashMap;

use heck::ToUpperCamelCase;
use serde_json::Value;

use super::{Context, OperationNode, Rule};
use crate::finding::{Finding, Severity};
use crate::names;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    id: "operation-id",
    summary: "an operation's id names its method in Rust, so each operation needs one of its own",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut operations: Vec<_> = context.operations().collect();
    operations.sort_by_key(|operation| context.start(&operation.pointer));
    let mut first_uses: HashMap<&str, Pointer> = HashMap::new();
    for operation in &operations {
        let id = match operation.map.get("operationId") {
            None => "",
            Some(Value::String(id)) => id,
            Some(_) => continue,
        };
        let pointer = operation.pointer.child("operationId");
        if id.is_empty() {
            findings.push(missing(context, operation));
        } else if let Some(first) = first_uses.get(id) {
            findings.push(duplicate(context, &pointer, id, first));
        } else {
            findings.extend(renamed(context, &pointer, id));
            first_uses.insert(id, pointer);
        }
    }
}

fn missing(context: &Context<'_>, operation: &OperationNode<'_>) -> Finding {
    let message = format!(
        "`{} {}` has no `operationId`",
        operation.method.to_uppercase(),
        operation.path
    );
    let finding = context.at_key(RULE.id, Severity::Error, &operation.pointer, message);
    finding.with_help(format!("add one, such as `operationId: {}`", derived(operation)))
}

/// `getPetsByPetId` for `GET /pets/{petId}`.
fn derived(operation: &OperationNode<'_>) -> String {
    let segments = operation.path.split('/').map(|segment| {
        let by = if segment.starts_with('{') { "By" } else { "" };
        format!("{by}{}", segment.to_upper_camel_case())
    });
    std::iter::once(operation.method.to_owned()).chain(segments).collect()
}

fn duplicate(context: &Context<'_>, pointer: &Pointer, id: &str, first: &Pointer) -> Finding {
    let message = format!("the `operationId` `{id}` stands in two operations");
    let finding = context.at_value(RULE.id, Severity::Error, pointer, message);
    finding
        .with_label(context.document.value_span(first), "it stands here first")
        .with_help("give this operation an id of its own")
}

/// The finding for an id that is no identifier in any case style.
fn renamed(context: &Context<'_>, pointer: &Pointer, id: &str) -> Option<Finding> {
    let method = names::method_name(id);
    let is_word = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
    let is_keyword = method.strip_suffix('_').is_some_and(|word| !names::is_identifier(word));
    let starts = id.starts_with(|c: char| c == '_' || unicode_ident::is_xid_start(c));
    let reason = match () {
        () if is_keyword => "a keyword of Rust",
        () if !starts || !id.chars().all(is_word) => "no Rust identifier",
        () => return None,
    };
    let message = format!("the `operationId` `{id}` is {reason}; its method will be `{method}`");
    let finding = context.at_value(RULE.id, Severity::Warning, pointer, message);
    Some(finding.with_help("choose an id of letters, digits and `_` that is no keyword, or accept the method's name"))
}
