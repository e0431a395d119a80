//! Inside of one schema: properties that become one field, and values that become one variant.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{Context, Named, RULE, collide};
use crate::finding::{Finding, Severity};
use crate::names;
use crate::pointer::Pointer;
use crate::shape::{Node, Object};

pub(super) fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for node in context.served().filter(|node| node.object == Object::Schema) {
        fields(context, node, findings);
        variants(context, node, findings);
    }
}

fn fields(context: &Context<'_>, node: &Node<'_>, findings: &mut Vec<Finding>) {
    let mut names: Vec<_> = properties(context, node)
        .into_iter()
        .map(|(name, pointer)| Named {
            identifier: names::field_name(&name),
            name,
            pointer,
            is_key: true,
        })
        .collect();
    // typify keeps properties that have no name in the schema in a field of this name.
    let further = node.map.get("additionalProperties").is_some_and(Value::is_object);
    if further && !names.is_empty() {
        let pointer = node.pointer.child("additionalProperties");
        let (name, identifier) = ("additionalProperties".to_owned(), "extra".to_owned());
        names.push(Named {
            name,
            identifier,
            pointer,
            is_key: true,
        });
    }
    collide(context, "properties", "field", names, findings);
}

/// How many parts of a composed schema are looked at, which is more than the rule `looping-ref` lets pass in a chain.
const PARTS: usize = 300;

/// The properties of a schema, those of its `allOf` members included, which typify makes one struct of.
fn properties<'d>(context: &Context<'d>, node: &Node<'d>) -> HashMap<String, Pointer> {
    let mut properties = HashMap::new();
    let mut seen = HashSet::new();
    let mut open = vec![(node.pointer.clone(), node.map)];
    while let Some((at, schema)) = open.pop().filter(|_| seen.len() < PARTS) {
        if !seen.insert(at.clone()) {
            continue;
        }
        for (name, _) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            properties
                .entry(name.clone())
                .or_insert_with(|| at.child("properties").child(name));
        }
        let members = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for (index, member) in members.enumerate() {
            if let Some((at, Value::Object(member))) = context.resolve_at(&at.child("allOf").item(index), member) {
                open.push((at, member));
            }
        }
    }
    properties
}

/// The values of a string `enum`. typify tries two ways to name its variants, and gives up if neither tells them apart.
fn variants(context: &Context<'_>, node: &Node<'_>, findings: &mut Vec<Finding>) {
    let is_text = node.map.get("type").is_none_or(|kind| kind == "string");
    let values = node.map.get("enum").and_then(Value::as_array).filter(|_| is_text);
    let place = node.pointer.child("enum");
    let values = values.into_iter().flatten().enumerate();
    let values: Vec<_> = values
        .filter_map(|(index, value)| Some((place.item(index), value.as_str()?)))
        .collect();
    let unique = |name: fn(&str) -> String| {
        let mut seen = HashSet::new();
        values.iter().all(|(_, value)| seen.insert(name(value)))
    };
    if unique(names::type_name) || unique(marked_name) {
        return;
    }
    let mut first_uses: HashMap<&str, &Pointer> = HashMap::new();
    let mut names = Vec::new();
    for (pointer, value) in &values {
        if let Some(first) = first_uses.get(value) {
            let message = format!("the value `{value}` stands in this `enum` twice");
            let finding = context.at_value(RULE.id, Severity::Error, pointer, message);
            let finding = finding.with_label(context.document.value_span(first), "it stands here first");
            findings.push(finding.with_help("remove one of the two"));
        } else {
            first_uses.insert(value, pointer);
            let (name, pointer) = ((*value).to_owned(), pointer.clone());
            names.push(Named {
                identifier: marked_name(value),
                name,
                pointer,
                is_key: false,
            });
        }
    }
    collide(context, "values", "variant", names, findings);
}

/// The second way: what cannot be in an identifier becomes an `X`.
fn marked_name(value: &str) -> String {
    names::type_name(&value.replace(|c: char| c == '_' || !unicode_ident::is_xid_continue(c), "X"))
}
