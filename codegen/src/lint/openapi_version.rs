//! A version of OpenAPI that the generator does not support.

use openapi_document::finding::{Finding, Severity};
use openapi_document::load::Version;
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;

pub(super) const RULE: Rule = Rule {
    id: "openapi-version",
    summary: "a document is written in OpenAPI 3.0 or 3.1",
    severities: &[Severity::Error],
    why: "In another version, the same key can have another meaning. The generated code would be wrong, and nothing would show it.",
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
