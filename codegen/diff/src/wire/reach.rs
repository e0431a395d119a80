//! Finds the operations that use a changed part of the documents, and the roles that the part has in them.
//!
//! Schemas may refer to each other in cycles. All parts of a cycle have the same users, so each cycle is searched once.

use std::collections::HashMap;
use std::rc::Rc;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::graph::{Graph, Node, NodeId, Operation, ROLES, ROOT, Raw, Role, Roles};

/// A node in a role: what the search goes through.
type State = (NodeId, Role);

/// The nodes at which a search from a state ends, sorted: operations, and the document itself.
type Users = Rc<[NodeId]>;

/// Calls `visit` with every change, the operations that it affects, and its roles.
pub(super) fn changes<'g>(graph: &'g Graph, mut visit: impl FnMut(&'g Raw, &[&'g Operation], Roles)) {
    let changed = || {
        graph
            .nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| !node.changes.is_empty())
    };
    let reach = Reach::of(&graph.nodes, changed().map(|(id, _)| id));
    for (id, node) in changed() {
        let (users, roles) = reach.users(id);
        let operation = |id: &NodeId| graph.nodes.get(*id)?.operation.as_ref();
        let operations: Vec<&Operation> = users.iter().filter_map(operation).collect();
        for change in &node.changes {
            visit(change, &operations, roles.through(change.flow));
        }
    }
}

/// The users of all states around the changed nodes.
struct Reach {
    indices: HashMap<State, NodeIndex>,
    users: Vec<Users>,
}

impl Reach {
    fn of(nodes: &[Node], changed: impl Iterator<Item = NodeId>) -> Self {
        let (mut states, mut indices) = (DiGraph::<State, ()>::new(), HashMap::new());
        let mut open: Vec<State> = changed.flat_map(|id| ROLES.map(|role| (id, role))).collect();
        for state in &open {
            indices.insert(*state, states.add_node(*state));
        }
        while let Some(state) = open.pop() {
            for parent in parents(nodes, state) {
                let to = *indices.entry(parent).or_insert_with(|| {
                    open.push(parent);
                    states.add_node(parent)
                });
                if let Some(from) = indices.get(&state) {
                    states.add_edge(*from, to, ());
                }
            }
        }
        // The cycles come in such an order that the users of what is around a cycle are known.
        let mut users: Vec<Users> = vec![Rc::from([]); states.node_count()];
        for cycle in kosaraju_scc(&states) {
            let around = cycle.iter().flat_map(|state| states.neighbors(*state));
            let mut found: Vec<Users> = around.filter_map(|state| users.get(state.index()).cloned()).collect();
            let state = |index: &NodeIndex| states.node_weight(*index).copied();
            let is_end = |(id, role): &State| *role == Role::Called && is_end(nodes, *id);
            found.extend(
                cycle
                    .iter()
                    .filter_map(state)
                    .filter(is_end)
                    .map(|(id, _)| Rc::from([id])),
            );
            let found = united(found);
            for index in cycle {
                if let Some(users) = users.get_mut(index.index()) {
                    users.clone_from(&found);
                }
            }
        }
        Self { indices, users }
    }

    /// The users of a node, and the roles that it has in any of them.
    fn users(&self, node: NodeId) -> (Vec<NodeId>, Roles) {
        let (mut all, mut roles) = (Vec::new(), Roles::default());
        for role in ROLES {
            let index = self.indices.get(&(node, role));
            let users = index.and_then(|index| self.users.get(index.index()));
            if let Some(users) = users.filter(|users| !users.is_empty()) {
                roles.insert(role);
                all.extend_from_slice(users);
            }
        }
        all.sort_unstable();
        all.dedup();
        (all, roles)
    }
}

/// Whether a search ends at a node: at an operation or the document.
fn is_end(nodes: &[Node], id: NodeId) -> bool {
    id == ROOT || nodes.get(id).is_some_and(|node| node.operation.is_some())
}

/// The states from which a state is reached.
fn parents(nodes: &[Node], (id, role): State) -> impl Iterator<Item = State> {
    let node = nodes.get(id).filter(|_| !is_end(nodes, id));
    let parents = node.into_iter().flat_map(|node| &node.parents);
    parents.flat_map(move |&(parent, flow)| {
        let before = ROLES.into_iter().filter(move |before| flow.apply(*before) == role);
        before.map(move |before| (parent, before))
    })
}

fn united(mut all: Vec<Users>) -> Users {
    all.retain(|users| !users.is_empty());
    // Many parts have the same users.
    all.sort_unstable_by_key(|users| Rc::as_ptr(users).cast::<NodeId>());
    all.dedup_by(|one, other| Rc::ptr_eq(one, other));
    if let [only] = all.as_slice() {
        return Rc::clone(only);
    }
    let mut users: Vec<NodeId> = all.iter().flat_map(|users| users.iter().copied()).collect();
    users.sort_unstable();
    users.dedup();
    users.into()
}
