//! progenitor, in one place and with one set of settings.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use schemars08::schema::{InstanceType, SchemaObject};
use serde::Deserialize as _;
use serde_json::{Map, Value, json};
use syn::Item;

use super::Model;
use crate::names;
use crate::quiet;
use crate::schemas::{Definition, DefinitionKind, Field, Form, SECRET, UPLOAD};

/// The models that progenitor writes of a chunk; the error is its message or that of its panic.
pub(super) fn models<'d>(
    chunk: &[(&'d str, &'d Definition)],
    all: &'d BTreeMap<String, Definition>,
) -> Result<Vec<Model<'d>>, String> {
    let mut document = Components::new(all);
    for (name, definition) in chunk {
        document.define(name, definition);
    }
    let (settings, document) = document.finish();
    let typed = OpenAPI::deserialize(document).map_err(|error| error.to_string())?;
    let generate = || Generator::new(&settings).generate_tokens(&typed);
    let tokens = quiet::catch(generate)?.map_err(|error| error.to_string())?;
    let mut items = items(tokens, chunk)?;
    let models = chunk.iter().map(|(name, definition)| {
        let item = items.remove(*name).ok_or_else(|| format!("it has no type `{name}`"))?;
        Ok(Model { name, definition, item })
    });
    models.collect()
}

/// The component schemas of a document that has nothing else.
struct Components<'d> {
    all: &'d BTreeMap<String, Definition>,
    schemas: Map<String, Value>,
    /// What is shown in place of a type: the name of an empty schema, by the Rust type that stands for it in the code.
    references: BTreeMap<String, String>,
}

impl<'d> Components<'d> {
    fn new(all: &'d BTreeMap<String, Definition>) -> Self {
        Self { all, schemas: Map::new(), references: BTreeMap::new() }
    }

    fn define(&mut self, name: &str, definition: &Definition) {
        let schema = match &definition.kind {
            DefinitionKind::Object { fields, rest } => self.object(fields, rest.as_ref()),
            DefinitionKind::Texts(values) => {
                let values: Vec<_> = values.iter().map(|value| &value.ident).collect();
                json!({ "type": "string", "enum": values })
            }
            DefinitionKind::Alias(form) => form.schema(&mut |name| self.reference(name)),
            DefinitionKind::Union(_) => unreachable!("progenitor is not asked for unions"),
        };
        self.schemas.insert(name.to_owned(), schema);
    }

    fn object(&mut self, fields: &[Field], rest: Option<&Form>) -> Value {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for field in fields {
            let schema = field.present().schema(&mut |name| self.reference(name));
            properties.insert(field.ident.clone(), schema);
            required.extend(field.required.then_some(field.ident.as_str()));
        }
        let mut schema = Map::from_iter([
            ("type".to_owned(), Value::from("object")),
            ("properties".to_owned(), Value::Object(properties)),
            ("required".to_owned(), Value::from(required)),
        ]);
        if let Some(rest) = rest {
            let values = rest.schema(&mut |name| self.reference(name));
            schema.insert("additionalProperties".to_owned(), values);
        }
        Value::Object(schema)
    }

    /// The reference that stands for the Rust type `rust_type`.
    fn reference(&mut self, rust_type: &str) -> Value {
        let all = self.all;
        let free = || {
            let plain = format!("{}Reference", names::type_name(rust_type));
            let numbered = (2..).map(|number| names::numbered(&plain, number));
            let mut names = std::iter::once(plain.clone()).chain(numbered);
            names
                .find(|name| !all.contains_key(name))
                .unwrap_or_else(|| unreachable!("there are more numbers than types"))
        };
        let name = self.references.entry(rust_type.to_owned()).or_insert_with(free);
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    fn finish(self) -> (GenerationSettings, Value) {
        let mut settings = GenerationSettings::new();
        settings
            .with_interface(InterfaceStyle::Positional)
            .with_tag(TagStyle::Merged)
            .with_derive("PartialEq");
        // Exactly the schema that `Form::Secret` has.
        let secret = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some("password".to_owned()),
            ..SchemaObject::default()
        };
        settings.with_conversion(secret, SECRET, std::iter::empty());
        let mut schemas = self.schemas;
        for (rust_type, name) in self.references {
            let path = if rust_type == UPLOAD { UPLOAD } else { &rust_type };
            settings.with_replacement(&name, path, std::iter::empty());
            schemas.insert(name, json!({ "type": "object" }));
        }
        let document = json!({
            "openapi": "3.0.3",
            "info": { "title": "models", "version": "1" },
            "paths": {},
            "components": { "schemas": schemas },
        });
        (settings, document)
    }
}

/// The structs and enumerations of a chunk in progenitor's code, by their names. Only they are parsed.
fn items(tokens: TokenStream, chunk: &[(&str, &Definition)]) -> Result<BTreeMap<String, Item>, String> {
    let module = module_types(tokens).ok_or("it has no module `types`")?;
    let mut items = BTreeMap::new();
    let mut item = Vec::new();
    for token in module {
        let is_last = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            _ => false,
        };
        item.push(token);
        if !is_last {
            continue;
        }
        let item = std::mem::take(&mut item);
        let name = type_name(&item).filter(|name| chunk.iter().any(|(wanted, _)| wanted == name));
        if let Some(name) = name {
            let item = syn::parse2(item.into_iter().collect()).map_err(|error| format!("its code is no Rust: {error}"))?;
            items.insert(name, item);
        }
    }
    Ok(items)
}

/// What stands between the braces of `mod types { … }`.
fn module_types(tokens: TokenStream) -> Option<TokenStream> {
    let mut is_named = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_named => return Some(group.stream()),
            TokenTree::Ident(ident) => is_named = ident == "types",
            _ => is_named = false,
        }
    }
    None
}

/// The name behind `struct` or `enum`, if the item is one.
fn type_name(item: &[TokenTree]) -> Option<String> {
    let mut words = item.iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    let keyword = words.find(|word| *word != "pub")?;
    let name = words.next()?;
    (keyword == "struct" || keyword == "enum").then(|| name.to_string())
}
