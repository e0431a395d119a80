//! What the forms of a union look like from outside, so that a reader can tell which of them a value has.

use super::define::{Definition, DefinitionKind, Field};
use super::form::Form;
use crate::facts::Shape;

use std::collections::BTreeMap;

/// Beyond this many shapes, a form passes for any value.
const MAX_SHAPES: usize = 64;

/// What values of `form` look like.
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
        Form::Integer { .. } => Shape::Integer,
        Form::Number { .. } => Shape::Number,
        Form::Text | Form::Address(_) | Form::Secret => Shape::Text(Vec::new()),
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
        return shapes.push(Shape::Any);
    };
    path.push(name);
    match &definition.kind {
        DefinitionKind::Object { fields, .. } => shapes.push(object(fields, &constants(fields))),
        DefinitionKind::Texts { shown, wire } => {
            let texts = shown.iter().map(|text| wire.get(text).unwrap_or(text).clone());
            shapes.push(Shape::Text(texts.collect()));
        }
        DefinitionKind::Bounded { .. } => shapes.push(Shape::Text(Vec::new())),
        DefinitionKind::Alias(form) => collect(definitions, form, path, shapes),
        DefinitionKind::Union { variants, .. } => {
            for variant in variants {
                collect(definitions, &variant.form, path, shapes);
            }
        }
    }
    path.pop();
}

fn constants(fields: &[Field]) -> Vec<(String, Vec<String>)> {
    fields
        .iter()
        .filter_map(|field| Some((field.key.clone(), vec![field.constant.clone()?])))
        .collect()
}

fn object(fields: &[Field], tags: &[(String, Vec<String>)]) -> Shape {
    let required = fields.iter().filter(|field| field.required && !field.write_only);
    Shape::Object {
        required: required.map(|field| field.key.clone()).collect(),
        known: fields.iter().map(|field| field.key.clone()).collect(),
        tags: tags.to_vec(),
    }
}

/// Gives each object among `shapes` the texts that the discriminator `tag` may have.
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
