//! A `$ref` whose target does not exist or is the wrong kind of object.

use openapi_document::edit;
use openapi_document::finding::{Edit, Finding, Recovery, Severity};
use openapi_document::grammar::{self, Expect, Object};
use openapi_document::pointer::{self, MAX_STEPS, Pointer, fragment};
use openapi_document::view::Context;
use serde_json::Value;

use super::Rule;
use super::support::recovery::{converted, encoded, hole, meant, meant_or_hole};
use super::support::references::{Target, Use, cycle, target, uses};
use super::support::suggest::closest;

pub(super) const RULE: Rule = Rule {
    id: "dangling-ref",
    summary: "a `$ref` leads to an existing object of the right kind",
    severities: &[Severity::Error, Severity::Warning],
    why: "The generator can make no code from a reference without a target. Usually a component was renamed, and a reference to it was not. The finding is a warning in the `mapping` of a discriminator.",
    bad: "\
components:
  schemas:
    Book: { type: object }
    Shelf: { type: array, items: { $ref: '#/components/schemas/Bok' } }
",
    good: "\
components:
  schemas:
    Book: { type: object }
    Shelf: { type: array, items: { $ref: '#/components/schemas/Book' } }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for node in context.nodes.of(Object::Discriminator) {
        let mapping = node.map.get("mapping").and_then(Value::as_object);
        for (tag, target) in mapping.into_iter().flatten() {
            let place = node.pointer.child("mapping").child(tag);
            findings.extend(target.as_str().and_then(|target| mapped(context, &place, target)));
        }
    }
    for reference in uses(context).filter(|reference| !is_sound(context, reference)) {
        let mut recovery = meant_or_hole(context, &reference);
        let cycle = cycle(context, reference.owner(), reference.target);
        let goal = fragment(reference.target).map(|goal| Pointer::from_escaped(&goal));
        let is_effect = goal.is_some_and(|goal| context.document.is_left_out(&goal));
        let (message, help) = match target(reference.target) {
            _ if !cycle.is_empty() => {
                // It is reported once, at the first of these references.
                let first = cycle.iter().min_by_key(|place| (context.start(place), *place));
                if first != Some(reference.owner()) {
                    continue;
                }
                recovery = unlinked(context, &reference);
                cyclic(&reference, &cycle)
            }
            _ if is_endless(context, reference.target) => endless(&reference),
            // OpenAPI 3.0 has no components for path items, so the table does not say what a component for them is.
            Target::Component { kind, name } if reference.object == Object::PathItem => {
                let place = Pointer::root().child("components").child(kind).child(name);
                match place_of(context, &reference, &place) {
                    Some(problem) => problem,
                    None => continue,
                }
            }
            Target::External => continue,
            Target::Malformed => malformed(&reference),
            Target::Deep(place) => match place_of(context, &reference, &place) {
                Some(problem) => problem,
                None => continue,
            },
            Target::Component { kind, name } => match component(context, &reference, &kind, &name) {
                Some(problem) => {
                    let place = Pointer::root().child("components").child(kind).child(name);
                    if context.document.at(&place).is_some() {
                        recovery = converted(context, reference.owner(), reference.object, &place);
                    }
                    problem
                }
                None => continue,
            },
        };
        findings.push(
            context
                .at_value(RULE.id, Severity::Error, &reference.pointer(), message)
                .with_help(help)
                .with_edits(edits(context, &reference))
                .with_recovery(recovery)
                .as_effect(is_effect),
        );
    }
}

/// The finding about a value of a `mapping` that is neither a reference to a schema nor the name of one.
fn mapped(context: &Context<'_>, place: &Pointer, text: &str) -> Option<Finding> {
    let schemas = Pointer::root().child("components").child("schemas");
    if context.document.at(&schemas.child(text)).is_some() {
        return None;
    }
    let (target, is_name) = match text.strip_prefix('#') {
        Some(_) => (Pointer::from_escaped(&fragment(text)?), false),
        // The rule `external-ref` knows the other files.
        None if text.contains(['#', '.', '/', ':']) => return None,
        None => (schemas.child(text), true),
    };
    if context.document.at(&target).is_some() {
        return None;
    }
    let what = if is_name { "is no schema" } else { "leads to nothing" };
    let message = format!("`{text}` {what} in this document, so no value with this tag has a type");
    let names = context.document.at(&schemas).and_then(Value::as_object);
    let name = target.last().unwrap_or_default();
    let meant = names.and_then(|names| closest(&name, names.keys().map(String::as_str)));
    let help = match meant {
        Some(meant) if is_name => format!("did you mean `{meant}`?"),
        Some(meant) => format!("did you mean `#{}`?", encoded(&schemas.child(meant))),
        None => "refer to a schema of the `oneOf` or `anyOf`, or remove the entry".to_owned(),
    };
    let finding = context.at_value(RULE.id, Severity::Warning, place, message);
    Some(finding.with_help(help))
}

/// The edits that write the reference that was meant.
fn edits(context: &Context<'_>, reference: &Use<'_, '_>) -> Vec<Edit> {
    let place = context.document.author(&reference.pointer());
    meant(context, reference)
        .map(|meant| edit::retype(context.document, &place, &meant))
        .unwrap_or_default()
}

/// Whether a reference leads to a component of the right kind that is not a reference itself. Nearly all references do.
fn is_sound(context: &Context<'_>, reference: &Use<'_, '_>) -> bool {
    let component = reference.target.strip_prefix("#/components/");
    let Some((kind, name)) = component.and_then(|component| component.split_once('/')) else {
        return false;
    };
    let components = context.document.value.get("components");
    Some(kind) == reference.object.component_kind()
        && !name.contains(['/', '~', '%'])
        && components
            .and_then(|components| components.get(kind)?.get(name))
            .is_some_and(|component| component.get("$ref").is_none())
}

/// The problem with a reference to `place`, which is no component, if there is one.
fn place_of(context: &Context<'_>, reference: &Use<'_, '_>, place: &Pointer) -> Option<(String, String)> {
    let Some(value) = context.document.at(place) else {
        return Some(nothing(reference, None));
    };
    // The rules about grammar report a value of the wrong type in a place for this object.
    let is_sound = grammar::may_have(place, reference.object)
        && (value.is_object() || !matches!(grammar::expected_at(place), None | Some(Expect::Anything)));
    (!is_sound).then(|| wrong_kind(reference, None))
}

/// The problem with a reference that leads back to itself through the places of `cycle`.
fn cyclic(reference: &Use<'_, '_>, cycle: &[Pointer]) -> (String, String) {
    let through = cycle.iter().rev().skip(1).map(|place| format!("`#{}`", encoded(place)));
    let through: Vec<_> = through.collect();
    let message = if through.is_empty() {
        format!("`{}` refers to itself", reference.target)
    } else {
        let owner = encoded(reference.owner());
        format!("`#{owner}` refers to itself through {}", through.join(" and "))
    };
    let help = format!("write {} here instead of the `$ref`", reference.object.described());
    (message, help)
}

/// The recovery for a reference that leads back to itself: the keys next to it are read.
fn unlinked(context: &Context<'_>, reference: &Use<'_, '_>) -> Recovery {
    let around = context.document.at(reference.owner()).and_then(Value::as_object);
    let has_more = around.is_some_and(|map| map.keys().any(|key| key != "$ref" && !key.starts_with("x-")));
    if has_more || reference.object == Object::PathItem {
        Recovery {
            how: "the keys next to it are read instead".to_owned(),
            ..Recovery::remove(reference.pointer())
        }
    } else {
        hole(reference.owner(), reference.object)
    }
}

/// Whether a reference leads to a chain of references that is longer than the limit. A cycle has no end, but it is reported by
/// itself.
fn is_endless<'d>(context: &Context<'d>, reference: &'d str) -> bool {
    let mut steps = vec![reference];
    while let Some(next) = steps.last().and_then(|last| next(context, last)) {
        if steps.contains(&next) {
            return false;
        }
        if steps.len() > MAX_STEPS {
            return true;
        }
        steps.push(next);
    }
    false
}

/// The reference at the target of `reference`.
fn next<'d>(context: &Context<'d>, reference: &str) -> Option<&'d str> {
    let place = fragment(reference)?;
    pointer::find(&context.document.value, &place)?.get("$ref")?.as_str()
}

fn endless(reference: &Use<'_, '_>) -> (String, String) {
    let message = format!(
        "`{}` leads to a chain of more than {MAX_STEPS} references",
        reference.target
    );
    (message, "refer to the end of the chain directly".to_owned())
}

/// The problem with a reference to the component `name` of `kind`, if there is one.
fn component(context: &Context<'_>, reference: &Use<'_, '_>, kind: &str, name: &str) -> Option<(String, String)> {
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

fn malformed(reference: &Use<'_, '_>) -> (String, String) {
    let kind = reference.object.component_kind().unwrap_or("schemas");
    let message = format!(
        "`{}` is not a valid reference: a JSON Pointer must follow the `#`",
        reference.target
    );
    (message, format!("write `#/components/{kind}/…`"))
}

fn nothing(reference: &Use<'_, '_>, meant: Option<(&str, &str)>) -> (String, String) {
    (format!("cannot find `{}`", reference.target), help(reference, meant))
}

fn wrong_kind(reference: &Use<'_, '_>, meant: Option<(&str, &str)>) -> (String, String) {
    let wanted = reference.object.described();
    (
        format!("`{}` is not {wanted}, which is required here", reference.target),
        help(reference, meant),
    )
}

fn help(reference: &Use<'_, '_>, meant: Option<(&str, &str)>) -> String {
    match (meant, reference.object.component_kind()) {
        (Some((kind, name)), _) => format!("did you mean `#/components/{kind}/{name}`?"),
        (None, Some(kind)) => format!("refer to an entry of `components.{kind}`, or add it there"),
        (None, None) => "write the object here instead of the `$ref`".to_owned(),
    }
}
