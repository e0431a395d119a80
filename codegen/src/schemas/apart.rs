//! The shapes of a union's variants, by which a reader recognizes the variant of a value.

use std::collections::BTreeMap;

use openapi_document::pointer::Pointer;
use serde_json::Value;

use super::definition::{Definition, DefinitionKind, Field, Shape, Union, Variant};
use super::form::Form;

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
        Form::Number => Shape::Number,
        Form::Text | Form::Secret => Shape::Text(Vec::new()),
        // JSON has no bytes.
        Form::Upload => return,
        Form::List(_) => Shape::List,
        Form::Map(_) => object(&[]),
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
        DefinitionKind::Object { fields, .. } => shapes.push(object(fields)),
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

fn object(fields: &[Field]) -> Shape {
    let required = fields.iter().filter(|field| field.required && !field.is_write_only);
    Shape::Object {
        required: required.map(|field| field.key.clone()).collect(),
        known: fields.iter().map(|field| field.key.clone()).collect(),
        tags: Vec::new(),
        values: Vec::new(),
    }
}

/// The maximum depth at which constants in a value are searched for.
const MAX_DEPTH: usize = 4;

/// The listed values at places in values of `form`, by the pointers to these places. In a pointer, `-` means every item of
/// a list.
fn listed(
    definitions: &BTreeMap<String, Definition>,
    form: &Form,
    at: &Pointer,
    listed_at: &mut BTreeMap<String, Vec<Value>>,
) {
    if at.tokens().count() >= MAX_DEPTH {
        return;
    }
    match form {
        Form::Nullable(inner) => listed(definitions, inner, at, listed_at),
        Form::List(item) => listed(definitions, item, &at.child("-"), listed_at),
        Form::Named(name) => match definitions.get(name).map(|definition| &definition.kind) {
            Some(DefinitionKind::Alias(form)) => listed(definitions, form, at, listed_at),
            Some(DefinitionKind::Object { fields, .. }) => {
                for field in fields {
                    let below = at.child(&field.key);
                    if field.listed.is_empty() {
                        listed(definitions, &field.form, &below, listed_at);
                    } else {
                        listed_at.insert(below.to_string(), field.listed.clone());
                    }
                }
            }
            _ => {}
        },
        _ => {}
    }
}

/// Adds the values of constants to each object among the shapes of the variants of `union`, if they distinguish it from
/// another form. A list of several values that two forms share does not distinguish them, and can grow.
pub(super) fn tell_apart(definitions: &BTreeMap<String, Definition>, union: &Union, shapes: &mut [Vec<Shape>]) {
    let of_variant = |variant: &Variant| {
        let mut all = BTreeMap::new();
        listed(definitions, &variant.form, &Pointer::root(), &mut all);
        if let Some(tag) = union.tag.as_ref().filter(|_| !variant.tags.is_empty()) {
            let tags = variant.tags.iter().map(|tag| Value::from(tag.as_str()));
            all.insert(Pointer::root().child(tag).to_string(), tags.collect());
        }
        all
    };
    let all: Vec<BTreeMap<String, Vec<Value>>> = union.variants.iter().map(of_variant).collect();
    for (index, (own, shapes)) in all.iter().zip(shapes).enumerate() {
        let tag = union.tag.as_ref().map(|tag| Pointer::root().child(tag).to_string());
        for (at, listed) in own {
            let others = || {
                all.iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index)
                    .filter_map(|(_, all)| all.get(at))
            };
            let is_apart =
                others().count() > 0 && others().all(|other| !other.iter().any(|value| listed.contains(value)));
            let is_constant = listed.len() == 1 && at.matches('/').count() == 1;
            if !(is_apart || is_constant || tag.as_ref() == Some(at)) {
                continue;
            }
            for shape in shapes.iter_mut() {
                if let Shape::Object { tags, values, .. } = shape {
                    let texts: Option<Vec<_>> = listed
                        .iter()
                        .map(|value| value.as_str().map(ToOwned::to_owned))
                        .collect();
                    match texts {
                        Some(texts) => tags.push((at.clone(), texts)),
                        None => values.push((at.clone(), listed.clone())),
                    }
                }
            }
        }
    }
}
