//! All use of progenitor, with one set of settings.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapi_document::quiet;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Info, IntegerFormat, IntegerType, NumberFormat,
    NumberType, ObjectType, OpenAPI, ReferenceOr, Schema, SchemaData, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use schemars08::schema::{InstanceType, SchemaObject};
use syn::Item;

use super::Model;
use crate::names;
use crate::schemas::{Definition, DefinitionKind, Field, Form, Integer, SECRET, UPLOAD};

/// The models that progenitor writes for a chunk. The error is its message or the message of its panic.
pub(super) fn models<'d>(
    chunk: &[(&'d str, &'d Definition)],
    all: &'d BTreeMap<String, Definition>,
) -> Result<Vec<Model<'d>>, String> {
    let mut document = Components::new(all);
    for (name, definition) in chunk {
        document.define(name, definition);
    }
    let (settings, document) = document.finish();
    let generate = || Generator::new(&settings).generate_tokens(&document);
    let tokens = quiet::catch(generate)?.map_err(|error| error.to_string())?;
    let mut items = items(tokens, chunk)?;
    let models = chunk.iter().map(|(name, definition)| {
        let item = items
            .remove(*name)
            .ok_or_else(|| format!("the type `{name}` is missing in its code"))?;
        Ok(Model { name, definition, item })
    });
    models.collect()
}

/// A document with component schemas only.
struct Components<'d> {
    all: &'d BTreeMap<String, Definition>,
    schemas: IndexMap<String, ReferenceOr<Schema>>,
    /// The names of empty schemas that progenitor sees instead of other types, by Rust type.
    references: BTreeMap<String, String>,
}

impl<'d> Components<'d> {
    fn new(all: &'d BTreeMap<String, Definition>) -> Self {
        Self {
            all,
            schemas: IndexMap::new(),
            references: BTreeMap::new(),
        }
    }

    fn define(&mut self, name: &str, definition: &Definition) {
        let schema = match &definition.kind {
            DefinitionKind::Object { fields, rest } => self.object(fields, rest.as_ref()),
            DefinitionKind::Texts(values) => {
                let values = values.iter().map(|value| Some(value.ident.clone())).collect();
                plain(Type::String(StringType {
                    enumeration: values,
                    ..StringType::default()
                }))
            }
            DefinitionKind::Alias(form) => self.form(form),
            DefinitionKind::Union(_) => unreachable!("progenitor is not asked for unions"),
        };
        self.schemas.insert(name.to_owned(), schema);
    }

    fn object(&mut self, fields: &[Field], rest: Option<&Form>) -> ReferenceOr<Schema> {
        let mut object = ObjectType::default();
        for field in fields {
            let schema = boxed(self.form(&field.present()));
            object.properties.insert(field.ident.clone(), schema);
            object.required.extend(field.required.then(|| field.ident.clone()));
        }
        object.additional_properties = rest.map(|values| AdditionalProperties::Schema(Box::new(self.form(values))));
        plain(Type::Object(object))
    }

    /// A schema for which progenitor writes the type of a form.
    fn form(&mut self, form: &Form) -> ReferenceOr<Schema> {
        plain(match form {
            Form::Any => {
                return ReferenceOr::Item(Schema {
                    schema_data: SchemaData::default(),
                    schema_kind: SchemaKind::Any(AnySchema::default()),
                });
            }
            Form::Boolean => Type::Boolean(BooleanType::default()),
            Form::Integer(integer) => Type::Integer(IntegerType {
                format: format_of(*integer),
                ..IntegerType::default()
            }),
            Form::Number { single } => {
                let format = if *single {
                    NumberFormat::Float
                } else {
                    NumberFormat::Double
                };
                Type::Number(NumberType {
                    format: VariantOrUnknownOrEmpty::Item(format),
                    ..NumberType::default()
                })
            }
            Form::Text => Type::String(StringType::default()),
            Form::Secret => {
                let format = VariantOrUnknownOrEmpty::Item(StringFormat::Password);
                Type::String(StringType {
                    format,
                    ..StringType::default()
                })
            }
            Form::List(item) => Type::Array(ArrayType {
                items: Some(boxed(self.form(item))),
                min_items: None,
                max_items: None,
                unique_items: false,
            }),
            Form::Map(values) => {
                let values = match &**values {
                    Form::Any => AdditionalProperties::Any(true),
                    values => AdditionalProperties::Schema(Box::new(self.form(values))),
                };
                Type::Object(ObjectType {
                    additional_properties: Some(values),
                    ..ObjectType::default()
                })
            }
            Form::Upload => return self.reference(UPLOAD),
            Form::Named(name) => return self.reference(name),
            Form::Nullable(inner) => return nullable(self.form(inner)),
        })
    }

    /// The reference for the Rust type `rust_type`.
    fn reference(&mut self, rust_type: &str) -> ReferenceOr<Schema> {
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
        ReferenceOr::ref_(&format!("#/components/schemas/{name}"))
    }

    fn finish(self) -> (GenerationSettings, OpenAPI) {
        let mut settings = GenerationSettings::new();
        settings
            .with_interface(InterfaceStyle::Positional)
            .with_tag(TagStyle::Merged)
            .with_derive("PartialEq");
        // This is exactly the schema of `Form::Secret`.
        let secret = SchemaObject {
            instance_type: Some(InstanceType::String.into()),
            format: Some("password".to_owned()),
            ..SchemaObject::default()
        };
        settings.with_conversion(secret, SECRET, std::iter::empty());
        let mut schemas = self.schemas;
        for (rust_type, name) in self.references {
            settings.with_replacement(&name, &rust_type, std::iter::empty());
            schemas.insert(name, plain(Type::Object(ObjectType::default())));
        }
        let document = OpenAPI {
            openapi: "3.0.3".to_owned(),
            info: Info {
                title: "models".to_owned(),
                version: "1".to_owned(),
                ..Info::default()
            },
            components: Some(openapiv3::Components {
                schemas,
                ..openapiv3::Components::default()
            }),
            ..OpenAPI::default()
        };
        (settings, document)
    }
}

fn plain(of: Type) -> ReferenceOr<Schema> {
    ReferenceOr::Item(Schema {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Type(of),
    })
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}

/// The schema or null. A reference cannot have further keywords, so it becomes an `allOf` with one member.
fn nullable(schema: ReferenceOr<Schema>) -> ReferenceOr<Schema> {
    let mut schema = match schema {
        ReferenceOr::Item(schema) => schema,
        reference => Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::AllOf {
                all_of: vec![reference],
            },
        },
    };
    schema.schema_data.nullable = true;
    ReferenceOr::Item(schema)
}

/// The format for which progenitor writes an integer type.
fn format_of(integer: Integer) -> VariantOrUnknownOrEmpty<IntegerFormat> {
    let unknown = |format: &str| VariantOrUnknownOrEmpty::Unknown(format.to_owned());
    match integer {
        Integer::I8 => unknown("int8"),
        Integer::U8 => unknown("uint8"),
        Integer::I16 => unknown("int16"),
        Integer::U16 => unknown("uint16"),
        Integer::I32 => VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32),
        Integer::U32 => unknown("uint32"),
        Integer::I64 => VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64),
        Integer::U64 => unknown("uint64"),
    }
}

/// The structs and enumerations of a chunk in progenitor's code, by name. Only they are parsed.
fn items(tokens: TokenStream, chunk: &[(&str, &Definition)]) -> Result<BTreeMap<String, Item>, String> {
    let module = module_types(tokens).ok_or("the module `types` is missing in its code")?;
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
            let item = syn::parse2(item.into_iter().collect())
                .map_err(|error| format!("its code is invalid Rust: {error}"))?;
            items.insert(name, item);
        }
    }
    Ok(items)
}

/// The tokens between the braces of `mod types { … }`.
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

/// The name after `struct` or `enum`, if the item is one.
fn type_name(item: &[TokenTree]) -> Option<String> {
    let mut words = item.iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    });
    let keyword = words.find(|word| *word != "pub")?;
    let name = words.next()?;
    (keyword == "struct" || keyword == "enum").then(|| name.to_string())
}
