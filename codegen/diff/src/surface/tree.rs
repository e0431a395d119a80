//! Reads the files of a crate into a tree of modules. It follows `mod` items only; [`super::resolve`] resolves names.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Item, Visibility};

use super::{SurfaceError, render};

/// The crate's modules; the first is the root.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
}

/// A module, with the items directly in it.
#[derive(Default)]
pub(super) struct Module {
    /// Its index in [`Tree::modules`].
    pub(super) index: usize,
    /// Its path from the root; empty for the root.
    pub(super) path: Vec<String>,
    /// The index of its parent; the root is its own parent.
    pub(super) parent: usize,
    /// Its items, without modules and tests.
    pub(super) items: Vec<Item>,
    /// Its modules: name, index, and whether they are `pub`.
    pub(super) children: Vec<(String, usize, bool)>,
    /// The attributes of the `mod` item.
    pub(super) attributes: Vec<Attribute>,
}

impl Tree {
    /// Reads the crate whose root is `lib.rs`.
    pub(super) fn read(sources: &BTreeMap<String, String>) -> Result<Self, SurfaceError> {
        let mut reader = Reader {
            sources,
            tree: Self::default(),
        };
        let root = reader.parse("lib.rs")?;
        reader.module(Module::default(), root, "lib.rs", "")?;
        Ok(reader.tree)
    }
}

struct Reader<'s> {
    sources: &'s BTreeMap<String, String>,
    tree: Tree,
}

impl Reader<'_> {
    /// Adds a module with everything in it, and returns its index. The files of its modules are in the folder `below`, which
    /// ends in `/` or is empty.
    fn module(&mut self, module: Module, items: Vec<Item>, file: &str, below: &str) -> Result<usize, SurfaceError> {
        let (at, path) = (self.tree.modules.len(), module.path.clone());
        self.tree.modules.push(Module { index: at, ..module });
        let mut own = Module {
            path,
            ..Module::default()
        };
        for item in items.into_iter().filter(|item| !is_test(attributes(item))) {
            let Item::Mod(inner) = item else {
                own.items.push(item);
                continue;
            };
            let name = inner.ident.to_string();
            let is_hidden = is_hidden(&inner.attrs);
            let mut child = Module {
                path: own.path.clone(),
                parent: at,
                attributes: inner.attrs,
                ..Module::default()
            };
            child.path.push(name.clone());
            let folder = format!("{below}{name}/");
            let index = match inner.content {
                Some((_, items)) => self.module(child, items, file, &folder)?,
                None => {
                    let file = self.file_of(&child, file, below)?;
                    let items = self.parse(&file)?;
                    self.module(child, items, &file, &folder)?
                }
            };
            own.children.push((name, index, is_public(&inner.vis) && !is_hidden));
        }
        if let Some(module) = self.tree.modules.get_mut(at) {
            module.items = own.items;
            module.children = own.children;
        }
        Ok(at)
    }

    /// The file of a module declared as `mod name;`.
    fn file_of(&self, module: &Module, declared_in: &str, below: &str) -> Result<String, SurfaceError> {
        let name = module.path.last().map(String::as_str).unwrap_or_default();
        let candidates = match path_attribute(&module.attributes) {
            Some(path) => vec![beside(declared_in, &path)],
            None => vec![format!("{below}{name}.rs"), format!("{below}{name}/mod.rs")],
        };
        let found = candidates.iter().find(|path| self.sources.contains_key(*path));
        found.cloned().ok_or_else(|| SurfaceError {
            file: declared_in.to_owned(),
            message: format!("no file for the module `{name}`: expected {}", candidates.join(" or ")),
        })
    }

    fn parse(&self, file: &str) -> Result<Vec<Item>, SurfaceError> {
        let error = |message| SurfaceError {
            file: file.to_owned(),
            message,
        };
        let text = self
            .sources
            .get(file)
            .ok_or_else(|| error("file not found".to_owned()))?;
        let parsed = syn::parse_file(text).map_err(|problem| error(format!("not valid Rust: {problem}")))?;
        Ok(parsed.items)
    }
}

/// `path`, relative to the folder of `file`.
fn beside(file: &str, path: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("path"))
        .find_map(string_value)
}

/// The text of `#[name = "text"]`.
pub(super) fn string_value(attribute: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(pair) = &attribute.meta else {
        return None;
    };
    let syn::Expr::Lit(syn::ExprLit {
        lit: syn::Lit::Str(text),
        ..
    }) = &pair.value
    else {
        return None;
    };
    Some(text.value())
}

/// The predicates of the item's `cfg`s.
pub(super) fn conditions(attributes: &[Attribute]) -> BTreeSet<String> {
    let lists = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    lists
        .filter_map(|attribute| attribute.meta.require_list().ok())
        .map(|list| render::line(&list.tokens))
        .collect()
}

/// Whether the item exists in tests only.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test"))
    })
}

/// Whether the item is hidden from documentation. Such an item is public only for other code of the project.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("hidden"))
    })
}

/// Whether an item is visible wherever its module is.
pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The attributes of an item; none if syn does not know the item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The name of an item in its module, if it has one.
pub(super) fn name(item: &Item) -> Option<(&syn::Ident, &Visibility)> {
    match item {
        Item::Const(item) => Some((&item.ident, &item.vis)),
        Item::Enum(item) => Some((&item.ident, &item.vis)),
        Item::Fn(item) => Some((&item.sig.ident, &item.vis)),
        Item::Static(item) => Some((&item.ident, &item.vis)),
        Item::Struct(item) => Some((&item.ident, &item.vis)),
        Item::Trait(item) => Some((&item.ident, &item.vis)),
        Item::TraitAlias(item) => Some((&item.ident, &item.vis)),
        Item::Type(item) => Some((&item.ident, &item.vis)),
        Item::Union(item) => Some((&item.ident, &item.vis)),
        _ => None,
    }
}
