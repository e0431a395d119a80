//! The pair of schemas that the comparisons of keywords get.

use serde_json::Value;

use super::view::View;
use crate::wire::graph::{Flow, NodeId};
use crate::wire::kinds::ChangeKind;
use crate::wire::places::{At, Both, Pair};
use crate::wire::walk::{Notation, Walk};

/// Two schemas, with their context.
pub(super) struct Schemas<'s, 'd> {
    pub(super) id: NodeId,
    pub(super) notation: Notation,
    /// Whether the schemas around them allow null anyway, in both documents.
    pub(super) may_be_null: bool,
    /// The schemas as written.
    pub(super) pair: &'s Pair<'d>,
    /// The schemas as they are read.
    pub(super) base: View<'d>,
    pub(super) head: View<'d>,
}

impl<'d> Schemas<'_, 'd> {
    pub(super) fn get(&self, key: &str) -> Both<Option<At<'d>>> {
        Both {
            base: self.base.get(key),
            head: self.head.get(key),
        }
    }

    pub(super) fn flags(&self, key: &str) -> Both<bool> {
        Both {
            base: self.base.flag(key),
            head: self.head.flag(key),
        }
    }

    /// Whether each schema allows no additional properties.
    pub(super) fn is_closed(&self) -> Both<bool> {
        Both {
            base: is_closed(&self.base),
            head: is_closed(&self.head),
        }
    }

    /// Records a change of the keyword `key`.
    pub(super) fn report(&self, walk: &mut Walk<'d>, kind: &'static ChangeKind, key: &str) {
        self.record(walk, kind, &self.get(key), key);
    }

    /// Records a change from and to the values of `sides`. The message names the schema that contains them.
    pub(super) fn record(
        &self,
        walk: &mut Walk<'d>,
        kind: &'static ChangeKind,
        sides: &Both<Option<At<'d>>>,
        subject: &str,
    ) {
        self.record_along(walk, Flow::Keep, kind, sides, subject);
    }

    /// [`Self::record`] for a part with another direction than the schema.
    pub(super) fn record_along(
        &self,
        walk: &mut Walk<'d>,
        flow: Flow,
        kind: &'static ChangeKind,
        sides: &Both<Option<At<'d>>>,
        subject: &str,
    ) {
        let owner = |view: &View<'d>, side: &Option<At<'d>>| view.owner(&side.as_ref()?.pointer);
        let owner = owner(&self.head, &sides.head).or_else(|| owner(&self.base, &sides.base));
        let at = owner.unwrap_or_else(|| self.pair.head.pointer.clone());
        walk.one_sided(self.id, flow, kind, sides, &at, subject);
    }
}

/// Whether a schema allows no additional properties.
fn is_closed(view: &View<'_>) -> bool {
    ["additionalProperties", "unevaluatedProperties"]
        .iter()
        .any(|key| view.get(key).is_some_and(|at| at.value == &Value::Bool(false)))
}
