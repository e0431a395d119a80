//! Gives fields and values the document's names in JSON. progenitor sees Rust's names, which are unique in a type.

use quote::quote;
use syn::{Attribute, Item};

use super::super::Model;
use super::super::pass::Pass;
use crate::schemas::{Definition, DefinitionKind, Field};

pub(in super::super) const PASS: Pass = Pass {
    id: "wire-names",
    run,
    expected,
};

fn expected(definition: &Definition) -> usize {
    match &definition.kind {
        DefinitionKind::Object { .. } => super::count_fields(definition, |_| true),
        DefinitionKind::Texts(values) => values.len(),
        DefinitionKind::Alias(_) | DefinitionKind::Union(_) => 0,
    }
}

fn run(model: &mut Model<'_>) -> usize {
    let mut count = 0;
    super::for_each_field(&mut model.item, model.definition, |field, known| {
        field.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
        field.attrs.extend(of_field(known));
        count += 1;
    });
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

fn of_field(field: &Field) -> Option<Attribute> {
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
    (!arguments.is_empty()).then(|| super::attribute("serde", quote!(#(#arguments),*)))
}
