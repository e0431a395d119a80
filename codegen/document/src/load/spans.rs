//! Where each node of a document stands in its text.

mod build;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

pub(super) use build::{Begun, Builder};

use crate::pointer::{self, Pointer};
use crate::source::Source;

/// The key of a loaded document under which the files stand that it refers to, by their paths.
pub const FILES: &str = "x-codegen-files";

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

/// The places of all nodes of a document, as a tree that pointers lead through. A document has many nodes and few
/// different keys, so that a node keeps the number of its key and not its pointer.
#[derive(Debug, Default)]
pub struct Spans {
    /// The first is the document itself.
    nodes: Vec<Node>,
    /// The nodes inside each collection, one collection after the other; sorted by step.
    inner: Vec<NodeId>,
    names: Names,
    /// The nodes behind keys that stand again later in the same mapping.
    superseded: HashSet<NodeId>,
    /// YAML aliases: what lies inside the key is written inside the value.
    aliases: HashMap<NodeId, NodeId>,
    /// The files that belong to the document, by path.
    files: BTreeMap<String, NodeId>,
    /// What the author has written elsewhere than where it stands now: where it stands, and where it was written.
    moves: HashMap<Pointer, Pointer>,
}

/// A node that the author has written: its index in [`Spans`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

#[derive(Debug)]
struct Node {
    /// The collection around it; `None` for a document or a file.
    parent: Option<NodeId>,
    step: Step,
    /// Where in [`Spans::inner`] the nodes inside of it are.
    inner: Range<u32>,
    place: Place,
}

/// The last step of the way to a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// The number of a key.
    Name(u32),
    Index(u32),
}

/// The different keys of a document, each with a number.
#[derive(Debug, Default)]
struct Names {
    numbers: HashMap<Arc<str>, u32>,
    texts: Vec<Arc<str>>,
}

impl Names {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (name, number) = (Arc::<str>::from(text), index(self.texts.len()));
        self.texts.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        number
    }
}

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
        let (at, is_there) = self.walk(pointer)?;
        is_there.then(|| &self.node(at).place)
    }

    /// Where the author has written what stands at `pointer` now.
    #[must_use]
    pub fn author(&self, pointer: &Pointer) -> Pointer {
        if !self.moves.is_empty() {
            for around in pointer.and_around() {
                if let Some(other) = self.moves.get(around) {
                    return Pointer::from_escaped(&format!("{other}{}", &pointer.as_str()[around.len()..]));
                }
            }
        }
        pointer.clone()
    }

    /// What `pick` takes from the place of the node at `pointer`, or of the nearest node around it that has one.
    pub(super) fn nearest<T>(&self, pointer: &Pointer, pick: impl Fn(&Place) -> T) -> Option<T> {
        if self.moves.is_empty() {
            return self.nearest_written(pointer, pick);
        }
        self.nearest_written(&self.author(pointer), pick)
    }

    /// [`Self::nearest`] for a place in what the author has written.
    pub(crate) fn nearest_written<T>(&self, pointer: &Pointer, pick: impl Fn(&Place) -> T) -> Option<T> {
        let (at, _) = self.walk(pointer)?;
        Some(pick(&self.node(at).place))
    }

    /// All nodes that the author has written, but those behind a key that stands again later.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &Place)> {
        let mut hidden: Option<NodeId> = None;
        (0..).map(NodeId).zip(&self.nodes).filter_map(move |(id, node)| {
            // What is inside of a node follows it.
            if hidden.is_none_or(|hidden| node.parent.is_none_or(|parent| parent < hidden)) {
                hidden = self.superseded.contains(&id).then_some(id);
            }
            hidden.is_none().then_some((id, &node.place))
        })
    }

    /// The pointer to a node of [`iter`](Self::iter).
    #[must_use]
    pub fn pointer(&self, id: NodeId) -> Pointer {
        let node = self.node(id);
        match (node.parent, node.step) {
            (Some(parent), Step::Name(name)) => self.pointer(parent).child(&*self.names.texts[name as usize]),
            (Some(parent), Step::Index(index)) => self.pointer(parent).item(index as usize),
            (None, _) => {
                let file = self.files.iter().find(|(_, root)| **root == id);
                file.map_or_else(Pointer::root, |(path, _)| Pointer::root().child(FILES).child(path))
            }
        }
    }

    /// The node at `pointer`, or else the nearest one around it, and which of the two it is.
    fn walk(&self, pointer: &Pointer) -> Option<(NodeId, bool)> {
        let mut tokens = pointer.parts();
        let mut at = NodeId(0);
        if !self.files.is_empty() {
            let mut file = pointer.parts();
            let is_file = file.next().is_some_and(|key| key == FILES);
            let root = file.next().filter(|_| is_file).and_then(|path| self.files.get(&*path));
            if let Some(root) = root {
                (at, tokens) = (*root, file);
            }
        }
        self.nodes.get(at.0 as usize)?;
        for token in tokens {
            let Some(inner) = self.child(*self.aliases.get(&at).unwrap_or(&at), &token) else {
                return Some((at, false));
            };
            at = inner;
        }
        Some((at, true))
    }

    /// The node inside another one behind `token`, a key or an index.
    fn child(&self, at: NodeId, token: &str) -> Option<NodeId> {
        let inside = self.inside(at);
        let step = match self.node(*inside.first()?).step {
            Step::Name(_) => Step::Name(*self.names.numbers.get(token)?),
            Step::Index(_) => Step::Index(u32::try_from(pointer::index(token)?).ok()?),
        };
        let found = inside.binary_search_by_key(&step, |id| self.node(*id).step).ok()?;
        inside.get(found).copied()
    }

    /// The nodes inside of one.
    fn inside(&self, id: NodeId) -> &[NodeId] {
        let Range { start, end } = self.node(id).inner;
        &self.inner[start as usize..end as usize]
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Takes over the places of a file that belongs to the document under `path` and stands at `start` in its text.
    pub(super) fn adopt(&mut self, path: &str, start: usize, file: Self) {
        if file.nodes.is_empty() {
            return;
        }
        let (nodes, inner) = (index(self.nodes.len()), index(self.inner.len()));
        let moved = |id: NodeId| NodeId(id.0 + nodes);
        let shifted = |range: Range<usize>| range.start + start..range.end + start;
        let names: Vec<_> = file.names.texts.iter().map(|text| self.names.number(text)).collect();
        self.nodes.extend(file.nodes.into_iter().map(|node| Node {
            parent: node.parent.map(moved),
            step: match node.step {
                Step::Name(name) => Step::Name(names[name as usize]),
                index @ Step::Index(_) => index,
            },
            inner: node.inner.start + inner..node.inner.end + inner,
            place: Place {
                key: node.place.key.map(shifted),
                value: shifted(node.place.value),
                ..node.place
            },
        }));
        self.inner.extend(file.inner.into_iter().map(moved));
        // Names have other numbers here, so that the order is another one.
        for node in &self.nodes[nodes as usize..] {
            let inside = &mut self.inner[node.inner.start as usize..node.inner.end as usize];
            inside.sort_unstable_by_key(|id| self.nodes[id.0 as usize].step);
        }
        self.superseded.extend(file.superseded.into_iter().map(moved));
        let aliases = file.aliases.into_iter();
        self.aliases
            .extend(aliases.map(|(alias, anchor)| (moved(alias), moved(anchor))));
        self.files.insert(path.to_owned(), NodeId(nodes));
    }

    /// Notes what has moved, all at once: where each node stands now, and where it stood before.
    pub fn moved(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        let moves: Vec<_> = moves.into_iter().map(|(to, from)| (to, self.author(&from))).collect();
        self.moves.extend(moves);
    }
}

/// A length as an index of 32 bits.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or_else(|_| unreachable!("no document has 2^32 nodes: it may not have so many bytes"))
}

/// Cuts a range at the end of its first line, so that a finding about a collection does not underline all of it.
pub(super) fn first_line(source: &Source, range: Range<usize>) -> Range<usize> {
    let text = source.text().get(range.clone()).unwrap_or_default();
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}
