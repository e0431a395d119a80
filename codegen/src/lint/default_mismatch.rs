//! Defaults that do not fit their schema: no value of the generated type is one, so the client applies none.

use super::support::examples::defaults;
use super::{Context, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule {
    id: "default-mismatch",
    summary: "a default that is no value of its schema is not applied",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sample in defaults(context) {
        findings.extend(sample.findings(context, RULE.id, Severity::Warning, "default"));
    }
}
