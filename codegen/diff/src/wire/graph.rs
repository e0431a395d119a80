//! Records which compared places contain each other. From this follow the operations that a change affects, and whether it is
//! in requests or in responses.
//!
//! Each pair of places is compared once, even if many operations share it. The search for those operations starts only from
//! places with changes.

use openapi_document::pointer::Pointer;

use super::kinds::ChangeKind;

/// A pair of places that was compared.
pub(super) type NodeId = usize;

/// The node of the whole document.
pub(super) const ROOT: NodeId = 0;

/// How the direction changes from a place to one of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Flow {
    /// It stays the same.
    Keep,
    /// The caller sends the part.
    Request,
    /// The caller gets the part.
    Response,
    /// The server calls the client: a callback.
    Flip,
    /// The part is not in requests: it is read-only.
    NotInRequest,
    /// The part is not in responses: it is write-only.
    NotInResponse,
    /// The directions swap: a narrower part makes the whole wider.
    Turn,
    /// The part is not sent.
    Inert,
}

/// The role of a place in an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Role {
    /// A part of an operation that the client calls.
    Called,
    /// A part of an operation that the server calls.
    CalledBack,
    /// The client sends it.
    Request,
    /// The server sends it.
    Response,
    /// It is not sent.
    Inert,
}

pub(super) const ROLES: [Role; 5] = [
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

    /// The roles of a part, reached by `flow`.
    pub(super) fn through(self, flow: Flow) -> Self {
        let mut roles = Self::default();
        ROLES
            .into_iter()
            .filter(|role| self.has(*role))
            .for_each(|role| roles.insert(flow.apply(role)));
        roles
    }
}

impl Flow {
    pub(super) const fn apply(self, role: Role) -> Role {
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

/// A change as the walk finds it, without the operations that it affects.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) kind: &'static ChangeKind,
    /// How the direction changes from its node to the change.
    pub(super) flow: Flow,
    pub(super) base: Option<Pointer>,
    pub(super) head: Option<Pointer>,
    /// The place that the message names.
    pub(super) at: Pointer,
    pub(super) subject: String,
    /// The two values, as the message shows them.
    pub(super) from: String,
    pub(super) to: String,
}

/// A compared pair.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) changes: Vec<Raw>,
    pub(super) parents: Vec<(NodeId, Flow)>,
    /// The operation, if the node is one. A search ends there.
    pub(super) operation: Option<Operation>,
}

/// An operation that changes may affect.
#[derive(Debug)]
pub(super) struct Operation {
    /// The name in reports: `GET /pets`.
    pub(super) name: String,
    /// Whether its stability is draft or alpha in both documents.
    pub(super) unstable: bool,
}

/// All compared pairs.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
}

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

    /// Replaces the two values of the last change of the node.
    pub(super) fn reword(&mut self, node: NodeId, from: &str, to: &str) {
        if let Some(change) = self.nodes[node].changes.last_mut() {
            (change.from, change.to) = (from.to_owned(), to.to_owned());
        }
    }

    pub(super) fn has_changes(&self) -> bool {
        self.nodes.iter().any(|node| !node.changes.is_empty())
    }
}
