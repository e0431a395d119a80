//! What the templates of an operation read.

use std::collections::BTreeMap;

use crate::model::{Facts, OperationFacts};
use crate::schemas::{Definition, OperationForms};

/// An operation with everything that its code depends on.
pub(super) struct Operation<'a> {
    pub(super) facts: &'a Facts,
    pub(super) operation: &'a OperationFacts,
    pub(super) forms: &'a OperationForms,
    pub(super) types: &'a BTreeMap<String, Definition>,
}
