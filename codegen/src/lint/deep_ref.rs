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
            _ if !matters(reference.object) => continue,
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

/// Whether the generator looks at what such a reference leads to, and does not follow it itself wherever it leads.
fn matters(object: Object) -> bool {
    matches!(object, Object::Schema | Object::Parameter | Object::SecurityScheme)
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
