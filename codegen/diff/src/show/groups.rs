//! Groups changes on the wire by the operations that they affect. All changes of one extension become one entry, and so does
//! the same change in several operations.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Joined, count};
use crate::change::{Severity, WireChange};

/// The most operations or places of a change that are named. The others are counted.
const NAMED: usize = 4;
/// The kind of a change of an extension.
const EXTENSION: &str = "extension-changed";

/// One entry of the report: a change on the wire, or several of one extension.
pub(super) struct ReportEntry<'a> {
    /// The change, or the worst of several.
    pub(super) change: &'a WireChange,
    /// All of them: several if they are changes of one extension, or the same change in several operations.
    pub(super) all: Vec<&'a WireChange>,
}

/// The changes that affect the same operations, the worst first.
pub(super) struct Group<'a> {
    /// The names of the operations.
    pub(super) operations: Vec<String>,
    /// The changes, the worst first.
    pub(super) entries: Vec<ReportEntry<'a>>,
}

/// The entries of `changes`, in the order of their first changes.
pub(super) fn entries(changes: &[WireChange]) -> Vec<ReportEntry<'_>> {
    let mut entries: Vec<ReportEntry<'_>> = Vec::new();
    let mut known = HashMap::new();
    for change in changes {
        let first = cause(change).map(|cause| *known.entry(cause).or_insert(entries.len()));
        match first.and_then(|first| entries.get_mut(first)) {
            Some(entry) => entry.add(change),
            None => entries.push(ReportEntry {
                change,
                all: vec![change],
            }),
        }
    }
    entries
}

/// What changes that are read as one have in common.
#[derive(PartialEq, Eq, Hash)]
enum Cause<'a> {
    /// An extension.
    Extension(&'a str, bool),
    /// A change of what several operations have alike: the sentence without the operation.
    Alike(&'a str, Severity, Option<&'a str>, String),
}

fn cause(change: &WireChange) -> Option<Cause<'_>> {
    if let Some(name) = extension(change) {
        return Some(Cause::Extension(name, change.accepted.is_some()));
    }
    let reason = change.accepted.as_ref().map(|accepted| accepted.reason.as_str());
    let sentence = without_operation(change, "")?;
    Some(Cause::Alike(&change.id, change.severity, reason, sentence))
}

/// The sentence of a change of a part of one operation, with `of` instead of that operation's name; `None` for any other.
fn without_operation(change: &WireChange, of: &str) -> Option<String> {
    let [operation] = change.operations.as_slice() else {
        return None;
    };
    // A whole operation is no part of one.
    if !change.message.contains(&format!("`{operation} ")) {
        return None;
    }
    let (before, part) = change.message.split_once(&format!("`{operation} "))?;
    let (part, behind) = part.split_once('`')?;
    let part = part.strip_prefix("parameter ").unwrap_or(part);
    Some(format!("{before}`{part}`{of}{behind}"))
}

/// The name of the changed extension, if the change is one of an extension.
fn extension(change: &WireChange) -> Option<&str> {
    let (_, name) = change.pointer.rsplit_once('/')?;
    (change.id == EXTENSION).then_some(name)
}

impl<'a> ReportEntry<'a> {
    fn add(&mut self, change: &'a WireChange) {
        self.all.push(change);
        if change.weight() > self.change.weight() {
            self.change = change;
        }
    }

    /// The change in one sentence.
    pub(super) fn message(&self) -> String {
        match extension(self.change) {
            Some(name) if self.all.len() > 1 => {
                format!("extension `{name}` changed at {}", count(self.all.len(), "place"))
            }
            None if self.all.len() > 1 => {
                let of = format!(" of {}", count(self.all.len(), "operation"));
                without_operation(self.change, &of).unwrap_or_else(|| self.change.message.clone())
            }
            _ => self.change.message.clone(),
        }
    }

    /// The operations that it affects, sorted.
    pub(super) fn operations(&self) -> Vec<String> {
        let operations: BTreeSet<_> = self.all.iter().flat_map(|change| &change.operations).collect();
        operations.into_iter().cloned().collect()
    }

    /// Its places in the documents.
    pub(super) fn place(&self, view: &Joined<'_>) -> String {
        let places: Vec<_> = self.all.iter().map(|change| view.place(change)).collect();
        some(&places)
    }
}

/// Groups `changes`. The group with the worst change comes first; groups with equal changes are sorted by name.
pub(super) fn groups(changes: &[WireChange]) -> Vec<Group<'_>> {
    let mut by_operations: BTreeMap<Vec<String>, Vec<ReportEntry<'_>>> = BTreeMap::new();
    for entry in entries(changes) {
        by_operations.entry(entry.operations()).or_default().push(entry);
    }
    let mut groups: Vec<_> = by_operations
        .into_iter()
        .map(|(operations, mut entries)| {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.change.weight()));
            Group { operations, entries }
        })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.worst()));
    groups
}

impl Group<'_> {
    fn worst(&self) -> Option<Severity> {
        self.entries.first().map(|entry| entry.change.weight())
    }
}

/// The names of operations in one line.
pub(super) fn title(operations: &[String]) -> String {
    match operations {
        [] => "the API as a whole".to_owned(),
        operations => some(operations),
    }
}

/// The first of `all` in one line, and the number of the others.
fn some(all: &[String]) -> String {
    let named = all
        .iter()
        .take(NAMED)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    match all.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
