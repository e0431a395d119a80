//! The names of operations. Each operation has a unique id, from which the names of its method and its builder are
//! made.
//!
//! An `operationId` is kept if possible. If there is none, or if an earlier operation has the same Rust name, the id is
//! made from method and path (`get_pets_by_pet_id`), with a number if needed. Operations are ordered by path and then
//! by method, since the order of keys in a document has no meaning.

use std::collections::BTreeMap;

use openapi_document::grammar::METHODS;
use openapi_document::view::OperationNode;
use serde_json::Value;

use crate::names;

/// The client's own methods. No operation's method can have these names.
const CLIENT_METHODS: [&str; 7] = [
    "clone",
    "for_server",
    "new",
    "with_config",
    "with_credentials",
    "with_header",
    "with_timeout",
];

/// The names that the builders' module uses without a path.
const BUILDER_SCOPE: [&str; 7] = ["Into", "Option", "PhantomData", "Result", "Self", "String", "Vec"];

/// The names of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Naming {
    /// Its id: the document's if possible. It is unique.
    pub(crate) id: String,
    /// The name of the client's method.
    pub(crate) method: String,
    /// The name of the builder.
    pub(crate) builder: String,
    /// Why the id is not the document's.
    pub(crate) because: Option<Because>,
}

/// Why an operation's id is not its `operationId`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Because {
    /// There is none.
    Missing,
    /// The operation at this index already has the name.
    Taken(usize),
    /// The generated code uses the name.
    Reserved,
}

/// Names operations, and returns the names in the same order.
pub(crate) fn naming(operations: &[OperationNode<'_>]) -> Vec<Naming> {
    let mut order: Vec<usize> = (0..operations.len()).collect();
    let rank = |operation: &OperationNode<'_>| METHODS.iter().position(|method| *method == operation.method);
    order.sort_by_key(|&index| {
        operations.get(index).map(|operation| {
            // If a path item is a reference, its operations share their ids with those at the target.
            let is_shared = !operation.stands_in_its_path();
            (
                own_id(operation).is_none(),
                is_shared,
                operation.path.clone(),
                rank(operation),
            )
        })
    });
    let mut taken = Taken::default();
    let mut named: Vec<(usize, Naming)> = Vec::with_capacity(order.len());
    for index in order {
        let Some(operation) = operations.get(index) else {
            continue;
        };
        let (id, because) = match own_id(operation) {
            None => (derived(operation), Some(Because::Missing)),
            Some(id) if is_reserved(id) => (format!("{id}_operation"), Some(Because::Reserved)),
            Some(id) => match taken.first(id) {
                None => (id.to_owned(), None),
                Some(first) => (derived(operation), Some(Because::Taken(first))),
            },
        };
        named.push((index, taken.name(index, &id, because)));
    }
    named.sort_by_key(|(index, _)| *index);
    named.into_iter().map(|(_, naming)| naming).collect()
}

fn own_id<'d>(operation: &OperationNode<'d>) -> Option<&'d str> {
    let id = operation.map.get("operationId").and_then(Value::as_str)?;
    Some(id).filter(|id| !id.trim().is_empty())
}

fn is_reserved(id: &str) -> bool {
    CLIENT_METHODS.contains(&names::method_name(id).as_str())
        || BUILDER_SCOPE.contains(&names::builder_name(id).as_str())
}

/// `get_pets_by_pet_id` for `GET /pets/{petId}`.
fn derived(operation: &OperationNode<'_>) -> String {
    let path = operation.path.replace('{', "-by-").replace('}', "-");
    let path = if path == "/" { "root" } else { path.as_str() };
    names::method_name(&format!("{}-{path}", operation.method))
}

/// The names in use, each with the index of its operation.
#[derive(Default)]
struct Taken {
    methods: BTreeMap<String, usize>,
    builders: BTreeMap<String, usize>,
}

impl Taken {
    /// The first operation that uses one of the names made from `id`.
    fn first(&self, id: &str) -> Option<usize> {
        let method = self.methods.get(&names::method_name(id));
        let builder = self.builders.get(&names::builder_name(id));
        method.or(builder).copied()
    }

    /// Names the operation at `index` `wanted`, with the lowest number that makes the name free if needed.
    fn name(&mut self, index: usize, wanted: &str, because: Option<Because>) -> Naming {
        let mut id = wanted.to_owned();
        let mut number = 2;
        while is_reserved(&id) || self.first(&id).is_some() {
            id = format!("{wanted}_{number}");
            number += 1;
        }
        let (method, builder) = (names::method_name(&id), names::builder_name(&id));
        self.methods.insert(method.clone(), index);
        self.builders.insert(builder.clone(), index);
        Naming {
            id,
            method,
            builder,
            because,
        }
    }
}
