//! A large document becomes several small ones, for each of which progenitor runs by itself: its memory grows with what
//! it sees at once, and several runs go side by side.
//!
//! A chunk holds everything that it refers to, so that progenitor writes the same code for it as for the whole document.
//! Only recursion is told differently when it is entered from elsewhere: whatever leads into a circle is one chunk. What
//! several chunks hold is written by the first of them. None of this depends on the machine.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use crate::names;
use crate::shape::METHODS;

/// How many JSON values a chunk has at least, unless it is the last: enough that what every run begins with does not count.
const WEIGHT: usize = 2_000;

/// A part of a lowered document that progenitor can take by itself.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    /// Its paths.
    paths: Vec<String>,
    /// Its components, by kind and name.
    components: HashSet<(String, String)>,
    /// The positions of its operations among those of the whole document.
    operations: Vec<usize>,
    /// The models that another chunk writes.
    foreign: HashSet<String>,
}

impl Chunk {
    /// The document that is this chunk.
    pub(crate) fn document(&self, whole: &Value) -> Value {
        let mut document = Map::new();
        for (key, value) in whole.as_object().into_iter().flatten() {
            let value = match key.as_str() {
                "paths" => {
                    let paths = self
                        .paths
                        .iter()
                        .filter_map(|path| Some((path.clone(), value.get(path)?.clone())));
                    Value::Object(paths.collect())
                }
                "components" => self.components(value),
                _ => value.clone(),
            };
            document.insert(key.clone(), value);
        }
        Value::Object(document)
    }

    fn components(&self, whole: &Value) -> Value {
        let mut kinds = json!({});
        for (kind, entries) in whole.as_object().into_iter().flatten() {
            let Some(entries) = entries.as_object() else { continue };
            // The components of a small chunk are few beside those of the document, but their order is the document's.
            let mut names: Vec<_> = self
                .components
                .iter()
                .filter(|(of, _)| of == kind)
                .map(|(_, name)| name)
                .collect();
            names.sort();
            let entries = names
                .into_iter()
                .filter_map(|name| Some((name.clone(), entries.get(name)?.clone())));
            if let Some(kinds) = kinds.as_object_mut() {
                kinds.insert(kind.clone(), Value::Object(entries.collect()));
            }
        }
        kinds
    }

    /// The position among all operations of the one at position `at` here.
    pub(crate) fn operation(&self, at: usize) -> Option<usize> {
        self.operations.get(at).copied()
    }

    /// Whether another chunk writes the model of this name.
    pub(crate) fn is_foreign(&self, model: &str) -> bool {
        self.foreign.contains(model)
    }
}

/// Cuts a lowered document into chunks; empty where it is small, or does not fall apart.
pub(crate) fn chunks(lowered: &Value) -> Vec<Chunk> {
    chunks_of(lowered, WEIGHT)
}

/// Cuts a lowered document into chunks of at least so many JSON values.
pub(crate) fn chunks_of(lowered: &Value, weight: usize) -> Vec<Chunk> {
    let Some(graph) = Graph::of(lowered) else {
        return Vec::new();
    };
    let total: usize = graph.nodes.iter().map(|node| node.weight).sum();
    let mut weight = weight;
    while weight < total {
        let plan = Plan::of(&graph, weight);
        // Components that many chunks refer to are generated as many times.
        if plan.chunks.iter().map(|(_, weight)| weight).sum::<usize>() <= total + total / 2 {
            let chunks = plan.into_chunks(&graph);
            return if chunks.len() > 1 { chunks } else { Vec::new() };
        }
        weight *= 4;
    }
    Vec::new()
}

/// The paths and components of a document, and what they refer to.
struct Graph {
    nodes: Vec<Node>,
    /// Whether references lead from the node into a circle.
    knotted: Vec<bool>,
}

struct Node {
    what: What,
    weight: usize,
    /// The positions of the components that it refers to.
    references: Vec<usize>,
}

enum What {
    /// A path, with the position of its first operation and the number of them.
    Path(String, usize, usize),
    Component(String, String),
}

impl Graph {
    /// `None` where a reference leads elsewhere than to a component.
    fn of(lowered: &Value) -> Option<Self> {
        let mut values = Vec::new();
        let mut positions = BTreeMap::new();
        let mut nodes = Vec::new();
        let mut operations = 0;
        for (path, item) in lowered.get("paths")?.as_object()? {
            let count = METHODS.iter().filter(|method| item.get(**method).is_some()).count();
            values.push((What::Path(path.clone(), operations, count), item));
            operations += count;
        }
        for (kind, entries) in lowered
            .get("components")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            for (name, value) in entries.as_object().into_iter().flatten() {
                positions.insert((kind.as_str(), name.as_str()), values.len());
                values.push((What::Component(kind.clone(), name.clone()), value));
            }
        }
        for (what, value) in values {
            let mut node = Node {
                what,
                weight: 0,
                references: Vec::new(),
            };
            for target in node.look_at(value) {
                node.references.push(*positions.get(&component(target)?)?);
            }
            node.references.sort_unstable();
            node.references.dedup();
            nodes.push(node);
        }
        let knotted = knotted(&nodes);
        Some(Self { nodes, knotted })
    }
}

impl Node {
    /// Weighs `value`, and returns the targets of the references in it.
    fn look_at<'v>(&mut self, value: &'v Value) -> Vec<&'v str> {
        let (mut open, mut targets) = (vec![value], Vec::new());
        while let Some(value) = open.pop() {
            self.weight += 1;
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(map) => {
                    targets.extend(map.get("$ref").and_then(Value::as_str));
                    open.extend(map.values());
                }
                _ => {}
            }
        }
        targets
    }
}

/// The kind and name of the component that a reference leads to. Names with escapes are left to the whole document.
fn component(target: &str) -> Option<(&str, &str)> {
    let (kind, name) = target.strip_prefix("#/components/")?.split_once('/')?;
    (!name.contains(['/', '~', '%'])).then_some((kind, name))
}

/// Takes away what refers to nothing, and then what refers to nothing that is left, and so on: the rest leads into circles.
fn knotted(nodes: &[Node]) -> Vec<bool> {
    let mut left: Vec<usize> = nodes.iter().map(|node| node.references.len()).collect();
    let mut referrers: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        for &target in &node.references {
            if let Some(referrers) = referrers.get_mut(target) {
                referrers.push(at);
            }
        }
    }
    let mut open: Vec<usize> = (0..nodes.len()).filter(|at| left.get(*at) == Some(&0)).collect();
    while let Some(at) = open.pop() {
        for &referrer in referrers.get(at).into_iter().flatten() {
            if let Some(count) = left.get_mut(referrer) {
                *count -= 1;
                if *count == 0 {
                    open.push(referrer);
                }
            }
        }
    }
    left.into_iter().map(|count| count > 0).collect()
}

/// Which nodes each chunk has, in the order of the document, and how much they weigh.
struct Plan {
    chunks: Vec<(Vec<usize>, usize)>,
}

impl Plan {
    fn of(graph: &Graph, weight: usize) -> Self {
        let (mut chunks, mut placed) = (Vec::new(), HashSet::<usize>::new());
        let mut groups = [Vec::new(), Vec::new()];
        for (at, knotted) in graph.knotted.iter().enumerate() {
            if let Some(group) = groups.get_mut(usize::from(*knotted)) {
                group.push(at);
            }
        }
        // What leads into a circle stays together, however much it is.
        let limits = [weight, usize::MAX];
        for (group, limit) in groups.into_iter().zip(limits) {
            let (mut chunk, mut sum) = (HashSet::new(), 0);
            for at in group {
                if placed.contains(&at) {
                    continue;
                }
                sum += graph.reach(at, &mut chunk);
                if sum >= limit {
                    placed.extend(&chunk);
                    chunks.push((sorted(std::mem::take(&mut chunk)), std::mem::take(&mut sum)));
                }
            }
            if !chunk.is_empty() {
                placed.extend(&chunk);
                chunks.push((sorted(chunk), sum));
            }
        }
        Self { chunks }
    }

    fn into_chunks(self, graph: &Graph) -> Vec<Chunk> {
        let mut written: HashSet<&str> = HashSet::new();
        let mut chunks = Vec::new();
        for (nodes, _) in self.chunks {
            let mut chunk = Chunk::default();
            let mut own = Vec::new();
            for node in nodes.into_iter().filter_map(|at| graph.nodes.get(at)) {
                match &node.what {
                    What::Path(path, first, count) => {
                        chunk.paths.push(path.clone());
                        chunk.operations.extend(*first..first + count);
                    }
                    What::Component(kind, name) => {
                        if kind == "schemas" && !written.insert(name) {
                            chunk.foreign.insert(names::type_name(name));
                        } else if kind == "schemas" {
                            own.push(names::type_name(name));
                        }
                        chunk.components.insert((kind.clone(), name.clone()));
                    }
                }
            }
            own.iter().for_each(|name| {
                chunk.foreign.remove(name);
            });
            chunks.push(chunk);
        }
        chunks
    }
}

fn sorted(nodes: HashSet<usize>) -> Vec<usize> {
    let mut nodes: Vec<_> = nodes.into_iter().collect();
    nodes.sort_unstable();
    nodes
}

impl Graph {
    /// Adds a node and everything that it leads to, and returns how much that weighs.
    fn reach(&self, from: usize, reached: &mut HashSet<usize>) -> usize {
        let (mut open, mut weight) = (vec![from], 0);
        while let Some(at) = open.pop() {
            if !reached.insert(at) {
                continue;
            }
            if let Some(node) = self.nodes.get(at) {
                weight += node.weight;
                open.extend(&node.references);
            }
        }
        weight
    }
}
