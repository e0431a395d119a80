//! The shapes of a union's variants, by which a reader recognizes the variant of a value.

use std::collections::BTreeMap;

use super::define::{Constant, Definition, DefinitionKind, Field};
use super::form::Form;

/// The shape of a JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A string. If texts are listed, it is one of them.
    Text(Vec<String>),
    /// A list.
    List,
    /// An object.
    Object {
        /// The required keys.
        required: Vec<String>,
        /// The allowed keys.
        known: Vec<String>,
        /// For each key, the texts that its value can have.
        tags: Vec<(String, Vec<String>)>,
    },
    /// Any value.
    Any,
}

/// A type with more shapes than this is treated as any value.
const MAX_SHAPES: usize = 64;

/// The shapes of the values of `form`.
pub(super) fn shapes(definitions: &BTreeMap<String, Definition>, form: &Form) -> Vec<Shape> {
    let mut shapes = Vec::new();
    collect(definitions, form, &mut Vec::new(), &mut shapes);
    if shapes.len() > MAX_SHAPES {
        return vec![Shape::Any];
    }
    shapes
}

fn collect<'f>(
    definitions: &'f BTreeMap<String, Definition>,
    form: &'f Form,
    path: &mut Vec<&'f str>,
    shapes: &mut Vec<Shape>,
) {
    let shape = match form {
        Form::Any => Shape::Any,
        Form::Boolean => Shape::Boolean,
        Form::Integer(_) => Shape::Integer,
        Form::Number { .. } => Shape::Number,
        Form::Text | Form::Secret => Shape::Text(Vec::new()),
        // JSON has no bytes.
        Form::Upload => return,
        Form::List(_) => Shape::List,
        Form::Map(_) => object(&[], &[]),
        Form::Nullable(inner) => return collect(definitions, inner, path, shapes),
        Form::Named(name) => return named(definitions, name, path, shapes),
    };
    if !shapes.contains(&shape) {
        shapes.push(shape);
    }
}

fn named<'f>(
    definitions: &'f BTreeMap<String, Definition>,
    name: &'f str,
    path: &mut Vec<&'f str>,
    shapes: &mut Vec<Shape>,
) {
    if path.contains(&name) || shapes.len() > MAX_SHAPES {
        return;
    }
    let Some(definition) = definitions.get(name) else {
        unreachable!("every type that a form names is defined");
    };
    path.push(name);
    match &definition.kind {
        DefinitionKind::Object { fields, .. } => shapes.push(object(fields, &constants(fields))),
        DefinitionKind::Texts(values) => {
            shapes.push(Shape::Text(values.iter().map(|value| value.text.clone()).collect()));
        }
        DefinitionKind::Alias(form) => collect(definitions, form, path, shapes),
        DefinitionKind::Union(union) => {
            for variant in &union.variants {
                collect(definitions, &variant.form, path, shapes);
            }
        }
    }
    path.pop();
}

fn constants(fields: &[Field]) -> Vec<(String, Vec<String>)> {
    fields
        .iter()
        .filter_map(|field| match &field.constant {
            Some(Constant::Text(text)) => Some((field.key.clone(), vec![text.clone()])),
            _ => None,
        })
        .collect()
}

fn object(fields: &[Field], tags: &[(String, Vec<String>)]) -> Shape {
    let required = fields.iter().filter(|field| field.required && !field.is_write_only);
    Shape::Object {
        required: required.map(|field| field.key.clone()).collect(),
        known: fields.iter().map(|field| field.key.clone()).collect(),
        tags: tags.to_vec(),
    }
}

/// Adds the values of the discriminator `tag` to each object in `shapes`.
pub(super) fn tagged(shapes: &mut [Shape], tag: &str, values: &[String]) {
    if values.is_empty() {
        return;
    }
    for shape in shapes {
        if let Shape::Object { tags, .. } = shape {
            tags.retain(|(key, _)| key != tag);
            tags.push((tag.to_owned(), values.to_vec()));
        }
    }
}
