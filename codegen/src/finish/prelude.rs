//! progenitor adds a `prelude` with nothing but the client in it. The crate's own root is where users look.

use syn::{File, Item};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "prelude",
    summary: "there is no `prelude` that holds one name",
    run,
    expected: |_| Some(1),
};

fn run(file: &mut File, _: &Facts) -> usize {
    let before = file.items.len();
    file.items
        .retain(|item| !matches!(item, Item::Mod(module) if module.ident == "prelude"));
    before - file.items.len()
}
