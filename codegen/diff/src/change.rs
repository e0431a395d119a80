//! Changes on the wire and in Rust, with their severity. Plain data: [`wire`](crate::wire) and [`surface`](crate::surface)
//! create it, and everything else reads it. Its JSON form is public: fields are added, never renamed.

use schemars08::{self as schemars, JsonSchema};
use serde::Serialize;

/// A version bump, the smallest first. Below 1.0.0 a major bump raises the second number, and every other bump the third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Users of the crate notice no change.
    #[default]
    None,
    /// Only texts about the API changed.
    Patch,
    /// Something was added, or changed in a way that breaks no user.
    Minor,
    /// Code that compiled may no longer compile, or a call that worked may fail.
    Major,
}

/// How severe a change on the wire is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Only texts and examples changed.
    Docs,
    /// Clients that follow the old document still work.
    Compatible,
    /// The document does not say whether such clients still work.
    Risky,
    /// Clients that follow the old document may stop working.
    Breaking,
}

/// The direction in which the changed part is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client.
    Response,
    /// In both directions.
    Both,
    /// Neither: the change is about the API as a whole, or about texts.
    None,
}

/// A place in one of the two documents. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A change on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WireChange {
    /// The id of the kind of change, as in `--explain`.
    pub id: String,
    /// How severe it is in its direction.
    pub severity: Severity,
    /// The direction in which the changed part is sent.
    pub direction: Direction,
    /// The operations that it affects, as `POST /path`, sorted. Empty if it belongs to no operation.
    pub operations: Vec<String>,
    /// JSON Pointer to the changed value: in the head document, or in the base document if the value was removed. In another
    /// file it starts with the path of the file: `common.yaml#/Pet`.
    pub pointer: String,
    /// The change in one sentence.
    pub message: String,
    /// The place in the base document; absent if the value was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Position>,
    /// The place in the head document; absent if the value was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<Position>,
    /// Identifies the change. The same change of structure has the same fingerprint, whatever its message and line.
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

/// What happened to a public item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ItemChange {
    /// It was added.
    Added,
    /// It was removed.
    Removed,
    /// Its signature changed.
    Changed,
}

/// A change of the crate's public API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RustChange {
    /// The path of the item, as users write it: `types::Pet::name`.
    pub item: String,
    /// What happened to it.
    pub change: ItemChange,
    /// The bump that it needs by Cargo's rules.
    pub bump: Bump,
    /// The reason for the bump, in one sentence.
    pub reason: String,
    /// The signature at base; absent if the item was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The signature at head; absent if the item was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
    /// The fingerprints of the changes on the wire that caused it.
    pub caused_by: Vec<String>,
}
