//! What may have one of several forms is an enumeration. typify would read the first form that a value fits, and an object
//! fits nearly all of them; here the reader looks at what tells them apart. The lowering `schemas` has had typify make an
//! object with a field for each form: its fields' types are those of the variants.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, format_ident, quote};
use syn::{Field, File, Item, Type, parse_quote};

use super::{Pass, carriers};
use crate::facts::{Facts, Shape, UnionFacts, VariantFacts};

pub(super) const PASS: Pass = Pass {
    id: "unions",
    summary: "what has one of several forms is an enumeration, told apart by what the forms look like",
    run,
    expected: |facts| Some(facts.models.values().filter(|model| model.union.is_some()).count()),
};

fn run(file: &mut File, facts: &Facts) -> usize {
    let union = |name: &str| facts.models.get(name).and_then(|model| model.union.as_ref());
    carriers::replace(
        file,
        |name| union(name).is_some(),
        |name, model| {
            let Some(union) = union(name) else { return Vec::new() };
            let docs = model.attrs.iter().filter(|attribute| attribute.path().is_ident("doc"));
            let docs: Vec<_> = docs.cloned().collect();
            let fields: Vec<_> = model.fields.iter().cloned().collect();
            items(name, union, &docs, &fields)
        },
    )
}

/// The enumeration and its conversions.
fn items(name: &str, union: &UnionFacts, docs: &[syn::Attribute], fields: &[Field]) -> Vec<Item> {
    let ident = format_ident!("{name}");
    let forms: Vec<_> = union
        .variants
        .iter()
        .filter_map(|variant| Some((variant, field_type(fields, &variant.field)?)))
        .collect();
    let variants = forms.iter().map(|(variant, of)| {
        let docs = variant
            .description
            .iter()
            .flat_map(|text| text.trim().lines())
            .map(super::doc);
        let ident = format_ident!("{}", variant.ident);
        quote!(#(#docs)* #ident(#of))
    });
    let unknown = union.open.then(|| {
        quote! {
            /// A value of a form that the document does not list, as it was received.
            Unknown(::serde_json::Value)
        }
    });
    let variants = variants.chain(unknown);
    let enumeration = parse_quote! {
        #(#docs)*
        #[derive(::serde::Serialize, Clone, Debug, PartialEq)]
        #[serde(untagged)]
        pub enum #ident { #(#variants),* }
    };
    let mut items = vec![enumeration, reader(&ident, union, &forms)];
    items.extend(conversions(&ident, &forms));
    items
}

fn field_type<'f>(fields: &'f [Field], name: &str) -> Option<&'f Type> {
    let named = |field: &&Field| field.ident.as_ref().is_some_and(|ident| ident == name);
    fields.iter().find(named).map(|field| &field.ty)
}

/// The implementation of `Deserialize`.
fn reader(ident: &syn::Ident, union: &UnionFacts, forms: &[(&VariantFacts, &Type)]) -> Item {
    let shapes = forms.iter().enumerate().flat_map(|(index, (variant, _))| {
        variant.shapes.iter().map(move |known| {
            let known = shape(known);
            quote!((#index, #known))
        })
    });
    let arms = forms.iter().enumerate().map(|(index, (variant, _))| {
        let variant = format_ident!("{}", variant.ident);
        quote!(#index => crate::support::read_form(value).map(Self::#variant))
    });
    let rest = if union.open {
        quote!(Ok(Self::Unknown(value)))
    } else {
        quote!(Err(crate::support::no_form()))
    };
    parse_quote! {
        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: ::serde::Deserializer<'de>,
            {
                const SHAPES: &[(usize, crate::support::Shape)] = &[#(#shapes),*];
                crate::support::one_of(deserializer, SHAPES, |form, value| match form {
                    #(#arms,)*
                    _ => #rest,
                })
            }
        }
    }
}

fn shape(shape: &Shape) -> TokenStream {
    let constructor = match shape {
        Shape::Boolean => quote!(Boolean),
        Shape::Integer => quote!(Integer),
        Shape::Number => quote!(Number),
        Shape::Text(texts) => quote!(Text(&[#(#texts),*])),
        Shape::List => quote!(List),
        Shape::Any => quote!(Any),
        Shape::Object { required, known, tags } => {
            let tags = tags.iter().map(|(key, values)| quote!((#key, &[#(#values),*])));
            quote!(Object { required: &[#(#required),*], known: &[#(#known),*], tags: &[#(#tags),*] })
        }
    };
    quote!(crate::support::Shape::#constructor)
}

/// `From` for each form whose type no other form has.
fn conversions(ident: &syn::Ident, forms: &[(&VariantFacts, &Type)]) -> Vec<Item> {
    let text = |of: &Type| unboxed(of).unwrap_or(of).to_token_stream().to_string();
    let mut seen = BTreeSet::new();
    let twice: BTreeSet<_> = forms
        .iter()
        .map(|(_, of)| text(of))
        .filter(|text| !seen.insert(text.clone()))
        .collect();
    let unique = forms.iter().filter(|(_, of)| !twice.contains(&text(of)));
    unique
        .map(|(variant, of)| {
            let variant = format_ident!("{}", variant.ident);
            let (of, value) = match unboxed(of) {
                Some(inner) => (inner, quote!(::std::boxed::Box::new(value))),
                None => (*of, quote!(value)),
            };
            parse_quote! {
                impl ::std::convert::From<#of> for #ident {
                    fn from(value: #of) -> Self {
                        Self::#variant(#value)
                    }
                }
            }
        })
        .collect()
}

/// `T` of `Box<T>`.
fn unboxed(of: &Type) -> Option<&Type> {
    let Type::Path(path) = of else { return None };
    let is_box = path.path.segments.last().is_some_and(|segment| segment.ident == "Box");
    super::type_arguments(of).next().filter(|_| is_box)
}
