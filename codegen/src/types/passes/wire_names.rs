//! Gives fields and values the document's names in JSON. progenitor sees Rust's names, which are unique in a type.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Item};

use super::super::Model;
use super::super::pass::Pass;
use crate::schemas::{Definition, DefinitionKind, Field, Form};

pub(in super::super) const PASS: Pass = Pass {
    id: "wire-names",
    run,
    expected,
};

fn expected(definition: &Definition) -> usize {
    match &definition.kind {
        DefinitionKind::Object { rest, .. } => {
            super::count_fields(definition, |_| true) + rest.as_ref().map_or(0, |form| number(form).len())
        }
        DefinitionKind::Texts(values) => values.len(),
        DefinitionKind::Alias(form) => number(form).len(),
        DefinitionKind::Union(_) => 0,
    }
}

fn run(model: &mut Model<'_>) -> usize {
    let mut count = 0;
    super::for_each_field(&mut model.item, model.definition, |field, known| {
        field.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
        field.attrs.extend(of_field(known));
        count += 1;
    });
    let form = match &model.definition.kind {
        DefinitionKind::Object { rest: Some(form), .. } | DefinitionKind::Alias(form) => Some(form),
        _ => None,
    };
    if let (Some(field), Some(form)) = (super::unnamed_field(&mut model.item, model.definition), form) {
        let arguments = number(form);
        count += arguments.len();
        field.attrs.extend(
            arguments
                .into_iter()
                .map(|argument| super::attribute("serde", argument)),
        );
    }
    if let (Item::Enum(model), DefinitionKind::Texts(values)) = (&mut model.item, &model.definition.kind) {
        for variant in &mut model.variants {
            let Some(value) = values.iter().find(|value| variant.ident == value.ident) else {
                continue;
            };
            variant.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
            if value.text != value.ident {
                let text = &value.text;
                variant.attrs.push(super::attribute("serde", quote!(rename = #text)));
            }
            count += 1;
        }
    }
    count
}

/// How the numbers in a required value are read and written.
fn number(form: &Form) -> Vec<TokenStream> {
    match form.innermost() {
        _ if super::is_whole(form) => vec![quote!(deserialize_with = "support::whole")],
        Form::Number => vec![quote!(serialize_with = "support::plain")],
        _ => Vec::new(),
    }
}

fn of_field(field: &Field) -> Vec<Attribute> {
    let mut arguments = Vec::new();
    if field.key != field.ident {
        let key = &field.key;
        arguments.push(quote!(rename = #key));
    }
    if field.is_read_only {
        arguments.push(quote!(skip_serializing));
    } else if !field.required {
        arguments.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    let optional = !field.required || matches!(field.form, Form::Nullable(_));
    let read = match (super::is_whole(&field.form), field.distinguishes_null) {
        (true, true) => Some("support::present_whole"),
        (true, false) => Some("support::whole"),
        (false, true) => Some("support::present"),
        (false, false) => None,
    };
    // Lines of their own, since one would be too long.
    let read = read.map(|read| {
        // Without `default`, an absent field with a reader of its own would be an error.
        let default = optional.then(|| quote!(default,));
        quote!(#default deserialize_with = #read)
    });
    let is_written = *field.form.innermost() == Form::Number && !field.is_read_only;
    let write = is_written.then(|| quote!(serialize_with = "support::plain"));
    let first = (!arguments.is_empty()).then(|| quote!(#(#arguments),*));
    let attributes = [first, read, write].into_iter().flatten();
    attributes
        .map(|arguments| super::attribute("serde", arguments))
        .collect()
}
