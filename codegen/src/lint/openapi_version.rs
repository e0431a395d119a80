//! A version of OpenAPI that the generator does not support.

use openapi_document::edit;
use openapi_document::finding::{Finding, Severity};
use openapi_document::load::{Style, Version};
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "openapi-version",
    summary: "a document is written in OpenAPI 3.0 or 3.1",
    severities: &[Severity::Error, Severity::Warning],
    why: "In another version, the same key can have another meaning. The generated code would be wrong, and nothing would show it. The finding is a warning if `openapi` names 3.0 or 3.1 but is no released version of it.",
    bad: "\
swagger: '2.0'
openapi: 2.0.0
",
    good: "\
openapi: 3.0.3
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let root = Pointer::root();
    let value = &context.document.value;
    if Version::of(value).is_some() {
        findings.extend(unreleased(context));
        return;
    }
    if let Some(version) = value.get("openapi") {
        let version = match version {
            Value::String(version) => version.clone(),
            Value::Number(version) => version.to_string(),
            // The rule `wrong-type` reports any other type.
            _ => return,
        };
        let message = format!("this is an OpenAPI {version} document; the generator supports OpenAPI 3.0 and 3.1");
        let finding = context.at_value(RULE.id, Severity::Error, &root.child("openapi"), message);
        findings.push(finding.with_help("convert the document to OpenAPI 3.0, and write `openapi: 3.0.3`"));
    } else if value.get("swagger").is_some() {
        let message = "this is a Swagger 2.0 document; the generator supports OpenAPI 3.0 and 3.1";
        let finding = context.at_key(RULE.id, Severity::Error, &root.child("swagger"), message);
        findings.push(finding.with_help("convert the document to OpenAPI 3.0.3"));
    }
}

/// The warning about a text that tells the version, but is not the name of one. Loading has replaced the text in the value.
fn unreleased(context: &Context<'_>) -> Option<Finding> {
    let place = Pointer::root().child("openapi");
    let span = &context.document.spans.written(&place)?.value;
    let text = context.document.source.text().get(span.clone())?;
    let text = text.trim_matches(['"', '\'']);
    // The rule `wrong-type` reports a number.
    if text.parse::<f64>().is_ok() && context.document.spans.written(&place)?.style == Style::Plain {
        return None;
    }
    let (name, full) = match context.document.version {
        Version::V30 => ("3.0", "3.0.3"),
        Version::V31 => ("3.1", "3.1.0"),
    };
    let patch = text.strip_prefix(name).and_then(|rest| rest.strip_prefix('.'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if patch.is_some_and(is_number) {
        return None;
    }
    let is_early = patch
        .and_then(|patch| patch.split_once('-'))
        .is_some_and(|(patch, _)| is_number(patch));
    let what = if is_early {
        "a pre-release"
    } else {
        "no released version"
    };
    let message = format!("`{text}` is {what} of OpenAPI; it is read as OpenAPI {name}");
    let finding = context.at_value(RULE.id, Severity::Warning, &place, message);
    let edits = edit::retype(context.document, &place, full);
    Some(finding.with_help(format!("write `openapi: {full}`")).with_edits(edits))
}
