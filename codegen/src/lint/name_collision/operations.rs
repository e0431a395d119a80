//! Parameters of one operation that become one argument.

use super::{Context, Named, RULE, collide};
use crate::finding::{Finding, Severity};
use crate::lint::OperationNode;
use crate::names;

/// The builders' own methods, and a variable of their code that would hide an argument.
const BUILDER_METHODS: [&str; 4] = ["body_map", "header_map", "new", "send"];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for operation in context.operations() {
        arguments(context, &operation, findings);
    }
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
