//! Every model derives `schemars::JsonSchema` when the crate's feature `schemars` is on, and costs nothing when it is
//! off. progenitor can only derive always.

use quote::quote;
use syn::{File, Item};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "schemars-feature",
    summary: "every model derives `schemars::JsonSchema` under the feature `schemars`",
    run,
    // How many types progenitor makes of a schema is its own business.
    expected: |_| None,
};

fn run(file: &mut File, _: &Facts) -> usize {
    let mut count = 0;
    for item in super::models(file) {
        let (Item::Struct(syn::ItemStruct { attrs, .. }) | Item::Enum(syn::ItemEnum { attrs, .. })) = item else {
            continue;
        };
        if let Some(at) = attrs.iter().position(super::derives_serialize) {
            let derives = quote!(feature = "schemars", derive(schemars::JsonSchema));
            attrs.insert(at + 1, super::attribute("cfg_attr", derives));
            count += 1;
        }
    }
    count
}
