//! What a model pass is.

use super::Model;
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
