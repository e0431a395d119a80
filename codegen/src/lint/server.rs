//! Variables in the URLs of servers.

use openapi_document::finding::{Finding, Severity};
use openapi_document::grammar::{Node, Object};
use openapi_document::view::Context;
use serde_json::{Map, Value};

use super::Rule;
use super::support::suggest::did_you_mean;

pub(super) const RULE: Rule = Rule {
    id: "server",
    summary: "every variable in a server's URL is declared, and its default is one of its values",
    severities: &[Severity::Warning],
    why: "Without a default, a variable is empty until the caller sets it, so the URL leads nowhere.",
    bad: "\
servers:
  - url: https://{branch}.library.example
    variables: { brnch: { default: main } }
",
    good: "\
servers:
  - url: https://{branch}.library.example
    variables: { branch: { default: main } }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let none = Map::new();
    for node in context.nodes.of(Object::Server) {
        let declared = node.map.get("variables");
        let declared = match declared {
            None => &none,
            Some(Value::Object(map)) => map,
            // The rule `wrong-type` reports it.
            Some(_) => continue,
        };
        let url = node.map.get("url").and_then(Value::as_str).unwrap_or_default();
        for name in names(url).filter(|name| !declared.contains_key(*name)) {
            let message = format!("the variable `{name}` of this URL is not declared in `variables`");
            let help = did_you_mean(name, declared.keys().map(String::as_str));
            let help = help.unwrap_or_else(|| format!("declare `{name}` in `variables`, with a `default`"));
            let finding = context.at_value(RULE.id, Severity::Warning, &node.pointer.child("url"), message);
            findings.push(finding.with_help(help));
        }
    }
    for node in context.nodes.of(Object::ServerVariable) {
        findings.extend(default(context, node));
    }
}

/// The names in braces, each once.
fn names(url: &str) -> impl Iterator<Item = &str> {
    let mut names: Vec<&str> = url
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter()
}

fn default(context: &Context<'_>, node: &Node<'_>) -> Option<Finding> {
    let (default, values) = (node.map.get("default")?, node.map.get("enum")?.as_array()?);
    // A default that is missing is the first of the values, or empty.
    if values.contains(default) || values.is_empty() || !default.is_string() {
        return None;
    }
    let message = "this default is not one of the values in `enum`";
    let finding = context.at_value(RULE.id, Severity::Warning, &node.pointer.child("default"), message);
    Some(finding.with_help("add it to the `enum`, or choose one of its values"))
}
