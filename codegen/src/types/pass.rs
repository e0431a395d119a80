//! What a model pass is, which there are, and how it is checked.

use super::{Model, passes};
use crate::schemas::Definition;

/// A change to progenitor's model of a schema.
#[derive(Clone, Copy)]
pub(crate) struct Pass {
    /// The id: the stem of the pass's file, with dashes.
    pub(crate) id: &'static str,
    /// Changes a model and returns how many places it changed.
    pub(super) run: fn(&mut Model<'_>) -> usize,
    /// How many places it must change in the model of a definition.
    pub(super) expected: fn(&Definition) -> usize,
}

/// All model passes, in the order in which they run.
pub(crate) const PASSES: &[Pass] = &[
    passes::types::PASS,
    passes::wire_names::PASS,
    passes::open_enums::PASS,
    passes::attributes::PASS,
    passes::documentation::PASS,
];

/// How many places each pass has changed, in the order of [`PASSES`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts(pub(crate) [usize; PASSES.len()]);

impl Counts {
    /// Runs all passes over a model. The error says which of them changed other places than the document calls for: then
    /// progenitor writes something else than the pass was made for.
    pub(super) fn run(&mut self, model: &mut Model<'_>) -> Result<(), String> {
        for (pass, sum) in PASSES.iter().zip(&mut self.0) {
            let (changed, expected) = ((pass.run)(model), (pass.expected)(model.definition));
            if changed != expected {
                let name = model.name;
                return Err(format!(
                    "the pass `{}` changed {changed} places of the model `{name}`, and not {expected}",
                    pass.id
                ));
            }
            *sum += changed;
        }
        Ok(())
    }

    /// Adds what has been changed in other models.
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, count)| *sum += count);
    }
}
