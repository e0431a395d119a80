//! The one table of kinds of change: what each is called, what it does to the values that travel, and what it means.
//!
//! An id is stable: it is never renamed and never takes another meaning. What a kind weighs follows from its [`Effect`] by
//! one law ([`LAW`]). The table says nothing about how a kind is found.

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
pub struct Kind {
    /// What reports call it; stable, in kebab-case.
    pub id: &'static str,
    /// The kind that the same change is when the two documents swap places; its own id where it has no direction.
    pub mirror: &'static str,
    /// What it does to the values that travel, from which follows what it weighs.
    pub effect: Effect,
    /// What it weighs in what clients send.
    pub request: Severity,
    /// What it weighs in what servers send.
    pub response: Severity,
    /// What it weighs where it travels neither way: on whole operations, and in what no operation reaches.
    pub neutral: Severity,
    /// What has happened, with `{at}` for the place's name, `{subject}` for what it is about, and `{base}` and `{head}` for
    /// the two values.
    pub sentence: &'static str,
    /// Why it weighs what it weighs.
    pub explanation: &'static str,
    /// What such a change looks like.
    pub example: &'static str,
}

/// Defines kinds as constants and lists them: `NAME: "id" <-> "mirror", effect, sentence, explanation, example;`.
macro_rules! define_kinds {
    ($all:ident; $($name:ident: $id:literal <-> $mirror:literal, $effect:ident,
       $sentence:literal, $explanation:literal, $example:literal;)+) => {
        $(pub(in crate::wire) const $name: Kind = Kind {
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

        pub(in crate::wire) const $all: &[Kind] = &[$($name),+];
    };
}
use define_kinds;

static TABLE: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let mut table = [API, COMPOSITION, OPERATIONS, PAYLOADS, SCHEMAS, SECURITY].concat();
    table.sort_by_key(|kind| kind.id);
    table
});

static BY_ID: LazyLock<HashMap<&'static str, &'static Kind>> =
    LazyLock::new(|| TABLE.iter().map(|kind| (kind.id, kind)).collect());

impl Kind {
    /// Whether it is only about texts, whichever way they travel.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.effect == Effect::Text
    }
}

/// All kinds, sorted by id.
#[must_use]
pub fn kinds() -> &'static [Kind] {
    &TABLE
}

/// The kind with this id.
#[must_use]
pub fn kind(id: &str) -> Option<&'static Kind> {
    BY_ID.get(id).copied()
}

/// The kind whose id is most like `id`, if one is. Kinds are few, so each of them is looked at.
#[must_use]
pub fn similar(id: &str) -> Option<&'static str> {
    let scored = kinds().iter().map(|kind| (strsim::jaro_winkler(kind.id, id), kind.id));
    let best = scored.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 > 0.8).then_some(best.1)
}
