//! The places of a document's nodes in its text.

mod build;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

pub(super) use build::{Begun, Builder};

use crate::pointer::{self, Pointer};
use crate::source::Source;

/// The key of a loaded document that contains the files that it refers to, by path.
pub const FILES: &str = "x-codegen-files";

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A scalar without quotes. YAML infers its type.
    Plain,
    /// A quoted scalar, which is always a string.
    Quoted,
    /// A mapping or a sequence.
    Collection,
}

/// The place of a node, as byte ranges in the source's text.
#[derive(Clone, Debug)]
pub struct NodeSpan {
    /// Its key, with quotes; `None` for the document itself and for items of arrays.
    pub key: Option<Range<usize>>,
    /// How the key is written, if there is one.
    pub key_style: Option<Style>,
    /// Its value, with quotes; for a collection, the first line.
    pub value: Range<usize>,
    /// How the value is written.
    pub style: Style,
}

/// The places of all nodes of a document, as a tree. A document has many nodes and few different keys, so a node stores the
/// number of its key instead of its pointer.
#[derive(Debug, Default)]
pub struct Spans {
    /// All nodes; the first is the document itself.
    nodes: Vec<Node>,
    /// The children of each collection, one collection after the other, each sorted by step.
    inner: Vec<NodeId>,
    names: Names,
    /// The nodes whose key is repeated later in the same mapping.
    superseded: HashSet<NodeId>,
    /// YAML aliases: the node of each alias, and the node of its anchor.
    aliases: HashMap<NodeId, NodeId>,
    /// The files that the document refers to, by path.
    files: BTreeMap<String, NodeId>,
    /// The nodes that loading has moved: the new place, and the place in the author's document.
    moves: HashMap<Pointer, Pointer>,
}

/// The index of a node in [`Spans`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

#[derive(Debug)]
struct Node {
    /// The collection that contains it; `None` for the document and for a file.
    parent: Option<NodeId>,
    step: Step,
    /// The range of its children in [`Spans::inner`].
    inner: Range<u32>,
    place: NodeSpan,
}

/// The step from a collection to a node in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// A key, by its number.
    Name(u32),
    Index(u32),
}

/// The distinct keys of a document, each with a number.
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
    /// The place of the node at `pointer`. Inside a YAML alias, it is the place inside the anchor.
    #[must_use]
    pub fn get(&self, pointer: &Pointer) -> Option<&NodeSpan> {
        if self.moves.is_empty() {
            return self.written(pointer);
        }
        self.written(&self.author(pointer))
    }

    /// The place of the node at `pointer` in the author's document.
    #[must_use]
    pub fn written(&self, pointer: &Pointer) -> Option<&NodeSpan> {
        let (at, is_there) = self.walk(pointer)?;
        is_there.then(|| &self.node(at).place)
    }

    /// The place in the author's document of the node that is now at `pointer`.
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

    /// Applies `pick` to the place of the node at `pointer`, or of its nearest ancestor with a place.
    pub(super) fn nearest<T>(&self, pointer: &Pointer, pick: impl Fn(&NodeSpan) -> T) -> Option<T> {
        if self.moves.is_empty() {
            return self.nearest_written(pointer, pick);
        }
        self.nearest_written(&self.author(pointer), pick)
    }

    /// [`Self::nearest`] for a pointer into the author's document.
    pub(crate) fn nearest_written<T>(&self, pointer: &Pointer, pick: impl Fn(&NodeSpan) -> T) -> Option<T> {
        let (at, _) = self.walk(pointer)?;
        Some(pick(&self.node(at).place))
    }

    /// All nodes of the author's document, except those whose key is repeated later.
    pub fn iter(&self) -> impl Iterator<Item = (NodeId, &NodeSpan)> {
        let mut hidden: Option<NodeId> = None;
        (0..).map(NodeId).zip(&self.nodes).filter_map(move |(id, node)| {
            // The descendants of a node come directly after it.
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

    /// The node at `pointer` and `true`, or its nearest ancestor and `false`.
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

    /// The child of a node under `token`, a key or an index.
    fn child(&self, at: NodeId, token: &str) -> Option<NodeId> {
        let inside = self.inside(at);
        let step = match self.node(*inside.first()?).step {
            Step::Name(_) => Step::Name(*self.names.numbers.get(token)?),
            Step::Index(_) => Step::Index(u32::try_from(pointer::index(token)?).ok()?),
        };
        let found = inside.binary_search_by_key(&step, |id| self.node(*id).step).ok()?;
        inside.get(found).copied()
    }

    /// The children of a node.
    fn inside(&self, id: NodeId) -> &[NodeId] {
        let Range { start, end } = self.node(id).inner;
        &self.inner[start as usize..end as usize]
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Adds the places of the file at `path`, whose text begins at `start`.
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
            place: NodeSpan {
                key: node.place.key.map(shifted),
                value: shifted(node.place.value),
                ..node.place
            },
        }));
        self.inner.extend(file.inner.into_iter().map(moved));
        // The numbers of keys differ from those in the file, so sort again.
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

/// Cuts a range after its first line, so that a finding about a collection does not underline all of it.
pub(super) fn first_line(source: &Source, range: Range<usize>) -> Range<usize> {
    let text = source.text().get(range.clone()).unwrap_or_default();
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    range.start..range.start + line.len()
}
