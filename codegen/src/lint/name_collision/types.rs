//! Schemas that become one type: components among each other, and inline schemas that typify calls as another schema is
//! called already, by their `title` or by where they stand. It takes the first type for the second one then.

use std::collections::HashMap;

use serde_json::Value;

use super::{Context, Named, RULE, collide};
use crate::finding::{Finding, Severity};
use crate::lint::support::rust_type::{Inline, Name, Types, same_but_for_words};
use crate::names;
use crate::pointer::Pointer;

/// The names that the code of the types uses from outside.
const TYPE_SCOPE: [&str; 1] = ["Default"];

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let place = Pointer::root().child("components").child("schemas");
    let schemas = context.document.at(&place).and_then(Value::as_object);
    let components: Vec<_> = schemas.into_iter().flatten().collect();
    let names = components.iter().map(|(name, _)| {
        let pointer = place.child(name);
        Named {
            identifier: names::type_name(name),
            name: (*name).clone(),
            pointer,
            is_key: true,
        }
    });
    let names: Vec<_> = names.collect();
    for named in names
        .iter()
        .filter(|named| TYPE_SCOPE.contains(&named.identifier.as_str()))
    {
        let message = format!(
            "the schema `{}` becomes the type `{}`, a name that the generated code needs",
            named.name, named.identifier
        );
        findings.push(named.finding(context, message).with_help("rename it"));
    }
    collide(context, "schemas", "type", names, findings);

    let mut types = Types::default();
    for (name, schema) in &components {
        types.of(schema, &place.child(name), Name::Required((*name).clone()));
    }
    let inside_components = types.inline.len();
    findings.extend(types.doubled.iter().map(|at| doubled(context, at)));
    operations(context, &mut types);
    let by_name: HashMap<_, _> = components
        .iter()
        .map(|(name, schema)| (names::type_name(name), (*name, *schema)))
        .collect();
    let mut first_uses: HashMap<&str, &Inline<'_>> = HashMap::new();
    for (index, inline) in types.inline.iter().enumerate() {
        if let Some((component, schema)) = by_name.get(&inline.name) {
            // What stands in a component may be met before the component of its name, and then there are two types.
            if index < inside_components || !same_but_for_words(inline.schema, schema) {
                findings.push(like_component(context, inline, component, &place.child(component)));
            }
        } else if let Some(first) = first_uses.get(inline.name.as_str()) {
            if !same_but_for_words(inline.schema, first.schema) {
                findings.push(like_inline(context, inline, first));
            }
        } else {
            first_uses.insert(&inline.name, inline);
        }
    }
}

/// The schemas of parameters and bodies, with the names that progenitor suggests for them.
fn operations<'d>(context: &Context<'d>, types: &mut Types<'d>) {
    for operation in context.operations() {
        let Some(id) = operation.map.get("operationId").and_then(Value::as_str) else {
            continue;
        };
        for parameter in context.parameters(&operation) {
            if let Some(schema) = parameter.map.get("schema") {
                let name = Name::Suggested(format!("{id}-{}", parameter.name()));
                types.of(schema, &parameter.target.child("schema"), name);
            }
        }
        let body = operation
            .map
            .get("requestBody")
            .map(|body| (operation.pointer.child("requestBody"), body));
        media_types(context, body.into_iter(), &format!("{id}-body"), types);
        // Responses of one operation share a name; the rule `response` compares them.
        let responses = operation
            .map
            .get("responses")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .take(1);
        let place = operation.pointer.child("responses");
        let responses = responses.map(|(status, response)| (place.child(status), response));
        media_types(context, responses, &format!("{id}-response"), types);
    }
}

fn media_types<'d>(
    context: &Context<'d>,
    owners: impl Iterator<Item = (Pointer, &'d Value)>,
    name: &str,
    types: &mut Types<'d>,
) {
    for (at, owner) in owners {
        let Some((at, owner)) = context.resolve_at(&at, owner) else {
            continue;
        };
        let content = owner.get("content").and_then(Value::as_object).into_iter().flatten();
        for (media_type, value) in content {
            if let Some(schema) = value.get("schema") {
                let place = at.child("content").child(media_type).child("schema");
                types.of(schema, &place, Name::Suggested(name.to_owned()));
            }
        }
    }
}

fn like_component(context: &Context<'_>, inline: &Inline<'_>, component: &str, at: &Pointer) -> Finding {
    // The type inside of a component that allows null is one of its own, and called by the component's title.
    if inline.pointer == *at {
        return doubled(context, &at.child("title"));
    }
    let message = format!(
        "this schema becomes the type `{}`, and so does the component `{component}`",
        inline.name
    );
    finding(context, inline, message, at)
}

fn like_inline(context: &Context<'_>, inline: &Inline<'_>, first: &Inline<'_>) -> Finding {
    let message = format!(
        "this schema becomes the type `{}`, and so does another one that is different",
        inline.name
    );
    finding(context, inline, message, &first.pointer)
}

fn doubled(context: &Context<'_>, at: &Pointer) -> Finding {
    let component = at.parent().and_then(|owner| owner.last()).unwrap_or_default();
    let message = format!("the component `{component}` allows null, and so becomes two types of one name");
    let finding = context.at_key(RULE.id, Severity::Error, at, message);
    let help = "allow null where the component is referred to: `nullable: true` beside an `allOf` with the `$ref`";
    finding.with_help(if at.last().as_deref() == Some("title") {
        "remove the `title`"
    } else {
        help
    })
}

fn finding(context: &Context<'_>, inline: &Inline<'_>, message: String, other: &Pointer) -> Finding {
    let title = inline.pointer.child("title");
    let (finding, help) = if inline.schema.get("title").is_some() {
        let finding = context.at_value(RULE.id, Severity::Error, &title, message);
        (
            finding,
            "give it another `title`, or refer to one component from both places",
        )
    } else {
        let finding = context.at_key(RULE.id, Severity::Error, &inline.pointer, message);
        (
            finding,
            "give it a `title` of its own, or refer to one component from both places",
        )
    };
    finding
        .with_label(context.document.key_span(other), "the other one")
        .with_help(help)
}
