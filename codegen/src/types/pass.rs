//! The type of a model pass.

use super::Model;
use crate::schemas::Definition;

/// A change to progenitor's model of a schema.
#[derive(Clone, Copy)]
pub(crate) struct Pass {
    /// The id: the name of the pass's file, with dashes.
    pub(crate) id: &'static str,
    /// Changes a model, and returns the number of changed places.
    pub(super) run: fn(&mut Model<'_>) -> usize,
    /// The number of places that it must change in the model of a definition.
    pub(super) expected: fn(&Definition) -> usize,
}
