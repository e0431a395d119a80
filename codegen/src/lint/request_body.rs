//! Request bodies of which the client makes less than the document says, or that HTTP gives no meaning.

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
    summary: "a request body should have a media type that says something new, and a method that is made for it",
    severities: &[Severity::Warning, Severity::Note],
    why: "HTTP gives the body of some methods no meaning, and many servers drop it. A body without a media type cannot be sent.",
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

/// The methods whose requests HTTP gives a body no meaning in.
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
            let message = format!("HTTP gives the body of a {method} request no meaning, and servers may refuse it");
            let finding = context.at_key(RULE.id, Severity::Warning, &place, message);
            findings.push(finding.with_help("the client sends it all the same; parameters would be safer"));
        }
        let Some((at, body)) = context.resolve_at(&place, body) else {
            continue;
        };
        // A body that several operations share is judged once.
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
        let message = "this request body has no media type, so none is sent";
        let finding = context.at_key(RULE.id, Severity::Warning, &place, message);
        findings.push(finding.with_help("name the media type and its schema, or remove the request body"));
        return;
    }
    let sent = model::bodies(context, at, body);
    for body in sent.iter().filter(|body| is_multipart_by_hand(body)) {
        let name = &body.media_type;
        let message = format!("the client sends a body of `{name}` as it is given, and writes no parts");
        let finding = context.at_key(RULE.id, Severity::Note, &place.child(name), message);
        let help = "the caller writes the parts, and names the boundary with `Upload::with_media_type`";
        findings.push(finding.with_help(help));
    }
    // Where nothing else has the type, it is lost, and a note `degraded` says so.
    if sent.iter().any(|body| body.kind.is_typed()) {
        for name in sent.iter().filter(|body| body.is_untyped).map(|body| &body.media_type) {
            let message =
                format!("the client takes a body of `{name}` as it is to be sent, without the type of its schema");
            let finding = context.at_key(RULE.id, Severity::Note, &place.child(name), message);
            findings.push(finding.with_help("another media type of this body has that type"));
        }
    }
    for name in content.keys() {
        if sent.iter().any(|body| body.media_type == *name) {
            continue;
        }

        let message = format!("the client never sends `{name}`: it is JSON of the same schema as another media type");
        let finding = context.at_key(RULE.id, Severity::Note, &place.child(name), message);
        findings.push(finding.with_help("the server understands the other one as well"));
    }
}

/// Whether the parts of a body, and the boundary between them, are the caller's to write.
fn is_multipart_by_hand(body: &BodyFacts) -> bool {
    body.kind == BodyKind::Bytes && media::essence(&body.media_type).starts_with("multipart/")
}
