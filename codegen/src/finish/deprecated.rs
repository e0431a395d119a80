//! What the document calls deprecated warns whoever uses it.

use std::collections::BTreeSet;

use syn::{File, ImplItem, Item, parse_quote};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "deprecated",
    summary: "the client's method for a deprecated operation is `#[deprecated]`",
    run,
    expected: |facts| Some(deprecated(facts).len()),
};

fn deprecated(facts: &Facts) -> BTreeSet<&str> {
    let deprecated = facts.operations.iter().filter(|operation| operation.deprecated);
    deprecated.map(|operation| operation.method_name.as_str()).collect()
}

fn run(file: &mut File, facts: &Facts) -> usize {
    let deprecated = deprecated(facts);
    let mut count = 0;
    for item in &mut file.items {
        let Item::Impl(block) = item else { continue };
        if super::self_name(block).as_deref() != Some("Client") {
            continue;
        }
        for item in &mut block.items {
            if let ImplItem::Fn(method) = item
                && deprecated.contains(method.sig.ident.to_string().as_str())
            {
                method.attrs.push(parse_quote!(#[deprecated]));
                count += 1;
            }
        }
    }
    count
}
