//! The report of a diff. Its JSON form is public: fields are added, never renamed.

use schemars08::{self as schemars, JsonSchema};
use serde::Serialize;

use crate::change::{Bump, RustChange, WireChange};
use crate::verdict::Verdict;

/// One of the two surfaces that a user can notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// What clients and servers send.
    Wire,
    /// The public API of the crate.
    Rust,
}

/// The whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    /// The bump that the change owes: the larger of the axes that were compared.
    pub required_bump: Bump,
    /// The axes that were not compared: nobody asked for them, or no code can be generated from a document.
    pub not_compared: Vec<Axis>,
    /// The verdict on the crate's version; absent where two files or one axis are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The changes on the wire, worst first.
    pub wire: Vec<WireChange>,
    /// The changes in Rust, worst first.
    pub rust: Vec<RustChange>,
}
