//! The way to a node. It becomes a pointer only where there is something to say about the node.

use crate::pointer::Pointer;

/// A list of steps that leads back to where a walk began.
pub enum Trail<'t> {
    /// The whole document.
    Root,
    /// A place inside it at which a walk begins.
    Start(&'t Pointer),
    /// Behind a key.
    Key(&'t Self, &'t str),
    /// At an index.
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
