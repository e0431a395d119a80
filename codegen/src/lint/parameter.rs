//! Parameters that are not sent as their author may expect.

use std::collections::HashMap;

use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{Expect, Object};
use openapi_document::media::is_json;
use openapi_document::view::{Context, OperationNode, ParameterNode};
use serde_json::Value;

use super::Rule;
use crate::model::{Style, is_ignored_header, is_same};

pub(super) const RULE: Rule = Rule {
    id: "parameter",
    summary: "a parameter is listed once, and has an allowed style and at most one media type",
    severities: &[Severity::Warning, Severity::Note],
    why: "If two parameters have the same name, only one is sent. If a parameter has two media types, only one is used. OpenAPI tells readers to ignore some header parameters.",
    bad: "\
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: page, in: query, schema: { type: string } }
      responses: { '204': { description: There are none. } }
",
    good: "\
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - { name: page, in: query, schema: { type: integer } }
      responses: { '204': { description: There are none. } }
",
    check,
};

/// The header parameters that OpenAPI tells readers to ignore (section 4.7.12.1), and what defines each header instead.
const ELSEWHERE: [(&str, &str); 3] = [
    (
        "accept",
        "the media types of the responses define what the client accepts",
    ),
    (
        "content-type",
        "the media type of the request body defines what the client sends",
    ),
    (
        "authorization",
        "a security scheme defines how the client authenticates",
    ),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut seen = HashMap::new();
    for operation in context.operations() {
        let parameters = context.parameters(&operation);
        twice(context, &operation, &parameters, findings);
        for parameter in &parameters {
            // A parameter that several operations share is reported once.
            if seen.insert(parameter.target.clone(), ()).is_some() {
                continue;
            }
            if is_ignored_header(parameter.location(), parameter.name()) {
                findings.extend(elsewhere(context, parameter));
                continue;
            }
            findings.extend(style(context, parameter));
            findings.extend(value(context, parameter));
        }
    }
}

/// Parameters of one list with the same name and location. The last one is used.
fn twice<'d>(
    context: &Context<'d>,
    operation: &OperationNode<'d>,
    parameters: &[ParameterNode<'d>],
    findings: &mut Vec<Finding>,
) {
    let own = |parameter: &ParameterNode<'_>| parameter.pointer.is_within(&operation.pointer);
    for (index, parameter) in parameters.iter().enumerate() {
        let before = parameters.iter().take(index);
        let mut before = before.filter(|first| own(first) == own(parameter) && is_same(first, parameter));
        let (Some(first), false) = (before.next(), parameter.name().is_empty()) else {
            continue;
        };
        let message = format!(
            "duplicate {} parameter `{}` in `{} {}`; this one is used",
            parameter.location(),
            parameter.name(),
            operation.method.to_uppercase(),
            operation.path
        );
        let place = if parameter.target == parameter.pointer {
            parameter.pointer.child("name")
        } else {
            parameter.pointer.clone()
        };
        let finding = context.at_value(RULE.id, Severity::Warning, &place, message);
        let label = context.document.value_span(&first.target.child("name"));
        findings.push(
            finding
                .with_label(label, "also defined here")
                .with_help("remove one of them"),
        );
    }
}

fn style(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    let (style, location) = (parameter.map.get("style")?.as_str()?, parameter.location());
    let has = |key: &str, word: &str| {
        let field = Object::Parameter.field(key);
        field.is_some_and(|field| matches!(field.expect, Expect::OneOf(words) if words.contains(&word)))
    };
    // Another rule reports words that OpenAPI does not know.
    if !has("in", location) || !has("style", style) || Style::parse(style, location).is_some() {
        return None;
    }
    let taken = match Style::default_in(location) {
        Style::Simple => "simple",
        _ => "form",
    };
    let message = format!("style `{style}` is not allowed for {location} parameters; the client uses style `{taken}`");
    let finding = context.at_value(RULE.id, Severity::Warning, &parameter.target.child("style"), message);
    let help = match location {
        "path" => "use `simple`, `label` or `matrix`",
        "query" => "use `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`",
        "header" => "use `simple`",
        _ => "use `form`",
    };
    Some(finding.with_help(help))
}

/// Checks the parameter's media type.
fn value(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    let name = parameter.name();
    if parameter.map.contains_key("schema") {
        return None;
    }
    let content = parameter.map.get("content").and_then(Value::as_object);
    let (media_type, _) = content.and_then(|content| content.iter().next())?;
    let place = parameter.target.child("content");
    if content.is_some_and(|content| content.len() > 1) {
        let message = format!("parameter `{name}` has several media types; it is sent as `{media_type}`");
        let finding = context.at_key(RULE.id, Severity::Warning, &place, message);
        return Some(finding.with_help("keep one media type"));
    }
    if is_json(media_type) {
        return None;
    }
    let message = format!("the client takes parameter `{name}` as a string that is already encoded as `{media_type}`");
    let finding = context.at_key(RULE.id, Severity::Note, &place.child(media_type), message);
    Some(finding.with_help("encode the value in your code; the client encodes only JSON by itself"))
}

fn elsewhere(context: &Context<'_>, parameter: &ParameterNode<'_>) -> Option<Finding> {
    let name = parameter.name();
    let (_, why) = ELSEWHERE.iter().find(|(header, _)| name.eq_ignore_ascii_case(header))?;
    let message = format!("header parameter `{name}` is ignored, as OpenAPI requires: {why}");
    let finding = context.at_value(RULE.id, Severity::Note, &parameter.target.child("name"), message);
    Some(finding.with_help("remove the parameter"))
}
