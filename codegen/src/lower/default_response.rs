//! progenitor takes a `default` response for the success and for the error type at once and panics where the two
//! differ. Beside a documented success, `default` means "every other status", so it becomes the ranges that are left.

use serde_json::{Map, Value};

use super::{Pass, Rewrite};
use crate::facts::Facts;

pub(super) const PASS: Pass = Pass {
    id: "default-response",
    summary: "`default` beside a documented success becomes `4XX` and `5XX`, which progenitor keeps apart from it",
    run,
};

fn run(document: &mut Value, _: &Facts) -> Vec<Rewrite> {
    let mut places = Vec::new();
    super::for_each_operation(document, |at, operation| {
        let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
            return;
        };
        if spread(responses) {
            places.push(Rewrite::lossless(at.child("responses").child("default")));
        }
    });
    places
}

fn spread(responses: &mut Map<String, Value>) -> bool {
    let succeeds = |status: &String| status.starts_with('2') || status == "101";
    if !responses.keys().any(succeeds) {
        return false;
    }
    let Some(default) = responses.remove("default") else {
        return false;
    };
    for range in ["4XX", "5XX"] {
        responses.entry(range).or_insert_with(|| default.clone());
    }
    true
}
