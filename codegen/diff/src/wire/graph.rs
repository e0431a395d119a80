//! How compared places contain each other. This tells which operations a change reaches, and whether it travels in requests
//! or in responses.
//!
//! Each pair of places is compared once, however many operations share it; the way back to them is searched only from
//! where something has changed.

use std::collections::{BTreeMap, HashSet};

use openapi_document::pointer::Pointer;

use super::kinds::Kind;

/// A pair of places that was compared.
pub(super) type NodeId = usize;

/// The node of the whole document.
pub(super) const ROOT: NodeId = 0;

/// What becomes of the direction on the way from a place to a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Flow {
    /// It stays.
    Keep,
    /// The part is what the caller sends.
    Request,
    /// The part is what the caller gets.
    Response,
    /// The part is called the other way round: a callback.
    Flip,
    /// The part plays no role in requests: it is read-only.
    NotInRequest,
    /// The part plays no role in responses: it is write-only.
    NotInResponse,
    /// The part travels the other way: what narrows it widens the whole.
    Turn,
    /// The part does not travel.
    Inert,
}

/// How a place takes part in an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Role {
    /// As a part of an operation that the client calls.
    Called,
    /// As a part of an operation that the server calls.
    CalledBack,
    /// As a part of what the client sends.
    Request,
    /// As a part of what the server sends.
    Response,
    /// Not on the wire.
    Inert,
}

const ROLES: [Role; 5] = [
    Role::Called,
    Role::CalledBack,
    Role::Request,
    Role::Response,
    Role::Inert,
];

/// A set of roles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Roles(u8);

impl Roles {
    pub(super) fn insert(&mut self, role: Role) {
        self.0 |= 1 << role as u8;
    }

    pub(super) fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    pub(super) fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The roles of a part behind `flow`.
    fn through(self, flow: Flow) -> Self {
        let mut roles = Self::default();
        ROLES
            .into_iter()
            .filter(|role| self.has(*role))
            .for_each(|role| roles.insert(flow.apply(role)));
        roles
    }
}

impl Flow {
    const fn apply(self, role: Role) -> Role {
        match (self, role) {
            (Self::Request, Role::Called) | (Self::Response, Role::CalledBack) => Role::Request,
            (Self::Request, Role::CalledBack) | (Self::Response, Role::Called) => Role::Response,
            (Self::Flip, Role::Called) => Role::CalledBack,
            (Self::Flip, Role::CalledBack) => Role::Called,
            (Self::Turn, Role::Request) => Role::Response,
            (Self::Turn, Role::Response) => Role::Request,
            (Self::NotInRequest, Role::Request) | (Self::NotInResponse, Role::Response) | (Self::Inert, _) => {
                Role::Inert
            }
            (_, role) => role,
        }
    }
}

/// A change as the walk finds it, before it is known whom it reaches.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) kind: &'static Kind,
    /// From the node that it was found at to the change.
    pub(super) flow: Flow,
    pub(super) base: Option<Pointer>,
    pub(super) head: Option<Pointer>,
    /// The place in whose name the sentence speaks.
    pub(super) at: Pointer,
    pub(super) subject: String,
    /// The values as the sentence shows them.
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Default)]
struct Node {
    changes: Vec<Raw>,
    parents: Vec<(NodeId, Flow)>,
    /// It is where a search ends.
    operation: Option<Operation>,
}

/// An operation that changes may reach.
#[derive(Debug)]
pub(super) struct Operation {
    /// What reports call it: `GET /pets`.
    pub(super) name: String,
    /// It promises nothing in either document: a draft, or in alpha.
    pub(super) unstable: bool,
}

/// All compared pairs.
#[derive(Debug)]
pub(super) struct Graph {
    nodes: Vec<Node>,
}

/// Whom a node reaches: operations, or the document itself, and in which roles.
type Reach = BTreeMap<NodeId, Roles>;

impl Graph {
    pub(super) fn new() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }

    pub(super) fn add(&mut self, operation: Option<Operation>) -> NodeId {
        self.nodes.push(Node {
            operation,
            ..Node::default()
        });
        self.nodes.len() - 1
    }

    pub(super) fn link(&mut self, parent: NodeId, flow: Flow, child: NodeId) {
        self.nodes[child].parents.push((parent, flow)); // every id comes from `add` or is `ROOT`
    }

    pub(super) fn record(&mut self, node: NodeId, change: Raw) {
        self.nodes[node].changes.push(change);
    }

    /// Replaces the values that the node's last change shows.
    pub(super) fn reword(&mut self, node: NodeId, from: &str, to: &str) {
        if let Some(change) = self.nodes[node].changes.last_mut() {
            (change.from, change.to) = (from.to_owned(), to.to_owned());
        }
    }

    pub(super) fn has_changes(&self) -> bool {
        self.nodes.iter().any(|node| !node.changes.is_empty())
    }

    /// Calls `visit` with every change, the operations that it reaches and the roles in which it does.
    pub(super) fn changes<'g>(&'g self, mut visit: impl FnMut(&'g Raw, &[&'g Operation], Roles)) {
        for (id, node) in self
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| !node.changes.is_empty())
        {
            let reach = self.reach(id);
            let operations: Vec<&Operation> = reach
                .keys()
                .filter_map(|id| self.nodes[*id].operation.as_ref())
                .collect();
            let roles = reach.values().fold(Roles::default(), |all, roles| all.union(*roles));
            for change in &node.changes {
                visit(change, &operations, roles.through(change.flow));
            }
        }
    }

    /// Searches back from `target`, once for each role that it may have.
    fn reach(&self, target: NodeId) -> Reach {
        let mut reach = Reach::new();
        for role in ROLES {
            let mut seen = HashSet::from([(target, role)]);
            let mut queue = vec![(target, role)];
            while let Some((id, wanted)) = queue.pop() {
                let node = &self.nodes[id];
                if id == ROOT || node.operation.is_some() {
                    if wanted == Role::Called {
                        reach.entry(id).or_default().insert(role);
                    }
                    continue;
                }
                for &(parent, flow) in &node.parents {
                    for before in ROLES.into_iter().filter(|before| flow.apply(*before) == wanted) {
                        if seen.insert((parent, before)) {
                            queue.push((parent, before));
                        }
                    }
                }
            }
        }
        reach
    }
}
