//! Names on the wire whose identifiers do not follow from them, since others of the same type would get the same; and
//! fields that are read and never sent.

use syn::{Attribute, File, Item, parse_quote};

use super::Pass;
use crate::facts::{Facts, ModelFacts};

pub(super) const PASS: Pass = Pass {
    id: "wire-names",
    summary: "fields and values have their names of the document on the wire, and what is read-only is not sent",
    run,
    expected: |facts| {
        let models = facts.models.values();
        Some(models.map(|model| model.wire.len() + model.read_only.len()).sum())
    },
};

fn run(file: &mut File, facts: &Facts) -> usize {
    let mut count = 0;
    for item in super::models(file) {
        match item {
            Item::Struct(model) => {
                let Some(facts) = facts.models.get(&model.ident.to_string()) else {
                    continue;
                };
                for field in &mut model.fields {
                    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    count += rename(&mut field.attrs, facts, &name);
                    if facts.read_only.contains(&name) {
                        field.attrs.push(parse_quote!(#[serde(skip_serializing)]));
                        count += 1;
                    }
                }
            }
            Item::Enum(model) => {
                let Some(facts) = facts.models.get(&model.ident.to_string()) else {
                    continue;
                };
                for variant in &mut model.variants {
                    let name = variant.ident.to_string();
                    count += rename(&mut variant.attrs, facts, &name);
                }
            }
            _ => {}
        }
    }
    count
}

fn rename(attributes: &mut Vec<Attribute>, facts: &ModelFacts, name: &str) -> usize {
    let Some(wire) = facts.wire.get(name) else { return 0 };
    attributes.push(parse_quote!(#[serde(rename = #wire)]));
    1
}
