//! The wire axis of a diff: compares two documents, and judges each change by its direction.
//!
//! A client breaks if it may send fewer values than before, or if it gets more values than before. So the same change of a
//! schema is judged for each direction in which the schema is used. [`LAW`] explains the rules. [`kinds`] is the table of all
//! kinds of change, and the [`Effect`] of a kind decides its severity.
//!
//! ```text
//! normal: brings both documents into the form in which they are compared
//! document → operations → parameters, bodies, responses, callbacks, security, servers → schemas     (the walk)
//!                                             graph: which operations a change affects, and in which direction
//!                                             finish: joins equal changes, adds messages and places, sorts
//! ```
//!
//! Each pair of places is compared once, even if many operations share it. So time and memory grow with the size of the
//! documents, and recursive schemas end. A change of an unknown field is `risky`. If the walk finds nothing, `written` reports
//! the places that are written differently, so two different documents never give an empty report. Documents need not pass
//! the lints.
//!
//! Nothing here knows Rust, versions or files. `wire/DISAGREEMENTS.md` lists the differences from oasdiff, with reasons.

mod callbacks;
mod dispatch;
mod document;
mod documentation;
mod encoding;
mod finish;
mod graph;
mod kinds;
mod lifecycle;
mod normal;
mod operations;
mod parameters;
mod payloads;
mod places;
mod reach;
mod responses;
mod same;
mod schemas;
mod schemes;
mod scopes;
mod security;
mod servers;
mod walk;
mod wording;
mod written;

pub use kinds::{ChangeKind, Effect, LAW, kind, kinds, similar};

use openapi_document::load::{Document, OnError, read};
use openapi_document::source::Source;
use openapi_document::threads;
use places::Both;
use serde_json::Value;
use walk::{Around, Walk};

use super::change::WireChange;

/// Compares `base` with `head`: every change on the wire, the worst first, then by operation and place. The list is empty if
/// and only if both documents are the same.
///
/// It does not know whether a sunset has passed; see [`compare_on`].
#[must_use]
pub fn compare(base: &Document, head: &Document) -> Vec<WireChange> {
    changes(base, head, None)
}

/// [`compare`] on the day `today` (as in RFC 3339: `2030-01-31`). Removing a part before its sunset breaks a promise.
#[must_use]
pub fn compare_on(base: &Document, head: &Document, today: &str) -> Vec<WireChange> {
    changes(base, head, Some(today))
}

fn changes(base: &Document, head: &Document, today: Option<&str>) -> Vec<WireChange> {
    let reads_alike = base.value == head.value && base.version == head.version;
    if reads_alike && base.source.own_text() == head.source.own_text() {
        return Vec::new();
    }
    // Loading adds keys that are missing. Whether they are there is then only in the text.
    let (base_text, head_text) = (reads_alike.then(|| content(base)), reads_alike.then(|| content(head)));
    let written = Both {
        base: base_text.as_ref().unwrap_or(&base.value),
        head: head_text.as_ref().unwrap_or(&head.value),
    };
    if reads_alike && written.base == written.head {
        return Vec::new();
    }
    let (head_normal, base_normal) = threads::both(|| normal::normal(head), || normal::normal(base));
    let normal = Both {
        base: base_normal,
        head: head_normal,
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
    if !reads_alike {
        document::compare(&mut walk);
    }
    if !walk.graph.has_changes() {
        written::report(&mut walk, &written);
    }
    finish::finish(&Both { base, head }, &walk.graph)
}

/// What the text of a document says, before loading corrects it.
fn content(document: &Document) -> Value {
    let source = Source::new(document.source.name(), document.source.own_text());
    read(&source, OnError::KeepGoing).map_or(Value::Null, |(content, ..)| content)
}
