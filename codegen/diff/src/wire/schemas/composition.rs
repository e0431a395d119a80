//! `allOf`: a value must match all schemas in it. These schemas are called branches here.
//!
//! The branches are read as one schema, so moving properties between branches changes nothing. If two branches contradict
//! each other, the branches are compared one by one instead.

use serde_json::Value;

use super::pair::Schemas;
use super::unions::{join, name};
use super::view::View;
use crate::wire::documentation;
use crate::wire::graph::Flow;
use crate::wire::kinds::{ALL_OF_BRANCH_ADDED, ALL_OF_BRANCH_REMOVED};
use crate::wire::places::{At, Both};
use crate::wire::walk::{Walk, What};

/// Reads the branches of each schema as one schema, if they do not contradict each other.
pub(super) fn flattened<'s, 'd>(walk: &mut Walk<'d>, schemas: Schemas<'s, 'd>) -> Schemas<'s, 'd> {
    if schemas.base.branches().is_empty() && schemas.head.branches().is_empty() {
        return schemas;
    }
    let base = schemas.base.flattened(walk.documents.base);
    let head = schemas.head.flattened(walk.documents.head);
    let (Some(base), Some(head)) = (base, head) else {
        return as_branches(schemas);
    };
    // The layers are compared as parts of the schema, so they count as compared.
    if base.layers().len() == head.layers().len() {
        for (before, now) in base.layers().iter().zip(head.layers()) {
            walk.compared.note(&before.pointer, &now.pointer);
        }
    } else {
        let places = |view: &View<'d>| {
            view.layers()
                .iter()
                .map(|layer| layer.pointer.clone())
                .collect::<Vec<_>>()
        };
        walk.compared.base.extend(places(&base));
        walk.compared.head.extend(places(&head));
    }
    Schemas { base, head, ..schemas }
}

/// Reads a schema without branches as a single branch, if the other schema has only branches.
fn as_branches<'s, 'd>(schemas: Schemas<'s, 'd>) -> Schemas<'s, 'd> {
    let (base, head) = (&schemas.base, &schemas.head);
    if base.branches().is_empty() && head.is_list_of_branches() {
        let base = base.as_branch();
        return Schemas { base, ..schemas };
    }
    if head.branches().is_empty() && base.is_list_of_branches() {
        let head = head.as_branch();
        return Schemas { head, ..schemas };
    }
    schemas
}

/// Compares the branches of two schemas.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let joined = join(&walk.documents, schemas.base.branches(), schemas.head.branches());
    for pair in joined.pairs {
        walk.visit(schemas.id, Flow::Keep, What::Schema(schemas.notation), pair);
    }
    let says = |document: &'d Value, branch: &At<'d>| !is_note(document, branch);
    let Both { base, head } = walk.documents;
    for branch in joined.removed.into_iter().filter(|branch| says(base, branch)) {
        let name = name(&branch);
        let sides = Both {
            base: Some(branch),
            head: None,
        };
        schemas.record(walk, &ALL_OF_BRANCH_REMOVED, &sides, &name);
    }
    for branch in joined.added.into_iter().filter(|branch| says(head, branch)) {
        let name = name(&branch);
        let sides = Both {
            base: None,
            head: Some(branch),
        };
        schemas.record(walk, &ALL_OF_BRANCH_ADDED, &sides, &name);
    }
}

/// Whether a branch contains only texts.
fn is_note<'d>(document: &'d Value, branch: &At<'d>) -> bool {
    let branch = branch.clone().resolved(document);
    branch
        .map()
        .is_some_and(|map| map.keys().all(|key| documentation::kind(key).is_some()))
}
