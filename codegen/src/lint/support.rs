//! What several rules need: spelling, references, examples, and what typify makes of a schema. No rule lives here.

pub(super) mod examples;
pub(super) mod formats;
pub(super) mod references;
pub(super) mod rust_type;
pub(super) mod schema_check;
pub(super) mod suggest;
