//! A string with `format: password` is a secret, and one form of it is what the emit stage knows as one. What else the
//! schema asks of the value would bring typify to wrap it in a type that shows it.

use serde_json::Value;

use super::{Pass, Rewrite};
use crate::facts::Facts;
use crate::facts::is_secret;

pub(super) const PASS: Pass = Pass {
    id: "secrets",
    summary: "a secret is a secret before it is a string of some length or one of some values",
    run,
};

/// What typify would make a type of its own of.
const CONSTRAINTS: [&str; 4] = ["enum", "maxLength", "minLength", "pattern"];

fn run(document: &mut Value, _: &Facts) -> Vec<Rewrite> {
    super::change_schemas(document, |at, schema| {
        if !is_secret(schema) {
            return None;
        }
        schema.retain(|key, _| !key.starts_with("x-"));
        let dropped: Vec<_> = CONSTRAINTS
            .into_iter()
            .filter(|key| schema.remove(*key).is_some())
            .collect();
        if dropped.is_empty() {
            return None;
        }
        let loss = format!(
            "the client does not check {} of a secret; the server does",
            dropped.join(", ")
        );
        Some(Rewrite::lossy(at.child("format"), loss))
    })
}
