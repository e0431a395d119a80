//! Operations whose Rust method does not simply have the name of their `operationId`.

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Severity};
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode};
use serde_json::Value;

use super::Rule;
use crate::model::naming::{Because, Naming, naming};
use crate::names;

pub(super) const RULE: Rule = Rule {
    id: "operation-id",
    summary: "an operation has an `operationId` that is a usable name for its Rust method",
    severities: &[Severity::Warning, Severity::Note],
    why: "The method's name is part of the crate's public API. Without a usable id, the generator derives the name from HTTP method and path, so it changes with the path.",
    bad: "\
paths:
  /books:
    get:
      operationId: list-all books
      responses: { '204': { description: There are none. } }
",
    good: "\
paths:
  /books:
    get:
      operationId: listBooks
      responses: { '204': { description: There are none. } }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let operations: Vec<_> = context.operations().collect();
    let names = naming(&operations);
    let mut missing: Vec<(&OperationNode<'_>, &Naming)> = Vec::new();
    for (operation, naming) in operations.iter().zip(&names) {
        let pointer = operation.pointer.child("operationId");
        let id = operation
            .map
            .get("operationId")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match &naming.because {
            Some(Because::Missing) => missing.push((operation, naming)),
            Some(Because::Taken(first)) => {
                findings.extend(
                    operations
                        .get(*first)
                        .map(|first| taken(context, operation, id, naming, first)),
                );
            }
            Some(Because::Reserved) => {
                let message = format!(
                    "`operationId` `{id}` conflicts with a name of the client itself; the method will be `{}`",
                    naming.method
                );
                let finding = context.at_value(RULE.id, Severity::Warning, &pointer, message);
                findings.push(finding.with_help("choose another id, or accept this method name"));
            }
            None => findings.extend(renamed(context, &pointer, id)),
        }
    }
    missing.sort_by_cached_key(|(operation, _)| context.start(&operation.pointer));
    findings.extend(derived(context, &missing));
}

/// One finding for all operations without an id, at the first one and with their number.
fn derived(context: &Context<'_>, missing: &[(&OperationNode<'_>, &Naming)]) -> Option<Finding> {
    let (first, naming) = missing.first()?;
    let others = match missing.len() {
        1 => String::new(),
        2 => " (nor has 1 other operation)".to_owned(),
        count => format!(" (nor have {} other operations)", count - 1),
    };
    let message = format!(
        "`{} {}` has no `operationId`{others}; its Rust method is named `{}`, after HTTP method and path",
        first.method.to_uppercase(),
        first.path,
        naming.method
    );
    let finding = context.at_key(RULE.id, Severity::Note, &first.pointer, message);
    let edits = missing
        .iter()
        .flat_map(|(operation, naming)| declared(context, operation, &naming.id));
    let help = format!("add one, such as `operationId: {}`, to get a stable name", naming.id);
    Some(finding.with_help(help).with_edits(edits.collect()))
}

/// The edits that declare the id by which an operation is called anyway.
fn declared(context: &Context<'_>, operation: &OperationNode<'_>, id: &str) -> Vec<Edit> {
    let keys = operation.map.keys().map(|key| operation.pointer.child(key));
    let first = keys.min_by_key(|key| context.start(key));
    let place = first.map(|first| context.document.author(&first));
    let edits =
        place.map(|place| edit::insert_before(context.document, &place, "operationId", id, &format!("\"{id}\"")));
    edits.unwrap_or_default()
}

fn taken(
    context: &Context<'_>,
    operation: &OperationNode<'_>,
    id: &str,
    naming: &Naming,
    first: &OperationNode<'_>,
) -> Finding {
    let (pointer, other) = (
        operation.pointer.child("operationId"),
        first.pointer.child("operationId"),
    );
    let named = format!("`{} {}`", first.method.to_uppercase(), first.path);
    let is_same = first.map.get("operationId").and_then(Value::as_str) == Some(id);
    let is_shared = other == pointer;
    let what = match () {
        () if is_shared => {
            format!("`operationId` `{id}` is also that of {named}, which shares the operation by a `$ref`")
        }
        () if is_same => format!("{named} has the same `operationId` `{id}`, which OpenAPI forbids"),
        () => format!("`operationId` `{id}` gives the same Rust method as that of {named}"),
    };
    let message = format!("{what}; this method will be `{}`", naming.method);
    let finding = context.at_value(RULE.id, Severity::Warning, &pointer, message);
    if is_shared {
        return finding.with_help("give each path an operation of its own, or accept this method name");
    }
    finding
        .with_label(context.document.value_span(&other), "the other operation")
        .with_help("choose an id that no other operation has")
}

/// The finding for an id that is not an identifier in any case style.
fn renamed(context: &Context<'_>, pointer: &Pointer, id: &str) -> Option<Finding> {
    let method = names::method_name(id);
    let is_word = |c: char| c == '_' || unicode_ident::is_xid_continue(c);
    let is_keyword = method.strip_suffix('_').is_some_and(|word| !names::is_identifier(word));
    let starts = id.starts_with(|c: char| c == '_' || unicode_ident::is_xid_start(c));
    let reason = match () {
        () if is_keyword => "a Rust keyword",
        () if !starts || !id.chars().all(is_word) => "not a Rust identifier",
        () => return None,
    };
    let message = format!("`operationId` `{id}` is {reason}; the method will be `{method}`");
    // OpenAPI allows any id.
    let finding = context.at_value(RULE.id, Severity::Note, pointer, message);
    Some(finding.with_help("use letters, digits and `_`, and no keyword, or accept this method name"))
}
