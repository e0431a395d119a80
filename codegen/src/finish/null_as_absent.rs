//! Some servers write `null` for what is absent. An optional field reads both alike; progenitor does so only where it made
//! the field an `Option`.

use proc_macro2::TokenTree;
use quote::format_ident;
use syn::{Attribute, Field, File, Item, ItemFn, LitStr, Meta, Type, parse_quote};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "null-as-absent",
    summary: "`null` in an optional field reads as if the field were not there",
    run,
    // How many fields get a default is typify's business.
    expected: |_| None,
};

fn run(file: &mut File, _: &Facts) -> usize {
    let mut readers = Vec::new();
    let mut count = 0;
    for item in super::models(file) {
        let Item::Struct(model) = item else { continue };
        let name = model.ident.to_string();
        for field in &mut model.fields {
            count += usize::from(read_null(&name, field, &mut readers));
        }
    }
    if let (false, Some(types)) = (readers.is_empty(), super::module_vec(file, "types")) {
        types.push(parse_quote! {
            /// Readers of optional fields whose absence stands for a documented value.
            mod null_as_absent {
                #(#readers)*
            }
        });
    }
    count
}

/// Gives a field with a default a reader that takes `null` for its absence.
fn read_null(model: &str, field: &mut Field, readers: &mut Vec<ItemFn>) -> bool {
    let Some(default) = field.attrs.iter().find_map(default) else {
        return false;
    };
    if super::option_of(&field.ty).is_some() {
        return false;
    }
    let reader = match default {
        Default::OfType => "crate::support::null_as_default".to_owned(),
        Default::Function(path) => {
            let Some(field_name) = &field.ident else { return false };
            let name = format_ident!("{}_{field_name}", crate::names::field_name(model));
            readers.push(reader(&name, &field.ty, &path));
            format!("null_as_absent::{name}")
        }
    };
    field.attrs.push(parse_quote!(#[serde(deserialize_with = #reader)]));
    true
}

fn reader(name: &syn::Ident, of: &Type, default: &str) -> ItemFn {
    let of = in_child_module(of);
    let default: syn::ExprPath = match syn::parse_str(&format!("super::{default}")) {
        Ok(path) => path,
        // typify writes nothing but paths there; the type's own default compiles in any case.
        Err(_) => parse_quote!(::std::default::Default::default),
    };
    parse_quote! {
        pub(super) fn #name<'de, D>(deserializer: D) -> ::std::result::Result<#of, D::Error>
        where
            D: ::serde::Deserializer<'de>,
        {
            let value: ::std::option::Option<#of> = ::serde::Deserialize::deserialize(deserializer)?;
            Ok(value.unwrap_or_else(#default))
        }
    }
}

/// The type as the module below writes it: what is relative gets a `super::` in front.
fn in_child_module(of: &Type) -> Type {
    struct Relative;
    impl syn::visit_mut::VisitMut for Relative {
        fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
            syn::visit_mut::visit_type_path_mut(self, path);
            let primitive = path
                .path
                .get_ident()
                .is_some_and(|name| PRIMITIVES.iter().any(|known| name == known));
            if path.path.leading_colon.is_none()
                && !primitive
                && path.path.segments.first().is_some_and(|first| first.ident != "crate")
            {
                path.path.segments.insert(0, parse_quote!(super));
            }
        }
    }
    let mut of = of.clone();
    syn::visit_mut::VisitMut::visit_type_mut(&mut Relative, &mut of);
    of
}

const PRIMITIVES: [&str; 13] = [
    "bool", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "i128", "u128",
];

enum Default {
    OfType,
    Function(String),
}

/// What `#[serde(default)]` or `#[serde(default = "…")]` says.
fn default(attribute: &Attribute) -> Option<Default> {
    let Meta::List(list) = &attribute.meta else { return None };
    // Most attributes say something else, which is seen without reading all of it.
    let says_default = |token: TokenTree| matches!(token, TokenTree::Ident(word) if word == "default");
    if !list.path.is_ident("serde") || !list.tokens.clone().into_iter().any(says_default) {
        return None;
    }
    let mut found = None;
    // Other keys are passed over; what cannot be read is no default.
    let _ = attribute.parse_nested_meta(|meta| {
        let value = meta.value().and_then(syn::parse::ParseBuffer::parse::<LitStr>).ok();
        if meta.path.is_ident("default") {
            found = Some(value.map_or(Default::OfType, |path| Default::Function(path.value())));
        }
        Ok(())
    });
    found
}
