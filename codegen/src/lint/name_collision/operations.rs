//! Operations that become one method or builder, and parameters of one operation that become one argument.

use serde_json::Value;

use super::{Context, Named, RULE, collide};
use crate::finding::{Finding, Severity};
use crate::lint::OperationNode;
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

/// The builders' own methods, and a variable of their code that would hide an argument.
const BUILDER_METHODS: [&str; 4] = ["body_map", "header_map", "new", "send"];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut methods = Vec::new();
    for operation in context.operations() {
        arguments(context, &operation, findings);
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

fn arguments(context: &Context<'_>, operation: &OperationNode<'_>, findings: &mut Vec<Finding>) {
    let parameters = context.parameters(operation);
    let mut names: Vec<_> = parameters
        .iter()
        .filter(|parameter| !parameter.name().is_empty())
        .map(|parameter| {
            let name = parameter.name().to_owned();
            // A parameter that stands elsewhere is shown where the operation refers to it.
            let is_here = parameter.target == parameter.pointer;
            let pointer = if is_here {
                parameter.pointer.child("name")
            } else {
                parameter.pointer.clone()
            };
            Named {
                identifier: names::method_name(&name),
                name,
                pointer,
                is_key: false,
            }
        })
        .collect();
    for named in names
        .iter()
        .filter(|named| BUILDER_METHODS.contains(&named.identifier.as_str()))
    {
        taken(
            context,
            named,
            &format!("argument `{}`, which the builder has already", named.identifier),
            findings,
        );
    }
    // One name in two places is the rule `parameter`'s.
    names.sort_by(|a, b| a.name.cmp(&b.name));
    names.dedup_by(|a, b| a.name == b.name);
    if operation.map.contains_key("requestBody") {
        let pointer = operation.pointer.child("requestBody");
        let (name, identifier) = ("requestBody".to_owned(), "body".to_owned());
        names.push(Named {
            name,
            identifier,
            pointer,
            is_key: true,
        });
    }
    collide(context, "parameters", "argument", names, findings);
}

fn taken(context: &Context<'_>, named: &Named, becomes: &str, findings: &mut Vec<Finding>) {
    let message = format!("`{}` becomes the {becomes}", named.name);
    let finding = context.at_value(RULE.id, Severity::Error, &named.pointer, message);
    findings.push(finding.with_help("choose another name"));
}
