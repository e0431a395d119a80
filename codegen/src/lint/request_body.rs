//! Request bodies that progenitor cannot send.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Context, Rule, resolve};
use crate::finding::{Finding, Severity};
use crate::lower::is_json;
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    id: "request-body",
    summary: "progenitor sends a body of one media type, which has a schema and is JSON, a form, text or bytes",
    check,
};

/// What progenitor sends beside JSON, which `json-media-types` brings to one spelling.
const FORM: &str = "application/x-www-form-urlencoded";
const BYTES: &str = "application/octet-stream";
const TEXTS: [&str; 2] = ["text/plain", "text/x-markdown"];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for operation in context.operations() {
        let Some(body) = operation.map.get("requestBody") else {
            continue;
        };
        let at = operation.pointer.child("requestBody");
        let Some((at, Value::Object(body))) = context.resolve_at(&at, body) else {
            continue;
        };
        // A body that several operations share is judged once.
        if seen.insert(at.clone()) {
            check_body(context, &at, body, findings);
        }
    }
}

fn check_body(context: &Context<'_>, at: &Pointer, body: &Map<String, Value>, findings: &mut Vec<Finding>) {
    let Some(content) = body.get("content").and_then(Value::as_object) else {
        return;
    };
    let place = at.child("content");
    if content.is_empty() {
        let message = "this request body has no media type, so none is sent";
        let finding = context.at_key(RULE.id, Severity::Error, &place, message);
        findings.push(finding.with_help("name the media type and its schema, or remove the request body"));
        return;
    }
    if body.get("required") != Some(&Value::Bool(true)) {
        let message = "the client always sends this body, although it is not `required`";
        let finding = context.at_key(RULE.id, Severity::Note, at, message);
        findings.push(finding.with_help("write `required: true` if the server wants it anyway"));
    }
    let mut media_types: Vec<_> = content.iter().collect();
    media_types.sort_by_key(|(name, _)| context.start(&place.child(name.as_str())));
    let [(first, media_type), others @ ..] = media_types.as_slice() else {
        return;
    };
    let first_place = place.child(first.as_str());
    if let Value::Object(media_type) = media_type {
        findings.extend(check_media_type(context, &first_place, first, media_type));
    }
    for (name, _) in others {
        let message = "this request body has a second media type, and progenitor sends one";
        let finding = context.at_key(RULE.id, Severity::Error, &place.child(name.as_str()), message);
        let label = context.document.key_span(&first_place);
        findings.push(
            finding
                .with_label(label, "the first one")
                .with_help("keep the one that the client shall send"),
        );
    }
}

fn check_media_type(
    context: &Context<'_>,
    at: &Pointer,
    name: &str,
    media_type: &Map<String, Value>,
) -> Option<Finding> {
    let error = |at: &Pointer, message: String| context.at_key(RULE.id, Severity::Error, at, message);
    let essence = name.split(';').next().unwrap_or_default();
    let json_or_form = is_json(name) || essence == FORM;
    if !json_or_form && essence != BYTES && !TEXTS.contains(&essence) {
        let message = format!("progenitor does not send `{name}`");
        let help = format!("it sends `application/json`, `{FORM}`, `{BYTES}`, `text/plain` and `text/x-markdown`");
        return Some(error(at, message).with_help(help));
    }
    let Some(schema) = media_type.get("schema") else {
        let message = format!("the request body's `{name}` has no schema");
        return Some(error(at, message).with_help("add a `schema`; `schema: {}` stands for anything"));
    };
    if json_or_form
        && media_type
            .get("encoding")
            .and_then(Value::as_object)
            .is_some_and(|map| !map.is_empty())
    {
        let message = format!("progenitor takes no `encoding` in `{name}`");
        return Some(
            error(&at.child("encoding"), message).with_help("remove it; forms are sent in the default encoding"),
        );
    }
    if json_or_form || is_plain(context, schema, (essence == BYTES).then_some("binary")) {
        return None;
    }
    let (wanted, help) = if essence == BYTES {
        (
            "a string of the format `binary`",
            "write `type: string` and `format: binary`, and nothing else",
        )
    } else {
        ("a plain string", "write `type: string`, and nothing else")
    };
    let message = format!("progenitor sends `{name}` only where its schema is {wanted}");
    Some(error(&at.child("schema"), message).with_help(help))
}

/// Whether a schema is just a string in `format`.
fn is_plain(context: &Context<'_>, schema: &Value, format: Option<&str>) -> bool {
    let Some(map) = resolve(&context.document.value, schema).and_then(Value::as_object) else {
        return true;
    };
    let constrains = |key: &str| {
        !matches!(
            key,
            "type" | "format" | "title" | "description" | "example" | "externalDocs" | "pattern" | "xml"
        ) && !matches!(key, "deprecated" | "readOnly" | "writeOnly")
            && !key.starts_with("x-")
    };
    let constrained = map
        .iter()
        .any(|(key, value)| constrains(key) && *value != Value::Bool(false));
    map.get("type").and_then(Value::as_str) == Some("string")
        && map.get("format").and_then(Value::as_str) == format
        && !constrained
}
