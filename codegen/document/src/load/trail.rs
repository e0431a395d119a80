//! The path to a node during a walk. It is converted to a pointer only if one is needed.

use crate::pointer::Pointer;

/// A linked list of steps from a node back to the start of the walk.
pub enum Trail<'t> {
    /// The whole document.
    Root,
    /// A place inside the document at which a walk starts.
    Start(&'t Pointer),
    /// The value of a key.
    Key(&'t Self, &'t str),
    /// The item at an index.
    Item(&'t Self, usize),
}

impl Trail<'_> {
    /// The node's pointer.
    #[must_use]
    pub fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Start(pointer) => (*pointer).clone(),
            Self::Key(parent, key) => parent.pointer().into_child(key),
            Self::Item(parent, index) => parent.pointer().into_item(*index),
        }
    }
}
