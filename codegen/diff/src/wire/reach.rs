//! Finds the operations that use a part of the documents, and the roles that it has in them.
//!
//! Schemas may refer to each other in cycles. All parts of a cycle have the same users, so each cycle is searched once
//! (Tarjan's algorithm for strongly connected components).

use std::rc::Rc;

use super::graph::{Node, NodeId, ROLES, ROOT, Role, Roles};

/// A node in a role: what the search goes through.
type State = (NodeId, Role);

/// The nodes that a search from a state ends at, sorted: operations, and the document itself.
type Users = Rc<[NodeId]>;

/// The users of all states that were asked for so far.
pub(super) struct Reach<'g> {
    nodes: &'g [Node],
    found: Vec<Found>,
    /// The states that are entered and not part of a finished cycle.
    open: Vec<State>,
    entered: usize,
}

/// What is known of a state.
#[derive(Clone, Default)]
enum Found {
    #[default]
    Nothing,
    /// The number of the state, and the smallest one that is known to be on a cycle with it.
    Open {
        number: usize,
        lowest: usize,
    },
    Users(Users),
}

/// A state whose parents are being searched.
struct Step {
    state: State,
    parents: Vec<State>,
    /// The users that are known so far.
    users: Vec<Users>,
}

impl<'g> Reach<'g> {
    pub(super) fn new(nodes: &'g [Node]) -> Self {
        Self {
            nodes,
            found: vec![Found::Nothing; nodes.len() * ROLES.len()],
            open: Vec::new(),
            entered: 0,
        }
    }

    /// The users of a node, and the roles that it has in any of them.
    pub(super) fn of(&mut self, node: NodeId) -> (Vec<NodeId>, Roles) {
        let (mut all, mut roles) = (Vec::new(), Roles::default());
        for role in ROLES {
            let users = self.users((node, role));
            if !users.is_empty() {
                roles.insert(role);
                all.extend_from_slice(&users);
            }
        }
        all.sort_unstable();
        all.dedup();
        (all, roles)
    }

    fn found(&mut self, (id, role): State) -> &mut Found {
        &mut self.found[id * ROLES.len() + role as usize] // there is one for each role of each node
    }

    fn users(&mut self, target: State) -> Users {
        let mut steps = Vec::new();
        if matches!(self.found(target), Found::Nothing) {
            steps.push(self.enter(target));
        }
        while let Some(step) = steps.last_mut() {
            match step.parents.pop() {
                Some(parent) => match self.found(parent).clone() {
                    Found::Nothing => {
                        let next = self.enter(parent);
                        steps.push(next);
                    }
                    Found::Open { number, .. } => self.lower(step.state, number),
                    Found::Users(users) => step.add(users),
                },
                None => self.leave(&mut steps),
            }
        }
        match self.found(target) {
            Found::Users(users) => Rc::clone(users),
            _ => unreachable!("a search leaves every state that it enters"),
        }
    }

    fn enter(&mut self, state: State) -> Step {
        let (id, role) = state;
        let number = self.entered;
        self.entered += 1;
        *self.found(state) = Found::Open { number, lowest: number };
        self.open.push(state);
        let node = &self.nodes[id]; // every id comes from the graph
        let (mut parents, mut users) = (Vec::new(), Vec::new());
        if id == ROOT || node.operation.is_some() {
            if role == Role::Called {
                users.push(Rc::from([id]));
            }
        } else {
            for &(parent, flow) in &node.parents {
                let before = ROLES.into_iter().filter(|before| flow.apply(*before) == role);
                parents.extend(before.map(|before| (parent, before)));
            }
        }
        Step { state, parents, users }
    }

    /// Notes that `state` is on a cycle with the state of this number.
    fn lower(&mut self, state: State, other: usize) {
        if let Found::Open { lowest, .. } = self.found(state) {
            *lowest = other.min(*lowest);
        }
    }

    /// Ends the last step. The first state of a cycle takes the users of all of them.
    fn leave(&mut self, steps: &mut Vec<Step>) {
        let Some(step) = steps.pop() else { return };
        let Found::Open { number, lowest } = *self.found(step.state) else {
            return;
        };
        if lowest < number {
            // The states of a cycle lie on each other in the search, so the step below has a part in it.
            if let Some(below) = steps.last_mut() {
                below.users.extend(step.users);
                self.lower(below.state, lowest);
            }
            return;
        }
        let users = united(step.users);
        while let Some(state) = self.open.pop() {
            *self.found(state) = Found::Users(Rc::clone(&users));
            if state == step.state {
                break;
            }
        }
        if let Some(below) = steps.last_mut() {
            below.add(users);
        }
    }
}

impl Step {
    fn add(&mut self, users: Users) {
        if !users.is_empty() {
            self.users.push(users);
        }
    }
}

fn united(mut all: Vec<Users>) -> Users {
    // Many parts have the same users.
    all.sort_unstable_by_key(|users| Rc::as_ptr(users).cast::<NodeId>());
    all.dedup_by(|one, other| Rc::ptr_eq(one, other));
    if all.len() == 1
        && let Some(only) = all.pop()
    {
        return only;
    }
    let mut users: Vec<NodeId> = all.iter().flat_map(|users| users.iter().copied()).collect();
    users.sort_unstable();
    users.dedup();
    users.into()
}
