//! An operation, as generated code describes it.

use reqwest::Method;

/// The parts of a request that are the same in every call of an operation.
#[derive(Clone)]
pub(crate) struct Operation {
    /// Its `operationId`.
    pub(crate) id: &'static str,
    /// Its HTTP method.
    pub(crate) method: Method,
    /// The media type of the documented responses, if they have one.
    pub(crate) accept: Option<&'static str>,
}
