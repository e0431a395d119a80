//! Changes on the wire and in Rust, and how much they weigh. Plain data: [`wire`](crate::wire) and [`surface`](crate::surface) make it,
//! everything else reads it. Its JSON form is public: fields are added, never renamed.

use schemars08::{self as schemars, JsonSchema};
use serde::Serialize;

/// A version bump, the smallest first. Below 1.0.0 a major bump raises the second number, and all others the third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing that a user of the crate could notice has changed.
    #[default]
    None,
    /// Only what is said about the API has changed.
    Patch,
    /// Something was added, or changed so that every user goes on as before.
    Minor,
    /// Code that compiled, or a call that worked, may not any more.
    Major,
}

/// How much a change weighs on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Only texts, examples and the like.
    Docs,
    /// A consumer that followed the old contract goes on working.
    Compatible,
    /// The document cannot decide whether one does.
    Risky,
    /// A consumer that followed the old contract can stop working.
    Breaking,
}

/// Which way the changed part travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
    /// Both ways.
    Both,
    /// Neither way: it is about the API as a whole, or about texts.
    None,
}

/// A place in one of the two documents, counted from 1; the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A change on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WireChange {
    /// The kind of change; `--explain` knows it.
    pub id: String,
    /// How much it weighs in the direction in which it travels.
    pub severity: Severity,
    /// Which way the changed part travels.
    pub direction: Direction,
    /// The operations that it reaches, as `POST /path`, sorted; empty for what belongs to no operation.
    pub operations: Vec<String>,
    /// JSON Pointer of the changed node: in the head document, or in the base document if it is gone. One in another file
    /// stands behind that file's path: `common.yaml#/Pet`.
    pub pointer: String,
    /// One sentence.
    pub message: String,
    /// Where it was; absent for what is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Place>,
    /// Where it is; absent for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<Place>,
    /// Stands for the change itself: the same for the same change of structure, whatever the wording or the place.
    pub fingerprint: String,
    /// Why it weighs nothing, where a team has accepted it; absent for all others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<Acceptance>,
}

/// A team's word that a change breaks nobody: the document was wrong, and the wire has never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Acceptance {
    /// Why.
    pub reason: String,
    /// The first version of the crate for which it holds no longer.
    pub until: String,
}

impl WireChange {
    /// What it weighs where it counts: nothing more than a text if it is accepted.
    #[must_use]
    pub fn weight(&self) -> Severity {
        if self.accepted.is_some() {
            Severity::Docs
        } else {
            self.severity
        }
    }
}

/// What has happened to a public item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ItemChange {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another signature.
    Changed,
}

/// A change of the crate's public surface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RustChange {
    /// The item's path, as its user writes it: `types::Pet::name`.
    pub item: String,
    /// What has happened to it.
    pub change: ItemChange,
    /// The bump that it owes by Cargo's rules.
    pub bump: Bump,
    /// Why it owes that bump, in one sentence.
    pub reason: String,
    /// Its signature at base; absent for what is new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// Its signature at head; absent for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// Fingerprints of the wire changes that have caused it.
    pub caused_by: Vec<String>,
}
