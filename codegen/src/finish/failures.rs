//! A document can say which properties of an error body hold the code and the text (`x-failure`), and which property of a
//! success is set when the call has failed after all (`x-in-band-failure`). The generated models say it in turn, so that
//! an error tells both without its reader knowing the API.

use quote::{format_ident, quote};
use syn::{Field, Fields, File, Item, ItemStruct, Type, parse_quote};

use super::{Pass, option_of};
use crate::facts::{Facts, FailureFacts};
use crate::names;

pub(super) const PASS: Pass = Pass {
    id: "failures",
    summary: "models that the document declares to tell a failure implement `crate::support::Failure` or `InBand`",
    run,
    expected: |facts| Some(facts.failures.len() + facts.in_band.len()),
};

fn run(file: &mut File, facts: &Facts) -> usize {
    let mut implementations: Vec<Item> = Vec::new();
    for item in super::models(file) {
        let Item::Struct(model) = item else { continue };
        let name = model.ident.to_string();
        implementations.extend(
            facts
                .failures
                .get(&name)
                .and_then(|failure| implement_failure(model, failure)),
        );
        implementations.extend(
            facts
                .in_band
                .get(&name)
                .and_then(|property| implement_in_band(model, property)),
        );
    }
    let count = implementations.len();
    if let Some(types) = super::module_vec(file, "types") {
        types.extend(implementations);
    }
    count
}

fn implement_failure(model: &ItemStruct, failure: &FailureFacts) -> Option<Item> {
    let name = &model.ident;
    let (code_type, code) = match &failure.code {
        None => (quote!(::std::string::String), quote!(None)),
        Some(property) => {
            let (field, of) = field(model, property)?;
            let value = match option_of(of) {
                Some(_) => quote!(self.#field.as_ref().map(::std::string::ToString::to_string)),
                None => quote!(Some(self.#field.to_string())),
            };
            let of = option_of(of).unwrap_or(of);
            (quote!(#of), value)
        }
    };
    let messages = failure.message.iter().map(|property| {
        let (field, of) = field(model, property)?;
        Some(match option_of(of) {
            Some(_) => quote!(self.#field.clone()),
            None => quote!(Some(self.#field.clone())),
        })
    });
    let message = match messages.collect::<Option<Vec<_>>>()?.as_slice() {
        [] => quote!(None),
        [first, rest @ ..] => quote!(#first #(.or_else(|| #rest))*),
    };
    Some(parse_quote! {
        impl crate::support::Failure for #name {
            type Code = #code_type;
            fn code(&self) -> ::std::option::Option<::std::string::String> {
                #code
            }
            fn message(&self) -> ::std::option::Option<::std::string::String> {
                #message
            }
        }
    })
}

fn implement_in_band(model: &ItemStruct, property: &str) -> Option<Item> {
    let name = &model.ident;
    let (field, of) = field(model, property)?;
    let failure = option_of(of)?;
    Some(parse_quote! {
        impl crate::support::InBand for #name {
            type Failure = #failure;
            fn in_band_failure(&self) -> ::std::option::Option<&Self::Failure> {
                self.#field.as_ref()
            }
        }
    })
}

fn field<'m>(model: &'m ItemStruct, property: &str) -> Option<(syn::Ident, &'m Type)> {
    let name = format_ident!("{}", names::field_name(property));
    let Fields::Named(fields) = &model.fields else {
        return None;
    };
    let Field { ty, .. } = fields.named.iter().find(|field| field.ident.as_ref() == Some(&name))?;
    Some((name, ty))
}
