//! What need not hold of an edit, with the reason.

use std::collections::BTreeSet;

use openapi_document::grammar::Object;

use super::{Fault, Site};

/// A rule that need not hold of the edits of a key.
#[derive(Clone, Copy, Debug)]
struct Waiver {
    /// The object, or any.
    object: Option<Object>,
    /// The key, or `*` for any.
    key: &'static str,
    /// Part of the place's name, or nothing.
    place: &'static str,
    rule: &'static str,
    reason: &'static str,
}

const fn waiver(object: Option<Object>, key: &'static str, place: &'static str, rule: &'static str, reason: &'static str) -> Waiver {
    Waiver { object, key, place, rule, reason }
}

const TABLE: &[Waiver] = &[
];

/// The table with those of its rows that were needed.
#[derive(Clone, Debug, Default)]
pub struct Waivers {
    needed: BTreeSet<usize>,
}

impl Waivers {
    /// Whether a fault need not be mended.
    pub fn allow(&mut self, site: &Site, key: &str, fault: &Fault) -> bool {
        let mut rows = TABLE.iter().enumerate().filter(|(_, row)| {
            row.object.is_none_or(|object| object == site.object)
                && (row.key == "*" || row.key == key)
                && site.name.contains(row.place)
                && row.rule == fault.rule
        });
        let Some((index, _)) = rows.next() else {
            return false;
        };
        self.needed.insert(index);
        true
    }

    /// How many rows there are.
    #[must_use]
    pub const fn count() -> usize {
        TABLE.len()
    }

    /// The rows that nothing has needed, in words.
    #[must_use]
    pub fn stale(&self) -> Vec<String> {
        let rows = TABLE.iter().enumerate().filter(|(index, _)| !self.needed.contains(index));
        rows.map(|(_, row)| format!("{:?} {} {} {}: {}", row.object, row.key, row.place, row.rule, row.reason)).collect()
    }
}
