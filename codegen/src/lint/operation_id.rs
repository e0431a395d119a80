//! Operations whose method in Rust is not simply called by their `operationId`.

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
    summary: "an operation's id names its method in Rust; one without a usable id is called by its method and path",
    severities: &[Severity::Warning, Severity::Note],
    why: "The method's name is part of the crate's public surface. A name that the generator had to choose changes with the path.",
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
                let first = operations.get(*first).map(|first| first.pointer.child("operationId"));
                findings.push(taken(context, &pointer, id, naming, first));
            }
            Some(Because::Reserved) => {
                let message = format!(
                    "the `operationId` `{id}` would take a name that the client has itself; its method will be `{}`",
                    naming.method
                );
                let finding = context.at_value(RULE.id, Severity::Warning, &pointer, message);
                findings.push(finding.with_help("choose another id, or accept the method's name"));
            }
            None => findings.extend(renamed(context, &pointer, id)),
        }
    }
    missing.sort_by_cached_key(|(operation, _)| context.start(&operation.pointer));
    findings.extend(derived(context, &missing));
}

/// One finding for all operations without an id: where the first one is, and how many there are.
fn derived(context: &Context<'_>, missing: &[(&OperationNode<'_>, &Naming)]) -> Option<Finding> {
    let (first, naming) = missing.first()?;
    let others = match missing.len() {
        1 => String::new(),
        2 => " (and so has 1 further operation)".to_owned(),
        count => format!(" (and so have {} further operations)", count - 1),
    };
    let message = format!(
        "`{} {}` has no `operationId`{others}; its method is called `{}`, after method and path",
        first.method.to_uppercase(),
        first.path,
        naming.method
    );
    let finding = context.at_key(RULE.id, Severity::Note, &first.pointer, message);
    let edits = missing
        .iter()
        .flat_map(|(operation, naming)| declared(context, operation, &naming.id));
    let help = format!(
        "add one, such as `operationId: {}`, to have a name that stays",
        naming.id
    );
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

fn taken(context: &Context<'_>, pointer: &Pointer, id: &str, naming: &Naming, first: Option<Pointer>) -> Finding {
    let message = format!(
        "the `operationId` `{id}` is another operation's method in Rust already; this one's will be `{}`",
        naming.method
    );
    let finding = context.at_value(RULE.id, Severity::Warning, pointer, message);
    let label = first
        .filter(|first| first != pointer)
        .and_then(|first| context.document.value_span(&first));
    finding
        .with_label(label, "the operation that has it")
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
