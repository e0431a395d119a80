//! A `$ref` that leads to nothing, or to something of another kind than its place wants.

use serde_json::Value;

use super::support::references::{Target, Use, target, uses};
use super::support::suggest::closest;
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::pointer::Pointer;

pub(super) const RULE: Rule = Rule {
    id: "dangling-ref",
    summary: "a reference that leads to nothing, or to something of the wrong kind, leaves a hole in the document",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for reference in uses(context) {
        let (message, help) = match target(reference.target) {
            Target::External => continue,
            Target::Malformed => malformed(&reference),
            Target::Deep(place) if context.document.at(&place).is_some() => continue,
            Target::Deep(_) => nothing(&reference, None),
            Target::Component { kind, name } => match component(context, &reference, &kind, &name) {
                Some(problem) => problem,
                None => continue,
            },
        };
        findings.push(
            context
                .at_value(RULE.id, Severity::Error, &reference.pointer, message)
                .with_help(help),
        );
    }
}

/// What is wrong with a reference to the component `name` of `kind`.
fn component(context: &Context<'_>, reference: &Use<'_>, kind: &str, name: &str) -> Option<(String, String)> {
    let wanted = reference.object.component_kind().unwrap_or_default();
    let components = Pointer::root().child("components");
    let exists = |kind: &str| context.document.at(&components.child(kind).child(name)).is_some();
    if exists(kind) {
        return (kind != wanted).then(|| wrong_kind(reference, exists(wanted).then_some((wanted, name))));
    }
    let names = context
        .document
        .at(&components.child(wanted))
        .and_then(Value::as_object);
    let names = names.into_iter().flat_map(|names| names.keys().map(String::as_str));
    let meant = names
        .clone()
        .find(|candidate| *candidate == name)
        .or_else(|| closest(name, names));
    Some(nothing(reference, meant.map(|meant| (wanted, meant))))
}

fn malformed(reference: &Use<'_>) -> (String, String) {
    let kind = reference.object.component_kind().unwrap_or("schemas");
    let message = format!("`{}` is no reference: a JSON Pointer follows the `#`", reference.target);
    (message, format!("write `#/components/{kind}/…`"))
}

fn nothing(reference: &Use<'_>, meant: Option<(&str, &str)>) -> (String, String) {
    (
        format!("`{}` leads to nothing", reference.target),
        help(reference, meant),
    )
}

fn wrong_kind(reference: &Use<'_>, meant: Option<(&str, &str)>) -> (String, String) {
    let wanted = reference.object.described();
    (
        format!(
            "`{}` leads to something else than {wanted}, which must stand here",
            reference.target
        ),
        help(reference, meant),
    )
}

fn help(reference: &Use<'_>, meant: Option<(&str, &str)>) -> String {
    match (meant, reference.object.component_kind()) {
        (Some((kind, name)), _) => format!("did you mean `#/components/{kind}/{name}`?"),
        (None, Some(kind)) => format!("refer to what stands below `components.{kind}`, or add it there"),
        (None, None) => "write what is meant here".to_owned(),
    }
}
