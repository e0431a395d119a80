//! Stage 3: what the schemas of a document are in Rust, whatever they combine.
//!
//! Here is decided what satisfies several schemas at once (`allOf`), what forms there are to choose from (`oneOf`, `anyOf`),
//! which types need a name and what it is, and where a type would contain itself. A schema that no type is faithful to stays
//! plain JSON, at that place alone, and the author is told. Later stages find every question answered: a [`Definition`] for
//! each type that has a name, a [`Form`] for everything that an operation takes or gives.
//!
//! References are followed in the author's document, so that one of any depth leads to what the author meant by it.

mod apart;
mod define;
mod form;
mod gather;
mod graph;
mod name;
mod operations;
mod part;
mod resolve;
mod scalar;
mod union;

pub(crate) use apart::Shape;
use define::Variant;
pub(crate) use define::{Constant, Definition, DefinitionKind, Field, REST, TextValue, Union};
pub(crate) use form::{Form, Integer, SECRET, UPLOAD};
pub(crate) use operations::OperationForms;
pub(crate) use resolve::{Remark, RemarkKind};

use std::collections::BTreeMap;

use self::resolve::{Job, Named, Resolver};
use crate::model::Facts;
use openapi_document::load::Document;

/// What the schemas of a document are.
#[derive(Debug)]
pub(crate) struct Schemas {
    /// The types that have a name, by that name.
    pub(crate) types: BTreeMap<String, Definition>,
    /// What operations take and give, in the order of [`Facts::operations`].
    pub(crate) operations: Vec<OperationForms>,
    /// What the author should know of the types.
    pub(crate) remarks: Vec<Remark>,
}

/// Resolves all schemas of `document`. The lints have passed it, and `facts` are its facts.
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
        resolver.degrade(
            &at,
            "this schema is made of itself with no object between, so that part of it is left out",
        );
    }
    graph::shorten_chains(&mut types);
    graph::box_circles(&mut types);
    for (operation, forms) in facts.operations.iter().zip(&mut operations) {
        operations::settle_streams(operation, forms, &types);
    }
    finish(&mut types, &operations);
    types
        .values_mut()
        .for_each(|definition| definition.place = document.author(&definition.place));
    Schemas {
        types,
        operations,
        remarks: resolver.remarks,
    }
}

/// Settles what follows from all types together: which fields have to be there in every direction, what tells the forms of
/// unions apart, and which unions are open.
fn finish(types: &mut BTreeMap<String, Definition>, operations: &[OperationForms]) {
    let (sent, received) = operations::directions(operations);
    let sent = graph::reachable(types, &sent);
    let received = graph::reachable(types, &received);
    let secret = graph::secret(types);
    let shapes = shapes(types);
    for (name, definition) in types {
        definition.has_builder = sent.contains(name) || !received.contains(name);
        match &mut definition.kind {
            DefinitionKind::Object { fields, .. } => {
                for field in fields {
                    field.is_read_only &= sent.contains(name);
                    let is_absent = field.is_read_only || field.is_write_only && received.contains(name);
                    field.required &= !is_absent;
                }
            }
            DefinitionKind::Union(union) => {
                union.is_open = !secret.contains(name);
                let shapes = shapes.get(name).into_iter().flatten();
                for (variant, shapes) in union.variants.iter_mut().zip(shapes) {
                    variant.shapes.clone_from(shapes);
                }
            }
            DefinitionKind::Texts(_) | DefinitionKind::Alias(_) => {}
        }
    }
}

/// What the forms of each union look like, in the order of its variants.
fn shapes(types: &BTreeMap<String, Definition>) -> BTreeMap<String, Vec<Vec<Shape>>> {
    let mut all = BTreeMap::new();
    for (name, definition) in types {
        let DefinitionKind::Union(union) = &definition.kind else {
            continue;
        };
        let of = |variant: &Variant| {
            let mut shapes = apart::shapes(types, &variant.form);
            if let Some(tag) = &union.tag {
                apart::tagged(&mut shapes, tag, &variant.tags);
            }
            shapes
        };
        all.insert(name.clone(), union.variants.iter().map(of).collect());
    }
    all
}
