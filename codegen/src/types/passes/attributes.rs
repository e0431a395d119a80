//! Sets the attributes of a model: its derives, `non_exhaustive`, so that fields and values can be added, and
//! `deprecated`.

use proc_macro2::Span;
use quote::quote;
use syn::{Attribute, Fields, Ident, Item, Meta};

use super::super::Model;
use super::super::pass::Pass;
use crate::schemas::{Definition, DefinitionKind};

pub(in super::super) const PASS: Pass = Pass {
    id: "attributes",
    run,
    expected: |definition| 1 + super::count_fields(definition, |field| field.deprecated),
};

/// The maximum number of derived traits on one line with those of serde.
const MAX_NAMES: usize = 4;

fn run(model: &mut Model<'_>) -> usize {
    let mut count = 0;
    super::for_each_field(&mut model.item, model.definition, |field, known| {
        if known.deprecated {
            field.attrs.push(super::word("deprecated"));
            count += 1;
        }
    });
    let (attributes, is_newtype) = match &mut model.item {
        Item::Struct(model) => (&mut model.attrs, matches!(model.fields, Fields::Unnamed(_))),
        Item::Enum(model) => (&mut model.attrs, false),
        _ => return count,
    };
    let Some(derived) = attributes.iter().find_map(derived) else {
        return count;
    };
    *attributes = attributes_of(model.definition, &derived, is_newtype);
    count + 1
}

/// The names in `#[derive(…)]`.
fn derived(attribute: &Attribute) -> Option<Vec<Ident>> {
    let Meta::List(list) = &attribute.meta else { return None };
    if !list.path.is_ident("derive") {
        return None;
    }
    let mut derived = Vec::new();
    list.parse_nested_meta(|meta| {
        derived.extend(meta.path.segments.last().map(|segment| segment.ident.clone()));
        Ok(())
    })
    .ok()?;
    Some(derived)
}

fn attributes_of(definition: &Definition, derived: &[Ident], is_newtype: bool) -> Vec<Attribute> {
    // The text in an open enumeration cannot be copied, and a type with a required field has no default.
    let is_optional = match &definition.kind {
        DefinitionKind::Object { fields, .. } => fields.iter().all(|field| !field.required),
        _ => false,
    };
    let kept = ["Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];
    let kept = kept
        .into_iter()
        .filter(|name| derived.iter().any(|derived| derived == name));
    let names = ["Clone", "Debug"]
        .into_iter()
        .chain(is_optional.then_some("Default"))
        .chain(kept);
    let names = names.map(|name| Ident::new(name, Span::call_site()));
    let names: Vec<_> = names.collect();
    let read = quote!(serde::Deserialize, serde::Serialize);
    // One line if it fits.
    let mut attributes = if names.len() <= MAX_NAMES {
        vec![super::attribute("derive", quote!(#(#names),*, #read))]
    } else {
        vec![
            super::attribute("derive", quote!(#(#names),*)),
            super::attribute("derive", read),
        ]
    };
    attributes.push(super::attribute(
        "cfg_attr",
        quote!(feature = "schemars", derive(schemars::JsonSchema)),
    ));
    if is_newtype {
        attributes.push(super::attribute("serde", quote!(transparent)));
    } else {
        attributes.push(super::word("non_exhaustive"));
    }
    if definition.deprecated {
        attributes.push(super::word("deprecated"));
    }
    attributes
}
