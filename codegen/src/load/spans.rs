//! Where each node of a document stands in its text.

use std::collections::HashMap;
use std::ops::Range;

use crate::pointer::Pointer;
use crate::source::Source;

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A scalar without quotes: YAML guesses its type.
    Plain,
    /// A scalar that can only be a string.
    Quoted,
    /// A mapping or a sequence.
    Collection,
}

/// Where a node stands, as byte ranges in the source's text.
#[derive(Clone, Debug)]
pub struct Place {
    /// The key that leads to it, with its quotes; `None` for the document itself and for items of arrays.
    pub key: Option<Range<usize>>,
    /// How the key is written, where there is one.
    pub key_style: Option<Style>,
    /// The value with its quotes; of a collection, its first line.
    pub value: Range<usize>,
    /// How the value is written.
    pub style: Style,
}

/// The places of all nodes of a document, by JSON Pointer.
#[derive(Debug, Default)]
pub struct Spans {
    places: HashMap<Pointer, Place>,
    /// YAML aliases: what lies below the first pointer is written below the second.
    aliases: Vec<(Pointer, Pointer)>,
}

impl Spans {
    /// The place of the node at `pointer`. Below a YAML alias it is the anchor's.
    #[must_use]
    pub fn get(&self, pointer: &Pointer) -> Option<&Place> {
        self.places
            .get(pointer)
            .or_else(|| self.places.get(&self.behind_alias(pointer)?))
    }

    /// What `pick` takes from the place of the node at `pointer`, or of the nearest node around it that has one.
    pub(super) fn nearest<T>(&self, pointer: &Pointer, pick: impl Fn(&Place) -> T) -> Option<T> {
        let mut pointer = pointer.clone();
        loop {
            if let Some(place) = self.get(&pointer) {
                return Some(pick(place));
            }
            pointer = pointer.parent()?;
        }
    }

    /// All nodes, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&Pointer, &Place)> {
        self.places.iter()
    }

    pub(super) fn insert(&mut self, pointer: Pointer, place: Place) {
        self.places.insert(pointer, place);
    }

    pub(super) fn insert_alias(&mut self, alias: Pointer, anchor: Pointer) {
        self.aliases.push((alias, anchor));
    }

    /// Follows one alias only: an anchor inside an alias is recorded where it is written.
    fn behind_alias(&self, pointer: &Pointer) -> Option<Pointer> {
        let (alias, anchor) = self.aliases.iter().find(|(alias, _)| pointer.is_within(alias))?;
        let rest = pointer.as_str().get(alias.as_str().len()..)?;
        Some(Pointer::from_escaped(&format!("{anchor}{rest}")))
    }
}

/// Cuts a range at the end of its first line, so that a finding about a collection does not underline all of it.
pub(super) fn first_line(source: &Source, range: Range<usize>) -> Range<usize> {
    let text = source.text().get(range.clone()).unwrap_or_default();
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}
