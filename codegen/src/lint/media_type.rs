//! Keys of a `content` that are not media types.

use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::Object;
use openapi_document::media;
use openapi_document::view::Context;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "media-type",
    summary: "a key of `content` is a media type, such as `application/json`, or a range, such as `image/*`",
    severities: &[Severity::Warning],
    why: "The client sends the key in the headers `Content-Type` and `Accept`. If it is not a media type, no server reads the body, and the client does not know how to encode it.",
    bad: "\
paths:
  /books:
    post:
      operationId: addBook
      requestBody: { content: { form-data: { schema: { type: object } } } }
      responses: { '204': { description: The book is in the catalogue. } }
",
    good: "\
paths:
  /books:
    post:
      operationId: addBook
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: { '204': { description: The book is in the catalogue. } }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes.of(Object::MediaType) {
        let name = node.pointer.last().unwrap_or_default();
        if media::is_media_type(&name) {
            continue;
        }
        let message =
            format!("`{name}` is not a media type; the client sends it unchanged in `Content-Type` and `Accept`");
        let finding = context.at_key(RULE.id, Severity::Warning, &node.pointer, message);
        let help = match meant(&name) {
            Some(meant) => format!("write `{meant}`"),
            None => "write a type and a subtype with a slash between them, such as `application/json`".to_owned(),
        };
        findings.push(finding.with_help(help));
    }
}

/// The media type that a common short name means.
fn meant(name: &str) -> Option<&'static str> {
    let name = media::essence(name).replace('_', "-");
    Some(match name.strip_prefix("x-").unwrap_or(&name) {
        "form-data" | "multipart" | "multipart-form-data" => media::MULTIPART,
        "www-form-urlencoded" | "form-urlencoded" | "urlencoded" | "form" => media::FORM,
        "json" | "application-json" => "application/json",
        "xml" | "application-xml" => "application/xml",
        "text" | "plain" | "string" | "text-plain" => "text/plain",
        "html" | "text-html" => "text/html",
        "csv" | "text-csv" => "text/csv",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "octet-stream" | "binary" | "file" | "application-octet-stream" => "application/octet-stream",
        "event-stream" | "sse" => "text/event-stream",
        "ndjson" | "jsonl" => "application/x-ndjson",
        "image" => "image/*",
        "png" => "image/png",
        "jpeg" | "jpg" => "image/jpeg",
        _ => return None,
    })
}
