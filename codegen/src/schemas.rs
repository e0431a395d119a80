//! Stage 3: decides which Rust type each schema of a document has.
//!
//! This stage combines schemas (`allOf`), finds the alternatives of unions (`oneOf`, `anyOf`), names the types that
//! need a name, and finds types that contain themselves. A schema that no Rust type represents faithfully becomes plain
//! JSON, at that place only, with a finding for the author. The result has a [`Definition`] for each named type, and a
//! [`Form`] for each parameter, body and response. A form is the Rust type of a schema: a built-in type, a named type,
//! or a list or map of them.
//!
//! References are resolved in the author's document, so their depth does not matter.

mod apart;
mod base;
mod define;
mod definition;
mod form;
mod gather;
mod graph;
mod name;
mod operations;
mod part;
mod resolve;
mod resolver;
mod scalar;
mod union;

pub(crate) use definition::{
    Constant, Definition, DefinitionKind, Field, NumberValue, REST, Shape, TextValue, Union, Variant,
};
pub(crate) use form::{Form, Integer, SECRET, UPLOAD};
pub(crate) use operations::OperationForms;
pub(crate) use resolver::{Remark, RemarkKind};

use std::collections::BTreeMap;

use self::resolver::{Job, Named, Resolver};
use crate::model::Facts;
use openapi_document::load::Document;

/// The Rust types of a document's schemas.
#[derive(Debug)]
pub(crate) struct Schemas {
    /// The named types, by name.
    pub(crate) types: BTreeMap<String, Definition>,
    /// The types of each operation's parameters, bodies and responses, in the order of [`Facts::operations`].
    pub(crate) operations: Vec<OperationForms>,
    /// Findings about types for the author.
    pub(crate) remarks: Vec<Remark>,
}

impl Schemas {
    /// The named types with their names, in order.
    pub(crate) fn named(&self) -> Vec<(&str, &Definition)> {
        let types = self.types.iter();
        types.map(|(name, definition)| (name.as_str(), definition)).collect()
    }
}

/// Resolves all schemas of a `document` without lint errors. `facts` is its model.
pub(crate) fn resolve(document: &Document, facts: &Facts) -> Schemas {
    let mut resolver = Resolver::new(&document.value, &facts.type_names, facts.own_types());
    let mut operations: Vec<_> = facts
        .operations
        .iter()
        .map(|operation| operations::forms(&mut resolver, operation))
        .collect();
    for (key, name) in &facts.type_names {
        if let Some(part) = resolver.component_part(key) {
            resolver.queue.push_back(Job {
                name: name.clone(),
                place: part.at.clone(),
                parts: vec![part],
                kind: Named::Component,
            });
        }
    }
    resolver.define_all();
    let mut types = std::mem::take(&mut resolver.definitions);
    for at in graph::cut_endless(&mut types) {
        resolver.remark(Remark::partial(
            at,
            "this schema contains itself without an object in between, so this part of it is ignored",
        ));
    }
    graph::shorten_chains(&mut types);
    graph::box_circles(&mut types);
    for (operation, forms) in facts.operations.iter().zip(&mut operations) {
        operations::set_stream_types(operation, forms, &types);
    }
    finish(&mut types, &operations);
    for definition in types.values() {
        if loses_overlap(definition) {
            resolver.remark(Remark::partial(
                definition.place.clone(),
                "a value that has several of these forms keeps the keys of one only, because plain JSON would show its secret",
            ));
        }
    }
    types
        .values_mut()
        .for_each(|definition| definition.place = document.author(&definition.place));
    Schemas {
        types,
        operations,
        remarks: resolver.remarks,
    }
}

/// Computes what depends on all types: the fields that are required in every direction, the shapes that distinguish the
/// variants of unions, and which unions are open.
fn finish(types: &mut BTreeMap<String, Definition>, operations: &[OperationForms]) {
    let (sent, received) = operations::directions(operations);
    let sent = graph::reachable(types, &sent);
    let received = graph::reachable(types, &received);
    let secret = graph::secret(types);
    let shapes = shapes(types);
    let any = graph::any(types);
    let nullable = |form: &Form| match form {
        Form::Any | Form::Nullable(_) => true,
        form => form.named().is_some_and(|name| any.contains(name)),
    };
    for (name, definition) in types {
        definition.has_builder = sent.contains(name) || !received.contains(name);
        let is_told = definition.has_builder;
        match &mut definition.kind {
            DefinitionKind::Object { fields, .. } => {
                for field in fields {
                    field.is_read_only &= sent.contains(name);
                    let is_absent = field.is_read_only || field.is_write_only && received.contains(name);
                    field.required &= !is_absent;
                    if field.is_demanded {
                        // The document requires a key that it does not describe. A server may omit it.
                        field.required &= !received.contains(name);
                        field.is_demanded = is_told && !field.required;
                    }
                    field.distinguishes_null = is_told && !field.required && nullable(&field.form);
                    let is_option = matches!(field.form, Form::Nullable(_));
                    field.must_be_present = is_option && field.required && !received.contains(name);
                }
            }
            DefinitionKind::Union(union) => {
                union.is_open = !secret.contains(name);
                let shapes = shapes.get(name).into_iter().flatten();
                for (variant, shapes) in union.variants.iter_mut().zip(shapes) {
                    variant.shapes.clone_from(shapes);
                    // No object of the form has the property, so reading one would drop the tag.
                    let lacks = |shape: &Shape| match (shape, &union.tag) {
                        (Shape::Object { known, .. }, Some(tag)) => !known.contains(tag),
                        _ => false,
                    };
                    variant.is_tag_added = !variant.tags.is_empty() && !shapes.is_empty() && shapes.iter().all(lacks);
                }
            }
            DefinitionKind::Texts(_) | DefinitionKind::Alias(_) => {}
        }
    }
}

/// Whether a value can have several forms of a union at once, and is not kept as JSON because it could hold a secret.
fn loses_overlap(definition: &Definition) -> bool {
    let DefinitionKind::Union(union) = &definition.kind else {
        return false;
    };
    if union.is_open || !union.is_any {
        return false;
    }
    let shapes = union.variants.iter().map(|variant| variant.shapes.iter());
    let shapes: Vec<Vec<&Shape>> = shapes.map(Iterator::collect).collect();
    shapes.iter().enumerate().any(|(index, one)| {
        let others = shapes.iter().skip(index + 1).flatten();
        others
            .into_iter()
            .any(|other| one.iter().any(|one| one.overlaps(other)))
    })
}

/// The shapes of each union's variants, in their order.
fn shapes(types: &BTreeMap<String, Definition>) -> BTreeMap<String, Vec<Vec<Shape>>> {
    let mut all = BTreeMap::new();
    for (name, definition) in types {
        let DefinitionKind::Union(union) = &definition.kind else {
            continue;
        };
        let of = |variant: &Variant| apart::shapes(types, &variant.form);
        let mut shapes: Vec<_> = union.variants.iter().map(of).collect();
        apart::tell_apart(types, union, &mut shapes);
        all.insert(name.clone(), shapes);
    }
    all
}
