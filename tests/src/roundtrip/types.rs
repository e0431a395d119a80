//! The types in the generated code of a document, without everything that only builds or sends them.

use std::collections::BTreeMap;

use syn::visit::Visit;
use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta};

/// The types of a document.
pub(super) struct Types {
    /// A module `types` that uses `crate::support`.
    pub(super) code: String,
    /// The types by the places of their schemas.
    pub(super) places: BTreeMap<String, String>,
}

impl Types {
    /// Takes the types out of generated code.
    pub(super) fn of(code: &str) -> Result<Self, syn::Error> {
        let mut places = BTreeMap::new();
        let mut kept = Vec::new();
        for item in syn::parse_file(code)?.items {
            let Item::Mod(module) = item else { continue };
            if module.ident != "types" {
                continue;
            }
            for item in module.content.map(|(_, items)| items).unwrap_or_default() {
                let named = match &item {
                    Item::Struct(item) => Some((&item.ident, &item.attrs)),
                    Item::Enum(item) => Some((&item.ident, &item.attrs)),
                    _ => None,
                };
                if let Some((name, place)) = named.and_then(|(name, attrs)| Some((name, place(attrs)?))) {
                    // A base also has a type for itself alone; the schema's own comes first.
                    places.entry(place).or_insert_with(|| name.to_string());
                }
                if !builds(&item) {
                    kept.push(item);
                }
            }
        }
        let types = quote::quote!(pub mod types { #(#kept)* });
        let is_readable = |place: &str, _: &mut String| {
            let is_component = place
                .strip_prefix("/components/schemas/")
                .is_some_and(|name| !name.contains('/'));
            let is_body =
                place.contains("/content/") && (place.ends_with("/schema") || place.ends_with("/schema/items"));
            is_component || is_body
        };
        places.retain(|place, name| is_readable(place, name));
        // A body with files is no JSON.
        places.retain(|_, name| !uploads(&kept, name));
        Ok(Self {
            code: types.to_string(),
            places,
        })
    }

    /// The names of the types.
    pub(super) fn names(&self) -> impl Iterator<Item = &String> {
        self.places.values()
    }
}

/// The place that the documentation of an item names.
fn place(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let Meta::NameValue(meta) = &attribute.meta else {
            return None;
        };
        let Expr::Lit(value) = &meta.value else { return None };
        let Lit::Str(text) = &value.lit else { return None };
        let text = text.value();
        let place = text.trim().strip_prefix("In the OpenAPI document: `#")?;
        place.strip_suffix("`.").map(ToOwned::to_owned)
    })
}

/// Whether an item is a builder or makes one.
fn builds(item: &Item) -> bool {
    match item {
        Item::Mod(_) => true,
        Item::Use(item) => quote::quote!(#item).to_string().contains("PhantomData"),
        Item::Impl(item) => {
            let makes = |inner: &ImplItem| matches!(inner, ImplItem::Fn(method) if method.sig.ident == "builder");
            let mut mention = Mention {
                name: "builder",
                found: false,
            };
            if let Some((path, _)) = &item.trait_ {
                mention.visit_path(path);
            }
            mention.found || item.trait_.is_none() && item.items.iter().any(makes)
        }
        _ => false,
    }
}

/// Whether a struct or an enumeration holds an upload, which is never read.
fn uploads(items: &[Item], name: &str) -> bool {
    items.iter().any(|item| {
        let mut mention = Mention {
            name: "Upload",
            found: false,
        };
        match item {
            Item::Struct(item) if item.ident == name => mention.visit_item_struct(item),
            Item::Enum(item) if item.ident == name => mention.visit_item_enum(item),
            _ => {}
        }
        mention.found
    })
}

struct Mention {
    name: &'static str,
    found: bool,
}

impl Visit<'_> for Mention {
    fn visit_ident(&mut self, ident: &syn::Ident) {
        self.found |= ident == self.name;
    }
}
