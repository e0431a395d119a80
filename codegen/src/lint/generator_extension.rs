//! Extensions that progenitor acts on, and whose code the generated client has no crates for.

use serde_json::Value;

use super::{Context, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "generator-extension",
    summary: "progenitor acts on extensions that few authors know, and their code needs crates that the client lacks",
    check,
};

/// The extensions of operations, and what progenitor generates for them.
const EXTENSIONS: [(&str, &str); 2] = [
    (
        "x-dropshot-pagination",
        "a stream of pages, which needs the crate `futures`",
    ),
    (
        "x-dropshot-websocket",
        "a WebSocket handshake, which needs the crates `base64` and `rand`",
    ),
];

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for operation in context.operations() {
        for (key, what) in EXTENSIONS {
            if operation.map.get(key).is_none_or(Value::is_null) {
                continue;
            }
            let message = format!("progenitor makes of `{key}` {what}");
            let finding = context.at_key(RULE.id, Severity::Error, &operation.pointer.child(key), message);
            findings.push(finding.with_help("remove it; the generated client has no such dependency"));
        }
    }
}
