//! Adds a variant for unknown values to enumerations of strings. A server can add values before its document does.
//! Without the variant, progenitor's code fails to read the whole response.

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
