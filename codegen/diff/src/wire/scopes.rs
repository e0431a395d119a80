//! What holds for an operation and is written around it.

use super::resolve::Both;
use super::resolve::Pair;

/// What an operation takes from around it.
pub(super) struct Scopes<'s, 'd> {
    /// The path item around it.
    pub(super) item: &'s Pair<'d>,
    /// The variables of the path in their order.
    pub(super) variables: &'s Both<Vec<&'s str>>,
    /// Whether the document's servers and security hold for the operation, too; they do not for a callback.
    pub(super) inherits: bool,
}
