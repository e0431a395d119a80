//! A finished part becomes text: what of it stands at each [`Place`], laid out as it will stand in the whole file.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};
use syn::{File, ImplItem, Item, ItemImpl, ItemMod, Visibility, parse_quote};

use super::stubs::Replacements;
use super::text::Text;
use crate::emit::{Key, Place};
use crate::finish::{Counts, Finished};

/// A part of the code as text.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// What it is.
    pub(crate) key: Key,
    /// What each finish pass has done to it.
    pub(crate) counts: Counts,
    /// Its text by place; the frame's stands at [`Place::Models`] alone.
    pub(crate) text: BTreeMap<Place, Text>,
    /// What finish passes have added behind the models.
    pub(crate) additions: Vec<Addition>,
}

/// Items that a finish pass has added behind the models. Of a module, text that several parts add to one is put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Addition {
    /// The position of the pass.
    pub(crate) pass: usize,
    /// The lines before and after the content of a module; empty for other items.
    pub(crate) module: (String, String),
    /// The items.
    pub(crate) text: Text,
}

/// Prints a finished part, with the texts that belong where its stubs stand; `None` where passes have put something
/// outside the modules that parts have.
pub(crate) fn piece(key: Key, finished: Finished, replacements: &Replacements) -> Option<Piece> {
    let Finished {
        file,
        counts,
        additions,
    } = finished;
    let mut piece = Piece {
        key,
        counts,
        text: BTreeMap::new(),
        additions: Vec::new(),
    };
    if piece.key == Key::Frame {
        piece.text.insert(Place::Models, prettyplease::unparse(&file).into());
        return Some(piece);
    }
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => piece.types(module, replacements)?,
            Item::Mod(module) if module.ident == "builder" => {
                let builder = inside(content(module)?, 1)?;
                piece.add(Place::Operations, replacements.put_in(builder));
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let text = methods(block.items)?;
                piece.text.insert(Place::Methods, text.into());
            }
            _ => return None,
        }
    }
    for (pass, item) in additions {
        piece.additions.push(addition(pass, item)?);
    }
    Some(piece)
}

impl Piece {
    /// All its texts, in one order.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Text> {
        let additions = self.additions.iter().map(|addition| &addition.text);
        self.text.values().chain(additions)
    }

    /// [`texts`](Self::texts), to change them.
    pub(super) fn texts_mut(&mut self) -> impl Iterator<Item = &mut Text> {
        let additions = self.additions.iter_mut().map(|addition| &mut addition.text);
        self.text.values_mut().chain(additions)
    }

    fn types(&mut self, module: ItemMod, replacements: &Replacements) -> Option<()> {
        let mut models = Vec::new();
        for item in content(module)? {
            match item {
                Item::Mod(module) if module.ident == "builder" => {
                    let builders = inside(content(module)?, 2)?;
                    self.add(Place::Builders, replacements.put_in(builders));
                }
                Item::Mod(module) if module.ident == "defaults" => {
                    self.add(Place::Defaults, inside(content(module)?, 2)?);
                }
                item => models.push(item),
            }
        }
        self.add(Place::Models, inside(models, 1)?);
        Some(())
    }

    fn add(&mut self, place: Place, text: String) {
        if !text.is_empty() {
            self.text.insert(place, text.into());
        }
    }
}

fn content(module: ItemMod) -> Option<Vec<Item>> {
    module.content.map(|(_, items)| items)
}

fn addition(pass: usize, item: Item) -> Option<Addition> {
    let Item::Mod(mut module) = item else {
        return Some(Addition {
            pass,
            module: Default::default(),
            text: inside(vec![item], 1)?.into(),
        });
    };
    let items = module.content.as_mut().map(|(_, items)| std::mem::take(items))?;
    let empty = inside(vec![Item::Mod(module)], 1)?;
    let head = empty.strip_suffix("{}\n")?;
    Some(Addition {
        pass,
        module: (format!("{head}{{\n"), "    }\n".to_owned()),
        text: inside(items, 2)?.into(),
    })
}

/// The text of `items` as it stands inside `depth` modules: how much fits on a line depends on it.
fn inside(mut items: Vec<Item>, depth: usize) -> Option<String> {
    if items.is_empty() {
        return Some(String::new());
    }
    for _ in 0..depth {
        // By hand, as every part is put into several: to parse so little takes as long as to print it.
        items = vec![Item::Mod(ItemMod {
            attrs: Vec::new(),
            vis: Visibility::Inherited,
            unsafety: None,
            mod_token: Default::default(),
            ident: Ident::new("m", Span::call_site()),
            content: Some((Default::default(), items)),
            semi: None,
        })];
    }
    without(items, depth, "mod m {\n")
}

/// The text of methods as it stands inside an `impl`.
fn methods(items: Vec<ImplItem>) -> Option<String> {
    if items.is_empty() {
        return Some(String::new());
    }
    without(vec![block(items)], 1, "impl M {\n")
}

/// The text of items as it stands in `types::builder`.
pub(super) fn in_builders(items: Vec<Item>) -> Option<String> {
    inside(items, 2)
}

/// The text of methods as it stands inside an `impl` in `types::builder`.
pub(super) fn methods_in_builders(items: Vec<ImplItem>) -> Option<String> {
    let text = in_builders(vec![block(items)])?;
    let inner = text.strip_prefix("        impl M {\n")?.strip_suffix("        }\n")?;
    Some(inner.to_owned())
}

/// The text of methods as it stands inside an `impl` in `builder`.
pub(super) fn methods_in_builder(items: Vec<ImplItem>) -> Option<String> {
    let text = inside(vec![block(items)], 1)?;
    let inner = text.strip_prefix("    impl M {\n")?.strip_suffix("    }\n")?;
    Some(inner.to_owned())
}

fn block(items: Vec<ImplItem>) -> Item {
    let mut block: ItemImpl = parse_quote!(
        impl M {}
    );
    block.items = items;
    Item::Impl(block)
}

/// Prints `items` and takes away the first and the last `depth` lines, which are what was put around.
fn without(items: Vec<Item>, depth: usize, opening: &str) -> Option<String> {
    let text = prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    });
    let mut inner = text.as_str();
    for level in 0..depth {
        let indent = " ".repeat(4 * level);
        inner = inner.strip_prefix(indent.as_str())?.strip_prefix(opening)?;
    }
    for level in 0..depth {
        let indent = " ".repeat(4 * level);
        inner = inner.strip_suffix("}\n")?.strip_suffix(indent.as_str())?;
    }
    Some(inner.to_owned())
}
