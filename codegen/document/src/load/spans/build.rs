//! Builds spans. The reader for YAML or JSON reports keys, scalars and collections in the order of the text.

use std::ops::Range;

use super::{Node, NodeId, NodeSpan, Spans, Step, Style, first_line, index};
use crate::finding::Finding;
use crate::load::duplicate_key;
use crate::source::Source;

/// Collects the places of a document.
#[derive(Default)]
pub(in crate::load) struct Builder {
    spans: Spans,
    frames: Vec<Frame>,
    /// The children of the open collections, those of outer ones first.
    pending: Vec<NodeId>,
    /// Duplicate keys of a mapping: the first one, and a later one.
    duplicates: Vec<(NodeId, NodeId)>,
}

/// A node that has begun.
#[derive(Clone, Copy)]
pub(in crate::load) struct Begun {
    pub id: NodeId,
    /// The length of the pointer to it.
    pub pointer: usize,
}

/// An open collection.
struct Frame {
    node: Begun,
    next: Next,
    /// The start of its children in [`Builder::pending`].
    first: usize,
}

/// What comes next in a collection.
enum Next {
    Key,
    /// The value of a key.
    Value(Begun),
    Item(u32),
}

impl Builder {
    /// A builder with enough capacity for the usual number of nodes in a JSON `text`.
    pub(in crate::load) fn for_text(text: &str) -> Self {
        const BYTES: usize = 16;
        const MOST: usize = 1 << 20;
        let mut builder = Self::default();
        builder.spans.nodes.reserve((text.len() / BYTES).min(MOST));
        builder
    }

    /// The number of open collections.
    pub(in crate::load) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Whether a key comes next.
    pub(in crate::load) fn expects_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { next: Next::Key, .. }))
    }

    /// Adds a key of the open mapping. `text` is its value.
    pub(in crate::load) fn key(&mut self, text: &str, range: Range<usize>, style: Style) {
        let step = Step::Name(self.spans.names.number(text));
        let id = self.add(
            step,
            NodeSpan {
                value: range.clone(),
                key: Some(range),
                key_style: Some(style),
                style: Style::Collection,
            },
        );
        if let Some(Frame { node, next, .. }) = self.frames.last_mut() {
            let escaped = text.bytes().filter(|byte| matches!(byte, b'~' | b'/')).count();
            let pointer = node.pointer + 1 + text.len() + escaped;
            *next = Next::Value(Begun { id, pointer });
        }
    }

    /// Adds a node whose value begins at `start`; `None` if a key must come first.
    pub(in crate::load) fn begin(&mut self, start: usize) -> Option<Begun> {
        let (step, pointer) = match self.frames.last_mut() {
            None => (Step::Index(0), 0),
            Some(Frame { node, next, .. }) => match next {
                Next::Key => return None,
                Next::Value(node) => {
                    let node = *node;
                    *next = Next::Key;
                    self.place(node.id, start..start, Style::Collection);
                    return Some(node);
                }
                Next::Item(index) => {
                    let digits = index.checked_ilog10().unwrap_or(0) as usize + 1;
                    let item = (Step::Index(*index), node.pointer + 1 + digits);
                    *index += 1;
                    item
                }
            },
        };
        let id = self.add(
            step,
            NodeSpan {
                key: None,
                key_style: None,
                value: start..start,
                style: Style::Collection,
            },
        );
        Some(Begun { id, pointer })
    }

    /// Sets the place of a node's value, and how it is written.
    pub(in crate::load) fn place(&mut self, id: NodeId, value: Range<usize>, style: Style) {
        let place = &mut self.spans.nodes[id.0 as usize].place;
        (place.value, place.style) = (value, style);
    }

    /// Records that `alias` refers to `anchor`.
    pub(in crate::load) fn alias(&mut self, alias: NodeId, anchor: NodeId) {
        self.spans.aliases.insert(alias, anchor);
    }

    /// Opens a collection.
    pub(in crate::load) fn open(&mut self, node: Begun, is_mapping: bool) {
        self.frames.push(Frame {
            node,
            next: if is_mapping { Next::Key } else { Next::Item(0) },
            first: self.pending.len(),
        });
    }

    /// Closes the innermost open collection, which ends at `end`. Returns it with its start.
    pub(in crate::load) fn close(&mut self, source: &Source, end: usize) -> Option<(Begun, usize)> {
        let node = self.gather()?;
        let start = self.spans.node(node.id).place.value.start;
        self.place(node.id, first_line(source, start..end.max(start)), Style::Collection);
        Some((node, start))
    }

    /// The places, and the findings about duplicate keys. A collection that is still open has no end.
    pub(in crate::load) fn finish(mut self) -> (Spans, Vec<Finding>) {
        while self.gather().is_some() {}
        // The numbers of nodes follow the order of the text.
        self.duplicates.sort_unstable_by_key(|(_, again)| *again);
        let spans = self.spans;
        let key = |id| spans.node(id).place.key.clone().unwrap_or_default();
        let duplicates = self.duplicates.into_iter();
        let duplicates =
            duplicates.map(|(first, again)| duplicate_key(spans.pointer(again), Some(key(first)), Some(key(again))));
        let duplicates = duplicates.collect();
        (spans, duplicates)
    }

    fn add(&mut self, step: Step, place: NodeSpan) -> NodeId {
        let id = NodeId(index(self.spans.nodes.len()));
        let parent = self.frames.last().map(|frame| frame.node.id);
        self.spans.nodes.push(Node {
            parent,
            step,
            inner: 0..0,
            place,
        });
        if parent.is_some() {
            self.pending.push(id);
        }
        id
    }

    /// Closes the innermost open collection and stores its children. If a key is repeated, the last node is used.
    fn gather(&mut self) -> Option<Begun> {
        let Frame { node, first, .. } = self.frames.pop()?;
        let Spans {
            nodes,
            inner,
            superseded,
            ..
        } = &mut self.spans;
        let step = |id: NodeId| nodes[id.0 as usize].step;
        let inside = &mut self.pending[first..];
        inside.sort_unstable_by_key(|id| (step(*id), *id));
        let start = index(inner.len());
        for same in inside.chunk_by(|a, b| step(*a) == step(*b)) {
            let [before @ .., last] = same else { continue };
            inner.push(*last);
            superseded.extend(before);
            self.duplicates
                .extend(same.iter().skip(1).map(|again| (same[0], *again)));
        }
        nodes[node.id.0 as usize].inner = start..index(inner.len());
        self.pending.truncate(first);
        Some(node)
    }
}
