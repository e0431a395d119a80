//! The Rust axis of a diff: reads the public API of a crate from its sources, and judges changes by Cargo's SemVer rules.
//!
//! ```text
//! sources → tree (modules) → names → read (items) → Surface;  two Surfaces → compare → link
//! ```
//!
//! Only syn reads the code, so the comparison sees what is written and not what a compiler infers. All that it knows about
//! OpenAPI is the line that the generator writes into the documentation of an item. The sources are passed in as texts.

mod canon;
mod compare;
mod generated;
mod item;
mod judge;
mod link;
mod manifest;
mod names;
mod read;
mod render;
mod state;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::item::{Item, ItemKey};
use self::tree::Tree;
use super::change::{RustChange, WireChange};

/// The public API of a crate, item by item.
#[derive(Clone)]
pub struct Surface {
    items: BTreeMap<ItemKey, Item>,
    /// The source of the items. They are read again if the other side of a comparison names an item by another path.
    tree: Rc<Tree>,
    extra: BTreeMap<ItemKey, Item>,
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

/// The error for a crate whose surface cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceError {
    /// The path of the file, as in the sources.
    pub file: String,
    /// What is wrong with it.
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
    /// Reads a whole crate: its files by their paths in the source folder (`lib.rs`, `support/error.rs`), and the text of its
    /// `Cargo.toml`. Its features and `rust-version` are part of the surface.
    ///
    /// # Errors
    ///
    /// If there is no `lib.rs`, a module has no file, or a file is not valid Rust or TOML.
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

    /// Reads one generated file as a client with the support code. Items of the support code itself are left out.
    ///
    /// # Errors
    ///
    /// If the code is not valid Rust.
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

    /// Every item with its signature, one per line, sorted.
    #[must_use]
    pub fn listing(&self) -> String {
        let lines = self
            .items
            .iter()
            .map(|(key, item)| format!("{}: {}\n", compare::name(key), compare::shown(item)));
        lines.collect()
    }

    /// The surface, with each item under its preferred path, or its shortest one if none is preferred.
    fn read(mut self, preferred: &BTreeSet<String>) -> Self {
        self.items = read::items(&self.tree, preferred);
        if self.is_generated {
            self.items.retain(|key, _| !generated::is_support(key));
        }
        self.items.extend(self.extra.clone());
        self
    }
}

/// Compares two surfaces: every item that was added, removed or changed, the worst first, then by path.
///
/// Parts of an added or removed item are not listed separately.
#[must_use]
pub fn compare(base: &Surface, head: &Surface) -> Vec<RustChange> {
    if compare::has_aliases(&base.items) || compare::has_aliases(&head.items) {
        // An item with several public paths gets one that both sides have.
        let common = compare::common_paths(&base.items, &head.items);
        let (base, head) = (base.clone().read(&common), head.clone().read(&common));
        return compare::compare(&base.items, &head.items);
    }
    compare::compare(&base.items, &head.items)
}

/// Finds the changes on the wire that caused each change in Rust. These are the changes at the item's place in the document
/// or below it. If there are none, they are the closest changes above it.
pub fn link(rust: &mut [RustChange], wire: &[WireChange], base: &Surface, head: &Surface) {
    link::link(rust, wire, &base.items, &head.items);
}

/// The modules of a crate. The state types of builders are removed, because they are not part of the public surface.
fn tree(sources: &BTreeMap<String, String>) -> Result<Rc<Tree>, SurfaceError> {
    let mut tree = Tree::read(sources)?;
    state::erase(&mut tree);
    Ok(Rc::new(tree))
}
