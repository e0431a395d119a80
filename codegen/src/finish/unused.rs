//! Parts of progenitor's code that some document has no use for: the compiler is told that they may be unused.

use quote::{ToTokens as _, quote};
use syn::{Attribute, File, Item};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "unused",
    summary: "what only other documents have a use for may be unused",
    run,
    // What typify adds to a document's types is its own business.
    expected: |_| None,
};

fn run(file: &mut File, facts: &Facts) -> usize {
    let mut count = 0;
    for item in super::module_items(file, "types") {
        // typify writes readers of all kinds of defaults as soon as there is a default of one kind.
        if let Item::Mod(module) = item
            && module.ident == "defaults"
        {
            count += allow(&mut module.attrs, super::attribute("allow", quote!(dead_code)));
        }
    }
    if !facts.operations_name_types {
        for item in super::module_items(file, "builder") {
            if let Item::Use(import) = item
                && import.tree.to_token_stream().to_string() == "super :: types"
            {
                count += allow(&mut import.attrs, super::attribute("allow", quote!(unused_imports)));
            }
        }
    }
    if facts.operations.is_empty() {
        for item in &mut file.items {
            if let Item::Struct(client) = item
                && client.ident == "Client"
            {
                count += allow(&mut client.attrs, super::attribute("allow", quote!(dead_code)));
            }
        }
    }
    count
}

fn allow(attributes: &mut Vec<Attribute>, allowance: Attribute) -> usize {
    attributes.push(allowance);
    1
}
