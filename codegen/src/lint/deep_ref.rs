//! A `$ref` inside the document that leads to another place than a component, or that spells one in a way that the
//! generator does not read.

use super::support::references::{Target, Use, target, uses};
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::shape::Object;

pub(super) const RULE: Rule = Rule {
    id: "deep-ref",
    summary: "progenitor looks at the last part of a `$ref` only, and takes it for the name of a component",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for reference in uses(context) {
        let (message, help) = match target(reference.target) {
            Target::External | Target::Malformed => continue,
            _ if reference.object == Object::PathItem => path_item(&reference),
            _ if is_callback_of_operation(&reference) => callback(&reference),
            Target::Deep(place) if context.document.at(&place).is_some() => deep(&reference),
            Target::Component { name, .. } if !reference.target.ends_with(&format!("/{name}")) => escaped(&name),
            _ => continue,
        };
        findings.push(
            context
                .at_value(RULE.id, Severity::Error, &reference.pointer, message)
                .with_help(help),
        );
    }
}

fn path_item(reference: &Use<'_>) -> (String, String) {
    let message = format!(
        "the generator does not follow a path item's reference to `{}`",
        reference.target
    );
    (message, "write the operations here".to_owned())
}

/// The typed document takes references to callbacks among the components only.
fn is_callback_of_operation(reference: &Use<'_>) -> bool {
    reference.object == Object::Callback && reference.pointer.tokens().next().as_deref() != Some("components")
}

fn callback(reference: &Use<'_>) -> (String, String) {
    let message = format!(
        "the generator does not follow an operation's reference to `{}`",
        reference.target
    );
    (
        message,
        "write the callback here, or remove it: a client does not answer callbacks".to_owned(),
    )
}

fn deep(reference: &Use<'_>) -> (String, String) {
    let target = reference.target;
    let message = format!("`{target}` leads to no component, and the generator follows references to components only");
    let kind = reference.object.component_kind().unwrap_or("schemas");
    (
        message,
        format!("move what it leads to below `components.{kind}` and refer to that from both places"),
    )
}

fn escaped(name: &str) -> (String, String) {
    let message = format!("the name of the component `{name}` is escaped here, and the generator does not undo that");
    (
        message,
        "name components with letters, digits, `.`, `-` and `_` only, as OpenAPI asks".to_owned(),
    )
}
