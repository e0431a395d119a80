//! Texts: summaries, descriptions, examples and external documentation. Their changes always have the severity `docs`.

use super::graph::{Flow, NodeId};
use super::kinds::{
    ChangeKind, DESCRIPTION_CHANGED, EXAMPLE_CHANGED, EXTERNAL_DOCS_CHANGED, SUMMARY_CHANGED, TITLE_CHANGED,
};
use super::places::{Both, Field, Pair};
use super::walk::{Walk, What};

/// Compares a field that is a text.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>, field: &Field<'d>) {
    if field.key == "examples" {
        return examples(walk, id, pair);
    }
    if let Some(kind) = kind(field.key).filter(|_| field.differs()) {
        walk.field(id, Flow::Keep, kind, pair, field);
    }
}

/// The kind for a change of a text; `None` if the key is not one of a text.
pub(super) fn kind(key: &str) -> Option<&'static ChangeKind> {
    Some(match key {
        "summary" => &SUMMARY_CHANGED,
        "description" | "$comment" => &DESCRIPTION_CHANGED,
        "title" => &TITLE_CHANGED,
        "example" | "examples" => &EXAMPLE_CHANGED,
        "externalDocs" => &EXTERNAL_DOCS_CHANGED,
        _ => return None,
    })
}

fn examples<'d>(walk: &mut Walk<'d>, id: NodeId, pair: &Pair<'d>) {
    let sides = pair.get("examples");
    let (Some(base), Some(head)) = (sides.base.clone(), sides.head.clone()) else {
        return walk.one_sided(id, Flow::Keep, &EXAMPLE_CHANGED, &sides, &pair.head.pointer, "");
    };
    let examples = Both { base, head };
    for field in walk.fields(id, &examples) {
        match (examples.base.get(field.key), examples.head.get(field.key)) {
            (Some(base), Some(head)) => walk.visit(id, Flow::Keep, What::Example, Both { base, head }),
            (base, head) => {
                walk.one_sided(
                    id,
                    Flow::Keep,
                    &EXAMPLE_CHANGED,
                    &Both { base, head },
                    &pair.head.pointer,
                    field.key,
                );
            }
        }
    }
}
