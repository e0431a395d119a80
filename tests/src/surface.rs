//! The public surface of a crate as its user meets it: every public item with its signature, no bodies, no comments.
//!
//! It is read from the sources, so it needs no compiler of its own; re-exports are listed as they are written.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use syn::{Attribute, Fields, ImplItem, Item, Visibility};

/// Lists the public items of the crate whose root file is `root`, one a line, sorted.
///
/// # Errors
///
/// When a file of the crate cannot be read or is no Rust.
pub fn of_crate(root: &Path) -> io::Result<String> {
    let mut surface = Surface::default();
    surface.file(root, &folder(root), "crate")?;
    surface.lines.sort();
    surface.lines.dedup();
    Ok(surface.lines.join("\n") + "\n")
}

#[derive(Default)]
struct Surface {
    lines: Vec<String>,
}

impl Surface {
    /// Reads one file; the modules that it declares are looked for in `below`.
    fn file(&mut self, path: &Path, below: &Path, module: &str) -> io::Result<()> {
        let file = syn::parse_file(&std::fs::read_to_string(path)?).map_err(io::Error::other)?;
        self.items(&file.items, below, module)
    }

    fn items(&mut self, items: &[Item], below: &Path, module: &str) -> io::Result<()> {
        for item in items {
            self.item(item, below, module)?;
        }
        Ok(())
    }

    fn item(&mut self, item: &Item, below: &Path, module: &str) -> io::Result<()> {
        match item {
            Item::Mod(inner) if !is_test(&inner.attrs) => {
                let path = format!("{module}::{}", inner.ident);
                match &inner.content {
                    Some((_, items)) => self.items(items, &below.join(inner.ident.to_string()), &path)?,
                    None => {
                        let (file, folder) = module_file(below, &inner.ident.to_string());
                        self.file(&file, &folder, &path)?;
                    }
                }
            }
            Item::Struct(item) if is_public(&item.vis) => {
                self.attributes(&item.attrs, module, &item.ident.to_string());
                self.line(module, &format!("struct {}{}", item.ident, tokens(&item.generics)));
                self.fields(&item.fields, module, &item.ident.to_string());
            }
            Item::Enum(item) if is_public(&item.vis) => {
                self.attributes(&item.attrs, module, &item.ident.to_string());
                for variant in &item.variants {
                    self.line(
                        module,
                        &format!("enum {} {{ {}{} }}", item.ident, variant.ident, tokens(&variant.fields)),
                    );
                }
            }
            Item::Trait(item) if is_public(&item.vis) => {
                for member in &item.items {
                    let mut member = member.clone();
                    if let syn::TraitItem::Fn(function) = &mut member {
                        function.attrs.clear();
                        function.default = None;
                    }
                    if let syn::TraitItem::Type(associated) = &mut member {
                        associated.attrs.clear();
                    }
                    self.line(module, &format!("trait {} {{ {} }}", item.ident, tokens(&member)));
                }
            }
            Item::Fn(item) if is_public(&item.vis) => self.line(module, &tokens(&item.sig)),
            Item::Const(item) if is_public(&item.vis) => {
                self.line(module, &format!("const {}: {}", item.ident, tokens(&item.ty)));
            }
            Item::Type(item) if is_public(&item.vis) => {
                self.line(module, &format!("type {} = {}", item.ident, tokens(&item.ty)));
            }
            Item::Use(item) if is_public(&item.vis) => self.line(module, &format!("use {}", tokens(&item.tree))),
            Item::Impl(block) => self.block(block, module),
            _ => {}
        }
        Ok(())
    }

    fn block(&mut self, block: &syn::ItemImpl, module: &str) {
        if is_test(&block.attrs) {
            return;
        }
        let of = tokens(&block.self_ty);
        if let Some((path, _)) = &block.trait_ {
            self.line(
                module,
                &format!("impl{} {} for {of}", tokens(&block.generics), tokens(path)),
            );
            return;
        }
        for item in &block.items {
            match item {
                ImplItem::Fn(method) if is_public(&method.vis) && !is_test(&method.attrs) => {
                    self.line(module, &format!("impl {of} {{ {} }}", tokens(&method.sig)));
                }
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    self.line(
                        module,
                        &format!("impl {of} {{ const {}: {} }}", constant.ident, tokens(&constant.ty)),
                    );
                }
                _ => {}
            }
        }
    }

    fn fields(&mut self, fields: &Fields, module: &str, of: &str) {
        for (index, field) in fields.iter().enumerate().filter(|(_, field)| is_public(&field.vis)) {
            let name = field
                .ident
                .as_ref()
                .map_or_else(|| index.to_string(), ToString::to_string);
            self.line(module, &format!("struct {of} {{ {name}: {} }}", tokens(&field.ty)));
        }
    }

    /// What an attribute adds to the surface: derived traits, and `#[non_exhaustive]`.
    fn attributes(&mut self, attributes: &[Attribute], module: &str, of: &str) {
        for attribute in attributes {
            let text = tokens(&attribute.meta);
            if attribute.path().is_ident("derive")
                || attribute.path().is_ident("non_exhaustive")
                || text.starts_with("cfg_attr")
            {
                self.line(module, &format!("#[{text}] {of}"));
            }
        }
    }

    fn line(&mut self, module: &str, text: &str) {
        let mut line = String::new();
        // Writing to a String cannot fail.
        let _ = write!(line, "{module}  {text}");
        self.lines.push(line);
    }
}

/// Where `mod name;` finds its file, and where that file's own modules are.
fn module_file(below: &Path, name: &str) -> (PathBuf, PathBuf) {
    let folder = below.join(name);
    let nested = folder.join("mod.rs");
    (
        if nested.exists() {
            nested
        } else {
            below.join(format!("{name}.rs"))
        },
        folder,
    )
}

fn folder(root: &Path) -> PathBuf {
    root.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") && tokens(&attribute.meta).contains("test"))
}

/// Code on one line, spaced as people write it.
fn tokens(code: &impl quote::ToTokens) -> String {
    let text = code.to_token_stream().to_string();
    let tight = [
        (" :: ", "::"),
        (":: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        (" ,", ","),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" :", ":"),
        ("' ", "'"),
    ];
    let text = tight
        .iter()
        .fold(text, |text, (loose, tight)| text.replace(loose, tight));
    text.replace("->", " -> ")
        .replace("  ", " ")
        .replace("- >", "->")
        .replace("-> :", "-> ::")
}
