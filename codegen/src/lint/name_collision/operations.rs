//! Operations that become one method or builder.

use serde_json::Value;

use super::{Context, Named, RULE, collide};
use crate::finding::{Finding, Severity};
use crate::names;

/// The client's own methods, and those of its traits, which a method of the client would hide from the builders.
const CLIENT_METHODS: [&str; 6] = ["api_version", "exec", "new", "new_with_client", "post", "pre"];

/// The names that the code of the builders uses from outside.
const BUILDER_SCOPE: [&str; 11] = [
    "ByteStream",
    "ClientHooks",
    "ClientInfo",
    "Error",
    "From",
    "OperationInfo",
    "Option",
    "RequestBuilderExt",
    "ResponseValue",
    "Result",
    "String",
];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut methods = Vec::new();
    for operation in context.operations() {
        let Some(id) = operation
            .map
            .get("operationId")
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty())
        else {
            continue;
        };
        let pointer = operation.pointer.child("operationId");
        let method = Named {
            name: id.to_owned(),
            identifier: names::method_name(id),
            pointer,
            is_key: false,
        };
        if CLIENT_METHODS.contains(&method.identifier.as_str()) {
            taken(
                context,
                &method,
                &format!("method `{}`, which the client has already", method.identifier),
                findings,
            );
        } else if BUILDER_SCOPE.contains(&names::builder_name(id).as_str()) {
            let builder = names::builder_name(id);
            taken(
                context,
                &method,
                &format!("builder `{builder}`, which is the name of another type there"),
                findings,
            );
        }
        methods.push(method);
    }
    // The same id twice is a duplicate, which the rule `operation-id` reports.
    methods.sort_by(|a, b| a.name.cmp(&b.name));
    methods.dedup_by(|a, b| a.name == b.name);
    let builders = methods.iter().map(|method| Named {
        name: method.name.clone(),
        identifier: names::builder_name(&method.name),
        pointer: method.pointer.clone(),
        is_key: false,
    });
    collide(context, "operations", "builder", builders.collect(), findings);
}

fn taken(context: &Context<'_>, named: &Named, becomes: &str, findings: &mut Vec<Finding>) {
    let message = format!("`{}` becomes the {becomes}", named.name);
    let finding = context.at_value(RULE.id, Severity::Error, &named.pointer, message);
    findings.push(finding.with_help("choose another name"));
}
