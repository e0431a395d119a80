//! A field or a value that the document grows is a minor release of the client: models can be read, matched and built,
//! but not be taken for complete.

use syn::{Fields, File, Item};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "non-exhaustive",
    summary: "models are `#[non_exhaustive]`, so that a new field or value breaks no caller",
    run,
    // How many types progenitor makes of a schema is its own business.
    expected: |_| None,
};

fn run(file: &mut File, _: &Facts) -> usize {
    let mut count = 0;
    for item in super::models(file) {
        let attributes = match item {
            // A newtype is its one value and grows no second one.
            Item::Struct(model) if matches!(model.fields, Fields::Named(_)) => &mut model.attrs,
            Item::Enum(model) => &mut model.attrs,
            _ => continue,
        };
        attributes.push(super::word("non_exhaustive"));
        count += 1;
    }
    count
}
