//! What finish passes see in a stub's place: a method without arguments, or an `impl` without items. There are many of
//! them and they differ in names alone, so that they are put into a parsed part, and not parsed with it.

use proc_macro2::{Ident, Span};
use syn::{File, ImplItem, ImplItemFn, Item, ItemImpl, Path, Type, parse_quote};

/// Something to put into a part's builder.
#[derive(Debug)]
pub(super) enum Placeholder {
    /// The method of this name, and its position among the methods of the builder.
    Method(String, usize),
    /// The `impl` of a trait for a type, by their names, and its position in the module `builder`.
    Implementation(String, String, usize),
}

/// The syntax that is copied for each of them.
pub(super) struct Placeholders {
    method: ImplItemFn,
    block: ItemImpl,
}

impl Default for Placeholders {
    fn default() -> Self {
        Self {
            method: parse_quote!(
                pub fn m() {}
            ),
            block: parse_quote!(impl T for M {}),
        }
    }
}

impl Placeholders {
    /// Puts a placeholder into a part, in which those before it are; `None` where the part has no place for it.
    pub(super) fn put(&self, placeholder: &Placeholder, file: &mut File) -> Option<()> {
        let builder = builder(&mut file.items)?;
        match placeholder {
            Placeholder::Method(name, at) => {
                let mut method = self.method.clone();
                method.sig.ident = ident(name);
                insert(methods(builder)?, *at, ImplItem::Fn(method))
            }
            Placeholder::Implementation(of, model, at) => {
                let mut block = self.block.clone();
                block.trait_ = block.trait_.map(|(_, word)| (path(of), word));
                if let Type::Path(of) = &mut *block.self_ty {
                    of.path = path(model);
                }
                insert(builder, *at, Item::Impl(block))
            }
        }
    }
}

fn insert<T>(items: &mut Vec<T>, at: usize, item: T) -> Option<()> {
    (at <= items.len()).then(|| items.insert(at, item))
}

/// The items of the module `builder`, which a model's part has in `types`.
fn builder(items: &mut [Item]) -> Option<&mut Vec<Item>> {
    let module = items.iter_mut().find_map(|item| match item {
        Item::Mod(module) if module.ident == "builder" || module.ident == "types" => Some(module),
        _ => None,
    })?;
    let is_outer = module.ident == "types";
    let (_, items) = module.content.as_mut()?;
    if is_outer { builder(items) } else { Some(items) }
}

/// The methods of the builder itself.
fn methods(builder: &mut [Item]) -> Option<&mut Vec<ImplItem>> {
    builder.iter_mut().find_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(&mut block.items),
        _ => None,
    })
}

fn path(name: &str) -> Path {
    ident(name).into()
}

fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
