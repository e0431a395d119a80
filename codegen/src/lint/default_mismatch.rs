//! Defaults that do not fit their schema: no value of the generated type is one, so the client applies none.

use openapi_document::finding::{Finding, Severity};
use openapi_document::view::Context;

use super::Rule;
use super::support::examples::defaults;

pub(super) const RULE: Rule = Rule {
    id: "default-mismatch",
    summary: "a default that is no value of its schema is not applied",
    severities: &[Severity::Warning],
    why: "A server cannot use such a default either. The client documents a default and never sends it by itself.",
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
