//! Turns the modules of a crate into the items of its surface.

mod attributes;
mod auto;
mod impls;
mod shapes;

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Fields, Generics, Item as Code};

use self::auto::AutoTraits;
use super::canon::{For, Scope};
use super::item::{
    AliasShape, Detail, EnumShape, FieldsKind, Item, ItemKey, MemberShape, Space, StructShape, TraitShape, VariantShape,
};
use super::names::{ItemId, Names, PublicName, Target};
use super::tree::{self, Tree};

/// Everything that users of the crate can name.
pub(super) fn items(tree: &Tree, preferred: &BTreeSet<String>) -> BTreeMap<ItemKey, Item> {
    let names = Names::of(tree, preferred);
    let mut reader = Reader {
        tree,
        names: &names,
        auto: AutoTraits::of(tree, &names),
        items: BTreeMap::new(),
    };
    for name in &names.public {
        reader.name(name);
        reader.condition(name);
    }
    for module in &tree.modules {
        for item in &module.items {
            match item {
                Code::Impl(block) => reader.block(module.index, block),
                Code::Macro(item) if attributes::has(&item.attrs, "macro_export") => {
                    if let Some(name) = &item.ident {
                        let key = ItemKey {
                            path: name.to_string(),
                            space: Space::Macro,
                        };
                        let base = reader.item(&item.attrs, "a macro", format!("macro_rules! {name}"), Detail::Macro);
                        reader.items.insert(key, base);
                    }
                }
                _ => {}
            }
        }
    }
    reader.items
}

/// The longest value of a constant that is shown; a hash still fits.
const LONGEST_VALUE: usize = 72;

struct Reader<'t> {
    tree: &'t Tree,
    names: &'t Names<'t>,
    auto: AutoTraits<'t>,
    items: BTreeMap<ItemKey, Item>,
}

impl<'t> Reader<'t> {
    /// Adds the item behind a public name.
    fn name(&mut self, name: &PublicName) {
        let at_home = name.rest.is_empty() && self.names.canonical(&name.target) == Some(&name.path);
        match &name.target {
            Target::Item(id) if at_home => self.definition(&name.path, *id),
            Target::Module(module) if at_home => {
                let attributes = self
                    .tree
                    .modules
                    .get(*module)
                    .map(|module| module.attributes.clone())
                    .unwrap_or_default();
                let item = self.item(
                    &attributes,
                    "a module",
                    format!("pub mod {}", last(&name.path)),
                    Detail::Module,
                );
                self.add(&name.path, Space::Type, item);
            }
            target => {
                let mut path = self.names.shown(target);
                path.extend(name.rest.iter().cloned());
                let target = path.join("::");
                let item = self.item(
                    &[],
                    "a re-export",
                    format!("pub use {target}"),
                    Detail::Reexport { target },
                );
                let space = if name.path.ends_with(|c: char| c.is_lowercase()) {
                    Space::Value
                } else {
                    Space::Type
                };
                self.add(&name.path, space, item);
            }
        }
    }

    /// Adds the conditions of a re-export to the items that it re-exports.
    fn condition(&mut self, name: &PublicName) {
        for space in [Space::Type, Space::Value]
            .into_iter()
            .filter(|_| !name.conditions.is_empty())
        {
            if let Some(item) = self.items.get_mut(&ItemKey {
                path: name.path.clone(),
                space,
            }) {
                item.conditions.extend(name.conditions.clone());
            }
        }
    }

    fn definition(&mut self, path: &str, (module, at): ItemId) {
        let Some(code) = self.tree.modules.get(module).and_then(|module| module.items.get(at)) else {
            return;
        };
        let place = Scope::new(self.names, module);
        match code {
            Code::Struct(item) => {
                let words = ["struct", &item.ident.to_string()];
                self.structure(path, (module, at), &item.attrs, &words, &item.generics, &item.fields);
            }
            Code::Union(item) => {
                let words = ["union", &item.ident.to_string()];
                let fields = Fields::Named(item.fields.clone());
                self.structure(path, (module, at), &item.attrs, &words, &item.generics, &fields);
            }
            Code::Enum(item) => self.enumeration(path, (module, at), item),
            Code::Fn(item) => {
                let place = place.within(&item.sig.generics);
                let signature = format!("pub {}", shapes::shown(&place, &item.sig));
                let detail = Detail::Function(shapes::function(&place, None, &item.sig));
                let item = self.item(&item.attrs, "a function", signature, detail);
                self.add(path, Space::Value, item);
            }
            Code::Const(_) | Code::Static(_) => self.value(path, &place, code),
            Code::Type(item) => {
                let place = place.within(&item.generics);
                let generics = shapes::shown_generics(&place, &item.generics);
                let signature = format!("pub type {}{generics} = {}", item.ident, place.shown(&item.ty));
                let detail = Detail::Alias(AliasShape {
                    of: place.shape(&item.ty),
                    generics: shapes::generics(&place, &item.generics),
                });
                let item = self.item(&item.attrs, "a type alias", signature, detail);
                self.add(path, Space::Type, item);
            }
            Code::Trait(item) => self.definition_of_trait(path, module, item),
            _ => {}
        }
    }

    /// Adds a constant or a static.
    fn value(&mut self, path: &str, place: &Scope<'_>, code: &Code) {
        match code {
            Code::Const(item) => {
                let value = super::render::line(&item.expr);
                let signature = format!(
                    "pub const {}: {}{}",
                    item.ident,
                    place.shown(&item.ty),
                    shown_value(&value)
                );
                let detail = Detail::Constant {
                    of: place.shape(&item.ty),
                    value,
                };
                let item = self.item(&item.attrs, "a constant", signature, detail);
                self.add(path, Space::Value, item);
            }
            Code::Static(item) => {
                let mutable = matches!(item.mutability, syn::StaticMutability::Mut(_));
                let word = if mutable { "static mut" } else { "static" };
                let signature = format!("pub {word} {}: {}", item.ident, place.shown(&item.ty));
                let detail = Detail::Static {
                    of: place.shape(&item.ty),
                    mutable,
                };
                let item = self.item(&item.attrs, "a static", signature, detail);
                self.add(path, Space::Value, item);
            }
            _ => {}
        }
    }

    fn structure(
        &mut self,
        path: &str,
        id: ItemId,
        attrs: &[Attribute],
        words: &[&str; 2],
        generics: &Generics,
        fields: &Fields,
    ) {
        let place = Scope::new(self.names, id.0).within(generics);
        let non_exhaustive = attributes::has(attrs, "non_exhaustive");
        let private_fields = shapes::any_private(fields);
        let shape = StructShape {
            form: shapes::form(fields),
            constructible: !non_exhaustive && !private_fields,
            non_exhaustive,
            private_fields,
            generics: shapes::generics(&place, generics),
            auto: self.auto.of_item(id),
        };
        let shown = format!(
            "{}{}",
            shapes::shown_generics(&place, generics),
            shapes::shown_where(&place, generics)
        );
        let tail = match (shape.form, private_fields) {
            (FieldsKind::Unit, _) => "",
            (FieldsKind::Tuple, false) => "(..)",
            (FieldsKind::Tuple, true) => "(/* private fields */)",
            (FieldsKind::Named, false) => " { .. }",
            (FieldsKind::Named, true) => " { /* private fields */ }",
        };
        let [keyword, name] = words;
        let lost = auto::shown(shape.auto);
        let signature = format!("{}pub {keyword} {name}{shown}{tail}{lost}", mark(non_exhaustive));
        let kind = if *keyword == "union" { "a union" } else { "a struct" };
        let item = self.item(attrs, kind, signature, Detail::Struct(shape));
        self.add(path, Space::Type, item);
        for (at, field) in fields
            .iter()
            .enumerate()
            .filter(|(_, field)| tree::is_public(&field.vis))
        {
            let name = shapes::field_name(at, field);
            let signature = format!("pub {name}: {}", place.shown(&field.ty));
            let item = self.item(
                &field.attrs,
                "a field",
                signature,
                Detail::Field {
                    of: place.shape(&field.ty),
                },
            );
            self.add(&format!("{path}::{name}"), Space::Field, item);
        }
        self.derives(path, id.0, attrs, generics);
    }

    fn enumeration(&mut self, path: &str, id: ItemId, code: &syn::ItemEnum) {
        let place = Scope::new(self.names, id.0).within(&code.generics);
        let non_exhaustive = attributes::has(&code.attrs, "non_exhaustive");
        let generics = shapes::shown_generics(&place, &code.generics);
        let auto = self.auto.of_item(id);
        let signature = format!(
            "{}pub enum {}{generics}{}",
            mark(non_exhaustive),
            code.ident,
            auto::shown(auto)
        );
        let detail = Detail::Enum(EnumShape {
            non_exhaustive,
            generics: shapes::generics(&place, &code.generics),
            auto,
        });
        let item = self.item(&code.attrs, "an enum", signature, detail);
        self.add(path, Space::Type, item);
        for variant in &code.variants {
            let non_exhaustive = attributes::has(&variant.attrs, "non_exhaustive");
            let payload = shapes::shown_payload(&place, &variant.fields);
            let discriminant = variant
                .discriminant
                .as_ref()
                .map(|(_, value)| super::render::line(value));
            let value = discriminant
                .iter()
                .map(|value| format!(" = {value}"))
                .collect::<String>();
            let signature = format!("{}{}{payload}{value}", mark(non_exhaustive), variant.ident);
            let detail = Detail::Variant(VariantShape {
                payload: shapes::payload(&place, &variant.fields),
                non_exhaustive,
                discriminant,
            });
            let item = self.item(&variant.attrs, "a variant", signature, detail);
            self.add(&format!("{path}::{}", variant.ident), Space::Type, item);
        }
        self.derives(path, id.0, &code.attrs, &code.generics);
    }

    fn definition_of_trait(&mut self, path: &str, module: usize, code: &syn::ItemTrait) {
        let place = Scope::new(self.names, module).within(&code.generics);
        let bound = |purpose: For, bound: &syn::TypeParamBound| {
            place.line(purpose, bound, |rewrite, bound| {
                syn::visit_mut::VisitMut::visit_type_param_bound_mut(rewrite, bound);
            })
        };
        let supertraits: BTreeSet<_> = code.supertraits.iter().map(|of| bound(For::Comparison, of)).collect();
        let shown: Vec<_> = code.supertraits.iter().map(|of| bound(For::People, of)).collect();
        let sealed = code.supertraits.iter().any(|of| self.is_hidden(&place, of));
        let unsafety = code.unsafety.map(|_| "unsafe ").unwrap_or_default();
        let generics = shapes::shown_generics(&place, &code.generics);
        let behind = if shown.is_empty() {
            String::new()
        } else {
            format!(": {}", shown.join(" + "))
        };
        let detail = Detail::Trait(TraitShape {
            is_unsafe: code.unsafety.is_some(),
            generics: shapes::generics(&place, &code.generics),
            supertraits,
            sealed,
            dyn_compatible: impls::is_dyn_compatible(code),
        });
        let signature = format!("pub {unsafety}trait {}{generics}{behind}", code.ident);
        let item = self.item(&code.attrs, "a trait", signature, detail);
        self.add(path, Space::Type, item);
        for member in &code.items {
            let Some(read) = impls::trait_member(&place, member) else {
                continue;
            };
            let detail = Detail::TraitItem(MemberShape {
                shape: read.shape,
                has_default: read.has_default,
                sealed,
            });
            let item = self.item(read.attributes, "a trait item", read.signature, detail);
            self.add(&format!("{path}::{}", read.name), read.space, item);
        }
    }

    /// Whether a supertrait belongs to this crate and users cannot name it.
    fn is_hidden(&self, place: &Scope<'_>, bound: &syn::TypeParamBound) -> bool {
        let syn::TypeParamBound::Trait(bound) = bound else {
            return false;
        };
        let target = place.resolve(&bound.path);
        target.is_some_and(|target| matches!(target, Target::Item(_)) && self.names.canonical(&target).is_none())
    }

    fn item(&self, attrs: &[Attribute], kind: &'static str, signature: String, detail: Detail) -> Item {
        Item {
            kind,
            signature,
            parents: Vec::new(),
            conditions: tree::conditions(attrs),
            deprecated: attributes::has(attrs, "deprecated"),
            must_use: attributes::has(attrs, "must_use"),
            detail,
            pointer: attributes::pointer(attrs),
            wire_name: attributes::wire_name(attrs),
        }
    }

    /// Adds an item, with the item that its path names as its parent.
    fn add(&mut self, path: &str, space: Space, mut item: Item) {
        if let Some((around, _)) = path.rsplit_once("::") {
            item.parents.push(ItemKey {
                path: around.to_owned(),
                space: Space::Type,
            });
        }
        self.items
            .entry(ItemKey {
                path: path.to_owned(),
                space,
            })
            .or_insert(item);
    }
}

fn mark(non_exhaustive: bool) -> &'static str {
    if non_exhaustive { "#[non_exhaustive] " } else { "" }
}

/// The value of a constant, as written after its type. Empty if it is too long.
fn shown_value(value: &str) -> String {
    if value.chars().count() <= LONGEST_VALUE {
        format!(" = {value}")
    } else {
        String::new()
    }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}
