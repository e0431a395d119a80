//! An operation, as the generated code names it.

use reqwest::Method;

/// What is the same in every call of an operation.
#[derive(Clone)]
pub(crate) struct Operation {
    /// Its `operationId`.
    pub(crate) id: &'static str,
    /// Its HTTP method.
    pub(crate) method: Method,
    /// The media type of the answers that it documents, if they have one.
    pub(crate) accept: Option<&'static str>,
}
