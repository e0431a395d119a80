//! Request bodies that the client supports only in part, or for which HTTP defines no meaning.

use std::collections::HashSet;

use openapi_document::finding::{Finding, Severity};
use openapi_document::media;
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use crate::model::{self, BodyFacts, BodyKind};

pub(super) const RULE: Rule = Rule {
    id: "request-body",
    summary: "a request body has at least one media type and no redundant ones, and its method is meant to have a body",
    severities: &[Severity::Warning, Severity::Note],
    why: "For some methods, HTTP defines no meaning for a body, and many servers drop it. A body without a media type cannot be sent.",
    bad: "\
paths:
  /books:
    put:
      operationId: replaceBooks
      requestBody: { content: {} }
      responses: { '204': { description: Done. } }
",
    good: "\
paths:
  /books:
    put:
      operationId: replaceBooks
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses: { '204': { description: Done. } }
",
    check,
};

/// The methods for which HTTP defines no meaning of a body.
const WITHOUT_BODY: [&str; 4] = ["get", "head", "delete", "trace"];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for operation in context.operations() {
        let Some(body) = operation.map.get("requestBody") else {
            continue;
        };
        let place = operation.pointer.child("requestBody");
        if WITHOUT_BODY.contains(&operation.method) {
            let method = operation.method.to_uppercase();
            let message =
                format!("HTTP defines no meaning for the body of a {method} request, and servers may reject it");
            let finding = context.at_key(RULE.id, Severity::Warning, &place, message);
            findings.push(finding.with_help("the client sends the body anyway; parameters are safer"));
        }
        let Some((at, body)) = context.resolve_at(&place, body) else {
            continue;
        };
        // A body that several operations share is checked once.
        if seen.insert(at.clone()) {
            check_content(context, &at, body, findings);
        }
    }
}

fn check_content(context: &Context<'_>, at: &Pointer, body: &Value, findings: &mut Vec<Finding>) {
    let Some(content) = body.get("content").and_then(Value::as_object) else {
        return;
    };
    let place = at.child("content");
    if content.is_empty() {
        let message = "this request body has no media type, so the client sends no body";
        let finding = context.at_key(RULE.id, Severity::Warning, &place, message);
        findings.push(finding.with_help("add a media type with a schema, or remove the request body"));
        return;
    }
    let sent = model::bodies(context, at, body);
    for body in sent.iter().filter(|body| is_multipart_by_hand(body)) {
        let name = &body.media_type;
        let message = format!("the client sends a body of type `{name}` unchanged and does not write its parts");
        let finding = context.at_key(RULE.id, Severity::Note, &place.child(name), message);
        let help = "write the parts in your code, and set the boundary with `Upload::with_media_type`";
        findings.push(finding.with_help(help));
    }
    // If no other media type has the type, a note `degraded` reports that it is lost.
    if sent.iter().any(|body| body.kind.is_typed()) {
        for name in sent.iter().filter(|body| body.is_untyped).map(|body| &body.media_type) {
            let message =
                format!("the client takes a body of type `{name}` already encoded, without the type of its schema");
            let finding = context.at_key(RULE.id, Severity::Note, &place.child(name), message);
            findings.push(finding.with_help("use the other media type of this body, which has that type"));
        }
    }
    for name in content.keys() {
        if sent.iter().any(|body| body.media_type == *name) {
            continue;
        }

        let message = format!("the client never sends `{name}`: another media type is JSON with the same schema");
        let finding = context.at_key(RULE.id, Severity::Note, &place.child(name), message);
        findings.push(finding.with_help("the client sends the other media type, which the server accepts too"));
    }
}

/// Whether the caller must write the parts of a body and the boundary between them.
fn is_multipart_by_hand(body: &BodyFacts) -> bool {
    body.kind == BodyKind::Bytes && media::essence(&body.media_type).starts_with("multipart/")
}
