//! Examples that do not fit their schema.

use super::support::examples::examples;
use super::{Context, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "example-mismatch",
    summary: "an example that its own schema refuses says that one of the two is wrong",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sample in examples(context) {
        findings.extend(sample.findings(context, RULE.id, Severity::Warning, "example"));
    }
}
