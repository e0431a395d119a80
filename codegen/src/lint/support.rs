//! Code that several rules share: spelling, references, examples and formats; and the explanations of all rules. This module
//! contains no rule.

pub(crate) mod examples;
pub(crate) mod explain;
pub(crate) mod formats;
pub(crate) mod members;
pub(crate) mod notation;
pub(crate) mod recovery;
pub(crate) mod references;
pub(crate) mod schema_check;
pub(crate) mod schemas;
pub(crate) mod suggest;
