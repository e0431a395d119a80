//! Groups changes on the wire by the operations that they affect. All changes of one extension become one entry.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Joined, count};
use crate::change::{Severity, WireChange};

/// The most operations or places of a change that are named. The others are counted.
const NAMED: usize = 4;
/// The kind of a change of an extension.
const EXTENSION: &str = "extension-changed";

/// One entry of the report: a change on the wire, or several of one extension.
pub(super) struct Entry<'a> {
    /// The change, or the worst of several.
    pub(super) change: &'a WireChange,
    /// All of them: several if they are changes of one extension.
    pub(super) all: Vec<&'a WireChange>,
}

/// The changes that affect the same operations, the worst first.
pub(super) struct Group<'a> {
    /// The names of the operations, or a title if there are none.
    pub(super) title: String,
    /// The changes, the worst first.
    pub(super) entries: Vec<Entry<'a>>,
}

/// The entries of `changes`, in the order of their first changes.
pub(super) fn entries(changes: &[WireChange]) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut extensions = HashMap::new();
    for change in changes {
        let first = extension(change).map(|name| *extensions.entry(name).or_insert(entries.len()));
        match first.and_then(|first| entries.get_mut(first)) {
            Some(entry) => entry.add(change),
            None => entries.push(Entry {
                change,
                all: vec![change],
            }),
        }
    }
    entries
}

/// The name of the changed extension, if the change is one of an extension.
fn extension(change: &WireChange) -> Option<&str> {
    let (_, name) = change.pointer.rsplit_once('/')?;
    (change.id == EXTENSION).then_some(name)
}

impl<'a> Entry<'a> {
    fn add(&mut self, change: &'a WireChange) {
        self.all.push(change);
        if change.severity > self.change.severity {
            self.change = change;
        }
    }

    /// The change in one sentence.
    pub(super) fn message(&self) -> String {
        match extension(self.change) {
            Some(name) if self.all.len() > 1 => {
                format!("extension `{name}` changed at {}", count(self.all.len(), "place"))
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
    let mut by_operations: BTreeMap<Vec<String>, Vec<Entry<'_>>> = BTreeMap::new();
    for entry in entries(changes) {
        by_operations.entry(entry.operations()).or_default().push(entry);
    }
    let mut groups: Vec<_> = by_operations
        .into_iter()
        .map(|(operations, mut entries)| {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.change.severity));
            Group {
                title: title(&operations),
                entries,
            }
        })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.worst()));
    groups
}

impl Group<'_> {
    fn worst(&self) -> Option<Severity> {
        self.entries.first().map(|entry| entry.change.severity)
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
