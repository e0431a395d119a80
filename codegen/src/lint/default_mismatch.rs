//! Defaults that do not match their schema. The generated type cannot hold such a default, so the client does not use it.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use super::Rule;
use super::support::examples::defaults;

pub(super) const RULE: Rule = Rule {
    id: "default-mismatch",
    summary: "a `default` matches its schema",
    severities: &[Severity::Warning],
    why: "A default that does not match is not applied. A server cannot use it either. The client documents defaults, and never sends one on its own.",
    bad: "\
components:
  schemas:
    Page: { type: integer, default: first }
",
    good: "\
components:
  schemas:
    Page: { type: integer, default: 1 }
",
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for sample in defaults(context) {
        findings.extend(sample.findings(context, RULE.id, Severity::Warning, "default"));
    }
}
