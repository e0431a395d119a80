//! A server grows values before its document does. An enumeration of texts keeps one that it does not know, as it was
//! received, where progenitor's fails the whole answer.

use syn::{Item, parse_quote};

use super::super::Model;
use super::super::pass::Pass;
use crate::schemas::{Definition, DefinitionKind};

pub(in super::super) const PASS: Pass = Pass {
    id: "open-enums",
    run,
    expected,
};

fn expected(definition: &Definition) -> usize {
    usize::from(matches!(definition.kind, DefinitionKind::Texts(_)))
}

fn run(model: &mut Model<'_>) -> usize {
    let Item::Enum(model) = &mut model.item else { return 0 };
    model.variants.push(parse_quote! {
        /// A value that the document does not list, as it was received.
        #[serde(untagged)]
        Unknown(String)
    });
    1
}
