//! Defaults that do not fit their schema: the generated code would have to make a value that its type does not have.

use super::support::examples::defaults;
use super::{Context, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "default-mismatch",
    summary: "a default becomes a value in the generated code, so it must be one of its type",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sample in defaults(context) {
        // No code comes of a default that is null: it means what the absence of a value means.
        let severity = if sample.value.is_null() {
            Severity::Warning
        } else {
            Severity::Error
        };
        findings.extend(sample.findings(context, RULE.id, severity, "default"));
    }
}
