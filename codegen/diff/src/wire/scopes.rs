//! The context of an operation.

use super::places::Both;
use super::places::Pair;

/// The context from which an operation inherits.
pub(super) struct Scopes<'s, 'd> {
    /// The path item around it.
    pub(super) item: &'s Pair<'d>,
    /// The names of the path parameters, in order.
    pub(super) variables: &'s Both<Vec<&'s str>>,
    /// Whether the operation inherits the servers and the security of the document. A callback does not.
    pub(super) inherits: bool,
}
