//! Stage 4: progenitor, in one place and with one set of settings.
//!
//! progenitor panics on much that is legal OpenAPI. Lints and lowerings keep most of that away from it; what is left is
//! caught here and becomes a finding that names the operation or the schema at fault.

mod blame;
mod chunk;
mod cut;
mod send;

#[cfg(test)]
pub(crate) use chunk::chunks_of;
pub(crate) use chunk::{Chunk, chunks};
pub(crate) use cut::{Key, Part, Place, cut};

use openapiv3::OpenAPI;
use proc_macro2::TokenStream;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use schemars08::schema::{InstanceType, SchemaObject};
use serde::Deserialize;
use serde_json::Value;

use crate::finding::Finding;
use crate::load::Document;
use crate::{names, quiet};

/// Why progenitor has not generated code for a lowered document: a finding `generator-refused` at the operation or schema
/// of the author's `document` that it does not take. `reason` is what it has said.
pub(crate) fn refusal(document: &Document, lowered: &Value, reason: &str) -> Finding {
    blame::finding(document, lowered, reason)
}

/// One run of progenitor; the error is its message or that of its panic.
pub(crate) fn generate(lowered: &Value) -> Result<TokenStream, String> {
    let typed = OpenAPI::deserialize(lowered).map_err(|error| error.to_string())?;
    let settings = settings(lowered);
    quiet::catch(|| Generator::new(&settings).generate_tokens(&typed))?.map_err(|error| error.to_string())
}

/// The syntax tree of code that progenitor has written.
pub(crate) fn parse(code: TokenStream) -> Result<syn::File, String> {
    syn::parse2(code).map_err(|error| format!("its code is no Rust: {error}"))
}

/// The extension by which a lowering gives a component schema a Rust type that a finish pass or `crate::support` brings:
/// progenitor then names that type (`types::…` or `crate::support::…`) wherever the schema is referred to, and defines
/// none. For lowerings alone; in an author's document it means nothing.
pub const RUST_TYPE: &str = "x-codegen-rust-type";

fn settings(lowered: &Value) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_derive("PartialEq");
    // A secret: never shown, zeroed when dropped. `lower::secrets` has made every such schema exactly this one.
    let secret = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("password".to_owned()),
        ..SchemaObject::default()
    };
    settings.with_conversion(secret, "crate::support::Secret", std::iter::empty());
    let schemas = lowered.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        if let Some(rust_type) = schema.get(RUST_TYPE).and_then(Value::as_str) {
            settings.with_replacement(names::type_name(name), rust_type, std::iter::empty());
        }
    }
    settings
}
