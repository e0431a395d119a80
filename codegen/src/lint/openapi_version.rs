//! A version of OpenAPI that the generator does not read.

use serde_json::Value;

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    id: "openapi-version",
    summary: "the generator reads OpenAPI 3.0; other versions mean other things by the same keys",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let root = Pointer::root();
    let value = &context.document.value;
    if let Some(version) = value.get("openapi") {
        let Some(version) = unsupported(version) else { return };
        let message = format!("this is an OpenAPI {version} document; the generator reads OpenAPI 3.0.x");
        let finding = context.at_value(RULE.id, Severity::Error, &root.child("openapi"), message);
        findings.push(finding.with_help("write the document in OpenAPI 3.0 and say so: `openapi: 3.0.3`"));
    } else if value.get("swagger").is_some() {
        let message = "this is a Swagger 2.0 document; the generator reads OpenAPI 3.0.x";
        let finding = context.at_key(RULE.id, Severity::Error, &root.child("swagger"), message);
        findings.push(finding.with_help("convert the document to OpenAPI 3.0.3"));
    }
}

/// The version, if it is none that can be read. What is no text is the rule `wrong-type`'s, unless it is the number of
/// another version.
fn unsupported(version: &Value) -> Option<String> {
    match version {
        Value::String(version) => {
            let patch = version.strip_prefix("3.0.").unwrap_or_default();
            patch.is_empty().then(|| version.clone())
        }
        Value::Number(version) => Some(version.to_string()).filter(|version| version != "3.0"),
        _ => None,
    }
}
