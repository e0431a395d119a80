//! `allOf`: schemas that hold together.
//!
//! Where both schemas have branches, branches are compared. Where only one has, both are read as one flat schema, so that
//! moving properties into a shared branch changes nothing.

use serde_json::Value;

use super::Schemas;
use super::unions::{join, name};
use crate::diff::wire::graph::Flow;
use crate::diff::wire::kinds::{ALL_OF_BRANCH_ADDED, ALL_OF_BRANCH_REMOVED, ALL_OF_NOTE_CHANGED, ALL_OF_RESTRUCTURED};
use crate::diff::wire::resolve::{At, Both};
use crate::diff::wire::texts;
use crate::diff::wire::walk::{Walk, What};

/// Reads the one schema that has branches as if it had none, if its branches say nothing twice.
pub(super) fn flattened<'s, 'd>(walk: &mut Walk<'d>, schemas: Schemas<'s, 'd>) -> Schemas<'s, 'd> {
    let flat = match (schemas.base.get("allOf"), schemas.head.get("allOf")) {
        (Some(_), None) => schemas
            .base
            .flattened(walk.documents.base)
            .map(|base| (base, schemas.head.clone())),
        (None, Some(_)) => schemas
            .head
            .flattened(walk.documents.head)
            .map(|head| (schemas.base.clone(), head)),
        _ => None,
    };
    let Some((base, head)) = flat else { return schemas };
    schemas.report(walk, &ALL_OF_RESTRUCTURED, "allOf");
    Schemas { base, head, ..schemas }
}

/// Compares the branches of two schemas.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, schemas: &Schemas<'_, 'd>) {
    let sides = schemas.get("allOf");
    let items = |at: &Option<At<'d>>| {
        at.iter()
            .flat_map(|at| at.items().collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let joined = join(&walk.documents, items(&sides.base), items(&sides.head));
    for pair in joined.pairs {
        walk.visit(schemas.id, Flow::Keep, What::Schema(schemas.notation), pair);
    }
    let at = &schemas.pair.head.pointer;
    for branch in joined.removed {
        let kind = if is_note(walk.documents.base, &branch) {
            &ALL_OF_NOTE_CHANGED
        } else {
            &ALL_OF_BRANCH_REMOVED
        };
        let name = name(&branch);
        walk.one_sided(
            schemas.id,
            Flow::Keep,
            kind,
            &Both {
                base: Some(branch),
                head: None,
            },
            at,
            &name,
        );
    }
    for branch in joined.added {
        let kind = if is_note(walk.documents.head, &branch) {
            &ALL_OF_NOTE_CHANGED
        } else {
            &ALL_OF_BRANCH_ADDED
        };
        let name = name(&branch);
        walk.one_sided(
            schemas.id,
            Flow::Keep,
            kind,
            &Both {
                base: None,
                head: Some(branch),
            },
            at,
            &name,
        );
    }
}

/// Whether a branch holds only texts.
fn is_note<'d>(document: &'d Value, branch: &At<'d>) -> bool {
    let branch = branch.clone().resolved(document);
    branch
        .map()
        .is_some_and(|map| map.keys().all(|key| texts::kind(key).is_some()))
}
