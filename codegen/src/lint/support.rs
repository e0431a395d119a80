//! What several rules need: spelling, references, examples, and what typify makes of a schema; and all rules explained. No
//! rule lives here.

pub(crate) mod examples;
pub(crate) mod explain;
pub(crate) mod formats;
pub(crate) mod notation;
pub(crate) mod recovery;
pub(crate) mod references;
pub(crate) mod schema_check;
pub(crate) mod schemas;
pub(crate) mod suggest;
