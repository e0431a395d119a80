//! Responses that HTTP does not allow or that the client supports only in part.

use openapi_document::finding::{Finding, Severity};
use openapi_document::media::is_json;
use openapi_document::pointer::Pointer;
use openapi_document::view::{Context, OperationNode};
use serde_json::{Map, Value};

use super::Rule;
use crate::model;

pub(super) const RULE: Rule = Rule {
    id: "response",
    summary: "an operation describes its responses, as far as HTTP allows and the client supports them",
    severities: &[Severity::Warning, Severity::Note],
    why: "A response that the document does not describe, or that HTTP does not allow, has no type in the client.",
    bad: "\
paths:
  /books:
    post:
      operationId: addBook
      responses: {}
",
    good: "\
paths:
  /books:
    post:
      operationId: addBook
      responses: { '204': { description: The book is in the catalogue. } }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for operation in context.operations() {
        let Some(map) = operation.map.get("responses").and_then(Value::as_object) else {
            continue;
        };
        let at = operation.pointer.child("responses");
        if !map.keys().any(|key| !key.starts_with("x-")) {
            let message = "this operation describes no response";
            let finding = context.at_key(RULE.id, Severity::Warning, &at, message);
            let finding = finding.with_help("describe at least the success response");
            findings.push(finding.as_effect(context.document.is_left_out_inside(&at)));
        }
        for (status, response) in map.iter().filter(|(status, _)| !status.starts_with("x-")) {
            let pointer = at.child(status);
            let Some((target, response)) = context.resolve_at(&pointer, response) else {
                continue;
            };
            let content = response.get("content").and_then(Value::as_object);
            let content = content.filter(|content| !content.is_empty());
            findings.extend(ignored(context, &operation, status, &pointer, content.is_some()));
            // The caller can choose any media type of a success. The first digit of a status decides whether it is one.
            let is_success = status.starts_with('2') || status == "default" && !has_success(map);
            let content = content.filter(|_| !is_success && !is_passed_over(status));
            findings.extend(
                content
                    .into_iter()
                    .flat_map(|content| others(context, &target, content)),
            );
        }
    }
}

fn has_success(responses: &Map<String, Value>) -> bool {
    responses.keys().any(|status| status.starts_with('2'))
}

/// Statuses that come before the final response. No call returns them, except `101`, which ends HTTP on the connection.
fn is_passed_over(status: &str) -> bool {
    status.starts_with('1')
}

/// Notes on the parts of a response that the client does not use.
fn ignored(
    context: &Context<'_>,
    operation: &OperationNode<'_>,
    status: &str,
    pointer: &Pointer,
    has_body: bool,
) -> Option<Finding> {
    if matches!(status, "204" | "205" | "304") && has_body && operation.method != "head" {
        let message = format!("response `{status}` has a body, but HTTP allows no body with this status");
        let finding = context.at_key(RULE.id, Severity::Warning, pointer, message);
        return Some(finding.with_help("remove its `content`, or use another status"));
    }
    if operation.method == "head" && has_body {
        let message = format!("response `{status}` to HEAD has a body, but HTTP allows no body");
        let finding = context.at_key(RULE.id, Severity::Warning, pointer, message);
        return Some(finding.with_help("remove its `content`"));
    }
    if !is_passed_over(status) {
        return None;
    }
    let message = format!("no call returns status `{status}`: the client waits for the final response");
    let finding = context.at_key(RULE.id, Severity::Note, pointer, message);
    Some(finding.with_help("status `101`, which ends HTTP on the connection, is returned as an error with that status"))
}

/// Notes on the media types of an error other than the JSON that the client reads.
fn others(context: &Context<'_>, target: &Pointer, content: &Map<String, Value>) -> Vec<Finding> {
    let Some((chosen, _)) = model::json(&context.document.value, content) else {
        return Vec::new();
    };
    let others = content.keys().filter(|name| *name != chosen && !is_json(name));
    let notes = others.map(|name| {
        let message = format!("the client reads this error as `{chosen}`, not as `{name}`");
        let at = target.child("content").child(name);
        context.at_key(RULE.id, Severity::Note, &at, message)
    });
    notes
        .map(|note| note.with_help("an error in another media type contains the unchanged body"))
        .collect()
}
