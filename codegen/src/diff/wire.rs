//! The wire axis of a diff: two documents compared, each change judged by the direction in which it travels.
//!
//! A change that narrows what clients may send breaks clients, and so does one that widens what they get; the same change of
//! a schema is therefore judged for each direction in which the schema is used. [`kinds`] is the one table of what can
//! change and what it weighs.
//!
//! ```text
//! document → operations → parameters, bodies, responses, callbacks, security, servers → schemas     (the walk)
//!                                             graph: who reaches what, in which direction
//!                                             finish: joined, worded, placed, sorted
//! ```
//!
//! Each pair of places is compared once, however many operations share it, so that time and memory grow with the documents
//! and recursive schemas end. What no module judges is said to be `risky`; as the last net, two documents that do not mean
//! the same never yield an empty report. Documents are read as the values that they are and need not pass the lints.
//!
//! Nothing here knows Rust, versions, or files. `wire/DISAGREEMENTS.md` lists where it differs from oasdiff, and why.

mod callbacks;
mod document;
mod finish;
mod graph;
mod kinds;
mod lifecycle;
mod operations;
mod parameters;
mod payloads;
mod resolve;
mod responses;
mod same;
mod schemas;
mod schemes;
mod security;
mod servers;
mod text;
mod texts;
mod walk;

pub use kinds::{Kind, kind, kinds};

use super::report::WireChange;
use crate::load::Document;

use graph::{Flow, ROOT};
use resolve::{At, Both};
use walk::Walk;

/// Compares `base` with `head`: every change on the wire, the worst first, then by operation and place. Empty if and only
/// if the two mean the same.
#[must_use]
pub fn compare(base: &Document, head: &Document) -> Vec<WireChange> {
    if base.value == head.value {
        return Vec::new();
    }
    let values = || Both {
        base: &base.value,
        head: &head.value,
    };
    let mut walk = Walk::new(values());
    document::compare(&mut walk);
    if !walk.graph.has_changes() && !same::same_documents(&values()) {
        let root = Both {
            base: At::root(&base.value),
            head: At::root(&head.value),
        };
        walk.report(ROOT, Flow::Keep, &kinds::UNJUDGED, &root, &root.head.pointer, "");
    }
    finish::finish(&Both { base, head }, &walk.graph)
}
