//! typify checks a `pattern` with a regular expression engine at run time, which would be a dependency of the client for
//! what the server checks anyway. The value stays a string.

use serde_json::Value;

use super::{Pass, Rewrite};
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "patterns",
    summary: "strings with a `pattern` stay strings; the server checks the pattern",
    run,
};

fn run(document: &mut Value, _: &Facts) -> Vec<Rewrite> {
    super::change_schemas(document, |at, schema| {
        schema.remove("pattern").filter(Value::is_string)?;
        let loss = "the client does not check the pattern; the server does";
        Some(Rewrite::lossy(at.child("pattern"), loss))
    })
}
