//! The report of a diff. Its JSON form is public: fields are added, never renamed.

use schemars08::{self as schemars, JsonSchema};
use serde::Serialize;

use crate::change::{Bump, RustChange, WireChange};
use crate::verdict::Verdict;

/// One of the two comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Axis {
    /// The requests and responses of the API.
    Wire,
    /// The public API of the crate.
    Rust,
}

/// The whole report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    /// The bump that the changes need: the larger of the axes that were compared.
    pub required_bump: Bump,
    /// The axes that were not compared: they were not requested, or no code can be generated from one of the documents.
    pub not_compared: Vec<Axis>,
    /// The verdict on the crate's version; absent if two files or only one axis are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The changes on the wire, worst first.
    pub wire: Vec<WireChange>,
    /// The changes in Rust, worst first.
    pub rust: Vec<RustChange>,
}
