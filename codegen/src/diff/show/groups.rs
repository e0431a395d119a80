//! Changes on the wire by the operations that they reach.

use std::collections::BTreeMap;

use crate::diff::report::{Severity, WireChange};

/// So many operations of a change are named; of more, the first and how many there are.
const NAMED: usize = 4;

/// The changes that reach the same operations, the worst first.
pub(super) struct Group<'a> {
    /// The operations' names, or what stands for them.
    pub(super) title: String,
    /// The changes, the worst first.
    pub(super) changes: Vec<&'a WireChange>,
}

/// Groups `changes`; the group with the worst change is the first, and among equals the order is that of the names.
pub(super) fn groups(changes: &[WireChange]) -> Vec<Group<'_>> {
    let mut by_operations: BTreeMap<&[String], Vec<&WireChange>> = BTreeMap::new();
    for change in changes {
        by_operations.entry(&change.operations).or_default().push(change);
    }
    let mut groups: Vec<_> = by_operations
        .into_iter()
        .map(|(operations, mut changes)| {
            changes.sort_by_key(|change| std::cmp::Reverse(change.severity));
            Group {
                title: title(operations),
                changes,
            }
        })
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.worst()));
    groups
}

impl Group<'_> {
    fn worst(&self) -> Option<Severity> {
        self.changes.first().map(|change| change.severity)
    }
}

/// The names of operations in one line.
pub(super) fn title(operations: &[String]) -> String {
    match operations {
        [] => "the API as a whole".to_owned(),
        [one] => one.clone(),
        many => {
            let named = many
                .iter()
                .take(NAMED)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ");
            match many.len().saturating_sub(NAMED) {
                0 => named,
                more => format!("{named} and {more} more"),
            }
        }
    }
}
