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
    /// YAML aliases: what lies below the key is written below the value.
    aliases: HashMap<Pointer, Pointer>,
    /// What the author has written elsewhere than where it stands now: where it stands, and where it was written.
    moves: HashMap<Pointer, Pointer>,
}

/// How many aliases are followed for one place. An anchor may lie in what another anchor holds.
const MAX_ALIASES: usize = 32;

impl Spans {
    /// The place of the node at `pointer`. Below a YAML alias it is the anchor's.
    #[must_use]
    pub fn get(&self, pointer: &Pointer) -> Option<&Place> {
        if self.moves.is_empty() {
            return self.written(pointer);
        }
        self.written(&self.author(pointer))
    }

    /// The place of the node that the author has written at `pointer`.
    #[must_use]
    pub fn written(&self, pointer: &Pointer) -> Option<&Place> {
        if let Some(place) = self.places.get(pointer) {
            return Some(place);
        }
        let mut pointer = behind(&self.aliases, pointer)?;
        for _ in 0..MAX_ALIASES {
            if let Some(place) = self.places.get(&pointer) {
                return Some(place);
            }
            pointer = behind(&self.aliases, &pointer)?;
        }
        None
    }

    /// Where the author has written what stands at `pointer` now.
    #[must_use]
    pub fn author(&self, pointer: &Pointer) -> Pointer {
        behind(&self.moves, pointer).unwrap_or_else(|| pointer.clone())
    }

    /// What `pick` takes from the place of the node at `pointer`, or of the nearest node around it that has one.
    pub(super) fn nearest<T>(&self, pointer: &Pointer, pick: impl Fn(&Place) -> T) -> Option<T> {
        self.nearest_written(&self.author(pointer), pick)
    }

    /// [`Self::nearest`] for a place in what the author has written.
    pub(crate) fn nearest_written<T>(&self, pointer: &Pointer, pick: impl Fn(&Place) -> T) -> Option<T> {
        let mut pointer = pointer.clone();
        loop {
            if let Some(place) = self.written(&pointer) {
                return Some(pick(place));
            }
            pointer = pointer.parent()?;
        }
    }

    /// All nodes that the author has written, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&Pointer, &Place)> {
        self.places.iter()
    }

    /// Spans that need not grow for the nodes of an ordinary JSON `text`, which has one in about so many bytes.
    pub(super) fn for_text(text: &str) -> Self {
        const BYTES: usize = 16;
        const MOST: usize = 1 << 20;
        Self {
            places: HashMap::with_capacity((text.len() / BYTES).min(MOST)),
            ..Self::default()
        }
    }

    pub(super) fn insert(&mut self, pointer: Pointer, place: Place) {
        self.places.insert(pointer, place);
    }

    pub(super) fn insert_alias(&mut self, alias: Pointer, anchor: Pointer) {
        self.aliases.insert(alias, anchor);
    }

    /// Takes over the places of a file that stands at `below` in the document and at `start` in its text.
    pub(super) fn adopt(&mut self, below: &Pointer, start: usize, file: Self) {
        let moved = |pointer: &Pointer| Pointer::from_escaped(&format!("{below}{pointer}"));
        let shifted = |range: Range<usize>| range.start + start..range.end + start;
        let places = file.places.into_iter().map(|(pointer, place)| {
            let place = Place {
                key: place.key.map(shifted),
                value: shifted(place.value),
                ..place
            };
            (moved(&pointer), place)
        });
        self.places.extend(places);
        let aliases = file.aliases.iter();
        self.aliases
            .extend(aliases.map(|(alias, anchor)| (moved(alias), moved(anchor))));
    }

    /// Notes what has moved, all at once: where each node stands now, and where it stood before.
    pub(super) fn moved(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        let moves: Vec<_> = moves.into_iter().map(|(to, from)| (to, self.author(&from))).collect();
        self.moves.extend(moves);
    }
}

/// `pointer`, its longest beginning that is a key of `table` replaced by the value.
fn behind(table: &HashMap<Pointer, Pointer>, pointer: &Pointer) -> Option<Pointer> {
    if table.is_empty() {
        return None;
    }
    let mut around = pointer.clone();
    loop {
        if let Some(other) = table.get(&around) {
            let rest = pointer.as_str().get(around.as_str().len()..)?;
            return Some(Pointer::from_escaped(&format!("{other}{rest}")));
        }
        around = around.parent()?;
    }
}

/// Cuts a range at the end of its first line, so that a finding about a collection does not underline all of it.
pub(super) fn first_line(source: &Source, range: Range<usize>) -> Range<usize> {
    let text = source.text().get(range.clone()).unwrap_or_default();
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}
