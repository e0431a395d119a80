//! A document that the typed parse refuses: which of its objects is at fault. serde says what it wanted, and of places in
//! deep structures nothing, so the objects are tried one by one.

use openapiv3 as typed;
use serde::Deserialize;
use serde_json::Value;

use super::super::{Context, RULES, judge};
use super::RULE;
use crate::finding::{Finding, Severity, has_errors};
use crate::pointer::Pointer;
use crate::shape::{Node, Object};

/// Reports the innermost objects that cannot be read, unless another rule has found an error in them.
pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let others: Vec<_> = RULES.iter().filter(|rule| rule.id != RULE.id).copied().collect();
    let mut told = Vec::new();
    judge(context, &others, &mut told);
    told.retain(|finding| finding.severity == Severity::Error);

    let mut culprits: Vec<&Pointer> = Vec::new();
    // Inner objects come behind the outer ones.
    for node in context.nodes.objects.iter().rev() {
        if culprits.last().is_some_and(|inner| inner.is_within(&node.pointer)) {
            continue;
        }
        let Err(reason) = read(node) else { continue };
        culprits.push(&node.pointer);
        if !told.iter().any(|finding| finding.pointer.is_within(&node.pointer)) {
            findings.push(finding(context, node, &reason));
        }
    }
    // The walk has seen no object that is at fault, or not even one.
    if culprits.is_empty() && !has_errors(&told) {
        let message = "the generator cannot read this document";
        findings.push(context.at_value(RULE.id, Severity::Error, &Pointer::root(), message));
    }
}

fn finding(context: &Context<'_>, node: &Node<'_>, reason: &str) -> Finding {
    let message = format!("the generator cannot read this {} Object: {reason}", node.object.name());
    let finding = context.at_key(RULE.id, Severity::Error, &node.pointer, message);
    finding.with_help("write it in another form, or remove it")
}

fn read(node: &Node<'_>) -> Result<(), String> {
    match node.object {
        Object::OpenApi => read_as::<typed::OpenAPI>(node.value),
        Object::Info => read_as::<typed::Info>(node.value),
        Object::Contact => read_as::<typed::Contact>(node.value),
        Object::License => read_as::<typed::License>(node.value),
        Object::Server => read_as::<typed::Server>(node.value),
        Object::ServerVariable => read_as::<typed::ServerVariable>(node.value),
        Object::Components => read_as::<typed::Components>(node.value),
        Object::Paths => read_as::<typed::Paths>(node.value),
        Object::PathItem => read_as::<typed::PathItem>(node.value),
        Object::Operation => read_as::<typed::Operation>(node.value),
        Object::ExternalDocumentation => read_as::<typed::ExternalDocumentation>(node.value),
        Object::Parameter => read_as::<typed::Parameter>(node.value),
        Object::RequestBody => read_as::<typed::RequestBody>(node.value),
        Object::MediaType => read_as::<typed::MediaType>(node.value),
        Object::Encoding => read_as::<typed::Encoding>(node.value),
        Object::Responses => read_as::<typed::Responses>(node.value),
        Object::Response => read_as::<typed::Response>(node.value),
        Object::Callback => read_as::<typed::Callback>(node.value),
        Object::Example => read_as::<typed::Example>(node.value),
        Object::Link => read_as::<typed::Link>(node.value),
        Object::Header => read_as::<typed::Header>(node.value),
        Object::Tag => read_as::<typed::Tag>(node.value),
        Object::Schema => read_as::<typed::Schema>(node.value),
        Object::Discriminator => read_as::<typed::Discriminator>(node.value),
        Object::SecurityScheme => read_as::<typed::SecurityScheme>(node.value),
        Object::OAuthFlows => read_as::<typed::OAuth2Flows>(node.value),
        Object::SecurityRequirement => read_as::<typed::SecurityRequirement>(node.value),
        // The typed document has no object of its own for these.
        Object::Xml | Object::OAuthFlow => Ok(()),
    }
}

fn read_as<'v, T: Deserialize<'v>>(value: &'v Value) -> Result<(), String> {
    T::deserialize(value).map(drop).map_err(|error| error.to_string())
}
