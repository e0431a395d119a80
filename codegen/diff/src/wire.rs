//! The wire axis of a diff: two documents compared, each change judged by the direction in which it travels.
//!
//! A change that narrows what clients may send breaks clients, and so does one that widens what they get; the same change of
//! a schema is therefore judged for each direction in which the schema is used. [`LAW`] says by which rules, [`kinds`] is the
//! one table of what can change, and the [`Effect`] of each kind decides what it weighs.
//!
//! ```text
//! normal: both documents in the form in which they are compared
//! document → operations → parameters, bodies, responses, callbacks, security, servers → schemas     (the walk)
//!                                             graph: who reaches what, in which direction
//!                                             finish: joined, worded, placed, sorted
//! ```
//!
//! Each pair of places is compared once, however many operations share it, so that time and memory grow with the documents
//! and recursive schemas end. A key that OpenAPI does not know is said to be `risky`. Where nothing is found `written` says
//! at which places the writing differs, so that two documents that differ never yield an empty report. Documents are read as
//! the values that they are and need not pass the lints.
//!
//! Nothing here knows Rust, versions, or files. `wire/DISAGREEMENTS.md` lists where it differs from oasdiff, and why.

mod callbacks;
mod dispatch;
mod document;
mod encoding;
mod finish;
mod graph;
mod kinds;
mod lifecycle;
mod normal;
mod operations;
mod parameters;
mod payloads;
mod resolve;
mod responses;
mod same;
mod schemas;
mod schemes;
mod scopes;
mod security;
mod servers;
mod text;
mod texts;
mod walk;
mod written;

pub use kinds::{Effect, Kind, LAW, kind, kinds, similar};

use openapi_document::load::Document;
use resolve::Both;
use walk::{Around, Walk};

use super::change::WireChange;

/// Compares `base` with `head`: every change on the wire, the worst first, then by operation and place. Empty if and only
/// if the two say the same in the same writing.
///
/// Whether a sunset has come is not judged; see [`compare_on`].
#[must_use]
pub fn compare(base: &Document, head: &Document) -> Vec<WireChange> {
    changes(base, head, None)
}

/// [`compare`] on the day `today` (as RFC 3339 has it: `2030-01-31`): what is gone before its sunset breaks a promise.
#[must_use]
pub fn compare_on(base: &Document, head: &Document, today: &str) -> Vec<WireChange> {
    changes(base, head, Some(today))
}

fn changes(base: &Document, head: &Document, today: Option<&str>) -> Vec<WireChange> {
    if base.value == head.value && base.version == head.version {
        return Vec::new();
    }
    let normal = Both {
        base: normal::normal(base),
        head: normal::normal(head),
    };
    let documents = Both {
        base: &normal.base,
        head: &normal.head,
    };
    let around = Around {
        renamed_schemes: schemes::renamed(&documents),
        base_path: operations::moved_base_path(&documents),
        today: today.map(ToOwned::to_owned),
    };
    let mut walk = Walk::new(documents, around);
    if base.version != head.version {
        document::version(&mut walk, &Both { base, head });
    }
    document::compare(&mut walk);
    if !walk.graph.has_changes() {
        written::report(
            &mut walk,
            &Both {
                base: &base.value,
                head: &head.value,
            },
        );
    }
    finish::finish(&Both { base, head }, &walk.graph)
}
