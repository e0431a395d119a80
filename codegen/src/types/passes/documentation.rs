//! Documents types, fields and variants with the document's text and their names in the document.

use syn::{Attribute, Item};

use super::super::Model;
use super::super::pass::Pass;
use crate::docs;
use crate::schemas::{Definition, DefinitionKind};

pub(in super::super) const PASS: Pass = Pass {
    id: "documentation",
    run,
    expected,
};

fn expected(definition: &Definition) -> usize {
    1 + match &definition.kind {
        DefinitionKind::Object { fields, rest } => fields.len() + usize::from(rest.is_some()),
        DefinitionKind::Texts(values) => values.len(),
        DefinitionKind::Alias(_) => 1,
        DefinitionKind::Union(_) => 0,
    }
}

fn run(model: &mut Model<'_>) -> usize {
    let mut count = 0;
    super::for_each_field(&mut model.item, model.definition, |field, known| {
        document(&mut field.attrs, &docs::field(known));
        count += 1;
    });
    if let Some(field) = super::unnamed_field(&mut model.item, model.definition) {
        let is_rest = field.ident.is_some();
        document(&mut field.attrs, if is_rest { docs::REST } else { docs::NEWTYPE });
        count += 1;
    }
    let attributes = match &mut model.item {
        Item::Struct(model) => &mut model.attrs,
        Item::Enum(item) => {
            if let DefinitionKind::Texts(values) = &model.definition.kind {
                for (variant, value) in item.variants.iter_mut().zip(values) {
                    document(&mut variant.attrs, &format!("`{}`", value.text));
                    count += 1;
                }
            }
            &mut item.attrs
        }
        _ => return count,
    };
    document(attributes, &docs::model(model.name, model.definition));
    count + 1
}

/// Puts `text` before all other attributes.
fn document(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    attributes.splice(0..0, docs::lines(text).iter().map(|line| super::doc(line)));
}
