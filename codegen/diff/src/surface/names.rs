//! Resolves names in modules, and finds the public paths of items. It cannot resolve items from macros, or names from a glob
//! import of another crate. Such names stay as they are written.

mod scope;

use std::collections::{BTreeSet, HashMap};

use syn::Item;

use self::scope::{Binding, Import, Scope};
use super::tree::{self, Tree};

/// An item: the index of its module, and its index in the module.
pub(super) type ItemId = (usize, usize);

/// What a path names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Target {
    /// An item of this crate.
    Item(ItemId),
    /// A module of this crate.
    Module(usize),
    /// An item of another crate or of the language, by its path.
    External(Vec<String>),
}

/// A public path to a target.
#[derive(Clone, Debug)]
pub(super) struct PublicName {
    pub(super) path: String,
    pub(super) target: Target,
    /// The rest of the path after the target: a variant of an enum.
    pub(super) rest: Vec<String>,
    /// The `cfg` conditions of the import that creates the path.
    pub(super) conditions: BTreeSet<String>,
}

/// The names of a crate.
pub(super) struct Names<'t> {
    tree: &'t Tree,
    scopes: Vec<Scope>,
    /// Every public path.
    pub(super) public: Vec<PublicName>,
    canonical: HashMap<Target, String>,
}

/// The longest chain of imports that is followed. Cycles end here, and no real crate has longer chains.
const MAX_DEPTH: usize = 24;

impl<'t> Names<'t> {
    /// Reads the names. A target with several public paths gets a preferred one, or the shortest one if none is preferred.
    pub(super) fn of(tree: &'t Tree, preferred: &BTreeSet<String>) -> Self {
        let scopes = tree.modules.iter().map(Scope::of).collect();
        let mut names = Self {
            tree,
            scopes,
            public: Vec::new(),
            canonical: HashMap::new(),
        };
        let mut public = Vec::new();
        names.reach(0, "", &mut vec![0], &mut public);
        public.sort_by_cached_key(|name: &PublicName| {
            (
                !preferred.contains(&name.path),
                name.path.matches("::").count(),
                name.path.clone(),
            )
        });
        public.dedup_by(|a, b| a.path == b.path && a.target == b.target);
        let own = |name: &&PublicName| name.rest.is_empty() && !matches!(name.target, Target::External(_));
        for name in public.iter().filter(own) {
            names
                .canonical
                .entry(name.target.clone())
                .or_insert_with(|| name.path.clone());
        }
        names.public = public;
        names
    }

    /// The public path of the target; `None` if it has none.
    pub(super) fn canonical(&self, target: &Target) -> Option<&str> {
        self.canonical.get(target).map(String::as_str)
    }

    /// The target of a path in a module, and the number of segments that lead to it. The other segments are associated items.
    /// A type wins over a function of the same name.
    pub(super) fn resolve(&self, module: usize, path: &[String], absolute: bool) -> Option<(Target, usize)> {
        let mut found = self.follow(module, path, absolute, 0);
        let at = found.iter().position(|(target, _)| self.is_type(target)).unwrap_or(0);
        (at < found.len()).then(|| found.swap_remove(at))
    }

    /// The path that is shown for the target: the public one, or else the one where it is defined.
    pub(super) fn shown(&self, target: &Target) -> Vec<String> {
        let split = |path: &str| path.split("::").map(ToOwned::to_owned).collect();
        match (self.canonical(target), target) {
            (Some(path), _) => split(path),
            (None, Target::External(path)) => short(path),
            (None, Target::Module(module)) => self
                .tree
                .modules
                .get(*module)
                .map(|module| module.path.clone())
                .unwrap_or_default(),
            (None, Target::Item((module, item))) => {
                let module = self.tree.modules.get(*module);
                let mut path = module.map(|module| module.path.clone()).unwrap_or_default();
                let item = module.and_then(|module| module.items.get(*item)).and_then(tree::name);
                path.extend(item.map(|(name, _)| name.to_string()));
                path
            }
        }
    }

    fn is_type(&self, target: &Target) -> bool {
        match target {
            Target::Item((module, item)) => {
                let item = self
                    .tree
                    .modules
                    .get(*module)
                    .and_then(|module| module.items.get(*item));
                !matches!(item, Some(Item::Fn(_) | Item::Const(_) | Item::Static(_)))
            }
            Target::Module(_) => false,
            Target::External(_) => true,
        }
    }

    fn follow(&self, module: usize, path: &[String], absolute: bool, depth: usize) -> Vec<(Target, usize)> {
        let Some(first) = path.first() else { return Vec::new() };
        let mut found: Vec<(Target, usize)> = match first.as_str() {
            _ if absolute => vec![(Target::External(vec![first.clone()]), 1)],
            "crate" => vec![(Target::Module(0), 1)],
            "self" => vec![(Target::Module(module), 1)],
            "super" => vec![(Target::Module(self.parent(module)), 1)],
            name => self
                .lookup(module, name, depth)
                .into_iter()
                .map(|target| (target, 1))
                .collect(),
        };
        if found.is_empty() {
            found.push((Target::External(vec![first.clone()]), 1));
        }
        for segment in path.iter().skip(1) {
            found = found
                .into_iter()
                .flat_map(|(target, used)| self.step(target, used, segment, depth))
                .collect();
        }
        found
    }

    /// The targets of the path with one more segment.
    fn step(&self, target: Target, used: usize, segment: &str, depth: usize) -> Vec<(Target, usize)> {
        match target {
            Target::Module(module) if segment == "super" => vec![(Target::Module(self.parent(module)), used + 1)],
            Target::Module(module) => self
                .lookup(module, segment, depth)
                .into_iter()
                .map(|target| (target, used + 1))
                .collect(),
            Target::External(mut path) => {
                path.push(segment.to_owned());
                vec![(Target::External(path), used + 1)]
            }
            // The segments after an item are its associated items.
            Target::Item(_) => vec![(target, used)],
        }
    }

    fn parent(&self, module: usize) -> usize {
        self.tree.modules.get(module).map_or(0, |module| module.parent)
    }

    /// The targets of a name in a module; empty if the name comes from elsewhere.
    fn lookup(&self, module: usize, name: &str, depth: usize) -> Vec<Target> {
        let Some(scope) = self.scopes.get(module).filter(|_| depth < MAX_DEPTH) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for binding in scope.names.get(name).into_iter().flatten() {
            match binding {
                Binding::Defined(target, _) => found.push(target.clone()),
                Binding::Imported(import) => found.extend(
                    self.imported(module, import, depth)
                        .into_iter()
                        .map(|(target, _)| target),
                ),
            }
        }
        // Names of the module itself hide names from globs.
        let globs = if found.is_empty() { scope.globs.as_slice() } else { &[] };
        for glob in globs {
            for (target, _) in self.imported(module, glob, depth) {
                if let Target::Module(from) = target
                    && from != module
                {
                    found.extend(self.lookup(from, name, depth + 1));
                }
            }
        }
        found
    }

    fn imported(&self, module: usize, import: &Import, depth: usize) -> Vec<(Target, usize)> {
        if depth < MAX_DEPTH {
            self.follow(module, &import.path, import.absolute, depth + 1)
        } else {
            Vec::new()
        }
    }

    /// The targets that a binding makes public, each with the rest of its path and its conditions.
    fn published(&self, module: usize, binding: &Binding) -> Vec<(Target, Vec<String>, BTreeSet<String>)> {
        match binding {
            Binding::Defined(target, true) => vec![(target.clone(), Vec::new(), BTreeSet::new())],
            Binding::Imported(import) if import.public => {
                let rest = |used: usize| import.path.iter().skip(used).cloned().collect();
                let found = self.imported(module, import, 0).into_iter();
                found
                    .map(|(target, used)| (target, rest(used), import.conditions.clone()))
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// Adds every public path below `prefix` to items of the module. `above` contains the modules on the way.
    fn reach(&self, module: usize, prefix: &str, above: &mut Vec<usize>, public: &mut Vec<PublicName>) {
        let Some(scope) = self.scopes.get(module) else { return };
        let below = |name: &str| {
            if prefix.is_empty() {
                name.to_owned()
            } else {
                format!("{prefix}::{name}")
            }
        };
        for name in &scope.order {
            for binding in scope.names.get(name).into_iter().flatten() {
                for (target, rest, conditions) in self.published(module, binding) {
                    let path = below(name);
                    if let Target::Module(inner) = target
                        && !above.contains(&inner)
                    {
                        above.push(inner);
                        self.reach(inner, &path, above, public);
                        above.pop();
                    }
                    public.push(PublicName {
                        path,
                        target,
                        rest,
                        conditions,
                    });
                }
            }
        }
        for glob in scope.globs.iter().filter(|glob| glob.public) {
            for (target, _) in self.imported(module, glob, 0) {
                match target {
                    Target::Module(inner) if !above.contains(&inner) => {
                        above.push(inner);
                        self.reach(inner, prefix, above, public);
                        above.pop();
                    }
                    Target::External(_) => public.push(PublicName {
                        path: below("*"),
                        target,
                        rest: Vec::new(),
                        conditions: glob.conditions.clone(),
                    }),
                    _ => {}
                }
            }
        }
    }
}

/// The path that is shown for an item of another crate: only the name for items of the prelude, else the full path.
fn short(path: &[String]) -> Vec<String> {
    let mut path = path.to_vec();
    if path.len() > 1
        && let Some(first) = path.first_mut().filter(|first| *first == "core" || *first == "alloc")
    {
        "std".clone_into(first);
    }
    // Users name the traits of serde by their re-exports.
    if let ["serde", "ser" | "de", name] = path.iter().map(String::as_str).collect::<Vec<_>>().as_slice()
        && ["Serialize", "Serializer", "Deserialize", "Deserializer"].contains(name)
    {
        path.remove(1);
    }
    let text = path.join("::");
    match PRELUDE.iter().find(|known| **known == text) {
        Some(_) => path.split_off(path.len() - 1),
        None => path,
    }
}

/// The items of the prelude, by the paths where they are defined.
const PRELUDE: [&str; 36] = [
    "std::borrow::ToOwned",
    "std::boxed::Box",
    "std::clone::Clone",
    "std::cmp::Eq",
    "std::cmp::Ord",
    "std::cmp::PartialEq",
    "std::cmp::PartialOrd",
    "std::convert::AsMut",
    "std::convert::AsRef",
    "std::convert::From",
    "std::convert::Into",
    "std::convert::TryFrom",
    "std::convert::TryInto",
    "std::default::Default",
    "std::future::Future",
    "std::future::IntoFuture",
    "std::iter::DoubleEndedIterator",
    "std::iter::ExactSizeIterator",
    "std::iter::Extend",
    "std::iter::FromIterator",
    "std::iter::IntoIterator",
    "std::iter::Iterator",
    "std::marker::Copy",
    "std::marker::Send",
    "std::marker::Sized",
    "std::marker::Sync",
    "std::ops::Drop",
    "std::ops::Fn",
    "std::ops::FnMut",
    "std::ops::FnOnce",
    "std::option::Option",
    "std::result::Result",
    "std::string::String",
    "std::string::ToString",
    "std::vec::Vec",
    "std::marker::Unpin",
];
