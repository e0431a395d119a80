//! Attributes that matter to users of an item.

use std::collections::BTreeSet;

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

use super::super::render;
use super::super::tree::string_value;

/// A derived trait, with its `cfg_attr` conditions.
pub(super) struct Derive {
    pub(super) path: Path,
    pub(super) conditions: BTreeSet<String>,
}

pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// Every derived trait, including those in a `cfg_attr`.
pub(super) fn derives(attributes: &[Attribute]) -> Vec<Derive> {
    let mut derives = Vec::new();
    for attribute in attributes {
        derived(&attribute.meta, &BTreeSet::new(), &mut derives);
    }
    derives
}

fn derived(meta: &Meta, conditions: &BTreeSet<String>, derives: &mut Vec<Derive>) {
    let Meta::List(list) = meta else { return };
    if list.path.is_ident("derive") {
        let paths = list
            .parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
            .into_iter()
            .flatten();
        derives.extend(paths.map(|path| Derive {
            path,
            conditions: conditions.clone(),
        }));
    } else if list.path.is_ident("cfg_attr")
        && let Ok(parts) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
    {
        let mut conditions = conditions.clone();
        let mut parts = parts.iter();
        conditions.extend(parts.next().map(render::line));
        parts.for_each(|part| derived(part, &conditions, derives));
    }
}

/// The JSON Pointer from ``In the OpenAPI document: `#…` ``. The generator writes this into the documentation of items.
pub(super) fn pointer(attributes: &[Attribute]) -> Option<String> {
    let docs = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(string_value);
    docs.flat_map(|doc| doc.lines().map(ToOwned::to_owned).collect::<Vec<_>>())
        .find_map(|line| {
            let (_, behind) = line.split_once("In the OpenAPI document: `#")?;
            behind.split_once('`').map(|(pointer, _)| pointer.to_owned())
        })
}

/// The name on the wire: the name in `#[serde(rename)]`, or the name of the parameter in the documentation of a setter.
pub(super) fn wire_name(attributes: &[Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Other keys are skipped. An attribute that cannot be read is not a rename.
        let _ = attribute.parse_nested_meta(|meta| {
            let value: Option<syn::Lit> = if meta.input.peek(Token![=]) {
                Some(meta.value()?.parse()?)
            } else {
                None
            };
            if let (true, Some(syn::Lit::Str(text))) = (meta.path.is_ident("rename"), value) {
                name = Some(text.value());
            }
            Ok(())
        });
    }
    name.or_else(|| parameter_name(attributes))
}

/// ``The query parameter `max-price` (optional)`` → `max-price`.
fn parameter_name(attributes: &[Attribute]) -> Option<String> {
    let mut docs = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(string_value);
    docs.find_map(|doc| {
        let (_, behind) = doc.trim_start().strip_prefix("The ")?.split_once(" parameter `")?;
        behind.split_once('`').map(|(name, _)| name.to_owned())
    })
}
