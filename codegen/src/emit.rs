//! Stage 4: progenitor, in one place and with one set of settings.
//!
//! progenitor panics on much that is legal OpenAPI. Lints and lowerings keep most of that away from it; what is left is
//! caught here and becomes a finding that names the operation or the schema at fault.

mod blame;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use schemars08::schema::{InstanceType, SchemaObject};
use serde_json::Value;

use crate::finding::Finding;
use crate::load::Document;
use crate::{names, quiet};

/// Generates code for a lowered document.
///
/// # Errors
///
/// A finding `generator-refused` at the operation or schema of the author's `document` that progenitor does not take.
pub fn emit(document: &Document, lowered: &Value) -> Result<syn::File, Box<Finding>> {
    generate(lowered).map_err(|reason| Box::new(blame::finding(document, lowered, &reason)))
}

/// One run of progenitor; the error is its message or that of its panic.
fn generate(lowered: &Value) -> Result<syn::File, String> {
    let typed: OpenAPI = serde_json::from_value(lowered.clone()).map_err(|error| error.to_string())?;
    let settings = settings(lowered);
    let tokens = quiet::catch(|| Generator::new(&settings).generate_tokens(&typed))?.map_err(|e| e.to_string())?;
    syn::parse2(tokens).map_err(|error| format!("its code is no Rust: {error}"))
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
