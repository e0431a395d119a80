//! Operations by the names that generated code has for them, so that a pass that meets a name need not search them all.

use std::collections::BTreeMap;

use super::{Facts, OperationFacts, Outcome};

/// Positions among [`Facts::operations`], by names.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    builders: BTreeMap<String, usize>,
    methods: BTreeMap<String, usize>,
    unions: BTreeMap<String, usize>,
}

impl Index {
    pub(super) fn of(operations: &[OperationFacts]) -> Self {
        let mut index = Self::default();
        for (at, operation) in operations.iter().enumerate() {
            index.builders.entry(operation.builder.clone()).or_insert(at);
            index.methods.entry(operation.method_name.clone()).or_insert(at);
            let unions = [&operation.success, &operation.error]
                .into_iter()
                .filter_map(Outcome::union);
            index.unions.extend(unions.map(|name| (name.to_owned(), at)));
        }
        index
    }
}

impl Facts {
    /// The operation whose builder has this name.
    #[must_use]
    pub fn operation_of_builder(&self, name: &str) -> Option<&OperationFacts> {
        self.operations.get(*self.index.builders.get(name)?)
    }

    /// The operation whose method of the client has this name.
    #[must_use]
    pub fn operation_of_method(&self, name: &str) -> Option<&OperationFacts> {
        self.operations.get(*self.index.methods.get(name)?)
    }

    /// The operation for whose successes or errors the enumeration of this name stands.
    #[must_use]
    pub fn operation_of_union(&self, name: &str) -> Option<&OperationFacts> {
        self.operations.get(*self.index.unions.get(name)?)
    }
}
