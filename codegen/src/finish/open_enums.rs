//! A server grows values before its document does. An enumeration of strings keeps one that it does not know, as it was
//! received, where progenitor's would fail the whole answer.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{File, Ident, Item, ItemEnum, Meta, parse_quote};

use super::Pass;
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "open-enums",
    summary: "enumerations of strings keep values that the document does not list",
    run,
    // How many enumerations progenitor makes of a document is its own business.
    expected: |_| None,
};

fn run(file: &mut File, _: &Facts) -> usize {
    let Some(types) = super::module_vec(file, "types") else {
        return 0;
    };
    let mut opened: BTreeMap<Ident, TokenStream> = BTreeMap::new();
    for item in types.iter_mut() {
        if let Item::Enum(model) = item
            && let Some(values) = string_values(model)
        {
            let conversions = open(model, &values);
            opened.insert(model.ident.clone(), conversions);
        }
    }
    let names: Vec<_> = opened.keys().map(ToString::to_string).collect();
    types.retain(|item| !is_replaced(item, &names));
    for conversions in opened.values() {
        let conversions: File = parse_quote!(#conversions);
        types.extend(conversions.items);
    }
    opened.len()
}

/// The variants with their values, if the enumeration is one of strings only.
fn string_values(model: &ItemEnum) -> Option<Vec<(Ident, String)>> {
    let is_model = model.attrs.iter().any(super::derives_serialize);
    let untagged = model.attrs.iter().any(|attribute| attribute.path().is_ident("serde"));
    let unit = model.variants.iter().all(|variant| variant.fields.is_empty());
    (is_model && unit && !untagged && !model.variants.is_empty()).then(|| {
        let variants = model.variants.iter();
        variants
            .map(|variant| {
                (
                    variant.ident.clone(),
                    super::renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string()),
                )
            })
            .collect()
    })
}

/// Adds the variant for everything else, and returns the conversions that fit it.
fn open(model: &mut ItemEnum, values: &[(Ident, String)]) -> TokenStream {
    let taken = |name: &str| values.iter().any(|(variant, _)| variant == name);
    let other = ["Unknown", "Other", "Unlisted", "Unlisted_"]
        .into_iter()
        .find(|name| !taken(name))
        .unwrap_or("Unlisted__");
    let other = Ident::new(other, model.ident.span());
    // It holds a String, so it is no longer Copy.
    for attribute in model
        .attrs
        .iter_mut()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        if let Meta::List(list) = &mut attribute.meta {
            let kept = list.tokens.clone().into_iter().collect::<Vec<_>>();
            list.tokens = without_copy(&kept);
        }
    }
    model.variants.push(parse_quote! {
        /// A value that the document does not list, as it was received.
        #[serde(untagged)]
        #other(::std::string::String)
    });
    conversions(&model.ident, values, &other)
}

fn without_copy(tokens: &[proc_macro2::TokenTree]) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut skip_comma = false;
    for token in tokens {
        let text = token.to_string();
        if text == "Copy" {
            skip_comma = true;
        } else if skip_comma && text == "," {
            skip_comma = false;
        } else {
            kept.extend([token.clone()]);
        }
    }
    kept
}

fn conversions(name: &Ident, values: &[(Ident, String)], other: &Ident) -> TokenStream {
    let (variants, texts): (Vec<_>, Vec<_>) = values.iter().map(|(variant, text)| (variant, text)).unzip();
    quote! {
        impl #name {
            /// The value as it is on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #texts,)*
                    Self::#other(value) => value,
                }
            }
        }
        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl ::std::convert::From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#texts => Self::#variants,)*
                    _ => Self::#other(value.to_owned()),
                }
            }
        }
        impl ::std::convert::From<::std::string::String> for #name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }
        impl ::std::str::FromStr for #name {
            type Err = ::std::convert::Infallible;
            fn from_str(value: &str) -> ::std::result::Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }
    }
}

/// progenitor's own conversions of an opened enumeration, which fail for what the document does not list.
fn is_replaced(item: &Item, names: &[String]) -> bool {
    let Item::Impl(block) = item else { return false };
    let Some((path, _)) = &block.trait_ else { return false };
    let replaced = ["Display", "FromStr", "TryFrom"];
    path.segments
        .last()
        .is_some_and(|segment| replaced.iter().any(|name| segment.ident == name))
        && super::self_name(block).is_some_and(|name| names.contains(&name))
}
