//! Decides whether the variants of a union exclude each other.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::wire::normal::types_of;
use crate::wire::places::At;

/// The most variants that are compared with each other.
const MOST: usize = 64;

/// Whether each value matches at most one variant, as far as types, enum values and required properties decide that.
pub(super) fn all<'d>(document: &'d Value, forms: &[At<'d>]) -> bool {
    let forms: Vec<&Value> = forms.iter().map(|form| form.clone().resolved(document).value).collect();
    let apart = |one: &Value, other: &Value| two(document, one, other);
    forms.len() <= MOST
        && forms
            .iter()
            .enumerate()
            .all(|(index, one)| forms.iter().skip(index + 1).all(|other| apart(one, other)))
}

fn two(document: &Value, one: &Value, other: &Value) -> bool {
    let types = |form| types_of(document, form);
    if let (Some(one), Some(other)) = (types(one), types(other)) {
        let both_numbers = |a: &BTreeSet<&str>, b: &BTreeSet<&str>| a.contains("integer") && b.contains("number");
        if one.is_disjoint(&other) && !both_numbers(&one, &other) && !both_numbers(&other, &one) {
            return true;
        }
    }
    lists_apart(one, other) || tagged_apart(document, one, other)
}

/// Whether both list their values, and have none in common.
fn lists_apart(one: &Value, other: &Value) -> bool {
    let values = |form: &Value| form.get("enum").and_then(Value::as_array).cloned();
    match (values(one), values(other)) {
        (Some(one), Some(other)) => !one.iter().any(|value| other.contains(value)),
        _ => false,
    }
}

/// Whether both require a property, and its enum values have none in common.
fn tagged_apart(document: &Value, one: &Value, other: &Value) -> bool {
    let required = |form: &Value| -> BTreeSet<String> {
        let names = form.get("required").and_then(Value::as_array).into_iter().flatten();
        names.filter_map(|name| name.as_str().map(ToOwned::to_owned)).collect()
    };
    let property = |form: &Value, name: &str| {
        let property = form.get("properties")?.get(name)?;
        openapi_document::view::resolve(document, property).cloned()
    };
    let shared = required(one);
    let mut shared = shared
        .intersection(&required(other))
        .cloned()
        .collect::<Vec<_>>()
        .into_iter();
    shared.any(|name| match (property(one, &name), property(other, &name)) {
        (Some(one), Some(other)) => lists_apart(&one, &other),
        _ => false,
    })
}
