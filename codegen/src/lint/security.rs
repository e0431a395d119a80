//! Security requirements that name no scheme, and schemes that the generated client knows nothing of.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::support::suggest::did_you_mean;
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;
use crate::shape::Object;

pub(super) const RULE: Rule = Rule {
    id: "security",
    summary: "the generated client sends no credentials; whoever uses it must know which ones the server wants",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let place = Pointer::root().child("components").child("securitySchemes");
    let none = Map::new();
    let schemes = context.document.at(&place).and_then(Value::as_object).unwrap_or(&none);
    let mut first_uses: BTreeMap<&str, Pointer> = BTreeMap::new();
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
            let first = first_uses.entry(name).or_insert_with(|| at.clone());
            if context.start(&at) < context.start(first) {
                *first = at;
            }
        }
    }
    for name in schemes.keys() {
        let at = place.child(name);
        findings.push(match first_uses.get(name.as_str()) {
            Some(first) => unsent(context, &at, name, first),
            None => unused(context, &at, name),
        });
    }
}

fn unknown(context: &Context<'_>, at: &Pointer, name: &str, schemes: &Map<String, Value>) -> Finding {
    let message = format!("there is no security scheme `{name}`");
    let help = did_you_mean(name, schemes.keys().map(String::as_str));
    let help = help.unwrap_or_else(|| format!("add `{name}` to `components.securitySchemes`"));
    context.at_key(RULE.id, Severity::Error, at, message).with_help(help)
}

fn unsent(context: &Context<'_>, at: &Pointer, name: &str, first: &Pointer) -> Finding {
    let message = format!("the client sends no credentials for the security scheme `{name}`");
    let finding = context.at_key(RULE.id, Severity::Warning, at, message);
    finding
        .with_label(context.document.key_span(first), "it is required here")
        .with_help("give the client a `reqwest::Client` that sends them with every request")
}

fn unused(context: &Context<'_>, at: &Pointer, name: &str) -> Finding {
    let message = format!("nothing requires the security scheme `{name}`");
    context
        .at_key(RULE.id, Severity::Note, at, message)
        .with_help("require it in `security`, or remove it")
}
