//! The names of a module: the items that it defines, and its imports, which are not resolved here.

use std::collections::{BTreeSet, HashMap};

use syn::{Item, UseTree};

use super::super::tree;
use super::Target;

/// The names of a module.
#[derive(Default)]
pub(super) struct Scope {
    pub(super) names: HashMap<String, Vec<Binding>>,
    /// The names in the order of the source, so that every run has the same order.
    pub(super) order: Vec<String>,
    pub(super) globs: Vec<Import>,
}

/// The meaning of a name: an item of the module (and whether it is `pub`), or an import.
pub(super) enum Binding {
    Defined(Target, bool),
    Imported(Import),
}

/// A path in a `use`.
#[derive(Clone)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    /// Whether the path begins with `::`.
    pub(super) absolute: bool,
    pub(super) public: bool,
    /// Its `cfg` conditions.
    pub(super) conditions: BTreeSet<String>,
}

impl Scope {
    pub(super) fn of(module: &tree::Module) -> Self {
        let mut scope = Self::default();
        for (name, index, public) in &module.children {
            scope.bind(name, Binding::Defined(Target::Module(*index), *public));
        }
        for (at, item) in module.items.iter().enumerate() {
            if let Some((name, visibility)) = tree::name(item) {
                scope.bind(
                    &name.to_string(),
                    Binding::Defined(Target::Item((module.index, at)), tree::is_public(visibility)),
                );
            } else if let Item::Use(import) = item {
                let start = Import {
                    path: Vec::new(),
                    absolute: import.leading_colon.is_some(),
                    public: tree::is_public(&import.vis),
                    conditions: tree::conditions(&import.attrs),
                };
                scope.import(&import.tree, &start);
            } else if let Item::ExternCrate(import) = item {
                let name = import
                    .rename
                    .as_ref()
                    .map_or(&import.ident, |(_, name)| name)
                    .to_string();
                let path = vec![import.ident.to_string()];
                let public = tree::is_public(&import.vis);
                scope.bind(
                    &name,
                    Binding::Imported(Import {
                        path,
                        absolute: true,
                        public,
                        conditions: tree::conditions(&import.attrs),
                    }),
                );
            }
        }
        scope
    }

    fn bind(&mut self, name: &str, binding: Binding) {
        let bindings = self.names.entry(name.to_owned()).or_default();
        if bindings.is_empty() {
            self.order.push(name.to_owned());
        }
        bindings.push(binding);
    }

    fn import(&mut self, tree: &UseTree, so_far: &Import) {
        let deeper = |name: &syn::Ident| {
            let mut import = so_far.clone();
            // `use a::{self}` is `use a`.
            if name != "self" || import.path.is_empty() {
                import.path.push(name.to_string());
            }
            import
        };
        match tree {
            UseTree::Path(path) => self.import(&path.tree, &deeper(&path.ident)),
            UseTree::Name(name) => {
                let import = deeper(&name.ident);
                let bound = import.path.last().cloned().unwrap_or_default();
                self.bind(&bound, Binding::Imported(import));
            }
            UseTree::Rename(rename) => self.bind(&rename.rename.to_string(), Binding::Imported(deeper(&rename.ident))),
            UseTree::Glob(_) => self.globs.push(so_far.clone()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, so_far)),
        }
    }
}
