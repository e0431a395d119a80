//! Security requirements that name no declared scheme, and schemes that no requirement names.

use std::collections::BTreeSet;

use openapi_document::edit;
use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::Object;
use openapi_document::pointer::Pointer;
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::Rule;
use super::support::suggest::{did_you_mean, misspelt_name};

pub(super) const RULE: Rule = Rule {
    id: "security",
    summary: "a security requirement names a declared scheme, and every declared scheme is used",
    severities: &[Severity::Warning, Severity::Note],
    why: "The client sends a credential only if a requirement names its scheme. If the name is misspelt, the request has no credentials.",
    bad: "\
security:
  - cart: []
components:
  securitySchemes:
    card: { type: apiKey, in: header, name: X-Card }
",
    good: "\
security:
  - card: []
components:
  securitySchemes:
    card: { type: apiKey, in: header, name: X-Card }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let place = Pointer::root().child("components").child("securitySchemes");
    let none = Map::new();
    let schemes = context.document.at(&place).and_then(Value::as_object).unwrap_or(&none);
    let mut required = BTreeSet::new();
    for node in context
        .served()
        .filter(|node| node.object == Object::SecurityRequirement)
    {
        for name in node.map.keys() {
            let at = node.pointer.child(name);
            if !schemes.contains_key(name) {
                findings.push(unknown(context, &at, name, schemes));
                continue;
            }
            // A scheme may be a reference to another one.
            let mut next = Some(name.as_str());
            while let Some(name) = next.filter(|name| required.insert(*name)) {
                let reference = schemes.get(name).and_then(|scheme| scheme.get("$ref")?.as_str());
                next = reference.and_then(|reference| reference.strip_prefix("#/components/securitySchemes/"));
            }
        }
    }
    for name in schemes.keys().filter(|name| !required.contains(name.as_str())) {
        findings.push(unused(context, &place.child(name), name));
    }
}

fn unknown(context: &Context<'_>, at: &Pointer, name: &str, schemes: &Map<String, Value>) -> Finding {
    let message = format!("there is no security scheme `{name}`, so this requirement is ignored");
    let help = did_you_mean(name, schemes.keys().map(String::as_str));
    let help = help.unwrap_or_else(|| format!("add `{name}` to `components.securitySchemes`"));
    let meant = misspelt_name(name, schemes.keys().map(String::as_str));
    let edits = meant.map(|meant| edit::rename(context.document, &context.document.author(at), meant));
    let finding = context.at_key(RULE.id, Severity::Warning, at, message).with_help(help);
    let schemes = Pointer::root().child("components").child("securitySchemes");
    let is_effect = context.document.is_left_out(&schemes.child(name));
    finding.with_edits(edits.unwrap_or_default()).as_effect(is_effect)
}

fn unused(context: &Context<'_>, at: &Pointer, name: &str) -> Finding {
    let message = format!("security scheme `{name}` is never used");
    context
        .at_key(RULE.id, Severity::Note, at, message)
        .with_help("require it in `security`, or remove it")
}
