//! The Rust axis of a diff: the public surface of a crate, read from its sources, and what a change of it owes by Cargo's
//! SemVer rules.
//!
//! ```text
//! sources → tree (modules) → resolve (names) → read (items) → Surface;  two Surfaces → compare → link
//! ```
//!
//! It is read with syn alone, so it sees what is written, not what a compiler infers. It knows nothing of OpenAPI but the
//! line that the generator writes into an item's documentation. It touches no file: the sources come as texts.

mod canon;
mod compare;
mod generated;
mod item;
mod judge;
mod link;
mod manifest;
mod read;
mod render;
mod resolve;
mod state;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::item::{Item, Key};
use self::tree::Tree;
use super::change::{RustChange, WireChange};

/// The public API of a crate, item by item.
#[derive(Clone)]
pub struct Surface {
    items: BTreeMap<Key, Item>,
    /// What the items were read from: they are read again when the other side of a comparison knows one by another path.
    tree: Rc<Tree>,
    extra: BTreeMap<Key, Item>,
    /// Whether the crate is one generated file with a stub of its support code.
    is_generated: bool,
}

impl std::fmt::Debug for Surface {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surface")
            .field("items", &self.items)
            .finish_non_exhaustive()
    }
}

/// Why a crate's surface cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceError {
    /// The file, as its path is given among the sources.
    pub file: String,
    /// What is wrong.
    pub message: String,
}

impl std::fmt::Display for SurfaceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, message } = self;
        write!(f, "{file}: {message}")
    }
}

impl std::error::Error for SurfaceError {}

impl Surface {
    /// Reads a whole crate: its files by their paths below the crate's source folder (`lib.rs`, `support/error.rs`), and the
    /// text of its `Cargo.toml`, whose features and oldest Rust are part of the surface.
    ///
    /// # Errors
    ///
    /// When there is no `lib.rs`, a module has no file, or a file cannot be read as what it is.
    pub fn of_crate(sources: &BTreeMap<String, String>, manifest: Option<&str>) -> Result<Self, SurfaceError> {
        let extra = manifest.map(manifest::items).transpose()?.unwrap_or_default();
        Ok(Self {
            items: BTreeMap::new(),
            tree: tree(sources)?,
            extra,
            is_generated: false,
        }
        .read(&BTreeSet::new()))
    }

    /// Reads one generated file as the client that it makes together with the support code, whose own items are left out.
    ///
    /// # Errors
    ///
    /// When it is no Rust.
    pub fn of_generated(code: &str) -> Result<Self, SurfaceError> {
        let tree = tree(&generated::sources(code))?;
        Ok(Self {
            items: BTreeMap::new(),
            tree,
            extra: BTreeMap::new(),
            is_generated: true,
        }
        .read(&BTreeSet::new()))
    }

    /// Every item with its signature, one a line, sorted: for people to read.
    #[must_use]
    pub fn listing(&self) -> String {
        let lines = self
            .items
            .iter()
            .map(|(key, item)| format!("{}: {}\n", compare::name(key), compare::shown(item)));
        lines.collect()
    }

    /// The surface with each item known by the one of its paths that is preferred, or else by the shortest.
    fn read(mut self, preferred: &BTreeSet<String>) -> Self {
        self.items = read::items(&self.tree, preferred);
        if self.is_generated {
            self.items.retain(|key, _| !generated::is_support(key));
        }
        self.items.extend(self.extra.clone());
        self
    }
}

/// Compares two surfaces: every item that is new, gone or different, the worst first, then by path.
///
/// What belongs to a new or vanished item is not listed beside it.
#[must_use]
pub fn compare(base: &Surface, head: &Surface) -> Vec<RustChange> {
    if compare::has_aliases(&base.items) || compare::has_aliases(&head.items) {
        // An item that is public under several paths goes by one that both sides know.
        let common = compare::common_paths(&base.items, &head.items);
        let (base, head) = (base.clone().read(&common), head.clone().read(&common));
        return compare::compare(&base.items, &head.items);
    }
    compare::compare(&base.items, &head.items)
}

/// Names, for each change in Rust, the changes on the wire that have caused it: those at the part of the document that the
/// item stands for or below, and if there are none, those closest above.
pub fn link(rust: &mut [RustChange], wire: &[WireChange], base: &Surface, head: &Surface) {
    link::link(rust, wire, &base.items, &head.items);
}

/// The modules of a crate, without the states of builders, which are no part of its public surface.
fn tree(sources: &BTreeMap<String, String>) -> Result<Rc<Tree>, SurfaceError> {
    let mut tree = Tree::read(sources)?;
    state::erase(&mut tree);
    Ok(Rc::new(tree))
}
