//! typify gives some string formats a type of another crate (`date-time` becomes `chrono::DateTime`). A published client
//! does not take on a dependency, and its version in its own public API, because a document names a format: such a value
//! stays the string that is on the wire.

use serde_json::Value;

use super::{Pass, Rewrite};
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "foreign-formats",
    summary: "strings whose format would need another crate's type stay strings",
    run,
};

/// The formats for which typify reaches for `chrono` and `uuid`.
const FORMATS: [&str; 3] = ["date", "date-time", "uuid"];

fn run(document: &mut Value, _: &Facts) -> Vec<Rewrite> {
    super::change_schemas(document, |at, schema| {
        let format = schema
            .get("format")
            .and_then(Value::as_str)
            .filter(|format| FORMATS.contains(format))?;
        let loss = format!("the client does not check the format `{format}`: the generated type is a plain string");
        schema.remove("format");
        Some(Rewrite::lossy(at.child("format"), loss))
    })
}
