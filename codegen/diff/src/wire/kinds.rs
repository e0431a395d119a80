//! The table of all kinds of change, with their ids, effects and texts.
//!
//! An id is stable: it is never renamed and never gets another meaning. The [`Effect`] of a kind decides its severity, as
//! [`LAW`] explains. The table does not say how a kind is found.

mod api;
mod composition;
mod effect;
mod operations;
mod payloads;
mod schemas;
mod security;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use effect::{Effect, LAW};

pub(super) use api::*;
pub(super) use composition::*;
pub(super) use operations::*;
pub(super) use payloads::*;
pub(super) use schemas::*;
pub(super) use security::*;

use crate::change::Severity;

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeKind {
    /// The id in reports: stable, in kebab-case.
    pub id: &'static str,
    /// The id of the opposite change, with base and head swapped. Its own id if both directions are the same kind.
    pub mirror: &'static str,
    /// The effect on the values that are sent, which decides the severities.
    pub effect: Effect,
    /// The severity in requests.
    pub request: Severity,
    /// The severity in responses.
    pub response: Severity,
    /// The severity elsewhere: for whole operations, and in parts that no operation uses.
    pub neutral: Severity,
    /// The message. `{at}` becomes the name of the place, `{subject}` the changed part, and `{base}` and `{head}` the two
    /// values.
    pub sentence: &'static str,
    /// The reason for the severities.
    pub explanation: &'static str,
    /// An example of such a change.
    pub example: &'static str,
}

/// Defines kinds as constants and lists them: `NAME: "id" <-> "mirror", effect, sentence, explanation, example;`.
macro_rules! define_kinds {
    ($all:ident; $($name:ident: $id:literal <-> $mirror:literal, $effect:ident,
       $sentence:literal, $explanation:literal, $example:literal;)+) => {
        $(pub(in crate::wire) const $name: ChangeKind = ChangeKind {
            id: $id,
            mirror: $mirror,
            effect: $crate::wire::kinds::Effect::$effect,
            request: $crate::wire::kinds::Effect::$effect.severities()[0],
            response: $crate::wire::kinds::Effect::$effect.severities()[1],
            neutral: $crate::wire::kinds::Effect::$effect.severities()[2],
            sentence: $sentence,
            explanation: $explanation,
            example: $example,
        };)+

        pub(in crate::wire) const $all: &[ChangeKind] = &[$($name),+];
    };
}
use define_kinds;

static TABLE: LazyLock<Vec<ChangeKind>> = LazyLock::new(|| {
    let mut table = [API, COMPOSITION, OPERATIONS, PAYLOADS, SCHEMAS, SECURITY].concat();
    table.sort_by_key(|kind| kind.id);
    table
});

static BY_ID: LazyLock<HashMap<&'static str, &'static ChangeKind>> =
    LazyLock::new(|| TABLE.iter().map(|kind| (kind.id, kind)).collect());

impl ChangeKind {
    /// Whether it is only about texts.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.effect == Effect::Text
    }
}

/// All kinds, sorted by id.
#[must_use]
pub fn kinds() -> &'static [ChangeKind] {
    &TABLE
}

/// The kind with this id.
#[must_use]
pub fn kind(id: &str) -> Option<&'static ChangeKind> {
    BY_ID.get(id).copied()
}

/// The kind whose id is most like `id`, if one is. Kinds are few, so each of them is looked at.
#[must_use]
pub fn similar(id: &str) -> Option<&'static str> {
    let scored = kinds().iter().map(|kind| (strsim::jaro_winkler(kind.id, id), kind.id));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 > 0.8).then_some(best.1)
}
